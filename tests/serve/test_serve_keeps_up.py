"""The preview shows the state on disk, whatever way it came about, and the last good one where that is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from serve_driver import Preview, as_built
from site_driver import ROOT, Site

PIER = "content/annotations/pier.yaml"
URL = "/briefings/pier/"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site.small(tmp_path / "small").write("briefgen.yaml", "title: T\nurl: https://a.example\n")
    return site.replace("content/annotations/cranes.yaml", "    revises: pier/idle\n", "")


@pytest.fixture
def preview(site: Site) -> Iterator[Preview]:
    with Preview(site) as running:
        yield running


def shows_the_disk(preview: Preview, within: float = 2.0) -> None:
    """Within these seconds every URL shows what a fresh build writes. A machine that is busy, so that a build
    takes long, is given as much more."""
    started = time.monotonic()
    site = Site(preview.site.root)
    site.build(drafts=True, output=preview.site.root.parent / f"built-{time.monotonic_ns()}").expect_exit(0)
    until = started + max(within, 5 * (time.monotonic() - started))
    files = site.files()
    files.pop("site-manifest.json")
    while True:
        late = time.monotonic() > until
        wrong = [path for path, data in files.items() if preview.built("/" + path.removesuffix("index.html")) != data]
        if not wrong:
            break
        assert not late, wrong
        time.sleep(0.05)
    shutil.rmtree(site.output)


def change(site: Site, word: str) -> str:
    """A word more in the briefing's title."""
    text = site.read(PIER)
    line = next(line for line in text.split("\n") if line.startswith("title:"))
    return text.replace(line, f"title: {word}")


def test_an_edit_is_seen(preview: Preview) -> None:
    preview.site.write(PIER, change(preview.site, "Changed1"))
    preview.wait_for(URL, "Changed1")
    assert "Changed1" in preview.get("/briefings/").text
    shows_the_disk(preview)


def save_plain(path: Path, text: str) -> None:
    path.write_text(text)


def save_by_rename(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.tmp")
    new.write_text(text)
    new.replace(path)


def save_with_backup(path: Path, text: str) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text(text)
    path.with_name(f"{path.name}~").unlink()


def save_truncated_first(path: Path, text: str) -> None:
    path.write_text("")
    time.sleep(0.05)
    path.write_text(text)


def save_in_parts(path: Path, text: str) -> None:
    with path.open("w") as file:
        for start in range(0, len(text), 40):
            file.write(text[start : start + 40])
            file.flush()
            time.sleep(0.002)


def save_with_the_old_time(path: Path, text: str) -> None:
    old = path.stat()
    path.write_text(text)
    os.utime(path, ns=(old.st_atime_ns, old.st_mtime_ns))


SAVES = [save_plain, save_by_rename, save_with_backup, save_truncated_first, save_in_parts, save_with_the_old_time]


@pytest.mark.parametrize("save", SAVES, ids=lambda save: save.__name__)
def test_every_way_of_saving_is_seen(preview: Preview, save: object) -> None:
    for number in range(3):
        save(preview.site.root / PIER, change(preview.site, f"Changed{number}"))  # type: ignore[operator]
        preview.wait_for(URL, f"Changed{number}")
    shows_the_disk(preview)
    assert preview.printed.count("; the last good site") <= preview.printed.count("mended")


def test_writes_within_one_tick_of_the_clock_are_all_seen(preview: Preview) -> None:
    """Same size, same inode, and on many file systems the same time."""
    path = preview.site.root / PIER
    texts = [change(preview.site, f"Word{number}") for number in range(10)]
    for round in range(10):
        for text in texts:
            path.write_text(text)
        path.write_text(texts[round])
        preview.wait_for(URL, f"Word{round}")


def test_new_folders_renames_and_deletions_are_seen(preview: Preview) -> None:
    site = preview.site
    actors = site.read("content/actors.yaml")
    site.remove("content/actors.yaml").write("content/actors/deep/er/all.yaml", actors)
    shows_the_disk(preview)
    (site.root / "content/actors/deep").rename(site.root / "content/actors/moved")
    shows_the_disk(preview)
    site.write("content/actors/moved/er/all.yaml", actors.replace("name: ", "name: X", 1))
    shows_the_disk(preview)
    site.write("content/static/new/folder/a.txt", "a").write("content/pages/later.md", "---\ntitle: Later\n---\nText.\n")
    shows_the_disk(preview)
    site.remove("content/static/new").remove("content/pages/later.md")
    preview.wait_until("/later/", lambda reply: reply.status == 404)
    preview.wait_until("/new/folder/a.txt", lambda reply: reply.status == 404)
    shows_the_disk(preview)


def test_the_whole_content_can_go_and_come_back(preview: Preview) -> None:
    site = preview.site
    (site.root / "content").rename(site.root / "away")
    time.sleep(0.5)
    (site.root / "away").rename(site.root / "content")
    shows_the_disk(preview)
    site.write(PIER, change(site, "After"))
    preview.wait_for(URL, "After")


def test_a_first_templates_folder_is_seen(preview: Preview) -> None:
    site = preview.site
    before = preview.built("/")
    base = (ROOT / "templates/base.html").read_text()
    site.write("templates/base.html", base.replace("<footer", '<footer data-own="1"'))
    preview.wait_for("/", 'data-own="1"')
    site.write("templates/base.html", base.replace("<footer", '<footer data-own="2"'))
    preview.wait_for(URL, 'data-own="2"')
    site.remove("templates")
    preview.wait_until("/", lambda reply: as_built(reply.body) == before)
    shows_the_disk(preview)


def test_a_thousand_files_at_once(preview: Preview) -> None:
    """As a `git checkout` writes them."""
    site = preview.site
    for number in range(1000):
        site.write(f"content/pages/page-{number}.md", f"---\ntitle: Page {number}\n---\nText {number}.\n")
    preview.wait_for("/page-999/", "Text 999")
    shows_the_disk(preview, within=20)
    for number in range(1000):
        (site.root / f"content/pages/page-{number}.md").unlink()
    preview.wait_until("/page-999/", lambda reply: reply.status == 404)
    shows_the_disk(preview, within=20)


def test_settings_are_followed(preview: Preview) -> None:
    preview.site.append("briefgen.yaml", "publisher: Somebody else\n")
    preview.wait_for("/", "Somebody else")
    preview.site.append("briefgen.yaml", "language: de\n")
    preview.wait_for("/", 'lang="de"')


def test_a_change_that_no_event_tells_of_is_seen_by_looking(site: Site, tmp_path: Path) -> None:
    """A linked file changes where it stands, which nobody watches."""
    away = tmp_path / "elsewhere.yaml"
    shutil.move(site.root / PIER, away)
    (site.root / PIER).symlink_to(away)
    with Preview(site) as preview:
        away.write_text(change(site, "Afar"))
        preview.wait_for(URL, "Afar")


def test_without_watches_it_looks_by_itself_and_says_so_once(site: Site) -> None:
    """No inotify instance can be had, as when other programs use them up: the limit of a name space is 0."""
    limited = ["unshare", "-Ur", "sh", "-c", 'echo 0 > /proc/sys/user/max_inotify_instances && exec "$@"', "sh"]
    if shutil.which("unshare") is None or subprocess.run([*limited, "true"], capture_output=True).returncode:
        pytest.skip("this system allows no user name spaces")
    with Preview(site, under=limited) as preview:
        for number in range(3):
            site.write(PIER, change(site, f"Polled{number}"))
            preview.wait_for(URL, f"Polled{number}")
        assert preview.printed.count("looking every") == 1


# --- what is wrong ---


def state_of(preview: Preview, url: str = "/") -> dict[str, object]:
    """What a tab at `url` is told first; what it is told later is read from `preview.events`."""
    with preview.events(url, seen_at(preview, url)) as events:
        return next(json.loads(text) for name, text in events if name == "state")


def seen_at(preview: Preview, url: str) -> str:
    """What the page says that a browser has seen which loads it now."""
    return preview.get(url).text.split('data-seen="')[1].split('"')[0]


def save(path: Path, content: bytes) -> None:
    """As editors do: nobody sees half a file, so that the preview speaks once for each."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


BREAKS = {
    "yaml": (PIER, "title: [open\n", "yaml-"),
    "passage": (PIER, "bottom_line: x\nclaims:\n  a:\n    by: article\n    passage: words that stand nowhere at all\n", "passage-"),
    "config": ("briefgen.yaml", "title: T\n", "missing"),
    "gone config": ("briefgen.yaml", None, "unreadable-file"),
    "bytes": (PIER, b"title: \xff\n", "not-utf8"),
    "template": ("templates/base.html", "{% if %}", "template-syntax"),
    "template that fails": ("templates/base.html", "{{ page.nothing }}", "template-failed"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_last_good_site_stays_until_the_error_is_mended(preview: Preview, name: str) -> None:
    path, text, code = BREAKS[name]
    site = preview.site
    there = site.root / path
    mended = there.read_bytes() if there.exists() else None
    before = {url: preview.built(url) for url in ("/", "/actors/", "/methodology/")}
    for times in (1, 2):
        there.unlink() if text is None else save(there, text if isinstance(text, bytes) else text.encode())
        preview.wait_for_print("; the last good site is shown", times)
        assert f" {code}" in preview.printed
        assert {url: preview.built(url) for url in before} == before
        assert as_built(preview.get(URL).body), "a page that nobody had asked for"
        problems = state_of(preview)["problems"]
        assert any(p["severity"] == "error" and p["code"].startswith(code) and p["place"].startswith(path) for p in problems)  # type: ignore[attr-defined,index]
        there.unlink(missing_ok=True) if mended is None else save(there, mended)
        preview.wait_for_print("mended", times)
        assert not [p for p in state_of(preview)["problems"] if p["severity"] == "error"]  # type: ignore[attr-defined,index]
    shows_the_disk(preview)


def test_a_preview_of_a_broken_site_waits_for_it(site: Site) -> None:
    good = site.read(PIER)
    site.write(PIER, "title: [open\n")
    with Preview(site) as preview:
        reply = preview.get(URL)
        assert reply.status == 503 and "Nothing to show yet" in reply.text
        assert preview.get("/actors/").status == 503
        site.write(PIER, good)
        preview.wait_until(URL, lambda reply: reply.status == 200)
        shows_the_disk(preview)


def test_a_template_that_fails_on_one_page_leaves_that_page_as_it_was(preview: Preview) -> None:
    """A trial draws one page with each template; what fails on another is seen when that is asked for."""
    page = (ROOT / "templates/page.html").read_text()
    for name in ("aaa", "bbb"):
        preview.site.write(f"content/pages/{name}.md", f"---\ntitle: {name}\n---\nText.\n")
    preview.wait_for("/bbb/", "Text")
    before = preview.wait_for("/aaa/", "Text").body
    fails = '{% block main %}{% if page.url == "/aaa/" %}{{ page.nothing }}{% endif %}<hr class="new">'
    preview.site.write("templates/page.html", page.replace("{% block main %}", fails))
    preview.wait_for("/bbb/", '<hr class="new">')
    assert preview.built("/aaa/") == as_built(before)
    with preview.events("/aaa/", seen_at(preview, "/aaa/")) as events:
        states = (json.loads(text) for name, text in events if name == "state")
        assert any(p["code"] == "template-failed" for state in states for p in state["problems"]), "it is told at once or soon"
    preview.site.remove("templates")
    preview.wait_until("/bbb/", lambda reply: '<hr class="new">' not in reply.text)


# --- pages that go ---


def test_a_renamed_briefing_leads_on(preview: Preview) -> None:
    site = preview.site
    site.replace(PIER, "title:", "articles: [pier]\ntitle:")
    preview.wait_for(URL, "html")
    (site.root / PIER).rename(site.root / "content/annotations/pier-rebuilt.yaml")
    reply = preview.wait_until(URL, lambda reply: reply.status == 404)
    assert "This page has been removed" in reply.text and 'href="/briefings/pier-rebuilt/"' in reply.text
    assert preview.get("/briefings/pier-rebuilt/").status == 200


def test_a_page_that_is_gone_says_so_and_comes_back(preview: Preview) -> None:
    site = preview.site
    site.write("content/pages/one.md", "---\ntitle: One\n---\nText.\n")
    preview.wait_for("/one/", "Text")
    site.remove("content/pages/one.md")
    reply = preview.wait_until("/one/", lambda reply: reply.status == 404)
    assert "This page has been removed" in reply.text and 'href="/"' in reply.text
    site.write("content/pages/one.md", "---\ntitle: One\n---\nText again.\n")
    preview.wait_for("/one/", "Text again")


def test_a_briefing_that_becomes_a_draft_says_why_it_is_left_out(site: Site) -> None:
    with Preview(site, "--no-drafts") as preview:
        preview.wait_for(URL, "html")
        site.append(PIER, "draft: yes\n")
        reply = preview.wait_until(URL, lambda reply: reply.status == 404)
        assert "left out of the site: draft: yes" in reply.text
        state = state_of(preview)
        assert state["out"] == 1 and state["left_out"][0]["why"] == "draft: yes"  # type: ignore[index]


# --- the event stream ---


def test_only_pages_that_changed_are_told_to_reload(preview: Preview) -> None:
    seen = {url: seen_at(preview, url) for url in (URL, "/methodology/")}
    with preview.events(URL, seen[URL]) as changed, preview.events("/methodology/", seen["/methodology/"]) as same:
        assert next(changed)[0] == next(same)[0] == "state"
        preview.site.write(PIER, change(preview.site, "Told"))
        assert next(changed) == ("reload", "")
        preview.site.write(PIER, "title: [open\n")
        assert next(same)[0] == "state", "the methodology page is not told of the briefing, but of the error"


def test_a_tab_that_was_away_is_told_when_it_comes_back(preview: Preview) -> None:
    seen = seen_at(preview, URL)
    preview.site.write(PIER, change(preview.site, "Meanwhile"))
    preview.wait_for(URL, "Meanwhile")
    with preview.events(URL, seen) as events:
        assert ("reload", "") in [next(events), next(events)]


def test_a_change_of_style_is_told_as_such(preview: Preview) -> None:
    seen = seen_at(preview, URL)
    with preview.events(URL, seen) as events:
        assert next(events)[0] == "state"
        preview.site.append("briefgen.yaml", 'theme: {accent: "#123456"}\n')
        assert next(events) == ("style", "")
        assert next(events)[0] == "seen"


def test_requests_during_a_rebuild_wait_for_it(preview: Preview) -> None:
    """Whoever is told to reload gets the new page at once."""
    for number in range(10):
        seen = seen_at(preview, URL)
        with preview.events(URL, seen) as events:
            assert next(events)[0] == "state"
            preview.site.write(PIER, change(preview.site, f"Round{number}"))
            assert next(events) == ("reload", "")
            assert f"Round{number}" in preview.get(URL).text
