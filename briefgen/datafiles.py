"""Which machine-readable files there are, and what each holds: values for the plan, made of the cards that pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from briefgen.article import Article
from briefgen.briefing import Briefing, Quote
from briefgen.catalog import Catalog
from briefgen.entries import Bodies, BodyName, Entry
from briefgen.errors import Field
from briefgen.model import TLP
from briefgen.references import ABOVE
from briefgen.views.briefing import BriefingView, source_note
from briefgen.views.cardmaking import Cards, last_changed, rfc3339, statement_url
from briefgen.views.chrome import Chrome, DataLink, Page
from briefgen.views.columns import CLAIM_COLUMNS, EVENT_COLUMNS
from briefgen.views.data import (
    AnnotationsView,
    ArticleText,
    BriefingFile,
    ClaimsView,
    DataFile,
    DataView,
    Dossier,
    EntityFile,
    EntityRecord,
    EventsView,
    JudgementRecord,
    Passage,
    QuestionFile,
    RegionPoint,
    RegionsView,
    SchemaView,
    StixView,
)
from briefgen.views.entity import entity_lists
from briefgen.views.question import open_unknowns

SCHEMAS = ("briefing", "claims", "entity", "question")
JSON, CSV, STIX = "application/json", "text/csv", "application/stix+json;version=2.1"
ANNOTATIONS = 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"'
_RECORDED = ("actors", "regions")


@dataclass(frozen=True, slots=True)
class File:
    """A machine-readable file: how pages link to it, and what makes its page when it is asked for, of the
    bodies that it shows if there are any."""

    link: DataLink
    make: Callable[..., Page]
    bodies: tuple[BodyName, ...] = ()


@dataclass(frozen=True)
class DataFiles:
    """Says which files there are. `chrome` is the site's, less what these files do not show, so that a new
    style sheet or section makes none of them stale."""

    cards: Cards
    chrome: Chrome

    @classmethod
    def of(cls, cards: Cards, chrome: Chrome) -> DataFiles:
        return cls(cards, replace(chrome, nav=(), more=(), style="", icon=""))

    @property
    def catalog(self) -> Catalog:
        return self.cards.catalog

    def makes(self, name: str) -> bool:
        return name in self.chrome.exports

    def _file(
        self,
        url: str,
        template: str,
        view: Callable[..., object],
        label: str = "",
        type: str = "",
        bodies: tuple[BodyName, ...] = (),
    ) -> File:
        def make(*shown: Bodies) -> Page:
            return Page(url, template, "", "", "", self.chrome, view(*shown), indexed=False)

        return File(DataLink(label, url, type), make, bodies)

    # --- beside pages ---

    def of_briefing(self, entry: Entry, view: Callable[[Bodies], BriefingView]) -> Iterator[File]:
        url, own = f"/briefings/{entry.id}/", (("briefings", entry.id),)
        if self.makes("stix"):
            yield self._file(f"{url}stix.json", "stix", lambda: StixView((self.dossier(entry),), self._since), "STIX 2.1", STIX)
        if self.makes("json"):
            whole = lambda bodies: BriefingFile(entry.id, view(bodies))  # noqa: E731
            yield self._file(f"{url}briefing.json", "briefing.json", whole, "JSON", JSON, own)
        if self.makes("annotations"):
            passages = partial(self._annotations, entry)
            shown = (*own, *(("articles", id) for id in entry.bonds.articles))
            yield self._file(f"{url}annotations.json", "annotations", passages, "Web Annotations", ANNOTATIONS, shown)

    def of_article(self, id: str) -> Iterator[File]:
        if self.makes("annotations") and self.catalog.articles[id].head.rights == "full":
            label = self.cards.words["data.plain_text"]
            yield self._file(f"/articles/{id}/text.txt", "article-text", partial(self._text, id), label, "text/plain", (("articles", id),))

    def of_entity(self, kind: str, id: str) -> Iterator[File]:
        if self.makes("json"):
            yield self._file(f"/{kind}/{id}/data.json", "entity.json", partial(self._entity, kind, id), "JSON", JSON)

    def of_question(self, id: str) -> Iterator[File]:
        if self.makes("json"):
            yield self._file(f"/questions/{id}/data.json", "question.json", partial(self._question, id), "JSON", JSON)

    # --- of the whole site ---

    def of_site(self) -> Iterator[File]:
        if self.makes("csv"):
            yield self._file("/data/claims.csv", "claims.csv", lambda: self._claims)
            yield self._file("/data/events.csv", "events.csv", lambda: EventsView(tuple(self.cards.events.values())))
        if self.makes("json"):
            yield self._file("/data/claims.json", "claims.json", lambda: self._claims)
            for name in SCHEMAS:
                yield self._file(f"/data/{name}.schema.json", "schema", partial(SchemaView, name))
        if self.makes("geojson"):
            yield self._file("/data/regions.geojson", "regions.geojson", lambda: self._regions)
        if self.makes("stix"):
            yield self._file("/data/stix.json", "stix", self._site_bundle)

    @cached_property
    def _claims(self) -> ClaimsView:
        claims = tuple(self.cards.statements.values())
        return ClaimsView(claims, strictest({card.tlp for card in claims}))

    @cached_property
    def _regions(self) -> RegionsView:
        groups, catalog = self.cards.groups, self.catalog
        points = tuple(
            RegionPoint(
                id, f"/regions/{id}/", region.name, region.in_ if region.in_ in catalog.regions else "", region.iso or "", region.at,
                len(groups.briefings.get(("regions", id), ())), len(groups.at.get(id, ())), len(groups.events.get(("regions", id), ())),
            )
            for id, region in catalog.regions.items() if region.at
        )  # fmt: skip
        counted = {entry.head.tlp for one in points for entry in groups.briefings.get(("regions", one.id), ())}
        return RegionsView(points, strictest(counted))

    def _site_bundle(self) -> StixView:
        return StixView(tuple(map(self.dossier, self.catalog.entries)), self._since)

    def listing(self) -> DataView:
        """What the data page says: the files of the whole site, then those beside pages."""
        claims, events, briefings = len(self.cards.statements), len(self.cards.events), len(self.catalog.entries)
        site = (
            self._listed("csv", "/data/claims.csv", "CSV", "claims", claims, columns=self._meanings("claim_columns", CLAIM_COLUMNS)),
            self._listed("csv", "/data/events.csv", "CSV", "events", events, columns=self._meanings("event_columns", EVENT_COLUMNS)),
            self._listed("json", "/data/claims.json", "JSON", "claims", claims, "claims"),
            self._listed("geojson", "/data/regions.geojson", "GeoJSON", "places", len(self._regions.regions)),
            self._listed("stix", "/data/stix.json", "STIX 2.1", "site", briefings),
        )
        full = sum(article.head.rights == "full" for article in self.catalog.articles.values())
        beside = (
            self._listed("json", "/briefings/<id>/briefing.json", "JSON", "briefing", briefings, "briefing"),
            self._listed("stix", "/briefings/<id>/stix.json", "STIX 2.1", "briefing", briefings),
            self._listed("annotations", "/briefings/<id>/annotations.json", "Web Annotations", "passages", briefings),
            *(self._of_kind(kind) for kind in ("actors", "regions", "topics", "sources", "questions")),
            self._listed("annotations", "/articles/<id>/text.txt", "UTF-8", "text", full),
        )
        return DataView(tuple(filter(None, site)), tuple(filter(None, beside)), bool(briefings))

    def _of_kind(self, kind: str) -> DataFile | None:
        shape = "question" if kind == "questions" else "entity"
        return self._listed("json", f"/{kind}/<id>/data.json", "JSON", kind, len(getattr(self.catalog, kind)), shape)

    def _listed(
        self, export: str, url: str, form: str, holds: str, count: int, shape: str = "", columns: tuple[tuple[str, str], ...] = ()
    ) -> DataFile | None:
        """A line of the data page; none where the site has no such file."""
        beside = "<id>" in url
        if not self.makes(export) or (beside and not count):
            return None
        schema = f"/data/{shape}.schema.json" if shape else ""
        return DataFile(url, form, self.cards.words[f"data.{holds}"], count, schema, columns)

    def _meanings(self, section: str, columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.cards.words[f"{section}.{name}"]) for name in columns)

    # --- what they hold ---

    def dossier(self, entry: Entry) -> Dossier:
        """What STIX says of a briefing, in its own bundle and in the site's."""
        card = self.cards.briefings[entry.id]
        return Dossier(
            card,
            entry.head.tlp,
            rfc3339(entry.date),
            rfc3339(last_changed(entry)),
            tuple(self.cards.statements[s.ref] for s in entry.statements),
            tuple(self.cards.events[h.ref] for h in entry.happenings),
            self._judgements(entry.face),
            tuple(source_note(article, self.cards) for article in entry.bonds.articles),
            self._records("actors", entry.bonds.actors()),
            self._records("regions", entry.bonds.regions()),
        )

    def _judgements(self, briefing: Briefing) -> tuple[JudgementRecord, ...]:
        html = lambda *where: self.cards.prose_of(briefing, where) if where in briefing.prose else Markup()  # noqa: E731
        return tuple(
            JudgementRecord(html("judgements", n, "says"), one.likelihood or "", one.confidence or "", html("judgements", n, "because"))
            for n, one in enumerate(briefing.annotation.judgements)
        )

    def _entity(self, kind: str, id: str) -> EntityFile:
        lists = entity_lists(kind, id, self.cards)
        positions = self.cards.groups.positions.get(id, ()) if kind == "actors" else ()
        return EntityFile(
            kind,
            id,
            f"/{kind}/{id}/",
            getattr(self.catalog, kind)[id],
            self.cards.registry_note(kind, id),
            tuple(self.cards.position(question, line) for question, line in positions),
            tuple(entry.id for entry in lists.briefings),
            tuple(s.ref for s in lists.by),
            tuple(s.ref for s in lists.about),
            tuple(h.ref for h in lists.events),
            tuple(lists.articles),
            strictest(entry.head.tlp for entry in lists.briefings),
        )

    def _question(self, id: str) -> QuestionFile:
        groups, ledger = self.cards.groups, self.catalog.ledgers.get(id)
        briefings = groups.briefings.get(("questions", id), ())
        return QuestionFile(
            id,
            f"/questions/{id}/",
            self.catalog.questions[id],
            self.cards.registry_note("questions", id),
            groups.below.get(("questions", id), ()),
            bool(ledger and ledger.contested),
            tuple(self.cards.position(id, line) for line in ledger.positions) if ledger else (),
            tuple(self.cards.position(id, line) for line in ledger.entries) if ledger else (),
            open_unknowns(self.cards, id),
            tuple(entry.id for entry in briefings),
            strictest(entry.head.tlp for entry in briefings),
        )

    def _text(self, id: str, bodies: Bodies) -> ArticleText:
        return ArticleText(tuple(filter(None, bodies.articles[id].texts)))

    @cached_property
    def _since(self) -> str:
        return rfc3339(self.catalog.entries[-1].date) if self.catalog.entries else "1970-01-01T00:00:00Z"

    def _records(self, kind: str, ids: Iterable[str]) -> tuple[EntityRecord, ...]:
        """The records of these and of all that stand above them, by id."""
        known, wanted = self._entities[kind], set()
        for id in ids:
            while id in known and id not in wanted:
                wanted.add(id)
                id = getattr(known[id].entry, ABOVE[kind]) or ""
        return tuple(known[id] for id in sorted(wanted))

    @cached_property
    def _entities(self) -> Mapping[str, Mapping[str, EntityRecord]]:
        return {kind: {id: self._record(kind, id, entry) for id, entry in getattr(self.catalog, kind).items()} for kind in _RECORDED}

    def _record(self, kind: str, id: str, entry: Any) -> EntityRecord:
        briefings = self.cards.groups.briefings.get((kind, id), ())
        since = rfc3339(briefings[-1].date) if briefings else self._since
        country = self._country(id) if kind == "regions" else ""
        return EntityRecord(kind, id, f"/{kind}/{id}/", entry, country, since)

    def _country(self, region: str) -> str:
        here: str | None = region
        while here in self.catalog.regions:
            found = self.catalog.regions[here]
            if found.iso:
                return found.iso[:2]
            here = found.in_
        return ""

    # --- passages ---

    def _annotations(self, entry: Entry, bodies: Bodies) -> AnnotationsView:
        briefing = bodies.briefings[entry.id]
        passages = tuple(
            self._passage(briefing, bodies.articles[quote.article], where, quote) for where, quote in briefing.quotes.items()
        )
        dates = rfc3339(entry.date), rfc3339(last_changed(entry))
        return AnnotationsView(self.cards.briefings[entry.id], briefing.annotation.tlp, *dates, passages)

    def _passage(self, briefing: Briefing, article: Article, where: Field, quote: Quote) -> Passage:
        kind, anchor, rests, says = self._resting(briefing, where)
        offset = sum(len(text) + 2 for text in article.texts[: quote.text] if text)
        page, full = f"/articles/{quote.article}/", article.head.rights == "full"
        return Passage(kind, f"{page}#{anchor}", rests, says, quote, article.texts[quote.text], offset, full, article.head.url or "", page)

    def _resting(self, briefing: Briefing, where: Field) -> tuple[str, str, str, Markup]:
        """(kind, anchor in the article, URL of the record, its words) of what quotes."""
        kind, key = str(where[0]).removesuffix("s"), where[1]
        if kind in ("claim", "event"):
            ref = f"{briefing.id}/{key}"
            says = self.cards.statements[ref].words if kind == "claim" else self.cards.events[ref].what
            return kind, f"{briefing.id}--{key}", statement_url(ref), says
        number = int(key) + 1
        says = self.cards.prose_of(briefing, (where[0], key, "ask" if kind == "unknown" else "note"))
        return kind, f"{briefing.id}__{kind}-{number}", f"/briefings/{briefing.id}/#{kind}.{number}", says


def strictest(tlps: Iterable[str]) -> str:
    """The most restricted of these markings; "clear" where there is none."""
    return max(tlps, key=list(TLP).index, default="clear")
