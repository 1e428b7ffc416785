// The front page: what is new, contested, and due for a new look.
const { escape } = require("../lib/site.cjs");
const { card } = require("../lib/cards.cjs");
const { section, list, stance, years, capital, layout } = require("../lib/sections.cjs");

const due = (one) => `${card(one.briefing)}\n<p class="remark">${capital(one.reason)}.</p>`;

module.exports = layout(({ description, params: p }) => `<p class="lead">${escape(description)}</p>
${section("newest", "Newest briefings", `${list(p.briefings, card)}\n${years(p.years, "", "/briefings/")}`)}
${section("contested", "Contested now", list(p.stances, stance))}
${section("due", "Due for review", list(p.overdue, due))}`);
