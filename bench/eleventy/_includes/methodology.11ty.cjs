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
<section id="section.reading">
<h2>How to read these pages</h2>
<ul class="legend">
<li><mark>Marked yellow</mark> are a source’s own words, copied letter by letter; a link leads to where they stand.</li>
<li><span class="on-desk">On blue</span> stands the desk’s own view, which is never a source’s.</li>
<li><span class="stance stance-affirms">Round</span> <span class="stance stance-denies">square</span> tell yes from no, beside the word and the colour.</li>
<li><span class="stance stance-likely">Half filled</span> <span class="stance stance-unclear">dotted</span> mean only probable, and no clear answer.</li>
</ul>
</section>
${list(params.scales, scale)}
</div>`);
