// The search page. The form's state stands in the address; Pagefind's index gives pages and counts.
(() => {
  "use strict";
  const PAGE = 10;
  const DELAY = 150; // milliseconds between the last key and the search
  const part = (name) => document.getElementById(`search.${name}`);
  const form = part("form"), words = part("words"), status = part("status"), list = part("results"), more = part("more");
  const selects = [...form.querySelectorAll("select")];
  const root = new URL(form.dataset.root, document.baseURI);
  const values = {}; // filter -> id -> the value as the index knows it, "nato NATO"
  const labels = new Map(); // options that the page came with, such as stances
  for (const select of selects) for (const option of select.options) labels.set(`${select.name} ${option.value}`, option.text);
  const language = document.documentElement.lang, plurals = new Intl.PluralRules(language);
  let pagefind, asking = null, asked = 0, timer = 0, found = [];

  // --- the address ---

  const state = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));

  function remember(add) {
    const query = state().toString();
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    if (query !== location.search.slice(1)) history[add ? "pushState" : "replaceState"](null, "", address);
  }

  function recall() {
    const query = new URLSearchParams(location.search);
    words.value = query.get("q") ?? "";
    for (const select of selects) choose(select, query.get(select.name) ?? "");
  }

  function choose(select, id) {
    if (![...select.options].some((option) => option.value === id)) select.add(new Option(id, id));
    select.value = id;
  }

  // --- asking ---

  const chosen = (except) =>
    Object.fromEntries(selects.filter((s) => s.value && s !== except).map((s) => [s.name, values[s.name]?.[s.value] ?? s.value]));

  // Without words the newest pages come first.
  const search = (text, filters) => pagefind.search(text || null, { filters, sort: text ? {} : { date: "desc" } });

  // What is shown already, or on its way, is left alone: Enter behind the last letter must not take a result from under
  // the reader's focus.
  async function ask() {
    const query = state().toString();
    if (query === asking) return;
    asking = query;
    try {
      await answer(++asked);
    } catch (error) {
      asking = null;
      throw error;
    }
  }

  async function answer(number) {
    const text = words.value.trim();
    const filters = chosen();
    const idle = !text && !Object.keys(filters).length;
    if (!idle && !found.length) status.textContent = status.dataset.waiting;
    const all = idle ? null : await search(text, filters);
    // What a filter's other values would give is counted without the value that it has now.
    const counts = await Promise.all(
      selects.map(async (s) => (idle ? await pagefind.filters() : s.value ? (await search(text, chosen(s))).filters : all.filters)[s.name] ?? {}),
    );
    const results = all ? all.results : [];
    const items = await drawn(results.slice(0, PAGE));
    if (number !== asked) return; // the reader has gone on
    selects.forEach((select, place) => offer(select, counts[place]));
    found = results;
    list.replaceChildren();
    show(items);
    status.textContent = idle ? status.dataset.hint : tell(found.length, text);
  }

  function tell(count, text) {
    const form = status.dataset[plurals.select(count)] ?? status.dataset.other ?? status.dataset.many;
    const said = count === 0 ? status.dataset.none : form.replace("{n}", count.toLocaleString(language));
    return text ? `${said} ${status.dataset.for.replace("{words}", () => text)}` : said;
  }

  // --- filters ---

  function split(value) {
    const space = value.indexOf(" ");
    return [value.slice(0, space), value.slice(space + 1)];
  }

  function offer(select, counts) {
    const now = select.value;
    const any = select.options[0];
    const options = Object.entries(counts)
      .map(([value, count]) => [...split(value), count])
      .filter(([id, , count]) => count || id === now)
      .map(([id, label, count]) => [id, labels.get(`${select.name} ${id}`) ?? label, count]);
    if (now && !options.some(([id]) => id === now)) options.push([now, split(values[select.name]?.[now] ?? ` ${now}`)[1], 0]);
    const order = select.name === "year" ? (a, b) => b[0].localeCompare(a[0]) : (a, b) => a[1].localeCompare(b[1]);
    select.replaceChildren(any, ...options.sort(order).map(([id, label, count]) => new Option(`${label} (${count})`, id)));
    select.value = now;
  }

  // --- results ---

  const drawn = async (results) => (await Promise.all(results.map((result) => result.data()))).map(draw);

  function show(items) {
    list.append(...items);
    more.hidden = list.children.length >= found.length;
  }

  async function showMore() {
    const number = asked;
    const shown = list.children.length;
    const items = await drawn(found.slice(shown, shown + PAGE));
    if (number !== asked) return;
    show(items);
    items[0].querySelector("a").focus();
  }

  function draw(page) {
    const item = part("result").content.cloneNode(true).firstElementChild;
    const { title, kind, when, summary } = page.meta;
    const link = item.querySelector("a");
    link.href = new URL(page.raw_url ?? page.url, root);
    link.textContent = title;
    fill(item, ".meta", [kind, when].filter(Boolean).join(" · "));
    fill(item, ".summary", summary ?? "");
    fill(item, ".excerpt", page.excerpt.includes("<mark>") ? page.excerpt : "");
    return item;
  }

  // An excerpt is text in which `<mark>` stands around what was found; it never becomes HTML.
  function fill(item, place, text) {
    const target = item.querySelector(place);
    if (!text) return target.remove();
    text.split(/<mark>(.*?)<\/mark>/s).forEach((piece, number) => {
      const plain = piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
      const mark = number % 2 && document.createElement("mark");
      if (mark) mark.textContent = plain;
      target.append(mark || plain);
    });
  }

  // --- the reader ---

  function listen() {
    words.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => (remember(false), ask()), DELAY);
    });
    form.addEventListener("change", (event) => {
      if (event.target !== words) (remember(true), ask());
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      remember(true);
      ask();
    });
    more.addEventListener("click", showMore);
    addEventListener("popstate", () => (recall(), ask()));
  }

  async function start() {
    recall();
    try {
      if (location.protocol === "file:") throw new Error("browsers load no modules from a disk");
      pagefind = await import(new URL(form.dataset.index, document.baseURI));
      const known = await pagefind.filters();
      for (const [name, counts] of Object.entries(known)) values[name] = Object.fromEntries(Object.keys(counts).map((value) => [split(value)[0], value]));
    } catch {
      form.hidden = true;
      part("unavailable").hidden = false;
      return;
    }
    listen();
    await ask();
  }

  start();
})();
