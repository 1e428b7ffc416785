"""The style sheet's colours: every text colour can be read on every background, in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest

from site_driver import ROOT

STYLE = (ROOT / "templates/assets/style.css").read_text(encoding="utf-8")
SEARCH = (ROOT / "templates/assets/search.css").read_text(encoding="utf-8")
PAIRS = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", STYLE)
THEMES = {"light": {name: light for name, light, _ in PAIRS}, "dark": {name: dark for name, _, dark in PAIRS}}
BACKGROUNDS = {"paper", "surface", "mark", "mark-here", "desk", "notice"}
DECORATION = {"line"}
"""Rules that only repeat what space already says; they may be faint."""
EDGES = {"edge"}
"""The borders of what can be pressed: 3 to 1."""


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def used(sheet: str, *properties: str) -> set[str]:
    """The colour tokens that these properties are set to."""
    found = re.findall(rf"(?<![a-z-])(?:{'|'.join(properties)}):([^;]*);", sheet)
    return {name for value in found for name in re.findall(r"var\(--([a-z-]+)", value)} & set(THEMES["light"])


def test_black_on_white_is_21_to_1() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54, "the figure that WCAG's own tools give"


def test_every_colour_is_a_token_of_both_themes() -> None:
    """No colour stands outside the tokens, so that these tests see all of them."""
    blocks = re.sub(r":root[^{]*\{[^}]*\}", "", STYLE)
    assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", blocks)
    assert set(THEMES["light"]) == BACKGROUNDS | DECORATION | EDGES | used(STYLE + SEARCH, "color", "fill", "border-color", "border", "stroke") | {"accent"}


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_on_every_background(theme: str) -> None:
    colours = THEMES[theme]
    text = used(STYLE + SEARCH, "color") - BACKGROUNDS
    assert {"ink", "muted", "accent", "yes", "no", "unsure"} <= text
    backgrounds = used(STYLE + SEARCH, "background", "background-color") & BACKGROUNDS
    assert backgrounds == BACKGROUNDS
    poor = {(t, b): round(contrast(colours[t], colours[b]), 2) for t in text for b in backgrounds if contrast(colours[t], colours[b]) < 4.5}
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES)
def test_what_can_be_pressed_has_an_edge_that_can_be_seen(theme: str) -> None:
    colours = THEMES[theme]
    for edge in (*EDGES, "accent"):
        for background in ("paper", "surface", "desk", "notice"):
            assert contrast(colours[edge], colours[background]) >= 3, (edge, background)


def test_paper_is_white_and_black() -> None:
    printed = STYLE[STYLE.index("@media print") :]
    assert "--ink: #000000;" in printed and "--paper: #ffffff;" in printed
    muted = re.search(r"--muted: (#[0-9a-f]{6});", printed)
    assert muted and contrast(muted[1], "#ffffff") >= 7
