// The JSON Feed of each page that has one.
const { inline, page, once, use } = require("../lib/site.cjs");

const BASE = "https://bench.example";
exports.data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: (data) => `${data.feed.url}feed.json`,
  eleventyExcludeFromCollections: true,
};

const item = (id) =>
  once(`json:${id}`, () => {
    const { url, data } = page("briefings", id);
    const when = `${data.params.day}T00:00:00Z`;
    const html = inline(data.params.line).replaceAll('href="/', `href="${BASE}/`);
    return { id: BASE + url, url: BASE + url, title: data.title, content_html: html, date_published: when, date_modified: when };
  });

exports.render = ({ feed, collections }) => {
  use(collections.site);
  const head = {
    version: "https://jsonfeed.org/version/1.1",
    title: feed.data.title + (feed.url === "/" ? "" : " – Benchmark"),
    home_page_url: BASE + feed.url,
    feed_url: `${BASE}${feed.url}feed.json`,
    language: "en",
    authors: [{ name: "Benchmark" }],
  };
  return JSON.stringify({ ...head, items: (feed.data.params.feed ?? feed.data.params.briefings).map(item) }, null, 1);
};
