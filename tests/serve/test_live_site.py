"""The site in memory: what an edit leaves as it was, and that nothing stays that should not."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

import pytest

from briefgen.build import plan_build
from briefgen.live import LiveSite
from briefgen.options import Options
from site_driver import Site

OPTIONS = Options(datetime.date(2024, 12, 1))
PIER, CRANES = "content/annotations/pier.yaml", "content/annotations/cranes.yaml"


@pytest.fixture
def live(small: Site) -> LiveSite:
    small.replace(CRANES, "    revises: pier/idle\n", "")
    time.sleep(0.02)  # what was written just now may change again unseen, and would be read again
    site = LiveSite(small.root, lambda: OPTIONS)
    assert site.refresh().new
    return site


def as_planned_anew(live: LiveSite) -> bool:
    """Whether every page equals that of a plan which remembers nothing."""
    fresh = plan_build(live.root, OPTIONS)
    assert fresh.plan is not None and fresh.renderer is not None
    assert list(live.plan) == list(fresh.plan)
    return all(live.page_at(url) == fresh.plan[url] for url in fresh.plan)


def test_a_body_that_says_the_same_to_others_leaves_everything_else(small: Site, live: LiveSite) -> None:
    catalog, outputs, keys = live.catalog, live.plan.outputs, {url: live.key_of(url) for url in live.plan}  # type: ignore[attr-defined]
    small.append(PIER, "why_it_matters: They cannot both be right.\n")
    assert live.refresh((PIER,)).new
    assert live.catalog is catalog and live.plan.outputs is outputs  # type: ignore[attr-defined]
    changed = {url for url in live.plan if live.key_of(url) != keys[url]}
    assert "/briefings/pier/" in changed and not {"/", "/briefings/cranes/", "/actors/jo-marsh/"} & changed
    assert b"cannot both be right" in live.bytes_of("/briefings/pier/")
    assert as_planned_anew(live)


EDITS: list[tuple[str, Callable[[Site], object]]] = [
    ("a title", lambda s: s.replace(PIER, "Is Pier Nine shut", "Who shut Pier Nine")),
    ("a date", lambda s: s.append(PIER, "published: 2024-10-30\n")),
    ("an actor's name", lambda s: s.replace("content/actors.yaml", "name: Jo Marsh", "name: Josephine Marsh")),
    ("a name that prose has", lambda s: s.replace("content/actors.yaml", "aliases: [the Authority]", "aliases: [the Authority, harbour master]")),
]  # fmt: skip


@pytest.mark.parametrize("edit", [edit for _, edit in EDITS], ids=[name for name, _ in EDITS])
def test_words_leave_the_outline(small: Site, live: LiveSite, edit: Callable[[Site], object]) -> None:
    outputs = live.plan.outputs  # type: ignore[attr-defined]
    edit(small)
    assert live.refresh().new
    assert live.plan.outputs is outputs  # type: ignore[attr-defined]
    assert as_planned_anew(live)


def test_other_edits_make_another_outline(small: Site, live: LiveSite) -> None:
    for edit in (
        lambda: small.replace(PIER, "topics: [ports]", "topics: []"),
        lambda: small.append(PIER, "published: 2023\n"),
        lambda: small.append(CRANES, "draft: yes\n"),
        lambda: small.remove(CRANES),
        lambda: small.write("content/pages/more.md", "---\ntitle: More\n---\n\nText.\n"),
        lambda: small.append("content/actors.yaml", "\nnobody:\n  name: Nobody\n"),
    ):
        edit()
        assert live.refresh().new and as_planned_anew(live)


def test_a_name_that_comes_and_goes_links_and_unlinks(small: Site, live: LiveSite) -> None:
    url, link = "/briefings/pier/", b'href="../../actors/dock-union/"'
    without = live.bytes_of(url).count(link)
    small.replace("content/actors.yaml", "  name: Dock Union\n", "  name: Dock Union\n  aliases: [the union]\n")
    assert live.refresh(("content/actors.yaml",)).new
    assert live.bytes_of(url).count(link) > without
    small.replace("content/actors.yaml", "  aliases: [the union]\n", "")
    assert live.refresh(("content/actors.yaml",)).new
    assert live.bytes_of(url).count(link) == without and as_planned_anew(live)


@pytest.mark.parametrize("end", [300, 600], ids="{} letters are there".format)
def test_the_last_good_site_keeps_its_texts(small: Site, live: LiveSite, end: int) -> None:
    """A file of which half has been written: a page that nobody had asked for before is drawn as it was."""
    other = LiveSite(small.root, lambda: OPTIONS)
    assert other.refresh().new
    small.write(PIER, small.read(PIER)[:end])
    refreshed = live.refresh((PIER,))
    assert refreshed.problems and not refreshed.new
    assert live.bytes_of("/briefings/pier/") == other.bytes_of("/briefings/pier/")


def test_nothing_is_kept_of_pages_that_have_gone(small: Site, live: LiveSite) -> None:
    def held() -> tuple[int, int]:
        for url in live.plan:
            if url.endswith("/"):
                assert live.key_of(url) and live.bytes_of(url)
        return len(live._drawn), live._size

    before = held()
    for number in range(3):
        small.write(f"content/pages/more-{number}.md", "---\ntitle: More\n---\n\nText.\n")
        assert live.refresh().new and held() > before
        small.remove(f"content/pages/more-{number}.md")
        assert live.refresh().new
    assert held() == before and set(live._keys) <= set(live.plan)


IDS: list[tuple[str, str, str]] = [
    ("actors", "dock-union:", "dockers:"),
    ("topics", "\n", "\nunused:\n  name: Unused\n"),
    ("questions", "crane-count:", "count-of-cranes:"),
    ("regions", "bay:", "gulf:"),
]


@pytest.mark.parametrize(("kind", "old", "new"), IDS, ids=[kind for kind, _, _ in IDS])
def test_ids_that_come_and_go_are_looked_up_where_they_are_named(small: Site, live: LiveSite, kind: str, old: str, new: str) -> None:
    path = small.root / f"content/{kind}.yaml"
    before = path.read_text()
    for text in (before.replace(old, new, 1), before):
        path.write_text(text)
        time.sleep(0.02)
        found = live.refresh().problems
        assert found == plan_build(live.root, OPTIONS).problems
    assert not [problem for problem in found if problem.severity == "error"]
    assert as_planned_anew(live)


TOLD: list[tuple[str, Callable[[Site], object]]] = [
    *EDITS,
    ("a role", lambda s: s.replace("content/actors.yaml", "role: harbour master", "role: master")),
    ("whom somebody speaks for", lambda s: s.replace("content/actors.yaml", "  of: port-authority\n", "")),
    ("a source's name", lambda s: s.replace("content/sources.yaml", "name: ", "name: The ")),
    ("an article's text", lambda s: s.append("content/articles/pier.md", "\nThe gulls stayed.\n")),
    ("an article's rights", lambda s: s.replace("content/articles/pier.md", "rights: full", "rights: passages")),
    ("a claim's date", lambda s: s.replace(CRANES, "    by: port-authority\n", "    by: port-authority\n    date: 2024-10-05\n")),
    ("what is exported", lambda s: s.append("briefgen.yaml", "exports: []\n")),
    ("the site's title", lambda s: s.replace("briefgen.yaml", "title: ", "title: New ")),
    ("the language", lambda s: s.append("briefgen.yaml", "language: de\n")),
]  # fmt: skip


@pytest.mark.parametrize("edit", [edit for _, edit in TOLD], ids=[name for name, _ in TOLD])
def test_a_page_that_differs_is_told_something_else(small: Site, live: LiveSite, edit: Callable[[Site], object]) -> None:
    """`Output.told` names all that a page is made from: where it is as it was, so is the page."""
    before = plan_build(live.root, OPTIONS).plan
    edit(small)
    now = plan_build(live.root, OPTIONS).plan
    assert before is not None and now is not None
    told = [url for url in now if url in before and now.told(url)]
    assert told
    for url in told:
        assert now.told(url) != before.told(url) or now[url] == before[url], url
