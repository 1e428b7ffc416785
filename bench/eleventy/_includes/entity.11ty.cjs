// An actor, region, topic or source, or one year of it.
const { title, link, links, time, params, heading } = require("../lib/site.cjs");
const { section, list, statements, events, briefings, mouths, stanceTag, ways, shift, years, capital, layout } = require("../lib/sections.cjs");

function fact(one) {
  let values = one.values.join(", ");
  if (one.of === "scale") values = `<a href="/methodology/#scale.reliability">${values}</a>`;
  else if (one.of) values = links(one.of, one.values);
  return `<div><dt>${one.label}</dt><dd>${values}</dd></div>`;
}

const row = (one) => `<tr><th scope="row">${link("questions", one.question)}</th>
<td>${stanceTag(one)}</td>
<td>${link("actors", one.origin)}${mouths(one)}</td>
<td>${time(one.date)} <span class="meta evidence">${ways(one.ref)}</span></td></tr>`;

const table = (rows, name) =>
  rows.length &&
  `<table class="position-table">
<caption>What ${name}, or someone for it, last answered to each question</caption>
<thead>
<tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">Who</th><th scope="col">When</th></tr>
</thead>
<tbody>
${list(rows, row)}
</tbody>
</table>`;

const shiftLine = (one) => `<li><p>${link("questions", one.after.question)}</p>
<p>${shift(one)}</p></li>`;

const other = (one) =>
  `<tr><th scope="row">${link("actors", one.actor)}</th><td>${one.count}</td><td>${link("briefings", one.newest)}, ${time(params("briefings", one.newest).day)}</td></tr>`;

const together = (others, name) =>
  others.length &&
  `<table>
<caption>In how many briefings others appear with ${name}, most often first</caption>
<thead>
<tr><th scope="col">Who</th><th scope="col">Briefings</th><th scope="col">Newest</th></tr>
</thead>
<tbody>
${list(others, other)}
</tbody>
</table>`;

module.exports = layout((data) => {
  const p = data.params;
  const kind = data.page.url.split("/")[1];
  const name = title(kind, p.entity);
  const articles = list(p.articles, (id) => `<li>${link("articles", id)}</li>`);
  return `<div class="with-facts">
<header class="page-header">
<p class="kicker"><a href="/${kind}/">${capital(kind)}</a>${p.above.map((id) => ` › ${link("regions", id)}`).join("")}</p>
<h1>${heading(data)}</h1>
${years(p.years, p.year, `/${kind}/${p.entity}/`)}
</header>
${p.facts.length ? `<div class="beside">\n<dl class="facts">\n${list(p.facts, fact)}\n</dl>\n</div>` : ""}
<div class="sections">
${section("positions", "Positions now", table(p.positions, name))}
${section("shifts", "What changed", p.shifts.length && `<ul class="shifts">\n${list(p.shifts, shiftLine)}\n</ul>`)}
${kind === "regions" ? events(p.happened, p.drawing) : ""}
${statements(p.by, "by", `Statements by ${name}`)}
${statements(p.about, "about", `Statements about ${name}`)}
${kind === "actors" ? events(p.happened, p.drawing) : ""}
${section("together", "Appears together with", together(p.together, name))}
${section("articles", "Articles", articles && `<ul>\n${articles}\n</ul>`)}
${briefings(p.briefings)}
</div>
</div>`;
});
