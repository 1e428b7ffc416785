// Every scale and answer word, with what it means.
const { escape } = require("../lib/site.cjs");
const { list, layout } = require("../lib/sections.cjs");

const scale = (one) => `<section id="scale.${one.anchor}">
<h2>${escape(one.title)}</h2>
<dl class="scale">
${list(one.words, ({ word, means }) => `<div><dt>${escape(word)}</dt><dd>${escape(means)}</dd></div>`)}
</dl>
</section>`;

module.exports = layout(({ title, params }) => `<div class="text">
<header class="page-header">
<h1>${escape(title)}</h1>
<p class="lead">The words that briefings on this site use, and what each of them means.</p>
</header>
${list(params.scales, scale)}
</div>`);
