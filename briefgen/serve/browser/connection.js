// The event stream: open while the page can be seen, so that many tabs do not use up the browser's connections.

let source = null;
let leaving = false;

function reload() {
  if (leaving) return;
  leaving = true;
  rememberPlace();
  location.reload();
}

function connect() {
  if (source || leaving || document.hidden) return;
  const query = new URLSearchParams({ url: PAGE.url, seen: PAGE.seen });
  for (const url of usedFiles()) query.append("file", url);
  source = new EventSource(`${OWN}events?${query}`);
  source.addEventListener("open", () => panel.away(false));
  source.addEventListener("state", (event) => panel.show(JSON.parse(event.data)));
  source.addEventListener("reload", reload);
  source.addEventListener("style", () => exchangeLook().catch(reload));
  source.addEventListener("seen", (event) => { PAGE.seen = event.data; });
  source.addEventListener("file", (event) => exchangeFile(event.data));
  source.addEventListener("error", () => {
    if (!leaving) panel.away(true);
    if (source && source.readyState === EventSource.CLOSED) {
      disconnect();
      findServer();
    }
  });
}

function disconnect() {
  source?.close();
  source = null;
}

// The stream is refused where the server was started anew: it then has another token, which a reload brings.
async function findServer() {
  if (leaving || document.hidden) return;
  try {
    const answer = await fetch(`${OWN}alive`, { cache: "no-store" });
    if (answer.ok) connect();
    else reload();
  } catch {
    setTimeout(findServer, 300);
  }
}

restorePlace();
connect();
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : findServer()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", (event) => { if (event.persisted) findServer(); });
