// A selection in the article becomes a claim block, which the server has proven to stand exactly once.

"use strict";

(() => {
  const page = document.querySelector(".beside");
  const box = document.getElementById("claim");
  const block = document.getElementById("block");
  const refused = document.getElementById("refused");
  const copied = document.getElementById("copied");
  const REACH = 200; // characters before the selection, which tell one place from another
  let asked = "";

  function textOf(range) {
    const part = range.cloneContents();
    for (const number of part.querySelectorAll("sup")) number.remove();
    return part.textContent.replace(/\s+/g, " ").trim();
  }

  function before(range, around) {
    const start = range.startContainer.parentElement.closest("p, li, h2, h3, h4, h5, h6, td, th, blockquote") || around;
    const part = document.createRange();
    part.setStart(start, 0);
    part.setEnd(range.startContainer, range.startOffset);
    return textOf(part).slice(-REACH);
  }

  async function offer() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
    const article = start.closest("[data-article]");
    const words = textOf(range);
    if (!article || !words || words === asked) return;
    asked = words;
    const query = new URLSearchParams({ briefing: page.dataset.briefing, article: article.dataset.article, words: words.slice(0, 2000), before: before(range, article) });
    const answer = await fetch(`${page.dataset.claim}?${query}`);
    if (words !== asked) return;
    show(answer.ok ? await answer.json() : { refused: "the selection is too long", hint: "select less" });
  }

  function show(found) {
    block.textContent = found.block || "";
    refused.textContent = found.refused ? `${found.refused}${found.hint ? `\n${found.hint}` : ""}` : "";
    copied.textContent = "";
    document.getElementById("copy").hidden = block.hidden = !found.block;
    box.hidden = false;
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(block.textContent);
      copied.textContent = "copied";
    } catch {
      getSelection().selectAllChildren(block);
      copied.textContent = document.execCommand("copy") ? "copied" : "press Ctrl+C";
    }
  }

  document.addEventListener("selectionchange", () => {
    clearTimeout(offer.timer);
    offer.timer = setTimeout(offer, 150);
  });
  document.getElementById("copy").addEventListener("click", copy);
  document.getElementById("close").addEventListener("click", () => { box.hidden = true; asked = ""; });
})();
