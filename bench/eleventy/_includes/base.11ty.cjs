// Everything that stands around a page.
const { head, NOT_FOUND } = require("../lib/head.cjs");
const { capital } = require("../lib/sections.cjs");

const NAV = ["briefings", "questions", "actors", "regions", "timeline"];
const MORE = ["topics", "sources", "articles", "methodology", "data"];
const SITE = "Benchmark";

const THEME = `<label class="theme scripted"><span class="unseen">Theme</span>
<select><option value="">Theme</option><option value="light">Light</option><option value="dark">Dark</option></select></label>
`;

exports.render = (data) => {
  const url = data.page.url;
  const current = (section) => (url === section ? ' aria-current="page"' : url.startsWith(section) ? ' aria-current="true"' : "");
  return `<!doctype html>
<html lang="en" dir="ltr">
<head>
${head(data)}
</head>
<body>
<a class="skip" href="#main.content">Skip to the content</a>
<header class="site-header">
${url === "/" ? `<h1 class="site-title"><span>${SITE}</span></h1>` : `<p class="site-title"><a href="/">${SITE}</a></p>`}
<nav aria-label="Site">
<ul>
${NAV.map((one) => `<li><a href="/${one}/"${current(`/${one}/`)}>${capital(one)}</a></li>`).join("\n")}
</ul>
</nav>
<div class="tools">
${url === NOT_FOUND ? "" : THEME}</div>
</header>
<main id="main.content">
${data.content}
</main>
<footer class="site-footer">
<p>Published by ${SITE} · <a class="tlp" href="/methodology/#scale.tlp">TLP:CLEAR</a></p>
<nav aria-label="More">
<ul>
${MORE.map((one) => `<li><a href="/${one}/">${capital(one)}</a></li>`).join("\n")}
</ul>
</nav>
${data.feeds ? `<p>Follow this page: <a href="${url}feed.atom">Atom</a>, <a href="${url}feed.json">JSON Feed</a></p>` : ""}
</footer>
</body>
</html>
`;
};
