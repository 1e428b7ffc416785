// A question: who answers it how now, what changed, and the ledger with its passages.
const { inline, title, heading, link, time, resolve, anchor } = require("../lib/site.cjs");
const { passage } = require("../lib/cards.cjs");
const { section, list, briefings, mouths, stanceTag, ways, strip, shift, years, counted, layout } = require("../lib/sections.cjs");

const sideLine = (one) =>
  `<p>${stanceTag(one)} <span class="who">${link("actors", one.origin)}</span> <span class="meta evidence">${ways(one.ref)}</span></p>`;
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
<p class="meta">${record.speech} · in <a href="${anchor(one.ref)}"><cite>${title("briefings", id)}</cite></a></p>
${passage(one.ref)}
</td></tr>`;
};

const ledger = (p) => `<table class="ledger">
<caption>Every answer, from the oldest to the newest, with the passage it rests on</caption>
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

const cell = ({ said, holds }) => {
  if (said.length)
    return `<td>${said.map((one) => `<a class="stance stance-${one.stance}" href="${anchor(one.ref)}">${one.stance}</a> `).join("")}</td>`;
  return holds ? `<td class="holds holds-${holds}"><span class="unseen">still ${holds}</span></td>` : "<td></td>";
};

const row = ({ origin: id, cells }) => `<tr><th scope="row">${link("actors", id)}</th>
${list(cells, cell)}
</tr>`;

const grid = ({ days, rows, earlier }) => `<div class="wide" role="region" aria-label="Day by day" tabindex="0">
<table class="days">
<caption>Who answered on which day; a line means that the answer before it still stood${earlier ? ". Earlier days are in the list below." : ""}</caption>
<thead>
<tr><th scope="col">Who</th>${days.map((day) => `<th scope="col">${time(day)}</th>`).join("")}</tr>
</thead>
<tbody>
${list(rows, row)}
</tbody>
</table>
</div>`;

const CONTESTED = ' <strong class="tag">contested</strong>';
const sides = (p) => `<p class="meta">Those who answer on these sides cannot all be right.</p>
<ul class="contradictions">
${list(p.sides, side)}
</ul>`;

module.exports = layout((data) => {
  const p = data.params;
  return `<header class="page-header">
<p class="kicker"><a href="/questions/">Questions</a></p>
<h1>${heading(data)}</h1>
${years(p.years, p.year, `/questions/${p.entity}/`)}
</header>
${section("positions", `Positions now${p.contested ? CONTESTED : ""}`, p.groups.length && strip(p.groups))}
${section("grid", "Day by day", p.grid.days && grid(p.grid))}
${section("shifts", "What changed", p.shifts.length && `<ul class="shifts">\n${list(p.shifts, (one) => `<li>${shift(one)}</li>`)}\n</ul>`)}
${section("contradictions", "Contradictions", p.sides.length && sides(p))}
${section("corroboration", "Who says the same, by origin", p.same.length && origins(p))}
${section("ledger", "The answers over time", p.entries.length && ledger(p))}
${briefings(p.briefings)}`;
});
