// Style sheets and pictures that have changed, exchanged without a reload.

function exchangeSheet(old, href) {
  if (old.href === href) return;
  const sheet = old.cloneNode();
  sheet.href = href;
  sheet.addEventListener("load", () => old.remove(), { once: true });
  sheet.addEventListener("error", () => sheet.remove(), { once: true });
  old.after(sheet);
}

// The page names its sheets by their content, so the new page is asked for the new names.
async function exchangeLook() {
  const answer = await fetch(location.href, { cache: "no-store" });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const kind of ["stylesheet", "icon"]) {
    const ours = [...document.querySelectorAll(`link[rel~="${kind}"]`)];
    const theirs = [...fresh.querySelectorAll(`link[rel~="${kind}"]`)];
    if (ours.length !== theirs.length) return reload();
    ours.forEach((link, number) => {
      const href = new URL(theirs[number].getAttribute("href"), location.href).href;
      if (kind === "icon") link.href = href;
      else exchangeSheet(link, href);
    });
  }
}

function usedFiles() {
  const elements = document.querySelectorAll('link[rel~="stylesheet"], img[src]');
  const urls = [...elements].map((element) => new URL(element.href || element.src));
  return new Set(urls.filter((url) => url.origin === location.origin && !url.pathname.startsWith(OWN)).map((url) => siteUrl(url)));
}

function exchangeFile(url) {
  for (const element of document.querySelectorAll('link[rel~="stylesheet"], img[src]')) {
    const address = new URL(element.href || element.src);
    if (address.origin !== location.origin || siteUrl(address) !== url) continue;
    address.search = `?${Date.now()}`;
    if (element.localName === "link") exchangeSheet(element, address.href);
    else element.src = address.href;
  }
}
