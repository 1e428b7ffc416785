// Shown at any address where there is no page.
exports.data = { permalink: "/404.html", title: "Page not found", layout: "base.11ty.cjs", eleventyExcludeFromCollections: true };
exports.render = () => `<div class="text">
<h1>Page not found</h1>
<p>There is no page at this address. It may never have been published, or its link was cut short.</p>
<p><a href="/">Go to the front page</a> · <a href="/briefings/">All briefings</a></p>
</div>`;
