// Parts of pages: lists, positions, years. Each is "" where there is nothing to show.
const { link, links, time, resolve, anchor, use } = require("./site.cjs");
const { statementListed, eventListed, card } = require("./cards.cjs");

const section = (name, heading, body, kind = "") =>
  body ? `<section${kind ? ` class="${kind}"` : ""} id="section.${name}">\n<h2>${heading}</h2>\n${body}\n</section>\n` : "";
const list = (items, draw) => items.map(draw).join("\n");

const statements = (refs, name, heading) => section(name, heading, list(refs, statementListed));
const events = (refs) => section("events", "Events", refs.length ? `<ol class="events">\n${list(refs, eventListed)}\n</ol>` : "");
const briefings = (ids) => section("briefings", "Briefings", list(ids, card));

const mouths = (one) => (one.by.length ? ` <span class="role">by ${links("actors", one.by)}</span>` : "");
const stanceTag = (one) => `<span class="stance stance-${one.stance}">${one.stance}</span>`;
const ways = (ref) =>
  `<a href="${anchor(ref)}">statement</a> · <a href="/articles/${resolve(ref).record.quote.article}/#${ref.replace("/", "--")}">passage</a>`;

const position = (one) =>
  `<li>${stanceTag(one)} <span class="who">${link("actors", one.origin)}${mouths(one)}</span> <span class="meta">${time(one.date)} · ${ways(one.ref)}</span></li>`;
const positions = (all) => `<ul class="positions">\n${list(all, position)}\n</ul>`;

const stance = (one) => `<div class="question">
<h3>${link("questions", one.question)}${one.contested ? ' <strong class="tag">contested</strong>' : ""}</h3>
${positions(one.positions)}
</div>`;

const step = (one) => `${stanceTag(one)} <span class="meta">(${time(one.date)}, <a href="${anchor(one.ref)}">statement</a>)</span>`;

const years = (counts, current, url) =>
  counts.length
    ? `<nav class="years" aria-label="By year">
<ul>
<li><a href="${url}"${current ? "" : ' aria-current="page"'}>Newest</a></li>
${list(counts, (one) => `<li><a href="${url}${one.year}/"${one.year === current ? ' aria-current="page"' : ""}>${one.year}</a> <span class="meta">(${one.count})</span></li>`)}
</ul>
</nav>`
    : "";

const particulars = (article) => `<dl class="facts">
<div><dt>Source</dt><dd>${link("sources", article.source)}</dd></div>
<div><dt>Reliability</dt><dd><a href="/methodology/#scale.reliability">${article.reliability}</a></dd></div>
<div><dt>Published</dt><dd>${time(article.day)}</dd></div>
</dl>`;

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A layout below the base; `draw` makes the main part. */
const layout = (draw) => ({
  data: { layout: "base.11ty.cjs" },
  render: (data) => {
    use(data.collections.site);
    return draw(data);
  },
});

module.exports = {
  section, list, statements, events, briefings, mouths, stanceTag, ways, positions, stance, step, years, particulars, capital,
  counted, layout,
};
