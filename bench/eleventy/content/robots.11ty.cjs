exports.data = { permalink: "/robots.txt", eleventyExcludeFromCollections: true };
exports.render = () => "User-agent: *\nAllow: /\nSitemap: https://bench.example/sitemap.xml\n";
