// The theme that a reader chose, and the buttons that copy a citation. Pages need neither.
(() => {
  const KEY = "briefgen-theme";
  const root = document.documentElement;

  const stored = () => {
    try {
      return localStorage.getItem(KEY) || "";
    } catch {
      return ""; // storage is forbidden: the theme lasts as long as the page
    }
  };

  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const choose = (theme) => {
    show(theme);
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      // as above
    }
  };

  const textOf = (element) => (element ? element.textContent.replace(/\s+/g, " ").trim() : "");

  // "Mark Rutte, 28 October 2024: “…” Article, Source. In: Briefing, address"
  const statement = (card) => {
    const quote = [...card.querySelectorAll("blockquote span")].map(textOf).join(" … ");
    const address = document.querySelector("link[rel=canonical]").href;
    const said = `${textOf(card.querySelector("h3"))}, ${textOf(card.querySelector("time") || card.querySelector(".meta"))}`;
    const from = textOf(card.querySelector("figcaption")).replace(/^[^:]*: /, "");
    return `${said}: “${quote}” (${from}). ${textOf(document.querySelector("h1"))}, ${address}#${card.id}`;
  };

  const copy = async (button) => {
    const card = button.closest("[id]");
    const text = button.dataset.copy === "page" ? textOf(document.getElementById("citation")) : statement(card);
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text });
      button.after(field); // pages from a disk have no clipboard of their own
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  };

  show(stored());
  document.addEventListener("change", (event) => {
    if (event.target.matches(".theme select")) choose(event.target.value);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button && button.textContent !== button.dataset.done) copy(button);
  });
  const mark = () => document.querySelectorAll(".theme select").forEach((select) => (select.value = stored()));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mark);
  else mark();
})();
