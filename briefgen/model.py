"""The domain as it is written down: one dataclass per file kind, one attribute per field.

This is the only declaration. `schema` derives validation, JSON Schema and the field tables of
docs/content-format.md from it; the string below an attribute is the field's description there.
A trailing underscore is not part of a field's name (`in_` is written `in`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from briefgen.answers import Answer, parse_answer
from briefgen.dates import Edtf
from briefgen.errors import Refused
from briefgen.scalars import (
    ClaimRef,
    Country,
    FileName,
    Id,
    IsoRegion,
    Language,
    Latitude,
    Longitude,
    OneOrMany,
    Scalar,
    Sha256,
    Text,
    WebUrl,
    YesNo,
    one_of,
)

STRICT = {
    "extra": "forbid",
    "use_attribute_docstrings": True,
    "alias_generator": lambda name: name.rstrip("_"),
}

ACTOR_KINDS = ("person", "institution", "state", "alliance", "armed group", "company", "other")
FLAG_KINDS = {
    "error": "the source states something that is wrong",
    "ambiguity": "the wording can be read in more than one way",
    "translation": "the translation changes or blurs the meaning",
    "outdated": "it was right once and has been overtaken",
}
CHANGE_KINDS = {
    "first published": "the briefing appeared",
    "updated": "something new was added",
    "corrected": "something was wrong and has been mended",
    "withdrawn": "the desk no longer stands by the briefing",
}
EVIDENCE = {
    "none given": "the speaker named no evidence",
    "described": "the speaker said what the evidence is",
    "shown": "the evidence itself can be looked at",
}
RIGHTS = ("full", "passages", "unknown")
CONFIDENCE = {
    "low": "the sources are thin, doubtful or hard to reconcile",
    "moderate": "the sources are credible but could be read otherwise",
    "high": "the sources are good and agree",
}

# NATO's Admiralty code (AJP-2.1): information credibility and source reliability.
CREDIBILITY = {
    "1": "confirmed by other sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}

# Traffic Light Protocol 2.0 (FIRST), from the widest audience to the narrowest.
TLP = {
    "clear": "may go to everyone",
    "green": "may go to the reader's community, not to the public",
    "amber": "may go to the reader's organisation and its clients who need to know",
    "amber+strict": "may go to the reader's organisation only",
    "red": "is for the eyes of the people addressed only",
}

# Intelligence Community Directive 203, section D.6.e.(2)(a): the terms and the odds they stand for.
LIKELIHOOD = {
    "almost no chance": "1–5 %",
    "very unlikely": "5–20 %",
    "unlikely": "20–45 %",
    "roughly even chance": "45–55 %",
    "likely": "55–80 %",
    "very likely": "80–95 %",
    "almost certain": "95–99 %",
}
# The same directive's second row of words for the same odds; a site keeps to the first.
LIKELIHOOD_SYNONYMS = {
    "remote": "almost no chance",
    "highly improbable": "very unlikely",
    "improbable": "unlikely",
    "roughly even odds": "roughly even chance",
    "probable": "likely",
    "probably": "likely",
    "highly probable": "very likely",
    "nearly certain": "almost certain",
    "almost certainly": "almost certain",
}


def parse_likelihood(text: str) -> str:
    if text in LIKELIHOOD_SYNONYMS:
        raise Refused(
            f"'{text}' is not among the seven terms used here", f"write '{LIKELIHOOD_SYNONYMS[text]}', which means the same"
        )
    return one_of(*LIKELIHOOD).parse(text)  # type: ignore[return-value]


Many = OneOrMany()
Refs = Annotated[tuple[Text, ...], Many]
Texts = Annotated[tuple[Text, ...], Many]
Ids = Annotated[tuple[Id, ...], Many]
ClaimRefs = Annotated[tuple[ClaimRef, ...], Many]
Stance = Annotated[Answer, Scalar(parse_answer, means="an answer")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The article's lead picture."""

    __pydantic_config__ = STRICT

    file: FileName | None = None
    """The picture's path below `content/static/`; without it only the caption is shown."""
    caption: Text | None = None
    """The caption as printed; passages may be quoted from it."""
    credit: Text | None = None
    """Whose picture it is."""
    alt: Text | None = None
    """What the picture shows, for those who cannot see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One piece of damaged text that cleaning mended."""

    __pydantic_config__ = STRICT

    was: Text
    """The text as it was saved."""
    now: Text
    """The text as it stands in the article."""
    why: Text
    """What had happened to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What the article was made from."""

    __pydantic_config__ = STRICT

    file: FileName
    """The saved page or scrape below `content/raw/`."""
    sha256: Sha256 | None = None
    """Its SHA-256 hash; another hash on disk is an error."""
    repairs: tuple[Repair, ...] = ()
    """What cleaning mended."""
    dropped: Texts = ()
    """What cleaning left out, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """The front matter of `content/articles/<id>.md`. One of `published`, `updated`, `retrieved` is required."""

    __pydantic_config__ = STRICT

    title: Text
    """The headline as printed; passages may be quoted from it."""
    source: Text
    """Who published it: an id in `sources`, or a name where there is no such registry."""
    url: WebUrl | None = None
    """Where it stands on the web."""
    archived: WebUrl | None = None
    """Where a copy is kept."""
    author: Texts = ()
    """Its author or authors, as printed."""
    published: Edtf | None = None
    """When it was published."""
    updated: Edtf | None = None
    """When it was last updated."""
    retrieved: Edtf | None = None
    """When it was saved."""
    language: Language | None = None
    """Its language, as a BCP 47 tag; the site's own where not given."""
    licence: Text | None = None
    """The licence it stands under."""
    rights: Annotated[str, one_of(*RIGHTS)] = "unknown"
    """`full` publishes the whole text; otherwise only the annotated passages, each with its sentence."""
    image: Image | None = None
    """Its lead picture."""
    capture: Capture | None = None
    """What it was made from."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement that a source makes, with the passage that proves it."""

    __pydantic_config__ = STRICT

    by: Refs
    """Who says it: actors, or `article` for the reporter's own words."""
    passage: Text
    """Text copied from the article; `…` stands for words left out. It must be found exactly once."""
    says: Text | None = None
    """The statement in the desk's words; the passage itself where not given. Inline Markdown."""
    date: Edtf | None = None
    """When it was said; undated, it stands at its article's date."""
    setting: Text | None = None
    """Where or how it was said: a press briefing, a speech."""
    answers: Mapping[Text, Stance] = field(default_factory=dict)
    """Which questions it answers and how: a stance, or a figure where the question has a unit."""
    about: Refs = ()
    """The actors it speaks of."""
    where: Refs = ()
    """The regions it speaks of."""
    revises: ClaimRefs = ()
    """Earlier claims that it replaces: `claim`, or `briefing/claim`."""
    same_as: ClaimRefs = ()
    """Claims that report the same utterance; together they count once."""
    evidence: Annotated[str, one_of(*EVIDENCE)] | None = None
    """What evidence the speaker gave."""
    credibility: Annotated[str, one_of(*CREDIBILITY)] | None = None
    """Admiralty credibility, 1 to 6."""
    translation: Text | None = None
    """The passage in the site's language, where the article is in another."""
    note: Text | None = None
    """The desk's remark on the wording. Inline Markdown."""
    article: Id | None = None
    """Which of the briefing's articles holds the passage; needed only where it stands in several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or is said to have happened."""

    __pydantic_config__ = STRICT

    what: Text
    """What happened. Inline Markdown."""
    date: Edtf
    """When, at the precision that is known."""
    actors: Refs = ()
    """Who took part."""
    where: Refs = ()
    """The regions where it happened."""
    passage: Text | None = None
    """The passage that reports it."""
    per: ClaimRef | None = None
    """The claim through which alone it is known; the event is then shown as alleged."""
    article: Id | None = None
    """Which of the briefing's articles holds the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What the sources leave open."""

    __pydantic_config__ = STRICT

    ask: Text
    """What is not known, as a question. Inline Markdown."""
    passage: Text | None = None
    """The passage that shows it to be open."""
    question: Text | None = None
    """The question in the registry that it belongs to."""
    answered: ClaimRef | None = None
    """The claim that has settled it since; it is then no longer listed as open."""
    article: Id | None = None
    """Which of the briefing's articles holds the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The desk's own view."""

    __pydantic_config__ = STRICT

    says: Text
    """The judgement; its confidence never stands in this sentence (ICD 203). Inline Markdown."""
    likelihood: Annotated[str, Scalar(parse_likelihood, {"enum": list(LIKELIHOOD)}, "a likelihood")] | None = None
    """One of ICD 203's seven terms."""
    confidence: Annotated[str, one_of(*CONFIDENCE)] | None = None
    """How well founded the judgement is."""
    because: Text | None = None
    """The reasons. Inline Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A place where the source itself looks wrong or unclear."""

    __pydantic_config__ = STRICT

    passage: Text
    """The passage in doubt."""
    kind: Annotated[str, one_of(*FLAG_KINDS)]
    """What is the matter with it."""
    note: Text
    """What the desk found. Inline Markdown."""
    article: Id | None = None
    """Which of the briefing's articles holds the passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of the briefing's public history."""

    __pydantic_config__ = STRICT

    date: Edtf
    """When the change was published."""
    kind: Annotated[str, one_of(*CHANGE_KINDS)]
    """What kind of change it was."""
    note: Text | None = None
    """What changed. Inline Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """`content/annotations/<id>.yaml`: one briefing, annotated by hand."""

    __pydantic_config__ = STRICT

    bottom_line: Text
    """What a reader must know, in a sentence or two. Inline Markdown."""
    title: Text | None = None
    """The briefing's headline; the article's where not given."""
    why_it_matters: Text | None = None
    """Why it matters. Inline Markdown."""
    key_points: Texts = ()
    """The main points. Inline Markdown."""
    analysis: Text | None = None
    """The desk's analysis. Block Markdown."""
    claims: Mapping[Id, Claim] = field(default_factory=dict)
    """The statements, each under its id."""
    events: Mapping[Id, Event] = field(default_factory=dict)
    """The events, each under its id."""
    unknowns: tuple[Unknown, ...] = ()
    """What is not known."""
    watch: Texts = ()
    """What to watch for. Inline Markdown."""
    judgements: tuple[Judgement, ...] = ()
    """The desk's own views."""
    flags: tuple[Flag, ...] = ()
    """Where the sources look wrong."""
    changes: tuple[Change, ...] = ()
    """The briefing's public history."""
    topics: Refs = ()
    """Its topics."""
    tlp: Annotated[str, one_of(*TLP)] = "clear"
    """Its Traffic Light Protocol 2.0 marking."""
    published: Edtf | None = None
    """When the desk published it; a date in the future keeps it back."""
    review_by: Edtf | None = None
    """When it has to be looked at again."""
    draft: YesNo = False
    """`yes` keeps it out of the site."""
    articles: Ids = ()
    """The articles it rests on; the one of the same id where not given."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who speaks or acts."""

    __pydantic_config__ = STRICT

    name: Text
    """The name as readers see it."""
    kind: Annotated[str, one_of(*ACTOR_KINDS)] = "other"
    """What kind of actor it is."""
    role: Text | None = None
    """An office or function."""
    of: Text | None = None
    """For whom this actor speaks: another actor."""
    country: Country | None = None
    """ISO 3166-1 alpha-2 code."""
    aliases: Texts = ()
    """Other names, linked in running text like the first."""
    ids: Mapping[Text, Text] = field(default_factory=dict)
    """Ids elsewhere, such as `wikidata`."""
    note: Text | None = None
    """A remark for readers. Inline Markdown."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place."""

    __pydantic_config__ = STRICT

    name: Text
    """The name as readers see it."""
    in_: Text | None = None
    """The region that holds this one."""
    iso: IsoRegion | None = None
    """ISO 3166-1 or 3166-2 code."""
    m49: Text | None = None
    """UN M49 code."""
    geonames: Text | None = None
    """GeoNames id."""
    at: tuple[Latitude, Longitude] | None = None
    """Latitude and longitude in degrees (WGS 84)."""
    aliases: Texts = ()
    """Other names, linked in running text like the first."""
    ids: Mapping[Text, Text] = field(default_factory=dict)
    """Ids elsewhere, such as `wikidata`."""
    note: Text | None = None
    """A remark for readers. Inline Markdown."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that briefings keep coming back to."""

    __pydantic_config__ = STRICT

    ask: Text
    """The question as readers see it."""
    unit: Text | None = None
    """Makes it a figure: what is counted."""
    narrows: Text | None = None
    """The wider question: to affirm this one affirms that, to deny that one denies this."""
    note: Text | None = None
    """A remark for readers. Inline Markdown."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A subject heading."""

    __pydantic_config__ = STRICT

    name: Text
    """The name as readers see it."""
    iptc: Text | None = None
    """IPTC Media Topics code."""
    note: Text | None = None
    """A remark for readers. Inline Markdown."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where articles come from."""

    __pydantic_config__ = STRICT

    name: Text
    """The name as readers see it."""
    kind: Text | None = None
    """What it is: a news outlet, an agency, a ministry."""
    reliability: Annotated[str, one_of(*RELIABILITY)] | None = None
    """Admiralty reliability, A to F."""
    url: WebUrl | None = None
    """Its web site."""
    ids: Mapping[Text, Text] = field(default_factory=dict)
    """Ids elsewhere, such as `wikidata`."""
    note: Text | None = None
    """A remark for readers. Inline Markdown."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """The front matter of a free page, `content/pages/<id>.md`."""

    __pydantic_config__ = STRICT

    title: Text
    """The page's title."""
    nav: YesNo = False
    """`yes` puts it into the navigation where `nav` in briefgen.yaml does not name it."""
    formerly: Ids = ()
    """Earlier ids; each keeps a page that leads here."""


Entry = Actor | Region | Question | Topic | Source

REGISTRIES: Mapping[str, type[Entry]] = {
    "actors": Actor,
    "regions": Region,
    "questions": Question,
    "topics": Topic,
    "sources": Source,
}

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "Claim": {"by": "actors", "about": "actors", "where": "regions", "answers": "questions"},
    "Event": {"actors": "actors", "where": "regions"},
    "Unknown": {"question": "questions"},
    "Annotation": {"topics": "topics"},
    "ArticleHead": {"source": "sources"},
    "Actor": {"of": "actors"},
    "Region": {"in": "regions"},
    "Question": {"narrows": "questions"},
}
"""Which fields hold ids of which registry, by the record that they stand in."""
