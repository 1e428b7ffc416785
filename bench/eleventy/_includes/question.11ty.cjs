// A question: who answers it how now, what changed, and the ledger with its passages.
const { inline, title, link, time, resolve, anchor } = require("../lib/site.cjs");
const { passage } = require("../lib/cards.cjs");
const { section, list, briefings, mouths, stanceTag, ways, positions, step, years, counted, layout } = require("../lib/sections.cjs");

const shift = (one) => `<li>${link("actors", one.after.origin)}: from ${step(one.before)} to ${step(one.after)}</li>`;

const sideLine = (one) =>
  `<p>${link("actors", one.origin)} ${stanceTag(one)} <span class="meta">${ways(one.ref)}</span></p>`;
const side = (lines, index) => `<li>
${index ? '<span class="against">against</span>\n' : ""}${list(lines, sideLine)}
</li>`;

const origin = (one) => `${link("actors", one.origin)} <span class="meta">(${counted(one.count, "statement")})</span>`;
const same = (one) => `<div><dt>${one.stance}</dt><dd>${one.origins.map(origin).join(", ")}</dd></div>`;

const entry = (one) => {
  const { id, record } = resolve(one.ref);
  return `<tr><th scope="row">${time(one.date)}</th>
<td>${link("actors", one.origin)}${mouths(one)}</td>
<td>${stanceTag(one)}</td>
<td><p>${inline(record.words)}</p>
<p class="meta">${record.speech}${record.speech === "partly quoted" ? "" : " speech"} · in <a href="${anchor(one.ref)}"><cite>${title("briefings", id)}</cite></a></p>
${passage(one.ref)}
</td></tr>`;
};

const ledger = (p) => `<table class="ledger">
<caption>Every answer${p.year ? ` of ${p.year}` : ""}, from the oldest to the newest, with the passage it rests on</caption>
<thead>
<tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Answer</th><th scope="col">In what words</th></tr>
</thead>
<tbody>
${list(p.entries, entry)}
</tbody>
</table>`;

const origins = (p) => `<p class="meta">Everyone who speaks for the same government or body counts as one origin.</p>
<dl class="facts">
${list(p.same, same)}
</dl>`;

module.exports = layout(({ params: p }) => `<header class="page-header">
<p class="kicker"><a href="/questions/">Questions</a></p>
<h1>${title("questions", p.entity)}${p.year ? ` ${p.year}` : ""}</h1>
${p.contested ? '<p class="notice"><strong>Contested</strong>: those who answer it cannot all be right.</p>' : ""}
${years(p.years, p.year, `/questions/${p.entity}/`)}
</header>
${section("positions", "Positions now", p.positions.length && positions(p.positions))}
${section("shifts", "What changed", p.shifts.length && `<ul class="shifts">\n${list(p.shifts, shift)}\n</ul>`)}
${section("contradictions", "Contradictions", p.sides.length && `<ul class="contradictions">\n${list(p.sides, side)}\n</ul>`)}
${section("corroboration", "Who says the same, by origin", p.same.length && origins(p))}
${section("ledger", "The answers over time", p.entries.length && ledger(p))}
${briefings(p.briefings)}`);
