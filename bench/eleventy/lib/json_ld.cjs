// A page's data in the vocabulary of schema.org.
const { page, params, inline, plain } = require("./site.cjs");

const SITE = "Benchmark";
const BASE = "https://bench.example";
const PUBLISHER = { "@type": "Organization", "@id": `${BASE}/#publisher`, name: SITE, url: `${BASE}/` };
// In a data block nothing may look like a tag or a comment.
const ESCAPES = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };

function report({ title, description, params: p, page: { url } }) {
  return {
    "@type": "Report",
    "@id": BASE + url,
    url: BASE + url,
    headline: title,
    abstract: description,
    datePublished: p.day,
    dateModified: p.day,
    inLanguage: "en",
    publisher: PUBLISHER,
    author: { "@id": PUBLISHER["@id"] },
    keywords: p.topics.map((id) => page("topics", id).data.title).join(", "),
    mentions: Object.keys(p.claims).map((key) => ({ "@id": `${BASE}${url}#${key}` })),
    citation: p.articles.map((id) => ({ "@id": `${BASE}/articles/${id}/` })),
  };
}

const claim = (url) => ([key, one]) => ({
  "@type": "Claim",
  "@id": `${BASE}${url}#${key}`,
  url: `${BASE}${url}#${key}`,
  text: plain(inline(one.words)),
  author: one.by.map((id) => ({ "@type": "Person", "@id": `${BASE}/actors/${id}/`, name: page("actors", id).data.title })),
  dateCreated: one.date,
  appearance: { "@id": `${BASE}/articles/${one.quote.article}/` },
});

function newsArticle(url, title, p) {
  const source = page("sources", p.source);
  const publisher = { "@type": "Organization", "@id": BASE + source.url, name: source.data.title };
  return { "@type": "NewsArticle", "@id": BASE + url, headline: title, publisher, datePublished: p.day };
}

const cited = (id) => newsArticle(`/articles/${id}/`, page("articles", id).data.title, params("articles", id));

function things(data, kind) {
  const url = data.page.url;
  const p = data.params;
  if (kind === "briefing") return [report(data), ...Object.entries(p.claims).map(claim(url)), ...p.articles.map(cited)];
  if (kind === "article") return [{ ...newsArticle(url, data.title, p), inLanguage: "en", mainEntityOfPage: BASE + url }];
  if (url !== "/") return [];
  return [{ "@type": "WebSite", "@id": `${BASE}/#site`, url: `${BASE}/`, name: SITE, inLanguage: "en", publisher: PUBLISHER }];
}

/** The script element; "" where the page has no data. */
function jsonLd(data, kind) {
  const graph = things(data, kind);
  if (!graph.length) return "";
  const text = JSON.stringify({ "@context": "https://schema.org", "@graph": graph }).replace(/[<>&]/g, (one) => ESCAPES[one]);
  return `<script type="application/ld+json">${text}</script>\n`;
}

module.exports = { jsonLd };
