// Claims, events, briefings, quotes as other pages show them; each drawn once.
const { escape, inline, page, params, title, once, link, links, time, resolve, label, anchor, origin } = require("./site.cjs");

const quote = (ref) =>
  once(`quote:${ref}`, () => {
    const { id, key, record } = resolve(ref);
    const article = page("articles", record.quote.article);
    return `<figure class="passage">
<blockquote lang="en" dir="auto"><p>${record.quote.parts.map((part) => `<span>${escape(part)}</span>`).join(" … ")}</p></blockquote>
<figcaption><a href="${article.url}#${id}--${key}">Highlighted in the article</a>: <cite>${escape(article.data.title)}</cite>, ${link("sources", article.data.params.source)}</figcaption>
</figure>`;
  });

const passage = (ref) => `<details>
<summary>Show the passage</summary>
${quote(ref)}
</details>`;

const speaker = (id) => link("actors", id) + (origin(id) ? `, <span class="role">for ${origin(id)}</span>` : "");

const statement = (ref) =>
  once(`statement:${ref}`, () => {
    const { record } = resolve(ref);
    const answers = record.answers.map(
      (one) => `<li><span class="stance stance-${one.stance}">${one.stance}</span> ${link("questions", one.question)}</li>\n`,
    );
    return `<h3>${record.by.map(speaker).join("; ")}</h3>
<p class="meta">${time(record.date)} · ${record.speech}${record.speech === "partly quoted" ? "" : " speech"}</p>
${answers.length ? `<ul class="answers">\n${answers.join("")}</ul>\n` : ""}<p class="says">${inline(record.words)}</p>
${passage(ref)}
<dl class="facts">
${record.about.length ? `<div><dt>About</dt><dd>${links("actors", record.about)}</dd></div>\n` : ""}${record.where.length ? `<div><dt>Where</dt><dd>${links("regions", record.where)}</dd></div>\n` : ""}</dl>`;
  });

const inBriefing = (ref, id) => `<p class="meta">in <a href="${anchor(ref)}"><cite>${title("briefings", id)}</cite></a></p>`;

const statementListed = (ref) =>
  once(`listed:${ref}`, () => `<article class="card statement">
${statement(ref)}
${inBriefing(ref, ref.split("/")[0])}
</article>`);

const event = (ref) =>
  once(`event:${ref}`, () => {
    const { record } = resolve(ref);
    const known = record.per ? `known only through <a href="${anchor(record.per)}">${label(resolve(record.per).record)}</a>` : "";
    const who = [links("actors", record.actors), known].filter(Boolean).join(" · ");
    return `<p class="meta">${[time(record.date), links("regions", record.where)].filter(Boolean).join(" · ")}</p>
<p class="says">${record.per ? '<strong class="tag">alleged</strong> ' : ""}${inline(record.what)}</p>
${who ? `<p class="meta">${who}</p>\n` : ""}${record.quote.article ? passage(ref) : ""}`;
  });

const eventListed = (ref) =>
  once(`listed:${ref}`, () => `<li class="event${resolve(ref).record.per ? " alleged" : ""}">
${event(ref)}
${inBriefing(ref, ref.split("/")[0])}
</li>`);

const card = (id) =>
  once(`card:${id}`, () => {
    const briefing = params("briefings", id);
    return `<article class="card briefing">
<h3>${link("briefings", id)}</h3>
<p class="meta">${[time(briefing.day), links("topics", briefing.topics)].filter(Boolean).join(" · ")}</p>
<p>${inline(briefing.line)}</p>
</article>`;
  });

module.exports = { quote, passage, statement, statementListed, event, eventListed, card };
