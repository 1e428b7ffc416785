// All events, newest first, or those of one year.
const { escape } = require("../lib/site.cjs");
const { eventListed } = require("../lib/cards.cjs");
const { timelineFigure } = require("../lib/drawings.cjs");
const { list, years, layout } = require("../lib/sections.cjs");

module.exports = layout(({ title, params: p }) => `<header class="page-header">
<h1>${escape(title)}</h1>
<p class="lead">What has happened, as far as briefings say so, each event with the passage it rests on. A date is only as exact as its source.</p>
${years(p.years, p.year, "/timeline/")}
</header>
${timelineFigure(p.drawing)}
<ol class="events">
${list(p.happened, eventListed)}
</ol>`);
