// The Atom feed of each page that has one.
const { escape, inline, page, once, use } = require("../lib/site.cjs");

const BASE = "https://bench.example";
exports.data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: (data) => `${data.feed.url}feed.atom`,
  eleventyExcludeFromCollections: true,
};

const entry = (id) =>
  once(`atom:${id}`, () => {
    const { url, data } = page("briefings", id);
    const when = `${data.params.day}T00:00:00Z`;
    return `  <entry>
    <title>${escape(data.title)}</title>
    <id>${BASE}${url}</id>
    <link rel="alternate" type="text/html" href="${BASE}${url}" />
    <published>${when}</published>
    <updated>${when}</updated>
    <summary type="html">${escape(inline(data.params.line).replaceAll('href="/', `href="${BASE}/`))}</summary>
  </entry>`;
  });

exports.render = ({ feed, collections }) => {
  use(collections.site);
  const ids = feed.data.params.feed ?? feed.data.params.briefings;
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>${escape(feed.data.title)}${feed.url === "/" ? "" : " – Benchmark"}</title>
  <id>${BASE}${feed.url}feed.atom</id>
  <link rel="self" type="application/atom+xml" href="${BASE}${feed.url}feed.atom" />
  <link rel="alternate" type="text/html" href="${BASE}${feed.url}" />
  <updated>${page("briefings", ids[0]).data.params.day}T00:00:00Z</updated>
  <author>
    <name>Benchmark</name>
  </author>
${ids.map(entry).join("\n")}
</feed>
`;
};
