// Where the reader is on a page: kept over a reload, with the disclosures that are open.

const PLACE = "briefgen-place";
let reloading = false;

function disclosures() {
  const counts = new Map();
  return [...document.querySelectorAll("details")].map((details) => {
    const around = details.closest("[id]");
    const id = around ? around.id : "";
    const number = counts.get(id) || 0;
    counts.set(id, number + 1);
    return { details, name: `${id} ${number}` };
  });
}

// The element with an id that the top of the window is at, and how far it is from there: what is above it
// may get longer or shorter.
function landmark() {
  let best = null;
  for (const element of document.querySelectorAll("[id]")) {
    const { top, height } = element.getBoundingClientRect();
    if (!height || top > 1) continue;
    if (!best || top >= best.top) best = { id: element.id, top };
  }
  return best;
}

function rememberPlace() {
  const place = {
    page: location.pathname,
    top: scrollY,
    left: scrollX,
    landmark: scrollY > 0 ? landmark() : null,
    open: disclosures().map(({ details, name }) => [name, details.open]),
    scrolled: [...document.querySelectorAll("[data-keep-scroll]")].map((part) => [part.id, part.scrollTop]),
  };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
  history.scrollRestoration = "manual";
  reloading = true;
}

function restorePlace() {
  const text = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  const place = text && JSON.parse(text);
  if (!place || place.page !== location.pathname) return;
  const open = new Map(place.open);
  for (const { details, name } of disclosures()) if (open.has(name)) details.open = open.get(name);
  let moved = false;
  for (const event of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    addEventListener(event, () => { moved = true; }, { once: true, passive: true });
  }
  const scroll = () => {
    if (moved) return;
    for (const [id, top] of place.scrolled) document.getElementById(id)?.scrollTo({ top, behavior: "instant" });
    const mark = place.landmark && document.getElementById(place.landmark.id);
    const top = mark ? scrollY + mark.getBoundingClientRect().top - place.landmark.top : place.top;
    scrollTo({ top, left: place.left, behavior: "instant" });
  };
  scroll();
  addEventListener("load", scroll, { once: true });
  // Not before the reader leaves: while it is "auto", the browser may still scroll to where the page was before.
  addEventListener("pagehide", () => { if (!reloading) history.scrollRestoration = "auto"; });
}
