// Eleventy's settings for the benchmark's site.
const markdown = require("./lib/markdown.cjs");

module.exports = function (config) {
  config.setLibrary("md", markdown);
  config.addPassthroughCopy({ assets: "assets" });
  config.setUseGitIgnore(false);
  // Every record by its kind and id, for links and cards; the pages that have feeds.
  config.addCollection("site", (api) => {
    const pages = {};
    for (const item of api.getAll()) {
      const [kind, id, year] = item.url ? item.url.split("/").slice(1) : [];
      if (id && !year && item.data.params && !/^\d{4}$/.test(id)) (pages[kind] ??= {})[id] = item;
    }
    return [pages];
  });
  config.addCollection("feeds", (api) => api.getAll().filter((item) => item.data.feeds));
  return {
    dir: { input: "content", includes: "../_includes", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
    templateFormats: ["md", "11ty.js"],
  };
};
