// What programs read of a page: browsers, link previews, citation managers, search engines.
const { escape, title, day, heading } = require("./site.cjs");
const { jsonLd } = require("./json_ld.cjs");

const SITE = "Benchmark";
const BASE = "https://bench.example";
const NOT_FOUND = "/404.html";
const CITED = ["briefing", "article"];

const policy = (style) =>
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'${style}; img-src 'self'; script-src 'self'; form-action 'none'; connect-src 'self'; base-uri 'none'">`;

const START = (style) => `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${policy(style)}
<meta name="color-scheme" content="light dark">`;
const PLAIN_START = START("");
// The 404 page stands at any address, so it brings its style along.
const OWN_STYLE = `<style>body{max-width:40rem;margin:4rem auto;padding:0 1rem;font:1.1rem/1.5 Georgia,serif;color:#1a1c20;background:#fdfcf9}nav ul{display:flex;flex-wrap:wrap;gap:0 1rem;padding:0;list-style:none}a{color:#0b4a8f}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}@media (prefers-color-scheme:dark){body{color:#e8e6e1;background:#16181c}a{color:#8ab8ec}}</style>`;
const OWN_HEAD = `${START(" 'sha256-XYuddJb9N3bZbVOv2bsoGQR4KmEK1smHVfUIoTjy9Dc='")}
<title>Page not found – ${SITE}</title>
<meta name="robots" content="noindex">
<link rel="icon" href="/assets/icon.svg">
${OWN_STYLE}`;

const template = (data) => data.layout.split(".")[0];

/** What a page says of itself. The names in it are written in other files. */
function described(data) {
  const kind = template(data);
  if (kind === "article") return `${title("sources", data.params.source)}, ${day(data.params.day)}`;
  const said = escape(data.description ?? "");
  if (!said || (kind !== "entity" && kind !== "question")) return said;
  return `${escape(data.title)}${kind === "question" ? " " : ": "}${said}`;
}

const feeds = (url, full) => `<link rel="alternate" type="application/atom+xml" title="${full}" href="${url}feed.atom">
<link rel="alternate" type="application/feed+json" title="${full}" href="${url}feed.json">
`;

function citation(name, address, params, kind) {
  const publisher = kind === "briefing" ? SITE : title("sources", params.source);
  const report = `<meta name="citation_technical_report_institution" content="${publisher}">\n`;
  return `<meta property="article:published_time" content="${params.day}">
<meta name="citation_title" content="${name}">
<meta name="citation_publisher" content="${publisher}">
${kind === "briefing" ? report : ""}<meta name="citation_publication_date" content="${params.day.replaceAll("-", "/")}">
<meta name="citation_language" content="en">
<meta name="citation_public_url" content="${address}">
<link rel="schema.DC" href="http://purl.org/dc/elements/1.1/">
<meta name="DC.title" content="${name}">
<meta name="DC.publisher" content="${publisher}">
<meta name="DC.date" content="${params.day}">
<meta name="DC.language" content="en">
<meta name="DC.identifier" content="${address}">
`;
}

function head(data) {
  const url = data.page.url;
  if (url === NOT_FOUND) return OWN_HEAD;
  const kind = template(data);
  const name = heading(data);
  const full = url === "/" ? name : `${name} – ${SITE}`;
  const about = described(data);
  const address = BASE + url;
  const cited = CITED.includes(kind);
  return `${PLAIN_START}
<script async fetchpriority="high" src="/assets/page.js"></script>
<title>${full}</title>
${about ? `<meta name="description" content="${about}">\n` : ""}<link rel="canonical" href="${address}">
${data.feeds ? feeds(url, full) : ""}<meta property="og:site_name" content="${SITE}">
<meta property="og:type" content="${cited ? "article" : "website"}">
<meta property="og:title" content="${name}">
<meta property="og:url" content="${address}">
${about ? `<meta property="og:description" content="${about}">\n` : ""}${cited ? citation(name, address, data.params, kind) : ""}${jsonLd(data, kind)}<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/style.css">`;
}

module.exports = { head, NOT_FOUND };
