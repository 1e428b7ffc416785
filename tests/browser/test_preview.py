"""The preview as its writer sees it: a real browser beside real files."""

from __future__ import annotations

import http.server
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serve_driver import Preview
from site_driver import ROOT, Site

ANNOTATION = "content/annotations/2024-10-29-nato-confirms-kursk.yaml"
BRIEFING = "/briefings/2024-10-29-nato-confirms-kursk/"
DRAFT = "/briefings/2024-11-20-kursk-next-weeks/"
TITLE = "NATO confirms North Korean units in Kursk; the Pentagon says only that a move there is likely"
PATIENCE = 15_000


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site.from_dir(ROOT, tmp_path / "site")


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    with Preview(site) as running:
        yield running


@pytest.fixture
def tab(browser: Any, preview: Preview) -> Iterator[Any]:
    """A tab in which every script error, refused request and broken policy is counted."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda message: page.wrong.append(message.text) if "Security Policy" in message.text else None)
    yield page
    context.close()
    assert page.wrong == []


def open_page(tab: Any, preview: Preview, url: str) -> None:
    """Opens the page and waits until it is connected."""
    tab.goto(f"http://127.0.0.1:{preview.port}{url}")
    tab.wait_for_selector("briefgen-preview .bar", state="attached")


def mark(tab: Any) -> None:
    """Leaves a note in the page that only a reload takes away."""
    tab.evaluate("() => { window.marked = true; }")


def is_marked(tab: Any) -> bool:
    return bool(tab.evaluate("() => window.marked === true"))


def top_of(tab: Any, id: str) -> float:
    return float(tab.evaluate("id => document.getElementById(id).getBoundingClientRect().top", id))


def test_an_edit_shows_where_the_reader_is(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, BRIEFING)
    details = tab.locator("main details")
    assert details.count() > 2
    details.nth(1).locator("summary").click()
    tab.evaluate("() => document.getElementById('section.notes').scrollIntoView({behavior: 'instant'})")
    tab.evaluate("() => scrollBy({top: -137, behavior: 'instant'})")
    before, mark_ = top_of(tab, "section.notes"), mark(tab)
    longer = "Another sentence, so that all below moves down. " * 12
    preview.site.replace(ANNOTATION, "why_it_matters: >-\n", f"why_it_matters: >-\n  {longer}\n")
    tab.wait_for_function("() => document.body.textContent.includes('so that all below moves down')")
    tab.wait_for_load_state("load")
    assert mark_ is None and not is_marked(tab)
    tab.wait_for_function("before => Math.abs(document.getElementById('section.notes').getBoundingClientRect().top - before) < 2", arg=before)
    assert [details.nth(n).get_attribute("open") is not None for n in range(3)] == [False, True, False]


def test_only_pages_that_changed_reload(browser: Any, tab: Any, preview: Preview) -> None:
    open_page(tab, preview, "/methodology/")
    mark(tab)
    other = tab.context.new_page()
    open_page(other, preview, BRIEFING)
    preview.site.replace(ANNOTATION, "  whether they are there at all is denied.", "  whether they are there at all is disputed.")
    other.wait_for_function("() => document.body.textContent.includes('is disputed')")
    time.sleep(0.5)
    assert is_marked(tab)


def test_a_style_is_exchanged_without_a_reload(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, BRIEFING)
    mark(tab)
    preview.site.append("briefgen.yaml", 'theme: {paper: "#123456"}\n')
    tab.wait_for_function("() => getComputedStyle(document.documentElement).backgroundColor === 'rgb(18, 52, 86)'")
    assert is_marked(tab)
    tab.wait_for_function("() => document.querySelectorAll('link[rel=stylesheet]').length === 1")
    preview.site.replace("briefgen.yaml", "#123456", "#654321")
    tab.wait_for_function("() => getComputedStyle(document.documentElement).backgroundColor === 'rgb(101, 67, 33)'")
    assert is_marked(tab)


def test_a_picture_is_exchanged_without_a_reload(tab: Any, preview: Preview) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="10"><rect width="{0}" height="10"/></svg>'
    preview.site.write("content/static/logo.svg", svg.format(20))
    preview.site.write("content/pages/pic.md", "---\ntitle: Picture\n---\n![A logo](/logo.svg)\n")
    preview.wait_until("/pic/", lambda reply: reply.status == 200)
    if "<img" not in preview.get("/pic/").text:
        pytest.skip("free pages show no pictures")
    open_page(tab, preview, "/pic/")
    mark(tab)
    preview.site.write("content/static/logo.svg", svg.format(90))
    tab.wait_for_function("() => document.querySelector('main img').naturalWidth === 90")
    assert is_marked(tab)


def test_the_browser_comes_back_with_the_server(tab: Any, site: Site) -> None:
    with Preview(site) as first:
        open_page(tab, first, BRIEFING)
        port = first.port
        first.stop()
        tab.wait_for_selector("briefgen-preview .away")
    site.replace(ANNOTATION, "  whether they are there at all is denied.", "  whether they are there at all is open.")
    with Preview(site, port=port) as second:
        assert second.port == port
        tab.wait_for_function("() => document.body.textContent.includes('there at all is open')")
        site.replace(ANNOTATION, "at all is open.", "at all is asked.")
        tab.wait_for_function("() => document.body.textContent.includes('there at all is asked')")


def test_a_removed_page_says_so_and_leads_on(tab: Any, preview: Preview) -> None:
    site = preview.site
    site.write("content/pages/one.md", "---\ntitle: One\n---\nText of the page.\n")
    preview.wait_until("/one/", lambda reply: reply.status == 200)
    open_page(tab, preview, "/one/")
    (site.root / "content/pages/one.md").rename(site.root / "content/pages/one-more.md")
    tab.wait_for_selector("text=This page has been removed")
    tab.click("text=one-more")
    tab.wait_for_url("**/one-more/")
    assert "Text of the page" in tab.inner_text("main")


def test_a_page_that_is_not_there_yet_opens_when_it_is(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, "/later/")
    preview.site.write("content/pages/later.md", "---\ntitle: Later\n---\nHere it is.\n")
    tab.wait_for_selector("text=Here it is.")


def test_problems_stand_over_the_page_until_they_are_mended(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, BRIEFING)
    mark(tab)
    good = preview.site.read(ANNOTATION)
    preview.site.write(ANNOTATION, good.replace("  rutte-confirms:\n    by: mark-rutte", "  rutte-confirms:\n    by: mark-ruttte"))
    tab.wait_for_selector("briefgen-preview .problem.error")
    problem = tab.inner_text("briefgen-preview .problem.error")
    line = good[: good.index("mark-rutte")].count("\n") + 1
    assert f"{ANNOTATION}:{line}:9" in problem
    assert "'mark-ruttte'" in problem and "hint: did you mean 'mark-rutte'?" in problem
    excerpt = tab.locator("briefgen-preview .problem.error pre").inner_text().split("\n")
    assert excerpt[0][excerpt[1].index("^") :].startswith("mark-ruttte")
    link = tab.get_attribute("briefgen-preview .problem.error .place a", "href")
    assert link == f"vscode://file/{(preview.site.root / ANNOTATION).as_posix().lstrip('/')}:{line}:9"
    assert TITLE in tab.inner_text("h1") and is_marked(tab), "the last good page stays"
    tab.keyboard.press("Escape")
    tab.wait_for_selector("briefgen-preview .sheet", state="detached")
    assert "1 error" in tab.inner_text("briefgen-preview .bar")
    preview.site.write(ANNOTATION, good)
    tab.wait_for_selector("briefgen-preview .bar button.fine")
    assert is_marked(tab)


def test_problems_are_shown_where_there_is_no_good_site_yet(tab: Any, site: Site) -> None:
    good = site.read(ANNOTATION)
    site.write(ANNOTATION, "title: [open\n")
    with Preview(site) as preview:
        open_page(tab, preview, BRIEFING)
        tab.wait_for_selector("briefgen-preview .problem.error")
        site.write(ANNOTATION, good)
        tab.wait_for_selector(f"h1:has-text('{TITLE[:30]}')")
        tab.wait_for_selector("briefgen-preview .problem.error", state="detached")


def test_words_of_a_file_are_shown_as_words(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, "/")
    preview.site.append(ANNOTATION, "flags: '<img src=x onerror=alert(1)><script>alert(2)</script>'\n")
    tab.wait_for_selector("briefgen-preview .problem.error")
    assert "<img src=x" in tab.locator("briefgen-preview .problem.error pre").first.inner_text()
    assert tab.evaluate("() => document.querySelector('briefgen-preview').shadowRoot.querySelectorAll('img, script').length") == 0


def test_drafts_are_marked_wherever_they_are_linked(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, DRAFT)
    assert "draft: a build leaves this out" in tab.inner_text("briefgen-preview .bar")
    assert tab.locator("briefgen-preview .stripe").count() == 1
    open_page(tab, preview, "/briefings/")
    links = tab.locator("main a[href]")
    marked = {links.nth(n).evaluate("a => a.pathname"): links.nth(n).get_attribute("data-preview-mark") for n in range(links.count())}
    briefings = {path: why for path, why in marked.items() if re.fullmatch(r"/briefings/2024-.*/", path)}
    assert briefings[DRAFT] == "draft"
    assert [path for path, why in briefings.items() if why] == [DRAFT]


def test_side_by_side_gives_a_claim_that_builds(tab: Any, preview: Preview) -> None:
    open_page(tab, preview, BRIEFING)
    tab.click("briefgen-preview .bar a:has-text('side by side')")
    tab.wait_for_selector(".beside article mark")
    assert tab.locator(".annotation li").count() == len(preview.site.read(ANNOTATION).rstrip("\n").split("\n"))
    number = tab.locator(".articles sup.rests a").first.get_attribute("href")
    assert "rutte" in tab.locator(f"[id='{number[1:]}']").inner_text()
    select(tab, "A force that is on its way to a place has not been reported in it.")
    tab.wait_for_function("() => document.getElementById('block').textContent.includes('passage:')")
    block = tab.inner_text("#block")
    assert "A force that is on its way to a place has not been reported in it" in block
    block = tab.evaluate("() => document.getElementById('block').textContent").replace("by:  # who says it?", "by: article")
    preview.site.replace(ANNOTATION, "claims:\n", f"claims:\n{block}\n")
    preview.site.check().expect_exit(0)
    tab.wait_for_function("() => document.querySelector('.annotation').textContent.includes('A force that is on its way')")


def select(tab: Any, words: str) -> None:
    """Selects words of the article with the keyboard's and mouse's own means: a range."""
    tab.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector('.articles'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            return;
          }
          throw new Error('not found');
        }""",
        words,
    )


def test_a_selection_that_cannot_be_a_passage_is_refused_with_a_reason(tab: Any, preview: Preview) -> None:
    tab.goto(f"http://127.0.0.1:{preview.port}{preview.token()}beside/2024-10-29-nato-confirms-kursk")
    tab.evaluate("() => { const all = document.querySelectorAll('.articles p'); getSelection().setBaseAndExtent(all[2].firstChild, 0, all[4].lastChild, 5); }")
    tab.wait_for_selector("#refused:not(:empty)")
    assert tab.locator("#copy").is_hidden()


def test_many_tabs_do_not_use_up_the_browsers_connections(tab: Any, preview: Preview) -> None:
    """A browser holds six connections to a server; pages that cannot be seen give theirs up."""
    tabs = [tab.context.new_page() for _ in range(10)]
    for one in tabs:
        one.set_default_timeout(PATIENCE)
        one.add_init_script("Object.defineProperty(document, 'hidden', { get: () => window.seen !== true });")
        one.goto(f"http://127.0.0.1:{preview.port}{BRIEFING}")
    open_page(tab, preview, BRIEFING)
    preview.site.replace(ANNOTATION, "at all is denied.", "at all is unseen.")
    tab.wait_for_function("() => document.body.textContent.includes('at all is unseen')")
    one = tabs[3]
    one.evaluate("() => { window.seen = true; document.dispatchEvent(new Event('visibilitychange')); }")
    one.wait_for_function("() => document.body.textContent.includes('at all is unseen')")


# --- another page in the same browser ---


@pytest.fixture
def stranger() -> Iterator[str]:
    """The origin of an empty page on another port of this machine."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>stranger</title><body></body>")

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


TRIES = {
    "fetch": "async url => (await fetch(url)).text()",
    "fetch with credentials": "async url => (await fetch(url, { credentials: 'include' })).text()",
    "opaque fetch": "async url => { const r = await fetch(url, { mode: 'no-cors' }); const t = await r.text(); if (!t) throw new Error('opaque'); return t; }",
    "XMLHttpRequest": "url => new Promise((ok, no) => { const x = new XMLHttpRequest(); x.onload = () => ok(x.responseText); x.onerror = no; x.open('GET', url); x.send(); })",
    "iframe": "url => new Promise((ok, no) => { const f = document.createElement('iframe'); f.onload = () => { try { const t = f.contentDocument.documentElement.outerHTML; t.includes('<main') || t.includes('event:') ? ok(t) : no(new Error('empty')); } catch (e) { no(e); } }; f.src = url; document.body.append(f); })",
    "popup": "url => new Promise((ok, no) => { const w = open(url); setTimeout(() => { try { ok(w.document.body.innerHTML || no(new Error('empty'))); } catch (e) { no(e); } }, 600); })",
    "script": "url => new Promise((ok, no) => { const s = document.createElement('script'); s.onload = () => ok('loaded'); s.onerror = () => no(new Error('refused')); s.src = url; document.body.append(s); })",
    "style sheet": "url => new Promise((ok, no) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = () => ok('loaded'); l.onerror = () => no(new Error('refused')); l.href = url; document.head.append(l); })",
    "picture": "url => new Promise((ok, no) => { const i = new Image(); i.onload = () => ok('loaded'); i.onerror = () => no(new Error('refused')); i.src = url; })",
    "event stream": "url => new Promise((ok, no) => { const s = new EventSource(url); s.onmessage = e => ok(e.data); s.addEventListener('state', e => ok(e.data)); s.onerror = () => { s.close(); no(new Error('refused')); }; })",
    "WebSocket": "url => new Promise((ok, no) => { const s = new WebSocket(url.replace('http', 'ws')); s.onopen = () => ok('open'); s.onerror = () => no(new Error('refused')); })",
}  # fmt: skip


@pytest.mark.parametrize("name", TRIES)
def test_a_page_on_another_port_reads_nothing(browser: Any, preview: Preview, stranger: str, name: str) -> None:
    """Neither a draft nor, even with the token, the event stream, the script, a picture or a style sheet."""
    style = re.search(r'href="\./(assets/style[^"]*)"', preview.get("/").text)[1]  # type: ignore[index]
    targets = [DRAFT, f"{preview.token()}events?url=/&seen=-", f"{preview.token()}page.js", "/kursk-vladivostok.svg", f"/{style}"]
    context = browser.new_context()
    page = context.new_page()
    page.goto(stranger)
    for host in ("127.0.0.1", "localhost"):
        for target in targets:
            outcome = page.evaluate(
                f"async url => {{ try {{ return ['read', await ({TRIES[name]})(url)]; }} catch (error) {{ return ['refused', String(error)]; }} }}",
                f"http://{host}:{preview.port}{target}",
            )
            assert outcome[0] == "refused", (target, outcome)
    context.close()


def test_the_stranger_can_read_what_allows_it(browser: Any, stranger: str) -> None:
    """The attempts above are real ones: from its own origin they succeed."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(stranger)
    for name in ("fetch", "XMLHttpRequest", "script"):
        assert page.evaluate(f"async url => await ({TRIES[name]})(url)", f"{stranger}/empty.js" if name == "script" else stranger)
    context.close()
