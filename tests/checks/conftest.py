"""The sites that programs which nobody here wrote look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from crawl import served
from site_driver import Site

SITES = ("own_site", "example_site")


@dataclass(frozen=True)
class Served:
    """A built site and the address that it is served at, one level below a host's root."""

    site: Site
    base: str

    def addresses(self) -> list[str]:
        """Of all pages but the 404 page, whose links hold only at the address in the settings."""
        return [self.base + url[1:] for url in self.site.urls() if url != "/404.html"]


@pytest.fixture(scope="session", params=SITES)
def hosted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The project's own site, then the example."""
    site = request.getfixturevalue(request.param)
    with served(site.output, tmp_path_factory.mktemp("host")) as base:
        yield Served(site, base)
