// The index of actors, regions, questions, topics, sources or articles.
const { escape, inline, link, params, title: titleOf, day } = require("../lib/site.cjs");
const { section, list, years, counted, layout } = require("../lib/sections.cjs");

const count = (number) => (number ? ` <span class="meta">${counted(number, "briefing")}</span>` : "");
const answer = (one) => `<span class="stance stance-${one.stance}">${one.stance}</span> <span class="meta">${one.count}</span> `;
const line = (kind) => (item) =>
  `<li>${link(kind, item.id)}${item.contested ? ' <strong class="tag">contested</strong>' : ""}${item.remark ? ` <span class="remark">${item.remark}</span>` : ""}${count(item.count)}
${item.answers.length ? `<p class="counts">${item.answers.map(answer).join("")}</p>\n` : ""}${item.inside.length ? lines(item.inside, kind) : ""}</li>`;
const lines = (items, kind) => `<ul class="index">
${list(items, line(kind))}
</ul>`;

const articleLine = (id) => {
  const article = params("articles", id);
  return `<li>${link("articles", id)} <span class="remark">${titleOf("sources", article.source)}, ${day(article.day)}</span>${count(article.briefings)}</li>`;
};
const openLine = (one) => `<li>${inline(one.ask)} <span class="meta">${link("briefings", one.briefing)}</span></li>`;

module.exports = layout(({ title, params: p }) => `<header class="page-header">
<h1>${escape(title)}</h1>
${years(p.years, p.year, `/${p.sort}/`)}
</header>
${p.lines?.length ? lines(p.lines, p.sort) : ""}
${p.articles?.length ? `<ul class="index">\n${list(p.articles, articleLine)}\n</ul>` : ""}
${section("unknowns", "Still unknown", p.open.length && `<ul class="unknowns">\n${list(p.open, openLine)}\n</ul>`)}`);
