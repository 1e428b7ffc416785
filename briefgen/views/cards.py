"""Cards: a briefing, a statement, an event, a position as every page but its own shows them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from briefgen.views.unread import Unread


@dataclass(frozen=True, slots=True)
class Link:
    """A label and the site-absolute URL it leads to; "" where it leads nowhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class When:
    """A date for readers, and for machines where HTML has a form for it ("" for spans).

    `edtf` is the date as it was written; `earliest` and `latest` are the first and the last day that it
    may mean ("" at an open end).
    """

    text: str
    datetime: str
    year: str
    edtf: str
    earliest: str
    latest: str

    def __hash__(self) -> int:
        return hash(self.edtf)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, in which role, and for whom; `kind` is that of the actor."""

    link: Link
    role: str
    of: Link | None
    kind: str


@dataclass(frozen=True, slots=True)
class QuoteCard:
    """A proven passage: the source's own words, part by part, and where they stand.

    `original` is the article's own address on the web ("" where there is none), `reliability` the
    Admiralty letter of its source.
    """

    parts: tuple[str, ...]
    speech: str
    stands_in: str
    url: str
    article: Link
    source: Link
    language: str
    original: str
    reliability: str


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A number with its bounds, both inclusive; none where that end is open."""

    text: str
    low: float | None
    high: float | None
    about: bool
    unclear: bool


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A question and how it is answered; `stance` is "figure" where the answer is a number."""

    question: Link
    stance: str
    words: str
    figure: FigureCard | None


@dataclass(frozen=True, slots=True)
class StatementCard(Unread):
    """A claim. `words` are the desk's, or the passage itself where the desk has none (`verbatim`)."""

    ref: str
    anchor: str
    url: str
    briefing: Link
    speakers: tuple[Speaker, ...]
    words: Markup
    verbatim: bool
    quote: QuoteCard
    when: When
    reported: bool
    setting: str
    speech: str
    answers: tuple[AnswerCard, ...]
    evidence: str
    evidence_words: str
    credibility: str
    credibility_means: str
    translation: str
    note: Markup | None
    about: tuple[Link, ...]
    where: tuple[Link, ...]
    revises: tuple[Link, ...]
    revised_by: Link | None
    same_as: tuple[Link, ...]
    tlp: str


@dataclass(frozen=True, slots=True)
class EventCard(Unread):
    """An event; `alleged` is the claim through which alone it is known, `text` is `what` without links.

    `anchor` is its own on its briefing's page, `place` on the lists of other pages.
    """

    ref: str
    anchor: str
    place: str
    url: str
    briefing: Link
    what: Markup
    text: str
    when: When
    actors: tuple[Link, ...]
    where: tuple[Link, ...]
    quote: QuoteCard | None
    alleged: Link | None
    tlp: str


@dataclass(frozen=True, slots=True)
class BriefingCard(Unread):
    """A briefing on a list."""

    id: str
    url: str
    title: str
    when: When
    bottom_line: Markup
    topics: tuple[Link, ...]
    draft: bool


@dataclass(frozen=True, slots=True)
class FeedEntry(Unread):
    """A briefing in a feed; dates are RFC 3339."""

    url: str
    title: str
    published: str
    updated: str
    summary: Markup

    def __hash__(self) -> int:
        return hash(self.url)


@dataclass(frozen=True, slots=True)
class OpenQuestion(Unread):
    """What a briefing found to be unknown, and nobody has answered since."""

    ask: Markup
    briefing: Link


@dataclass(frozen=True, slots=True)
class PositionCard:
    """One origin's answer to one question in one statement."""

    origin: Link
    speakers: tuple[Link, ...]
    answer: AnswerCard
    when: When
    follows_from: Link | None
    statement: StatementCard
    also_in: tuple[Link, ...]
    revised_by: Link | None


@dataclass(frozen=True, slots=True)
class Subjects:
    """The questions that a briefing's statements answer, and the actors of its statements and events, each once,
    in the order in which they are met."""

    questions: tuple[str, ...]
    actors: tuple[str, ...]
