"""Bytes to text, once: the only place where an encoding is chosen.

The order: a byte order mark; UTF-8 if the bytes are valid UTF-8 (other encodings almost never are by
chance, so a page that declares one of them wrongly is still read right); what the page declares; a
trial among the allowed encodings. The labels and their meanings follow the WHATWG Encoding Standard
(ISO-8859-1 means windows-1252, and so on). UTF-7, HZ and other encodings that can hide ASCII are not
allowed at all.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from briefgen.clean.trouble import CleaningError

MAX_BYTES = 30_000_000

# Python codec -> the labels that name it. Every other label is ignored, as if nothing were declared.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 latin-1 l1 ascii us-ascii ansi_x3.4-1968 cp819 ibm819",
    "cp1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5",
    "cp1250": "windows-1250 cp1250 x-cp1250", "cp1251": "windows-1251 cp1251 x-cp1251", "cp1253": "windows-1253 cp1253 x-cp1253",
    "cp1255": "windows-1255 cp1255 x-cp1255", "cp1256": "windows-1256 cp1256 x-cp1256", "cp1257": "windows-1257 cp1257 x-cp1257",
    "cp1258": "windows-1258 cp1258 x-cp1258",
    "cp874": "windows-874 cp874 dos-874 tis-620 iso-8859-11 iso8859-11 iso885911",
    "iso8859-2": "iso-8859-2 iso8859-2 iso88592 iso_8859-2 latin2 l2", "iso8859-3": "iso-8859-3 iso8859-3 iso88593 iso_8859-3 latin3 l3",
    "iso8859-4": "iso-8859-4 iso8859-4 iso88594 iso_8859-4 latin4 l4", "iso8859-5": "iso-8859-5 iso8859-5 iso88595 iso_8859-5 cyrillic",
    "iso8859-6": "iso-8859-6 iso8859-6 iso88596 iso_8859-6 iso-8859-6-e iso-8859-6-i arabic ecma-114 asmo-708",
    "iso8859-7": "iso-8859-7 iso8859-7 iso88597 iso_8859-7 greek greek8 ecma-118 elot_928 sun_eu_greek",
    "iso8859-8": "iso-8859-8 iso8859-8 iso88598 iso_8859-8 iso-8859-8-e iso-8859-8-i logical visual hebrew",
    "iso8859-10": "iso-8859-10 iso8859-10 iso885910 latin6 l6", "iso8859-13": "iso-8859-13 iso8859-13 iso885913",
    "iso8859-14": "iso-8859-14 iso8859-14 iso885914", "iso8859-15": "iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9",
    "iso8859-16": "iso-8859-16", "koi8-r": "koi8-r koi8 koi koi8_r cskoi8r", "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman", "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian", "cp866": "ibm866 cp866 866",
    "cp437": "ibm437 cp437", "cp850": "ibm850 cp850",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j", "euc-jp": "euc-jp x-euc-jp", "iso2022-jp": "iso-2022-jp",
    "gb18030": "gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese iso-ir-58", "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5",
    "cp949": "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949",
}  # fmt: skip
ALLOWED = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
# What is tried where nothing else tells: the other code pages differ from these in a few letters, and were rarely used.
_TRIED = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "iso8859_2", "iso8859_5", "iso8859_7",
    "koi8_r", "koi8_u", "cp866", "mac_roman", "mac_cyrillic", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949",
)  # fmt: skip
_SHIFTS_TO_JAPANESE = (b"\x1b$B", b"\x1b$@")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"RIFF", "a WebP picture, sound or film"),
    (b"\x1f\x8b", "a gzip archive"), (b"\x28\xb5\x2f\xfd", "a zstd archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"\x7fELF", "a program"),
    (b"MZ", "a program"), (b"\xd0\xcf\x11\xe0", "an old office document"), (b"{\\rtf", "an RTF document"),
    (b"bplist", "a Safari web archive"), (b"SQLite format", "a database"), (b"OggS", "sound or film"),
    (b"ID3", "sound"), (b"wOF", "a font"),
)  # fmt: skip
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{2,30})""",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_MAX_CONTROLS = 0.02
_MAX_DAMAGE = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without control characters.

    `damaged` counts characters that no encoding could give (U+FFFD); `guessed` says that the
    encoding was neither marked nor declared rightly.
    """

    text: str
    encoding: str
    guessed: bool = False
    damaged: int = 0


def decode(raw: bytes, declared: str = "") -> Decoded:
    """The text of `raw`; `declared` is an encoding label from outside the page (a MIME header).

    Raises `CleaningError`: not-text, too-large, empty-file, unknown-encoding.
    """
    if len(raw) > MAX_BYTES:
        raise CleaningError("too-large", f"the file has {len(raw):,} bytes; more than {MAX_BYTES:,} are not read")
    for magic, what in _NOT_TEXT:
        if raw.startswith(magic) and (len(magic) > 2 or b"\x00" in raw[:200]):
            raise CleaningError("not-text", f"the file is {what}, not text", "save the page as HTML or text first")
    text, encoding, guessed = _choose(raw, declared)
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 127))
    if controls > max(20, len(text) * _MAX_CONTROLS):
        raise CleaningError("not-text", f"the file holds {controls:,} control characters; it is not text")
    text = tidy(text)
    if not text.strip():
        raise CleaningError("empty-file", "the file holds no text")
    return Decoded(text, encoding, guessed, text.count("\ufffd"))


def tidy(text: str) -> str:
    """`text` with plain line ends, without control characters, with nothing that is no character.

    C1 controls and soft hyphens stay: they may be halves of mis-decoded letters (`letters.visible`
    takes them out after the repair).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n")
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _CONTROLS.sub("", text)


def _choose(raw: bytes, declared: str) -> tuple[str, str, bool]:
    """(text, encoding, whether it was found by trial)."""
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return raw[len(bom) :].decode(encoding, "replace"), encoding, False
    if wide := _wide_without_mark(raw):
        return raw.decode(wide, "replace"), wide, True
    label = declared or _declared_in(raw)
    codec = ALLOWED.get(label.strip().lower())
    shifts = codec == "iso2022-jp" or (raw.isascii() and any(shift in raw for shift in _SHIFTS_TO_JAPANESE))
    if shifts and (text := _strictly(raw, "iso2022-jp")) is not None:
        return text, "iso2022-jp", codec != "iso2022-jp"
    if (text := _strictly(raw, "utf-8")) is not None:
        return text, "utf-8", bool(codec and codec != "utf-8" and not raw.isascii())
    if codec and codec != "utf-8" and (text := _strictly(raw, codec)) is not None and _few_controls(text):
        return text, codec, False
    if (text := _mostly_utf8(raw)) is not None:
        return text, "utf-8", True
    return _by_trial(raw)


def _declared_in(raw: bytes) -> str:
    match = _DECLARED.search(raw[:8192])
    return (match[1] or match[2]).decode("ascii", "ignore") if match else ""


def _wide_without_mark(raw: bytes) -> str:
    """UTF-16 shows as a NUL in every second byte of Latin text."""
    head = raw[:2000]
    if len(head) < 8 or head.count(0) < len(head) // 4:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.6 * len(head[1::2]) and even < odd // 4:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * len(head[::2]) and odd < even // 4 else ""


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeDecodeError, ValueError):
        return None


def _few_controls(text: str) -> bool:
    c1 = sum(text.count(chr(code)) for code in range(0x80, 0xA0))
    return c1 * 200 <= len(text)


def _mostly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken bytes: a page cut in the middle of a character, or pasted together."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    healthy = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return text if broken <= max(3, healthy // 4) and broken <= len(text) * _MAX_DAMAGE + 3 else None


def _by_trial(raw: bytes) -> tuple[str, str, bool]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000], cp_isolation=list(_TRIED), enable_fallback=False).best()
    if best is not None and (text := _strictly(raw, best.encoding)) is not None:
        return text, best.encoding, True
    text = raw.decode("utf-8", "replace")
    if text.count("\ufffd") <= len(text) * _MAX_DAMAGE + 3:  # damaged here and there, and read as what it mostly is
        return text, "utf-8", True
    raise CleaningError(
        "unknown-encoding", "no allowed encoding decodes the file", "save it again as UTF-8, from a browser or an editor"
    )
