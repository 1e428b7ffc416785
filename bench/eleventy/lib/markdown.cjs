// One Markdown renderer for articles and for lines of prose.
module.exports = require("markdown-it")({ html: true });
