"""The search index, made when a page first asks for one of its files, beside everything else."""

from __future__ import annotations

import asyncio
import os

from briefgen.live import LiveSite
from briefgen.search import SearchError, build_index, find_pagefind
from briefgen.serve.inject import seen_of
from briefgen.serve.pages import Served
from briefgen.serve.types import type_of
from briefgen.serve.worker import Worker
from briefgen.views.search import INDEX_FOLDER, INDEX_URL, SearchIndexView

KEPT = ".briefgen/search-preview"
"""Where the last index is kept, below the site's folder; a build, which has no drafts, keeps its own."""


class SearchFiles:
    """The files of the index of the site that stands."""

    def __init__(self, site: LiveSite, worker: Worker) -> None:
        self._site = site
        self._worker = worker
        self._making = asyncio.Lock()
        self._made: tuple[SearchIndexView, str | None] | None = None
        self._files: dict[str, bytes] = {}

    async def at(self, path: str) -> Served | None:
        """The answer for a path on this host; None where it is no file of the index."""
        base = self._site.base
        url = "/" + path.removeprefix(base) if path.startswith(base) else ""
        if not url.startswith(INDEX_FOLDER) or INDEX_URL not in self._site.plan:
            return None
        async with self._making:
            view, program = await self._worker.run(self._wanted)
            if self._made != (view, program):
                try:
                    self._files = await asyncio.to_thread(self._make, view, program)
                except SearchError as error:
                    return Served(503, f"{error}\n".encode(), "text/plain; charset=utf-8", "-")
                self._made = (view, program)
        data = self._files.get(url.removeprefix(INDEX_FOLDER))
        return Served(200, data, type_of(url), seen_of(data).look) if data is not None else None

    def _wanted(self) -> tuple[SearchIndexView, str | None]:
        view = self._site.plan[INDEX_URL].view
        assert isinstance(view, SearchIndexView) and self._site.catalog
        return view, self._site.catalog.config.search_program

    def _make(self, view: SearchIndexView, program: str | None) -> dict[str, bytes]:
        root = self._site.root
        return build_index(view, find_pagefind(root, program, os.environ), root / KEPT)
