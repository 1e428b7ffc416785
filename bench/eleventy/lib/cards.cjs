// Claims, events, briefings, quotes as other pages show them; each drawn once.
const { escape, inline, page, params, title, once, link, links, time, resolve, label, anchor, origin } = require("./site.cjs");

const quote = (ref) =>
  once(`quote:${ref}`, () => {
    const { id, key, record } = resolve(ref);
    const article = page("articles", record.quote.article);
    return `<figure class="passage">
<blockquote lang="en" dir="auto"><p>${record.quote.parts.map((part) => `<span>${escape(part)}</span>`).join(" … ")}</p></blockquote>
<figcaption><a href="${article.url}#${id}--${key}">Highlighted in the article</a>: <cite lang="en" dir="auto">${escape(article.data.title)}</cite>, ${link("sources", article.data.params.source)}</figcaption>
</figure>`;
  });

const passage = (ref) => `<details>
<summary>Show the passage</summary>
${quote(ref)}
</details>`;

const speaker = (id) => link("actors", id) + (origin(id) ? `, <span class="role">for ${origin(id)}</span>` : "");

const answers = (record) =>
  record.answers.length
    ? `<ul class="answers">
${record.answers.map((one) => `<li><span class="stance stance-${one.stance}">${one.stance}</span> ${link("questions", one.question)}</li>\n`).join("")}</ul>
`
    : "";

/** A claim on its briefing's page. */
const statement = (ref) => {
  const { record } = resolve(ref);
  return `<header>
<h3>${record.by.map(speaker).join("; ")}</h3>
<p class="meta">${time(record.date)} · ${record.speech}</p>
</header>
<p class="says">${inline(record.words)}</p>
${answers(record)}${passage(ref)}
<dl class="facts">
${record.about.length ? `<div><dt>About</dt><dd>${links("actors", record.about)}</dd></div>\n` : ""}${record.where.length ? `<div><dt>Where</dt><dd>${links("regions", record.where)}</dd></div>\n` : ""}</dl>`;
};

const inBriefing = (ref, id) => `<p class="foot">in <a href="${anchor(ref)}"><cite>${title("briefings", id)}</cite></a></p>`;
const listedSpeaker = (id) => link("actors", id) + (origin(id) ? ` <span class="role">for ${origin(id)}</span>` : "");

/** A claim on another page, where its particulars stand. */
const statementListed = (ref) =>
  once(`listed:${ref}`, () => {
    const { id, record } = resolve(ref);
    return `<article class="entry statement">
<header>
<p class="meta">${time(record.date)} · ${record.speech}</p>
<h3>${record.by.map(listedSpeaker).join("; ")}</h3>
</header>
<p class="says">${inline(record.words)}</p>
${answers(record)}${passage(ref)}
${inBriefing(ref, id)}
</article>`;
  });

const event = (ref) =>
  once(`event:${ref}`, () => {
    const { record } = resolve(ref);
    const around = [links("regions", record.where), links("actors", record.actors)].filter(Boolean).join(" · ");
    const known = record.per && `<p class="meta">known only through <a href="${anchor(record.per)}">${label(resolve(record.per).record)}</a></p>\n`;
    return `<p class="when">${time(record.date)}</p>
<p class="says">${record.per ? '<strong class="tag">alleged</strong> ' : ""}${inline(record.what)}</p>
${around ? `<p class="meta">${around}</p>\n` : ""}${known}${record.quote.article ? passage(ref) : ""}`;
  });

const eventListed = (ref) =>
  once(`listed:${ref}`, () => `<li class="event${resolve(ref).record.per ? " alleged" : ""}" id="${ref.replace("/", "--")}">
${event(ref)}
${inBriefing(ref, ref.split("/")[0])}
</li>`);

const card = (id) =>
  once(`card:${id}`, () => {
    const briefing = params("briefings", id);
    return `<article class="entry briefing">
<p class="meta">${[time(briefing.day), links("topics", briefing.topics)].filter(Boolean).join(" · ")}</p>
<h3>${link("briefings", id)}</h3>
<p>${inline(briefing.line)}</p>
</article>`;
  });

module.exports = { quote, passage, statement, statementListed, event, eventListed, card };
