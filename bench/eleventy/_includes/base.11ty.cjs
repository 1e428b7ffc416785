// Everything that stands around a page.
const { escape, title } = require("../lib/site.cjs");
const { capital } = require("../lib/sections.cjs");

const NAV = ["briefings", "questions", "actors", "regions", "timeline"];
const MORE = ["articles", "topics", "sources", "methodology"];
const SITE = "Benchmark";

/** The page's title; a year's page has that of the whole in it. */
function headingOf(data) {
  const { entity, year } = data.params ?? {};
  if (!entity || !year) return escape(data.title);
  const kind = data.page.url.split("/")[1];
  return `${title(kind, entity)}${kind === "questions" ? " " : ", "}${year}`;
}

exports.render = (data) => {
  const url = data.page.url;
  const heading = headingOf(data);
  const current = (section) => (url === section ? ' aria-current="page"' : url.startsWith(section) ? ' aria-current="true"' : "");
  const feeds = data.feeds
    ? `<link rel="alternate" type="application/atom+xml" title="${heading}" href="${url}feed.atom">
<link rel="alternate" type="application/feed+json" title="${heading}" href="${url}feed.json">\n`
    : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'">
<title>${heading}${url === "/" ? "" : ` – ${SITE}`}</title>
${data.description ? `<meta name="description" content="${escape(data.description)}">\n` : ""}<link rel="canonical" href="https://bench.example${url}">
${feeds}<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<a class="skip" href="#main.content">Skip to the content</a>
<header class="site-header">
${url === "/" ? `<h1 class="site-title">${SITE}</h1>` : `<p class="site-title"><a href="/">${SITE}</a></p>`}
<nav aria-label="Site">
<ul>
${NAV.map((one) => `<li><a href="/${one}/"${current(`/${one}/`)}>${capital(one)}</a></li>`).join("\n")}
</ul>
</nav>
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
