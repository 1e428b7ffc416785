// The way to feeds and sitemap.
const { escape } = require("../lib/site.cjs");
const { layout } = require("../lib/sections.cjs");

module.exports = layout(({ title }) => `<div class="text">
<header class="page-header">
<h1>${escape(title)}</h1>
<p class="lead">What this site says, for programs. A statement has the same name in every file, and every file says which Traffic Light Protocol marking it has.</p>
</header>
<section id="section.more">
<h2>Feeds and sitemap</h2>
<ul>
<li><a href="/sitemap.xml">Sitemap</a></li>
<li><a href="/feed.atom">Atom</a>, <a href="/feed.json">JSON Feed</a>: all briefings; pages of actors, regions, topics and questions have feeds of their own</li>
</ul>
</section>
</div>`);
