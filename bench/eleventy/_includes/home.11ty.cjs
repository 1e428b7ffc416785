// The front page: what is new, contested, and due for a new look.
const { escape, link } = require("../lib/site.cjs");
const { card } = require("../lib/cards.cjs");
const { section, list, shortStance, years, layout } = require("../lib/sections.cjs");

const due = (one) => `<li>${link("briefings", one.briefing)} <span class="meta">${one.reason}</span></li>`;

const now = (p) => `<div class="now">
${section("contested", "Contested now", list(p.stances, shortStance))}
${section("due", "Due for review", p.overdue.length && `<ul class="due">\n${list(p.overdue, due)}\n</ul>${p.more && `\n<p class="meta">${p.more}</p>`}`)}
</div>`;

module.exports = layout(({ description, params: p }) => `<p class="motto">${escape(description)}</p>
<div class="front">
${section("newest", "Newest briefings", `${list(p.briefings, card)}\n${years(p.years, "", "/briefings/")}`, "newest")}
${p.stances.length || p.overdue.length ? now(p) : ""}
</div>`);
