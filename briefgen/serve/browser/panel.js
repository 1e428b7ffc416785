// What stands over the page: a bar with the number of problems, the problems themselves, and marks on drafts.

const SCRIPT = document.currentScript;
const PAGE = { url: SCRIPT.dataset.url, seen: SCRIPT.dataset.seen, base: SCRIPT.dataset.base };
const OWN = new URL(SCRIPT.src).pathname.replace(/[^/]*$/, "");

function siteUrl(address) {
  const path = decodeURIComponent(address.pathname);
  return path.startsWith(PAGE.base) ? "/" + path.slice(PAGE.base.length) : path;
}

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

const panel = (() => {
  const host = make("briefgen-preview");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PANEL_STYLE);
  root.adoptedStyleSheets = [sheet];
  const marks = new CSSStyleSheet();
  marks.replaceSync(`a[data-preview-mark] { outline: 2px dashed #b3541e; outline-offset: 2px; }
    a[data-preview-mark]::after { content: " [" attr(data-preview-mark) "]"; color: #b3541e; font: 600 0.75em system-ui, sans-serif; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];
  document.documentElement.append(host);

  let state = null;
  let open = false;
  let lost = false;
  let errors = "";

  function show(news) {
    state = news;
    const now = JSON.stringify(news.problems.filter((one) => one.severity === "error")) + news.crash;
    const none = "[]";
    if (now !== errors) open = now !== none; // new errors open the panel, the last one's repair closes it
    errors = now;
    for (const link of document.querySelectorAll("a[href]")) {
      const why = link.origin === location.origin && link.pathname !== location.pathname && news.marks[siteUrl(link)];
      if (why) link.dataset.previewMark = why;
      else delete link.dataset.previewMark;
    }
    draw();
  }

  function draw() {
    const counts = { error: state.crash ? 1 : 0, warning: 0, notice: 0 };
    for (const problem of state.problems) counts[problem.severity] += 1;
    const words = Object.entries(counts).filter(([, n]) => n).map(([word, n]) => `${n} ${word}${n > 1 ? "s" : ""}`);
    const briefing = PAGE.url.match(/^\/briefings\/([a-z0-9-]+)\/$/);
    const id = briefing && !/^\d{4}$/.test(briefing[1]) ? briefing[1] : "";
    const why = state.marks[PAGE.url];
    if (state.out) words.push(`${state.out} left out`);
    const worst = counts.error ? "error" : counts.warning ? "warning" : "fine";
    const bar = make("div", { class: "bar", part: "bar" },
      lost ? make("span", { class: "away" }, "the preview has ended; waiting for it") : null,
      why ? make("span", { class: "draft" }, `${why}: a build leaves this out`) : null,
      id ? make("a", { href: state.beside + id }, "side by side") : null,
      make("button", { type: "button", class: worst, "aria-expanded": String(open), onclick: () => { open = !open; draw(); } },
        words.join(", ") || "no problems"));
    const parts = [bar];
    if (why) parts.push(make("div", { class: "stripe", title: why }));
    if (open) parts.unshift(sheetOf(words.join(", ") || "no problems"));
    root.replaceChildren(...parts);
  }

  function sheetOf(title) {
    const rows = state.problems.map(row);
    if (state.hidden) rows.push(make("p", {}, `and ${state.hidden} more, in the terminal`));
    if (state.crash) rows.unshift(make("article", { class: "problem error" }, make("p", {}, `briefgen itself failed: ${state.crash}`),
      make("p", { class: "hint" }, "the traceback is in the terminal; the last good site is shown")));
    if (state.out) {
      rows.push(make("h2", {}, `${state.out} left out`), ...state.left_out.map((one) => make("p", { class: "out" },
        make("code", {}, one.path), ` ${one.why} `, one.edit ? make("a", { href: one.edit }, "edit") : null, " ",
        make("a", { href: state.beside + one.id }, "side by side"))));
    }
    return make("section", { class: "sheet", "aria-label": "Problems", role: "region" },
      make("header", {}, make("h1", {}, title), make("button", { type: "button", onclick: () => { open = false; draw(); } }, "Hide")), ...rows);
  }

  function row(problem) {
    const place = problem.edit ? make("a", { href: problem.edit }, problem.place) : make("span", {}, problem.place);
    return make("article", { class: `problem ${problem.severity}` },
      make("p", {}, make("code", { class: "place" }, place), make("span", { class: "severity" }, problem.severity), make("code", { class: "code" }, problem.code)),
      make("p", { class: "message" }, problem.message),
      problem.excerpt ? make("pre", {}, `${problem.excerpt}\n${" ".repeat(problem.caret - 1)}^`) : null,
      problem.hint ? make("p", { class: "hint" }, `hint: ${problem.hint}`) : null);
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) { open = false; draw(); }
  });
  return { show, away(is) { if (is !== lost) { lost = is; if (state) draw(); } } };
})();
