"""One briefing as a value: an annotation joined with its articles, every passage proven.

Nothing here looks beyond the briefing: references to registries and to other briefings are checked
in `catalog`. So the result depends on these few files alone and can be kept as long as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from briefgen.article import CAPTION, TITLE, Article
from briefgen.dates import Edtf
from briefgen.errors import Field, Finding, did_you_mean, nearest
from briefgen.markup import Block, Document, MarkupProblem, internal_links, note_ids, parse_inline, parse_markdown
from briefgen.model import Annotation, Change
from briefgen.passages import FoldedTexts, Hit, explain, find_passage
from briefgen.speech import speech

Spans = tuple[tuple[int, int], ...]
ON_CARDS = ("bottom_line", "claims", "events", "unknowns", "judgements")
"""The fields whose prose other pages may show."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A proven passage: where it stands in which article, and the source's own words.

    `text` indexes the article's `texts`; `spans` are the parts of the passage as (start, end) in it;
    `parts` are those pieces of the source; `speech` is direct, reported or partly quoted.
    """

    article: str
    text: int
    spans: Spans
    parts: tuple[str, ...]
    speech: str

    @property
    def stands_in(self) -> str:
        return {TITLE: "title", CAPTION: "caption"}.get(self.text, "body")


@dataclass(frozen=True, slots=True)
class Briefing:
    """An annotation with its proof. `quotes` and `prose` are keyed by the field they belong to."""

    id: str
    path: str
    annotation: Annotation
    articles: tuple[str, ...]
    quotes: Mapping[Field, Quote]
    prose: Mapping[Field, Block | Document]
    notes: tuple[str, ...]
    """Ids of claims and events in the order in which the page's text, its cards apart, first points at them."""
    links: tuple[tuple[Field, str], ...]
    """Site-absolute links in the desk's own prose, with the field that holds each."""


@dataclass(frozen=True, slots=True)
class Head:
    """What an annotation says of itself: whether and when it is shown, and what it was called before."""

    tlp: str
    draft: bool
    published: Edtf | None
    review_by: Edtf | None
    formerly: tuple[str, ...]
    changes: tuple[Change, ...]
    """Without their notes."""


def head_of(annotation: Annotation) -> Head:
    a = annotation
    return Head(a.tlp, a.draft, a.published, a.review_by, a.formerly, _dates_of(a.changes))


def _dates_of(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(replace(change, note=None) for change in changes)


def face_of(briefing: Briefing) -> Briefing:
    """What pages other than the briefing's own may know of it: the rest is taken out.

    An edit of the body leaves the face equal, hence every other page.
    """
    annotation = replace(
        briefing.annotation,
        why_it_matters=None,
        key_points=(),
        analysis=None,
        watch=(),
        flags=(),
        changes=_dates_of(briefing.annotation.changes),
    )
    quotes = {where: quote for where, quote in briefing.quotes.items() if where[0] in ("claims", "events")}
    prose = {where: text for where, text in briefing.prose.items() if where[0] in ON_CARDS}
    return Briefing(briefing.id, briefing.path, annotation, briefing.articles, quotes, prose, (), ())


def join_briefing(
    id: str,
    path: str,
    annotation: Annotation,
    articles: Mapping[str, Article],
    *,
    every: Callable[[], Iterable[str]],
    unreadable: frozenset[str] = frozenset(),
    broken: frozenset[Field] = frozenset(),
) -> tuple[Briefing, list[Finding]]:
    """The briefing and what is wrong with it.

    `articles` are those of its own that could be read, `unreadable` the ids of those that could not;
    `every` gives the ids of all articles there are; `broken` names the annotation's records that were
    left out because of a problem of their own.
    """
    findings: list[Finding] = []
    names, own = _own_articles(id, path, annotation, articles, every, unreadable, findings)
    quotes = dict(_quotes(path, annotation, names, own, unreadable, findings))
    prose = dict(_prose(path, annotation, findings))
    known = {*annotation.claims, *annotation.events}
    notes = _notes(path, prose, known, {str(where[-1]) for where in broken}, findings)
    findings.extend(_shared_ids(path, annotation))
    findings.extend(_estimates(path, annotation))
    links = tuple((where, url) for where, text in prose.items() for _, url in internal_links(_blocks(text)))
    return Briefing(id, path, annotation, names, quotes, prose, notes, links), findings


def articles_of(id: str, annotation: Annotation) -> tuple[str, ...]:
    """The ids of the articles that an annotation rests on; the one of its own name where it names none."""
    return annotation.articles or (id,)


def _own_articles(
    id: str,
    path: str,
    annotation: Annotation,
    articles: Mapping[str, Article],
    every: Callable[[], Iterable[str]],
    unreadable: frozenset[str],
    findings: list[Finding],
) -> tuple[tuple[str, ...], dict[str, Article]]:
    names = articles_of(id, annotation)
    for number, name in enumerate(names):
        if name in articles or name in unreadable:
            continue
        best = nearest(name, every())
        if annotation.articles:
            hint = f"did you mean '{best}'?" if best else f"save it as content/articles/{name}.md"
            findings.append(Finding(path, ("articles", number), "unknown-article", f"there is no article '{name}'", hint))
        else:
            message = f"there is no article '{name}' to go with this annotation"
            hint = f"save it as content/articles/{name}.md, or name the annotation's articles: articles: [{best or '…'}]"
            findings.append(Finding(path, (), "unknown-article", message, hint))
    return tuple(dict.fromkeys(names)), {name: articles[name] for name in names if name in articles}


def passages(annotation: Annotation) -> Iterator[tuple[Field, str, str | None]]:
    """(field of the record, passage, article named for it) of everything that quotes."""
    for id, claim in annotation.claims.items():
        yield ("claims", id), claim.passage, claim.article
    for id, event in annotation.events.items():
        if event.passage:
            yield ("events", id), event.passage, event.article
    for number, unknown in enumerate(annotation.unknowns):
        if unknown.passage:
            yield ("unknowns", number), unknown.passage, unknown.article
    for number, flag in enumerate(annotation.flags):
        yield ("flags", number), flag.passage, flag.article


def _quotes(
    path: str,
    annotation: Annotation,
    names: tuple[str, ...],
    own: Mapping[str, Article],
    unreadable: frozenset[str],
    findings: list[Finding],
) -> Iterator[tuple[Field, Quote]]:
    everywhere = FoldedTexts(text for article in own.values() for text in article.folded)
    for where, passage, named in passages(annotation):
        if named and named not in names:
            if any(name not in own and name not in unreadable for name in names):
                continue  # it may be the one whose name is wrong in `articles`, which is reported
            hint = did_you_mean(named, names) or "the briefing's articles are " + ", ".join(names)
            message = f"'{named}' is not among this briefing's articles"
            findings.append(Finding(path, (*where, "article"), "unknown-article", message, hint))
            continue
        searched = [named] if named else list(names)
        if any(name not in own for name in searched):
            continue  # reported already: the article is absent or cannot be read
        folded = own[searched[0]].folded if len(searched) == 1 else everywhere
        found = find_passage(passage, folded, [hidden for name in searched for hidden in own[name].hidden])
        if not isinstance(found, Hit):
            code, message, hint = explain(found, [text.source for text in folded], _labels(searched, own))
            if len(searched) > 1 and code == "passage-ambiguous":
                hint = f"{hint}, or say which article with 'article:'"
            findings.append(Finding(path, (*where, "passage"), code, message, hint))
            continue
        name, index = _place(found.index, searched, own)
        text = own[name].texts[index]
        parts = tuple(text[start:end] for start, end in found.spans)
        yield where, Quote(name, index, found.spans, parts, speech(text, own[name].quoted[index], found.spans))


def _place(index: int, names: list[str], own: Mapping[str, Article]) -> tuple[str, int]:
    """(article, index among its texts) of a text in that row."""
    for name in names:
        if index < len(own[name].texts):
            return name, index
        index -= len(own[name].texts)
    raise IndexError(index)


def _labels(names: list[str], own: Mapping[str, Article]) -> list[str]:
    """What a reader calls each text: "title", "caption", "paragraph 1" …, with the article where there are several."""
    labels = []
    for name in names:
        which = f" of {name}" if len(names) > 1 else ""
        blocks = range(1, len(own[name].body.blocks) + 1)
        labels += [f"the title{which}", f"the caption{which}", *(f"paragraph {n}{which}" for n in blocks)]
    return labels


def prose_fields(annotation: Annotation) -> Iterator[tuple[Field, str]]:
    """Every field of inline Markdown that is filled in, in the order in which a page shows them."""
    yield ("bottom_line",), annotation.bottom_line
    if annotation.why_it_matters:
        yield ("why_it_matters",), annotation.why_it_matters
    for number, point in enumerate(annotation.key_points):
        yield ("key_points", number), point
    if annotation.analysis:
        yield ("analysis",), annotation.analysis
    for id, claim in annotation.claims.items():
        if claim.says:
            yield ("claims", id, "says"), claim.says
        if claim.note:
            yield ("claims", id, "note"), claim.note
    for id, event in annotation.events.items():
        yield ("events", id, "what"), event.what
    for number, unknown in enumerate(annotation.unknowns):
        yield ("unknowns", number, "ask"), unknown.ask
    for number, sign in enumerate(annotation.watch):
        yield ("watch", number), sign
    for number, judgement in enumerate(annotation.judgements):
        yield ("judgements", number, "says"), judgement.says
        if judgement.because:
            yield ("judgements", number, "because"), judgement.because
    for number, flag in enumerate(annotation.flags):
        yield ("flags", number, "note"), flag.note
    for number, change in enumerate(annotation.changes):
        if change.note:
            yield ("changes", number, "note"), change.note


def _prose(path: str, annotation: Annotation, findings: list[Finding]) -> Iterator[tuple[Field, Block | Document]]:
    for where, text in prose_fields(annotation):
        parsed: tuple[Block | Document, tuple[MarkupProblem, ...]]
        parsed = parse_markdown(text, notes=True, top=3) if where == ("analysis",) else parse_inline(text)
        findings.extend(Finding(path, where, p.code, p.message, p.hint) for p in parsed[1])
        yield where, parsed[0]


def _notes(
    path: str, prose: Mapping[Field, Block | Document], known: set[str], broken: set[str], findings: list[Finding]
) -> tuple[str, ...]:
    order: dict[str, None] = {}
    for where, text in prose.items():
        for _, note in note_ids(_blocks(text)):
            if note in known:
                if where[0] not in ("claims", "events"):
                    order[note] = None
            elif note not in broken:
                hint = did_you_mean(note, known) or "notes point at this briefing's claims and events, by id"
                message = f"no claim or event '{note}' in this briefing"
                findings.append(Finding(path, where, "undefined-note", message, hint, token=f"[^{note}]"))
    return tuple(order)


def _blocks(text: Block | Document) -> tuple[Block, ...]:
    return text.blocks if isinstance(text, Document) else (text,)


def _shared_ids(path: str, annotation: Annotation) -> Iterator[Finding]:
    for id in annotation.claims:
        if id in annotation.events:
            message = f"'{id}' is both a claim and an event"
            yield Finding(path, ("events", id), "duplicate-id", message, "rename one of the two", on_key=True)


def _estimates(path: str, annotation: Annotation) -> Iterator[Finding]:
    for number, judgement in enumerate(annotation.judgements):
        if "confidence" in judgement.says.casefold():
            message = "a judgement's sentence must not speak of confidence"
            hint = "give it in 'confidence:'; ICD 203 keeps likelihood and confidence out of one sentence"
            yield Finding(path, ("judgements", number, "says"), "confidence-in-sentence", message, hint, token="confidence")
