// An article: its text with the quoted passages, and what rests on each.
const { escape, link, resolve, label, anchor } = require("../lib/site.cjs");
const { section, list, particulars, layout } = require("../lib/sections.cjs");

const rest = (one, index) => {
  const { id, record } = resolve(one.ref);
  const what = one.sort === "Statement" ? label(record) : escape(record.text);
  return `<li id="rest.${index + 1}">${one.sort}: <a href="${anchor(one.ref)}">${what}</a> <span class="meta">in ${link("briefings", id)} · <a href="#${one.anchor}" aria-label="Up to passage ${index + 1}">passage&nbsp;↑</a></span></li>`;
};

module.exports = layout(({ title, params, content }) => `<div class="with-contents reading">
<header class="page-header">
<p class="kicker"><a href="/articles/">Articles</a></p>
<h1 lang="en" dir="auto">${escape(title)}</h1>
${particulars(params)}
</header>
<div class="text">
<div class="article" lang="en" dir="auto">
${content}
</div>
</div>
${section("resting", "What rests on this text", params.resting.length ? `<ol class="resting">\n${list(params.resting, rest)}\n</ol>` : "", "beside")}
</div>`);
