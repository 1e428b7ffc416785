// An actor, region, topic or source, or one year of it.
const { title, link, links, time } = require("../lib/site.cjs");
const { section, list, statements, events, briefings, mouths, stanceTag, ways, years, capital, layout } = require("../lib/sections.cjs");

function fact(one) {
  let values = one.values.join(", ");
  if (one.of === "scale") values = `<a href="/methodology/#scale.reliability">${values}</a>`;
  else if (one.of) values = links(one.of, one.values);
  return `<div><dt>${one.label}</dt><dd>${values}</dd></div>`;
}

const row = (one) => `<tr><th scope="row">${link("questions", one.question)}</th>
<td>${stanceTag(one)}</td>
<td>${link("actors", one.origin)}${mouths(one)}</td>
<td>${time(one.date)} <span class="meta">${ways(one.ref)}</span></td></tr>`;

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

module.exports = layout(({ params: p, page }) => {
  const kind = page.url.split("/")[1];
  const name = title(kind, p.entity);
  const articles = list(p.articles, (id) => `<li>${link("articles", id)}</li>`);
  return `<header class="page-header">
<p class="kicker"><a href="/${kind}/">${capital(kind)}</a></p>
<h1>${name}${p.year ? `, ${p.year}` : ""}</h1>
${p.facts.length ? `<dl class="facts">\n${list(p.facts, fact)}\n</dl>` : ""}
${years(p.years, p.year, `/${kind}/${p.entity}/`)}
</header>
${section("positions", "Positions now", table(p.positions, name))}
${kind === "regions" ? events(p.happened) : ""}
${statements(p.by, "by", `Statements by ${name}`)}
${statements(p.about, "about", `Statements about ${name}`)}
${kind === "actors" ? events(p.happened) : ""}
${section("articles", "Articles", articles && `<ul>\n${articles}\n</ul>`)}
${briefings(p.briefings)}`;
});
