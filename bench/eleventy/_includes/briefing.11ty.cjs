// A briefing: the bottom line first, then every statement with the passage it rests on.
const { escape, inline, page, params, link, links, day, time, label } = require("../lib/site.cjs");
const { statement, event } = require("../lib/cards.cjs");
const { section, list, stance, particulars, counted, layout } = require("../lib/sections.cjs");

const contents = (p) => {
  const sections = [
    ["bottom-line", "Bottom line", 1, false],
    ["answers", "Who says what", p.stances.length, false],
    ["why", "Why it matters", p.why, false],
    ["points", "Key points", p.points.length, false],
    ["judgements", "The desk’s own view", p.judgements.length, false],
    ["claims", "Statements", Object.keys(p.claims).length, true],
    ["events", "Events", Object.keys(p.events).length, true],
    ["unknowns", "Not known", p.unknowns.length, true],
    ["notes", "Notes", p.notes.length, false],
    ["sources", "Sources", p.articles.length, false],
    ["changes", "Changes", p.changes.length, false],
    ["cite", "Cite this briefing", 1, false],
  ];
  const line = ([name, heading, count, told]) =>
    `<li><a href="#section.${name}">${heading}</a>${told ? ` <span class="meta">${count}</span>` : ""}</li>`;
  return `<nav class="contents" aria-label="On this page">
<ul>
${list(sections.filter((one) => one[2]), line)}
</ul>
</nav>`;
};

const likelihood = (one) =>
  `<div class="level-${one.likelihood_level} of-7"><dt>Likelihood</dt><dd><a href="/methodology/#scale.likelihood">${one.likelihood}</a> <span class="meta">${one.odds}</span></dd></div>\n`;
const confidence = (one) =>
  `<div class="level-${one.confidence_level} of-3"><dt>Confidence</dt><dd><a href="/methodology/#scale.confidence">${one.confidence}</a></dd></div>\n`;
const judgement = (one) => `<div class="judgement">
<p class="says">${inline(one.says)}</p>
<dl class="slots">
${one.likelihood ? likelihood(one) : ""}${one.confidence ? confidence(one) : ""}</dl>
</div>`;

const copy = (what) =>
  `<button type="button" class="copy scripted" data-copy="${what}" data-done="Copied">Copy citation</button>`;

const ownClaim = (id) => (key) => `<article class="card statement" id="${key}">
${statement(`${id}/${key}`)}
<p class="foot"><a class="permalink" href="#${key}">Link to this statement</a> ${copy("statement")}</p>
</article>`;

const ownEvent = (id, p) => (key) => `<li class="event${p.events[key].per ? " alleged" : ""}" id="${key}">
${event(`${id}/${key}`)}
<p class="foot"><a class="permalink" href="#${key}">Link to this event</a></p>
</li>`;

const note = (id, p) => (key, index) => {
  const what = p.claims[key] ?? p.events[key];
  const article = what.quote.article && page("articles", what.quote.article);
  const quoted = article
    ? `: <q lang="en" dir="auto">${escape(what.quote.parts.join(" … "))}</q> <span class="meta"><a href="${article.url}#${id}--${key}">Highlighted in the article</a>: <cite>${escape(article.data.title)}</cite>, ${link("sources", article.data.params.source)}</span>`
    : "";
  const number = index + 1;
  return `<li id="note.${number}"><a href="/briefings/${id}/#${key}">${what.by ? label(what) : day(what.date)}</a>${quoted}
 <a class="back" href="#ref.${number}" aria-label="Back to note ${number} in the text">↩</a></li>`;
};

const source = (id) => `<div class="source">
<h3>${link("articles", id)}</h3>
${particulars(params("articles", id))}
</div>`;

const related = (one) => `<li>${link("briefings", one.briefing)} <span class="meta">${time(params("briefings", one.briefing).day)}</span>
${one.questions.length ? `<p class="meta">On the same question: ${links("questions", one.questions)}</p>\n` : ""}${one.actors.length ? `<p class="meta">Also with: ${links("actors", one.actors)}</p>\n` : ""}</li>`;

const cite = (data) => `<p class="citation" id="citation">Benchmark, “${escape(data.title)}”, ${day(data.params.day)}. https://bench.example${data.page.url}</p>
<p class="foot">${copy("page")}</p>`;

const wrapped = (tag, kind, items) => (items ? `<${tag}${kind ? ` class="${kind}"` : ""}>\n${items}\n</${tag}>` : "");

module.exports = layout((data) => {
  const p = data.params;
  const id = data.page.url.split("/")[2];
  const older = p.older ? `<p class="older"><span class="meta">Older</span> ${link("briefings", p.older)}</p>` : "";
  const newer = p.newer ? `<p class="newer"><span class="meta">Newer</span> ${link("briefings", p.newer)}</p>` : "";
  return `<div class="with-contents">
<header class="page-header">
<p class="kicker"><a href="/briefings/">Briefings</a>${p.topics.length ? ` · ${links("topics", p.topics)}` : ""}</p>
<h1>${escape(data.title)}</h1>
<p class="meta">${time(p.day)} · ${counted(Object.keys(p.claims).length, "statement")} · ${counted(p.articles.length, "source")} · <a class="tlp" href="/methodology/#scale.tlp">TLP:CLEAR</a></p>
${p.due ? `<p class="notice"><strong>Needs a new look</strong>: ${p.due}</p>` : ""}
</header>
<div class="text">
${section("bottom-line", "Bottom line", `<p>${inline(p.noted)}</p>`, "bottom-line")}
${section("answers", "Who says what", list(p.stances, stance))}
${section("why", "Why it matters", p.why && `<p>${inline(p.why)}</p>`)}
${section("points", "Key points", wrapped("ul", "key-points", list(p.points, (point) => `<li>${inline(point)}</li>`)))}
${section("judgements", "The desk’s own view", list(p.judgements, judgement), "desk")}
${section("claims", "Statements", list(Object.keys(p.claims), ownClaim(id)))}
${section("events", "Events", wrapped("ol", "events", list(Object.keys(p.events), ownEvent(id, p))))}
${section("unknowns", "Not known", wrapped("ul", "unknowns", list(p.unknowns, (ask, n) => `<li id="unknown.${n + 1}">${inline(ask)}</li>`)))}
${section("notes", "Notes", wrapped("ol", "notes", list(p.notes, note(id, p))))}
${section("sources", "Sources", list(p.articles, source))}
${section("changes", "Changes to this briefing", wrapped("ul", "changes", list(p.changes, (one) => `<li>${time(one.date)}: ${one.sort}</li>`)))}
${section("cite", "Cite this briefing", cite(data))}
${section("related", "Related briefings", wrapped("ul", "", list(p.related, related)), "related")}
${older || newer ? `<nav class="neighbours" aria-label="Other briefings">\n${older}\n${newer}\n</nav>` : ""}
</div>
${contents(p)}
</div>`;
});
