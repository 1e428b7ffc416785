"""What cards are made from, told without making them: for each card every value that its maker in `cardmaking.py` reads.

A card's own words are told by a digest from when they were read (`entries.words_of`), the links in them by a digest of
the names that stand in them (`names.Mentions`), and whatever it names by the labels that it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from briefgen.answers import Figure
from briefgen.catalog import Catalog
from briefgen.dates import Edtf
from briefgen.entries import Entry, Happening, Statement, words_of
from briefgen.errors import Field
from briefgen.memo import Made
from briefgen.pickling import digest_of
from briefgen.views.unread import Told
from briefgen.words import Words


@dataclass(frozen=True)
class Telling:
    """Tells what the cards of a catalogue are made from, with the interface's `words`."""

    catalog: Catalog
    words: Words

    def briefing(self, entry: Entry) -> Told:
        return self._told(entry, (), entry.title, entry.date.text, entry.topics, self._names("topics", entry.topics), entry.head.draft)

    def feed_entry(self, entry: Entry, changed: Edtf) -> Told:
        """`changed` is when it was changed last."""
        return self._told(entry, (), entry.title, entry.date.text, changed.text)

    def open_question(self, entry: Entry, number: int) -> Told:
        return self._told(entry, ("unknowns", number), entry.title)

    def statement(self, s: Statement, others: tuple[str, ...], labels: tuple[str, ...]) -> Told:
        """`others` are the statements that it is tied to, in the way of each, `labels` what their links say."""
        return self._told(
            self.catalog.by_id[s.briefing],
            ("claims", s.id),
            s.ref,
            self.catalog.by_id[s.briefing].title,
            s.date.text,
            s.reported,
            tuple(map(self._speaker.__getitem__, s.by)),
            tuple([(self._question[question], answer.text if isinstance(answer, Figure) else answer) for question, answer in s.answers]),
            s.about,
            self._names("actors", s.about),
            s.where,
            self._names("regions", s.where),
            others,
            labels,
            articles=(s.article,),
        )

    def event(self, h: Happening, per: str) -> Told:
        """`per` is what the link to the statement says through which alone it is known."""
        entry = self.catalog.by_id[h.briefing]
        actors, places = (h.actors, self._names("actors", h.actors)), (h.where, self._names("regions", h.where))
        told = h.ref, entry.title, h.date.text, *actors, *places, h.per or "", per
        return self._told(entry, ("events", h.id), *told, articles=entry.bonds.articles)

    @cached_property
    def article(self) -> Mapping[str, bytes]:
        """article -> a digest of what `Cards.quote` reads of it"""
        c = self.catalog

        def of(id: str) -> bytes:
            head, source = c.articles[id].head, c.source_of[id]
            named = source, c.sources[source].name, c.sources[source].reliability or ""
            return digest_of((id, head.title, head.language or c.config.language, head.url or "", *named))

        return Made(c.articles, of)

    def linked(self, id: str) -> tuple[Any, ...]:
        """What decides on the links in all the prose of a briefing."""
        return *self._linked[id], self.catalog.mentions[id].everywhere if self.catalog.mentions else b""

    def forget(self) -> None:
        """Lets go of what is at hand of each briefing."""
        self.__dict__.pop("_said", None)

    def _told(self, entry: Entry, where: Field, *more: Any, articles: tuple[str, ...] = ()) -> Told:
        """The briefing's own words at `where`, what these link, and `more`."""
        files = f"content/annotations/{entry.id}.yaml", *[f"content/articles/{id}.md" for id in articles]
        told = self._own[entry.id], self._said[entry.id][where], *more, *map(self.article.__getitem__, articles)
        return Told(digest_of(told), files)

    @cached_property
    def _own(self) -> Mapping[str, bytes]:
        """briefing -> a digest of what all its cards are made from"""
        return Made(self.catalog.by_id, lambda id: digest_of((id, self._linked[id], self._interface)))

    @cached_property
    def _said(self) -> Mapping[str, Mapping[Field, bytes]]:
        return Made(self.catalog.by_id, lambda id: words_of(self.catalog.by_id[id]))

    @cached_property
    def _interface(self) -> bytes:
        return digest_of(repr(self.words))

    @cached_property
    def _linked(self) -> Mapping[str, tuple[Any, ...]]:
        """briefing -> what decides on the links in its prose, as far as it stands on cards"""
        c = self.catalog
        has_page = {"actors": c.actors, "regions": c.regions}
        every = () if c.mentions else (digest_of(repr((c.names, sorted(c.actors), sorted(c.regions)))),)

        def of(id: str) -> tuple[Any, ...]:
            found = c.mentions.get(id)
            return (found.on_cards, *(one for one in found.ids if one[1] not in has_page[one[0]])) if found else every

        return Made(c.by_id, of)

    @cached_property
    def _speaker(self) -> Mapping[str, bytes]:
        actors = self.catalog.actors

        def of(id: str) -> bytes:
            actor = actors[id]
            speaks_for = (actor.of, actors[actor.of].name) if actor.of and actor.of in actors else ()
            return digest_of((id, actor.name, actor.role or "", actor.kind, *speaks_for))

        return Made(actors, of)

    @cached_property
    def _question(self) -> Mapping[str, bytes]:
        questions = self.catalog.questions
        return Made(questions, lambda id: digest_of((id, questions[id].ask, questions[id].unit or "")))

    def _names(self, kind: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        entries = getattr(self.catalog, kind)
        return tuple([entries[id].name for id in ids])
