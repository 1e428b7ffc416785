"""How one YAML scalar becomes a value: the small types that the model's fields are made of.

YAML gives text and nothing else; each type here says what text it accepts, with a message and a hint
for what it refuses. The classes speak pydantic's protocol without importing it, so that reading the
model costs nothing to those who do not validate.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from briefgen.errors import Refused, SecretRefused, did_you_mean
from briefgen.urls import parse_id

TEXT_SCHEMA = {"type": ["string", "number", "boolean"]}
PLACEHOLDER = "\ufdd0"
"""Stands for a required value that is missing; checks pass over it. A noncharacter, so nobody types it."""


@dataclass(frozen=True)
class Scalar:
    """A type made by `parse` (text -> value, or `Refused`), with its JSON Schema for editors."""

    parse: Callable[[str], object]
    schema: Mapping[str, Any] = field(default_factory=lambda: TEXT_SCHEMA, compare=False)
    means: str = "text"

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: object) -> object:
            if not isinstance(value, str):
                found = "a list" if isinstance(value, list | tuple) else "fields"
                context = {"message": f"{self.means} expected, found {found}", "hint": "put the value in quotes if it is one text"}
                raise PydanticCustomError("wrong-type", "{message}", context)
            if value == PLACEHOLDER:
                return value
            try:
                return self.parse(value)
            except ValueError as refused:
                hint = getattr(refused, "hint", "")
                code = "secret-in-settings" if isinstance(refused, SecretRefused) else "bad-value"
                raise PydanticCustomError(code, "{message}", {"message": str(refused), "hint": hint}) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        return dict(self.schema)


@dataclass(frozen=True)
class OneOrMany:
    """A list in which a single entry needs no brackets."""

    def __get_pydantic_core_schema__(self, source: object, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(
            lambda value: [value] if isinstance(value, str) else value, handler(source)
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


def parse_text(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise Refused("this is empty", "write a value, or delete the line")
    if bad := re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]", stripped):
        raise Refused(f"this holds the control character U+{ord(bad[0]):04X}", "delete it")
    return stripped


def parse_yes(text: str) -> bool:
    if text in ("yes", "true"):
        return True
    if text in ("no", "false"):
        return False
    raise Refused(f"'{text}' is neither yes nor no", "write yes or no")


def parse_days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise Refused(f"'{text}' is not a number of days", "write a whole number such as 14")
    return int(text)


def parse_degrees(text: str, most: int, name: str) -> float:
    try:
        value = float(text) if re.fullmatch(r"-?[0-9.]+", text) else math.nan
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        raise Refused(f"'{text}' is not a {name}", "write [latitude, longitude] in decimal degrees, such as [51.727, 36.185]")
    return value


def parse_latitude(text: str) -> float:
    return parse_degrees(text, 90, "latitude")


def parse_longitude(text: str) -> float:
    return parse_degrees(text, 180, "longitude")


def parse_country(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", text):
        raise Refused(f"'{text}' is not an ISO 3166-1 alpha-2 code", "write two capital letters such as UA")
    return text


def parse_iso_region(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", text):
        raise Refused(f"'{text}' is not an ISO 3166 code", "write RU for a country or RU-KRS for its part")
    return text


# Not allowed raw in a URL (WHATWG URL, "URL code points"); the backslash would be read as a slash.
_NOT_IN_URL = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f-\xa0\u2028\u2029]')


def parse_language(text: str) -> str:
    """The form of a BCP 47 tag (RFC 5646, section 2.1); whether its parts are registered is not checked."""
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        raise Refused(f"'{text}' is not a language tag", "write a BCP 47 tag such as en, uk or zh-Hant")
    return text


def parse_web_url(text: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not _NOT_IN_URL.search(text)
    except ValueError:
        fits = False
    if not fits:
        raise Refused(f"'{text}' is not a web address", "write it in full, with https://")
    return text


def parse_site_url(text: str) -> str:
    """A web address that a page's own can be added to."""
    parse_web_url(text)
    if "?" in text or "#" in text:
        raise Refused(f"'{text}' is more than an address", "leave out what begins with ? or #")
    return text


def parse_sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise Refused("this is not a SHA-256 hash", "write 64 lower-case hexadecimal digits")
    return text


def parse_claim_ref(text: str) -> str:
    """`claim` in this briefing, or `briefing/claim`."""
    parts = text.split("/")
    if len(parts) > 2:
        raise Refused(f"'{text}' names no claim", "write claim-id, or briefing-id/claim-id")
    for part in parts:
        parse_id(part)
    return text


def parse_file_name(text: str) -> str:
    """A relative path below the folder that the field belongs to, with forward slashes."""
    parts = text.split("/")
    if not text or text.startswith("/") or "\\" in text or ":" in text or any(p in ("", ".", "..") for p in parts):
        raise Refused(f"'{text}' is not a file name", "write the path below the folder, such as pictures/map.svg")
    return text


def one_of(*choices: str) -> Scalar:
    """A closed list of words."""

    def parse(text: str) -> str:
        if text not in choices:
            hint = did_you_mean(text, choices) or "write one of: " + ", ".join(choices)
            raise Refused(f"'{text}' is not one of {', '.join(choices)}", hint)
        return text

    numbers = [int(choice) for choice in choices if choice.isdecimal()]  # as an editor's YAML reader has them
    return Scalar(parse, {"enum": [*choices, *numbers]}, "a word")


Text = Annotated[str, Scalar(parse_text)]
Id = Annotated[str, Scalar(parse_id, {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}, "an id")]
YesNo = Annotated[bool, Scalar(parse_yes, {"enum": ["yes", "no", True, False]}, "yes or no")]
Days = Annotated[int, Scalar(parse_days, {"type": "integer", "minimum": 0}, "a number of days")]
Latitude = Annotated[float, Scalar(parse_latitude, {"type": "number", "minimum": -90, "maximum": 90}, "degrees")]
Longitude = Annotated[float, Scalar(parse_longitude, {"type": "number", "minimum": -180, "maximum": 180}, "degrees")]
Country = Annotated[str, Scalar(parse_country, {"type": "string", "pattern": "^[A-Z]{2}$"}, "a country code")]
IsoRegion = Annotated[str, Scalar(parse_iso_region, {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}, "an ISO 3166 code")]
Language = Annotated[str, Scalar(parse_language, {"type": "string"}, "a language tag")]
WebUrl = Annotated[str, Scalar(parse_web_url, {"type": "string", "format": "uri"}, "a web address")]
SiteUrl = Annotated[str, Scalar(parse_site_url, {"type": "string", "format": "uri"}, "a web address")]
Sha256 = Annotated[str, Scalar(parse_sha256, {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "a hash")]
ClaimRef = Annotated[str, Scalar(parse_claim_ref, {"type": "string"}, "a claim")]
FileName = Annotated[str, Scalar(parse_file_name, {"type": "string"}, "a file name")]
