// All events, newest first, or those of one year.
const { escape } = require("../lib/site.cjs");
const { eventListed } = require("../lib/cards.cjs");
const { list, years, layout } = require("../lib/sections.cjs");

module.exports = layout(({ title, params: p }) => `<header class="page-header">
<h1>${escape(title)}</h1>
${years(p.years, p.year, "/timeline/")}
</header>
<ol class="events">
${list(p.happened, eventListed)}
</ol>`);
