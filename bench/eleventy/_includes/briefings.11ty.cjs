// The index of briefings, newest first, or those of one year.
const { escape } = require("../lib/site.cjs");
const { card } = require("../lib/cards.cjs");
const { list, years, layout } = require("../lib/sections.cjs");

module.exports = layout(({ title, params: p }) => `<header class="page-header">
<h1>${escape(title)}</h1>
${years(p.years, p.year, "/briefings/")}
</header>
<section id="section.briefings">
<h2 class="unseen">From the newest to the oldest</h2>
${list(p.briefings, card)}
</section>`);
