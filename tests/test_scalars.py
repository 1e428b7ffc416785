"""Scalars: what text each small type takes, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from briefgen import scalars
from briefgen.config import parse_editor, parse_theme_value, parse_token
from briefgen.errors import Refused
from briefgen.model import parse_likelihood

GOOD: list[tuple[Callable, str, object]] = [
    (scalars.parse_text, "  NO ", "NO"),
    (scalars.parse_text, "a\tb\nc", "a\tb\nc"),
    (scalars.parse_yes, "yes", True),
    (scalars.parse_yes, "false", False),
    (scalars.parse_days, "0", 0),
    (scalars.parse_latitude, "-90", -90.0),
    (scalars.parse_longitude, "180", 180.0),
    (scalars.parse_longitude, "131.874", 131.874),
    (scalars.parse_country, "UA", "UA"),
    (scalars.parse_iso_region, "RU-KRS", "RU-KRS"),
    (scalars.parse_web_url, "https://x.example/a?b=c#d", "https://x.example/a?b=c#d"),
    (scalars.parse_web_url, "http://[::1]:80/", "http://[::1]:80/"),
    (scalars.parse_web_url, "https://приклад.example/шлях", "https://приклад.example/шлях"),
    (scalars.parse_sha256, "0" * 64, "0" * 64),
    (scalars.parse_claim_ref, "a/b", "a/b"),
    (scalars.parse_file_name, "a b/ü.svg", "a b/ü.svg"),
    (parse_likelihood, "roughly even chance", "roughly even chance"),
    (parse_theme_value, "#7a1f1f", "#7a1f1f"),
    (parse_token, "dark-accent", "dark-accent"),
    (parse_editor, "vscode://file/{path}:{line}", "vscode://file/{path}:{line}"),
]
BAD: list[tuple[Callable, list[str]]] = [
    (scalars.parse_text, ["", "  ", "a\0b", "a\x1bb", "a\x9bb", "\ud800", "\uffff"]),
    (scalars.parse_yes, ["Yes", "on", "1", "", "y", "TRUE"]),
    (scalars.parse_days, ["-1", "1.5", "", "100000", "١٤", "two"]),
    (scalars.parse_latitude, ["90.1", "131.9", "1e1", "nan", "inf", "", "51,7", "1.2.3", "--1", "51°"]),
    (scalars.parse_longitude, ["180.5", "-181", "."]),
    (scalars.parse_country, ["ua", "UKR", "", "U1"]),
    (scalars.parse_iso_region, ["RU-", "RU-KURSK", "ru-krs"]),
    (scalars.parse_web_url, ["x.example", "ftp://x.example", "javascript:alert(1)", "https://", "https://a b", "https://x.example/\0", "https://x.example/\n", 'https://x.example/"', "https://x.example/<b>", "//x.example", "https://[", "data:text/html,x"]),
    (scalars.parse_site_url, ["https://x.example/?a", "https://x.example/#a"]),
    (scalars.parse_sha256, ["", "0" * 63, "G" * 64, "A" * 64]),
    (scalars.parse_claim_ref, ["a/b/c", "/b", "a/", "A", ""]),
    (scalars.parse_file_name, ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", "C:x", ".", "a/."]),
    (parse_likelihood, ["probable", "Likely", "50 %", "nearly certain"]),
    (parse_theme_value, ["a;b", "a{b", "url(x)", "URL(x)", "a\\b", "/*"]),
    (parse_token, ["Accent", "-a", "a b", ""]),
    (parse_editor, ["vscode", "{path}", "vscode://file"]),
]  # fmt: skip


@pytest.mark.parametrize(("parse", "text", "value"), GOOD)
def test_what_is_taken(parse: Callable, text: str, value: object) -> None:
    assert parse(text) == value


@pytest.mark.parametrize(("parse", "text"), [(parse, text) for parse, texts in BAD for text in texts])
def test_what_is_refused_with_a_hint(parse: Callable, text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert str(refused.value) and refused.value.hint


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("almost certainly", "almost certain"), ("probably", "likely"), ("remote", "almost no chance"), ("likly", "likely")],
)
def test_a_near_likelihood_is_named(typed: str, meant: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_likelihood(typed)
    assert f"'{meant}'" in refused.value.hint
