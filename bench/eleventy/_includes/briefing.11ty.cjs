// A briefing: the bottom line first, then every statement with the passage it rests on.
const { escape, inline, page, params, link, links, day, time, label } = require("../lib/site.cjs");
const { statement, event } = require("../lib/cards.cjs");
const { section, list, stance, particulars, layout } = require("../lib/sections.cjs");

const SLOTS = ["likelihood", "confidence"];

const contents = (p) => {
  const sections = [
    ["bottom-line", "Bottom line", 1, false],
    ["answers", "Who says what", p.stances.length, false],
    ["points", "Key points", p.points.length, false],
    ["judgements", "The desk’s own view", p.judgements.length, false],
    ["claims", "Statements", Object.keys(p.claims).length, true],
    ["events", "Events", Object.keys(p.events).length, true],
    ["unknowns", "Not known", p.unknowns.length, true],
    ["notes", "Notes", p.notes.length, false],
    ["sources", "Sources", p.articles.length, false],
    ["changes", "Changes", p.changes.length, false],
  ];
  const line = ([name, heading, count, told]) =>
    `<li><a href="#section.${name}">${heading}</a>${told ? ` <span class="meta">${count}</span>` : ""}</li>`;
  return `<nav class="contents" aria-label="On this page">
<ul>
${list(sections.filter((one) => one[2]), line)}
</ul>
</nav>`;
};

const judgement = (one) => `<div class="judgement">
<p class="says">${inline(one.says)}</p>
<dl class="slots">
${SLOTS.filter((slot) => one[slot]).map((slot) => `<div><dt>${slot[0].toUpperCase() + slot.slice(1)}</dt><dd><a href="/methodology/#scale.${slot}">${one[slot]}</a></dd></div>`).join("\n")}
</dl>
</div>`;

const ownClaim = (id) => (key) => `<article class="card statement" id="${key}">
${statement(`${id}/${key}`)}
<p class="meta"><a class="permalink" href="#${key}">Link to this statement</a></p>
</article>`;

const ownEvent = (id, p) => (key) => `<li class="event${p.events[key].per ? " alleged" : ""}" id="${key}">
${event(`${id}/${key}`)}
<p class="meta"><a class="permalink" href="#${key}">Link to this event</a></p>
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

const wrapped = (tag, kind, items) => (items ? `<${tag}${kind ? ` class="${kind}"` : ""}>\n${items}\n</${tag}>` : "");

module.exports = layout((data) => {
  const p = data.params;
  const id = data.page.url.split("/")[2];
  const older = p.older ? `<p>Older: ${link("briefings", p.older)}</p>` : "";
  const newer = p.newer ? `<p>Newer: ${link("briefings", p.newer)}</p>` : "";
  return `<div class="with-contents">
<header class="page-header">
<p class="kicker"><a href="/briefings/">Briefings</a></p>
<h1>${escape(data.title)}</h1>
<p class="meta">${time(p.day)} · <a class="tlp" href="/methodology/#scale.tlp">TLP:CLEAR</a>${p.topics.length ? ` · ${links("topics", p.topics)}` : ""}</p>
${p.due ? `<p class="notice"><strong>Needs a new look</strong>: ${p.due}</p>` : ""}
</header>
${contents(p)}
<div class="text">
${section("bottom-line", "Bottom line", `<p>${inline(p.noted)}</p>`, "bottom-line")}
${section("answers", "Who says what", list(p.stances, stance))}
${section("why", "Why it matters", p.why && `<p>${inline(p.why)}</p>`)}
${section("points", "Key points", wrapped("ul", "", list(p.points, (point) => `<li>${inline(point)}</li>`)))}
${section("judgements", "The desk’s own view", list(p.judgements, judgement), "desk")}
${section("claims", "Statements", list(Object.keys(p.claims), ownClaim(id)))}
${section("events", "Events", wrapped("ol", "events", list(Object.keys(p.events), ownEvent(id, p))))}
${section("unknowns", "Not known", wrapped("ul", "unknowns", list(p.unknowns, (ask, n) => `<li id="unknown.${n + 1}">${inline(ask)}</li>`)))}
${section("notes", "Notes", wrapped("ol", "notes", list(p.notes, note(id, p))))}
${section("sources", "Sources", list(p.articles, source))}
${section("changes", "Changes to this briefing", wrapped("ul", "", list(p.changes, (one) => `<li>${time(one.date)}: ${one.sort}</li>`)))}
${older || newer ? `<nav class="neighbours" aria-label="Other briefings">\n${older}\n${newer}\n</nav>` : ""}
</div>
</div>`;
});
