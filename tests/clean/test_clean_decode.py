"""Bytes to text, once: marks, declarations, wrong declarations, what is no text at all."""

from __future__ import annotations

import codecs

import pytest

from briefgen.clean.archive import page_in_archive
from briefgen.clean.decode import decode, tidy
from briefgen.clean.letters import visible
from briefgen.clean.sniff import sniff
from briefgen.clean.trouble import CleaningError

TEXT = "Der Hafenmeister sagte: „Größe zählt“ – für 300 €."
RUSSIAN = "Порт закрыли в понедельник, сообщил начальник гавани. У нас нет экипажа, сказал он, и парома не будет. " * 4
JAPANESE = "港は月曜日に閉鎖された。乗組員がいないと港長は述べた。船は金曜日まで出ない見通しである。" * 4
POLISH = "Kierownik portu powiedział we wtorek, że prom nie wypłynie przed końcem tygodnia. Rozmowy będą toczyć się w piątek. " * 4


def page(text: str, encoding: str, declared: str = "") -> bytes:
    return f'<html><head><meta charset="{declared or encoding}"><title>x</title></head><body><p>{text}</p></body></html>'.encode(encoding)


@pytest.mark.parametrize(
    ("raw", "text", "encoding", "guessed"),
    [
        (TEXT.encode(), TEXT, "utf-8", False),
        (codecs.BOM_UTF8 + TEXT.encode(), TEXT, "utf-8", False),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), TEXT, "utf-16-le", False),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "utf-16-be", False),
        (codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "utf-32-le", False),
        (TEXT.encode("utf-16-le"), TEXT, "utf-16-le", True),
        (RUSSIAN.encode("cp1251"), RUSSIAN, "cp1251", True),
        (RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r", True),
        (POLISH.encode("iso8859-2"), POLISH, "iso8859-2", True),
        (JAPANESE.encode("iso2022-jp"), JAPANESE, "iso2022-jp", True),
    ],
)
def test_text_by_its_mark_or_by_trial(raw: bytes, text: str, encoding: str, guessed: bool) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding.replace("_", "-"), decoded.guessed) == (text, encoding, guessed)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(TEXT, "windows-1252"), (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (JAPANESE, "iso-2022-jp"), ("Łódź, żółw", "iso-8859-2"), ("İstanbul", "iso-8859-9")],
)
def test_what_a_page_declares_is_used(text: str, encoding: str) -> None:
    decoded = decode(page(text, encoding))
    assert text in decoded.text
    assert not decoded.guessed


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [(POLISH, "iso8859-2", "latin2"), (POLISH, "cp1250", "cp1250"), (RUSSIAN, "cp1251", "x-cp1251"), (JAPANESE, "cp932", "x-sjis"), (RUSSIAN, "koi8-r", "KOI8"), (TEXT, "cp1252", "ISO8859-1")],
)
def test_a_label_has_other_names(text: str, encoding: str, label: str) -> None:
    """WHATWG Encoding Standard, section 4.2."""
    decoded = decode(page(text, encoding, declared=label))
    assert text in decoded.text
    assert not decoded.guessed


def test_latin_1_means_windows_1252() -> None:
    """WHATWG Encoding Standard: every browser reads the label so."""
    assert "„Größe zählt“ – für 300 €" in decode(page(TEXT, "cp1252", declared="iso-8859-1")).text


@pytest.mark.parametrize("declared", ["windows-1252", "utf-16", "x-unknown", "us-ascii", "utf-7", "hz-gb-2312"])
def test_utf8_that_is_declared_otherwise_is_utf8(declared: str) -> None:
    assert TEXT in decode(page(TEXT, "utf-8", declared=declared)).text


def test_encodings_that_can_hide_text_are_never_used() -> None:
    hidden = b"<html><head><meta charset=utf-7></head><body><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p></body></html>"
    assert "<script>" not in decode(hidden).text
    assert "+ADw-" in decode(hidden).text


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    decoded = decode(("Größe zählt. " * 50).encode()[:-3] + b"\xc3")
    assert decoded.text.count("Größe") == 50
    assert (decoded.encoding, decoded.guessed) == ("utf-8", True)


def test_a_damaged_stretch_does_not_cost_the_page() -> None:
    raw = page("The harbour closed on Monday. " * 100, "utf-8").replace(b"Monday", b"Mon\xff\x90\xfe\x81\x8d\x9day", 3)
    decoded = decode(raw)
    assert decoded.text.count("The harbour closed on") == 100
    assert decoded.guessed, "a notice tells the reader to look"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n\t \x00 ", "empty-file"),
        (codecs.BOM_UTF8, "empty-file"),
        (b"%PDF-1.7 whatever", "not-text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-text"),
        (b"PK\x03\x04 office", "not-text"),
        (b"\x1f\x8b\x08\x00", "not-text"),
        (bytes(range(32)) * 40, "not-text"),
        (b"a" * 30_000_001, "too-large"),
    ],
)
def test_what_is_no_text_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(CleaningError) as refused:
        decode(raw)
    assert refused.value.code == code


def test_text_that_begins_like_a_file_is_text() -> None:
    assert decode(b"MZ is the airline's old code. BZh is nothing. RIFF raff.").text.startswith("MZ")


def test_control_characters_vanish_and_lines_end_alike() -> None:
    assert tidy("a\x00b\r\nc\rd\x0ce\u2028f\u2029g\x1b[0m\ufeff") == "ab\nc\nd\ne\nf\n\ng[0m"
    assert tidy("half \ud83d and whole \ud83d\ude00") == "half \ufffd and whole 😀"


def test_letters_are_composed_and_what_shows_nothing_goes() -> None:
    assert visible("e\u0301te\u0301 Soft\u00adhyphen zero\u200bwidth\u202e") == "été Softhyphen zerowidth"
    assert visible("می\u200cخواهم") == "می\u200cخواهم", "Persian is spelled with a zero-width non-joiner"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("<!DOCTYPE html><p>x</p>", "", "html"),
        ("some words <p>one</p><p>two</p><div>three</div></div>", "", "html"),
        ("Plain words, 3 < 5 and 7 > 2.\n\nMore.", "", "plain"),
        ("Plain words", "notes.md", "markdown"),
        ("---\ntitle: T\n---\nText", "", "markdown"),
        ("# T\n\nA [link](https://x.example) and **bold**.\n\n## U", "", "markdown"),
    ],
)
def test_kinds_are_told_by_their_content(text: str, name: str, kind: str) -> None:
    assert sniff(text, name) == kind


def test_the_page_in_an_mhtml_archive() -> None:
    raw = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\nContent-Type: text/html; charset=utf-8\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/a\r\n\r\n<html><body><p>caf=C3=A9</p></body></html>\r\n----b--\r\n"
    )
    page_bytes, encoding, address = page_in_archive(raw)
    assert decode(page_bytes, encoding).text.strip() == "<html><body><p>café</p></body></html>"
    assert address == "https://news.example/a"
    with pytest.raises(CleaningError) as refused:
        page_in_archive(b"Content-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n")
    assert refused.value.code == "bad-mhtml"
