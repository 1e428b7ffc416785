"""Makes the pictures of the project's own site that the README and the documents show.

    python docs/screenshots.py

Builds the site into a temporary folder, opens it in Chromium and writes `docs/pictures/*.png`. Needs
`pip install playwright`, and a Chromium that BRIEFGEN_CHROMIUM names if it is not /usr/bin/chromium. Fonts
are those of the machine, so the pictures of two machines may differ.
"""

from __future__ import annotations

import functools
import http.server
import os
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from briefgen.cli import cli

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("BRIEFGEN_CHROMIUM", "/usr/bin/chromium")
MOST_BYTES = 200_000


class Shot(NamedTuple):
    """One picture: `url` is a page of the own site; `show` is scrolled to, `press` is pressed before."""

    name: str
    url: str
    width: int = 1280
    height: int = 720
    dark: bool = False
    show: str = ""
    press: str = ""


SHOTS = (
    Shot("home", ""),
    Shot("briefing", "briefings/2024-10-29-nato-confirms-kursk/"),
    Shot("statement", "briefings/2024-10-29-nato-confirms-kursk/", height=620, show="#rutte-confirms", press="#rutte-confirms summary"),
    Shot("question", "questions/dprk-troops-in-kursk/"),
    Shot("figures", "questions/dprk-troop-count/", height=620, show="#section\\.figures"),
    Shot("article", "articles/2024-10-29-nato-confirms-kursk/", height=720),
    Shot("actor", "actors/us-dod/"),
    Shot("region", "regions/kursk/"),
    Shot("briefing-dark", "briefings/2024-10-29-nato-confirms-kursk/", dark=True),
    Shot("briefing-phone", "briefings/2024-10-29-nato-confirms-kursk/", width=390, height=844),
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing: only the pictures are of interest."""


def take(browser: Browser, base: str, shot: Shot) -> None:
    """Writes one picture. Raises ValueError where it would be too large to commit."""
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=size, color_scheme="dark" if shot.dark else "light", reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(base + shot.url, wait_until="networkidle")
    if shot.press:
        page.locator(shot.press).first.click()
    if shot.show:
        page.locator(shot.show).evaluate("element => element.scrollIntoView({ block: 'start' })")
    if shot.press:
        page.mouse.move(0, 0)
    path = PICTURES / f"{shot.name}.png"
    page.screenshot(path=path)
    page.close()
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"{path.name} has {path.stat().st_size} bytes; {MOST_BYTES} are the most")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="briefgen-pictures-") as folder:
        os.environ["SOURCE_DATE_EPOCH"] = "1731628800"  # 15 November 2024: the sample site's own present
        cli(["build", "-C", str(ROOT), "-o", f"{folder}/site"], standalone_mode=False)
        serve = functools.partial(Quiet, directory=f"{folder}/site")
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server, sync_playwright() as started:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for shot in SHOTS:
                take(browser, f"http://127.0.0.1:{server.server_address[1]}/", shot)
            browser.close()
            server.shutdown()


if __name__ == "__main__":
    main()
