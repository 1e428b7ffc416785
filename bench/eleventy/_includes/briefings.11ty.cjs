// The index of briefings, newest first, or those of one year.
const { escape, params } = require("../lib/site.cjs");
const { card } = require("../lib/cards.cjs");
const { list, years, layout } = require("../lib/sections.cjs");

function byYear(ids) {
  const found = new Map();
  for (const id of ids) {
    const year = params("briefings", id).day.slice(0, 4);
    if (!found.has(year)) found.set(year, []);
    found.get(year).push(id);
  }
  return [...found];
}

const ofYear = ([year, ids]) => `<section id="year.${year}">
<h2>${year}</h2>
${list(ids, card)}
</section>`;

module.exports = layout(({ title, params: p }) => `<header class="page-header">
<h1>${escape(title)}</h1>
${years(p.years, p.year, "/briefings/")}
</header>
${list(byYear(p.briefings), ofYear)}`);
