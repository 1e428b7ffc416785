"""The routes: the site's own URLs, and below a secret prefix what the preview adds."""

from __future__ import annotations

import json
import traceback
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from briefgen.serve.beside import Beside
from briefgen.serve.follow import Desk
from briefgen.serve.guard import HEADERS
from briefgen.serve.inject import parse_seen
from briefgen.serve.notes import BROWSER
from briefgen.serve.respond import respond
from briefgen.serve.searching import SearchFiles
from briefgen.serve.types import type_of

PAGE_SCRIPT = ("place.js", "look.js", "panel.js", "connection.js")
"""The parts of the script in every page, in order."""
KEPT = {**HEADERS, "cache-control": "max-age=86400, immutable"}
"""For the preview's own files: their address changes with every run."""


def make_app(desk: Desk, prefix: str) -> Starlette:
    """Everything below `prefix` ("/~TOKEN/") is for those who know it, which are the pages served here."""
    beside = Beside(desk, prefix)
    search = SearchFiles(desk.site, desk.worker)

    async def page(request: Request) -> Response:
        try:
            path = unquote_to_bytes(request.scope["raw_path"]).decode()
        except UnicodeDecodeError:
            path = "\0"  # no URL of a site holds it
        answer = desk.pages.built_at(path) or await search.at(path) or await desk.worker.run(desk.pages.at, path)
        return respond(request, answer)

    async def events(request: Request) -> Response:
        query = request.query_params
        tab = desk.events.open(query.get("url", ""), parse_seen(query.get("seen", "")), query.getlist("file"))
        if request.method == "HEAD":
            return Response(headers=HEADERS)
        headers = {**HEADERS, "cache-control": "no-store"}
        return StreamingResponse(desk.events.stream(tab), media_type="text/event-stream", headers=headers)

    async def alive(request: Request) -> Response:
        return Response(status_code=204, headers=HEADERS)

    async def own(request: Request) -> Response:
        name = request.path_params["name"]
        text = own_file(name)
        if text is None:
            return Response(status_code=404, headers=HEADERS)
        return Response(text, headers={**KEPT, "content-type": type_of(name)})

    async def bug(request: Request, error: Exception) -> Response:
        """A fault of the program; starlette raises it again when this is sent, and uvicorn would hide it."""
        traceback.print_exception(error)
        return PlainTextResponse("briefgen failed; the traceback is in the terminal\n", 500, HEADERS)

    routes = [
        Route(f"{prefix}events", events),
        Route(f"{prefix}alive", alive),
        Route(f"{prefix}beside/{{id}}", beside.page),
        Route(f"{prefix}claim", beside.claim),
        Route(f"{prefix}{{name}}", own),
        Route("/{path:path}", page),
    ]
    app = Starlette(routes=routes, exception_handlers={500: bug})
    app.router.redirect_slashes = False
    return app


@cache
def own_file(name: str) -> str | None:
    """A script or style sheet of the preview's own; None for any other name."""
    if name == "page.js":
        parts = "\n".join(_read(part) for part in PAGE_SCRIPT)
        return f'"use strict";\n(() => {{\nconst PANEL_STYLE = {json.dumps(_read("panel.css"))};\n{parts}\n}})();\n'
    return _read(name) if name in ("own.css", "beside.js") else None


def _read(name: str) -> str:
    return Path(BROWSER / name).read_text(encoding="utf-8")
