// What stands between records and HTML: pages by id, links, dates, and cards that are drawn once.
const markdown = require("./markdown.cjs");

const MONTHS = "January February March April May June July August September October November December".split(" ");
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const drawn = new Map();
let pages;
let speaksFor;

/** Takes the pages of Eleventy's collection, once. */
exports.use = (collection) => {
  if (pages) return;
  pages = collection[0];
  speaksFor = {};
  for (const [id, actor] of Object.entries(pages.actors)) {
    const fact = actor.data.params.facts.find((one) => one.label === "Speaks for");
    if (fact) speaksFor[id] = link("actors", fact.values[0]);
  }
};

const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
const inline = (text) => once(`inline:${text}`, () => markdown.renderInline(text));
const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
/** The text of a line of HTML. */
const plain = (html) => html.replace(/<[^>]*>/g, "").replace(/&(amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]);
const page = (kind, id) => pages[kind][id];
const params = (kind, id) => pages[kind][id].data.params;
const title = (kind, id) => escape(pages[kind][id].data.title);

function once(key, draw) {
  let html = drawn.get(key);
  if (html === undefined) drawn.set(key, (html = draw()));
  return html;
}

const link = (kind, id) => once(`${kind}:${id}`, () => `<a href="${page(kind, id).url}">${title(kind, id)}</a>`);
const links = (kind, ids) => ids.map((id) => link(kind, id)).join(", ");

const day = (date) =>
  once(`day:${date}`, () => {
    const [year, month, number] = date.split("-");
    return `${Number(number)} ${MONTHS[month - 1]} ${year}`;
  });
const shortDay = (date) =>
  once(`short:${date}`, () => {
    const [year, month, number] = date.split("-");
    return `${Number(number)} ${MONTHS[month - 1].slice(0, 3)} ${year}`;
  });
const time = (date) => `<time datetime="${date}">${day(date)}</time>`;

/** The briefing of a reference "briefing/claim", and the claim or event itself. */
function resolve(ref) {
  const [id, key] = ref.split("/");
  const briefing = params("briefings", id);
  return { id, key, record: briefing.claims[key] ?? briefing.events[key] };
}

/** The page's title as HTML; that of a year of an entity begins with the entity's, which is written once. */
function heading(data) {
  const { entity, year } = data.params;
  if (!entity || !year) return escape(data.title);
  const kind = data.page.url.split("/")[1];
  return `${title(kind, entity)}${kind === "questions" ? " " : ", "}${year}`;
}

const label = (claim) => [...claim.by.map((id) => title("actors", id)), day(claim.date)].join(", ");
const anchor = (ref) => `/briefings/${ref.replace("/", "/#")}`;
const origin = (actor) => speaksFor[actor];

Object.assign(exports, { escape, inline, plain, page, params, title, once, link, links, day, shortDay, time, resolve, heading, label, anchor, origin });
