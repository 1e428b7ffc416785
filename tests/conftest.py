"""What all tests share: one "today", one browser, and the built sites that many tests read and none changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest import mock

import pytest

from briefgen import build

from chromium import ARGUMENTS, CHROMIUM
from hebrew_letters import in_hebrew_letters
from site_driver import EXAMPLE, ROOT, TODAY, Site


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session", autouse=True)
def templates_read_once() -> Iterator[None]:
    """The default templates, parsed once for all tests in this process; a site with its own is not touched."""
    real = build.load_templates
    default: dict[str, tuple] = {}

    def load_templates(root: Path, language: str, known: Mapping[str, str] | None = None) -> tuple:
        if (root / "templates").exists() or language != "en":
            return real(root, language, known)
        if language not in default:
            default[language] = real(root, language)
        templates, style, problems = default[language]
        return templates, style, list(problems)

    with mock.patch.object(build, "load_templates", load_templates):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator:
    if not Path(CHROMIUM).is_file():
        pytest.skip(f"no browser at {CHROMIUM} (BRIEFGEN_CHROMIUM names another)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project's own content, built."""
    yield Site.from_dir(ROOT, tmp_path_factory.mktemp("own")).build(strict=True).expect_clean()


@pytest.fixture(scope="session")
def hebrew_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project's own content in Hebrew letters, built."""
    yield in_hebrew_letters(tmp_path_factory.mktemp("hebrew")).build().expect_exit(0)


@pytest.fixture(scope="session")
def drafts_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The project's own content, built with its drafts."""
    yield Site.from_dir(ROOT, tmp_path_factory.mktemp("drafts")).build(drafts=True).expect_clean()


@pytest.fixture(scope="session")
def example_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The example that stands beside the checkout, built; skips where it is not there."""
    if not EXAMPLE.is_dir():
        pytest.skip("no example beside the checkout")
    yield Site.from_dir(EXAMPLE, tmp_path_factory.mktemp("example")).build()


@pytest.fixture
def small(tmp_path: Path) -> Site:
    return Site.small(tmp_path / "small")


@pytest.fixture
def minimal(tmp_path: Path) -> Site:
    return Site.minimal(tmp_path / "minimal")
