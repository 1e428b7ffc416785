// Parts of pages: lists, positions, years. Each is "" where there is nothing to show.
const { link, links, title, time, resolve, anchor, use } = require("./site.cjs");
const { statementListed, eventListed, card } = require("./cards.cjs");
const { timelineFigure } = require("./drawings.cjs");

const section = (name, heading, body, kind = "") =>
  body ? `<section${kind ? ` class="${kind}"` : ""} id="section.${name}">\n<h2>${heading}</h2>\n${body}\n</section>\n` : "";
const list = (items, draw) => items.map(draw).join("\n");

const statements = (refs, name, heading) => section(name, heading, list(refs, statementListed));
const events = (refs, drawing) => {
  const figure = drawing.sizes ? `${timelineFigure(drawing)}\n` : "";
  return section("events", "Events", refs.length ? `${figure}<ol class="events">\n${list(refs, eventListed)}\n</ol>` : "");
};
const briefings = (ids) => section("briefings", "Briefings", list(ids, card));

const mouths = (one) => (one.by.length ? ` <span class="role">by ${links("actors", one.by)}</span>` : "");
const stanceTag = (one) => `<span class="stance stance-${one.stance}">${one.stance}</span>`;
const passageOf = (ref) => `/articles/${resolve(ref).record.quote.article}/#${ref.replace("/", "--")}`;
const ways = (ref) => `<a href="${anchor(ref)}">statement</a> · <a href="${passageOf(ref)}">passage</a>`;

const position = (one) =>
  `<li><span class="who">${link("actors", one.origin)}${mouths(one)}</span> <span class="meta">${time(one.date)}</span>
<span class="meta evidence">${ways(one.ref)}</span></li>`;
const strip = (groups) => `<ul class="strip">
${list(groups, (group) => `<li class="side side-${group.stance}"><p>${stanceTag(group)}</p>\n<ul>\n${list(group.positions, position)}\n</ul>\n</li>`)}
</ul>`;

const stance = (one) => `<div class="question">
<h3>${link("questions", one.question)}${one.contested ? ' <strong class="tag">contested</strong>' : ""}</h3>
${strip(one.groups)}
</div>`;

/** The same in few words: each name with the way to its passage. */
const shortStance = (one) => `<div class="question">
<h3>${link("questions", one.question)}</h3>
<ul class="short-strip">
${list(one.groups, shortGroup)}
</ul>
</div>`;
const shortGroup = ({ stance, positions }) => `<li>${stanceTag({ stance })}
${positions.map((one) => `<span class="who">${link("actors", one.origin)}</span> <a class="meta evidence" href="${passageOf(one.ref)}" aria-label="passage: ${title("actors", one.origin)}, ${stance}">passage</a>`).join(",\n")}
</li>`;

const step = (one) => `${stanceTag(one)} <span class="meta"><a href="${anchor(one.ref)}">${time(one.date)}</a></span>`;
const shift = (one) =>
  `<span class="who">${link("actors", one.after.origin)}</span> ${step(one.before)} <span class="arrow">→<span class="unseen"> then </span></span> ${step(one.after)}`;

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
<div><dt>Reliability</dt><dd><a class="grade" href="/methodology/#scale.reliability">${article.reliability}</a></dd></div>
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
  section, list, statements, events, briefings, mouths, stanceTag, ways, strip, stance, shortStance, shift, years, particulars,
  capital, counted, layout,
};
