"""Cards that are made when someone looks into them: what they tell, they are."""

from __future__ import annotations

import datetime
import weakref
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from markupsafe import Markup

from briefgen.build import plan_build
from briefgen.changes import Printer
from briefgen.options import Options
from briefgen.views.cardmaking import Cards
from briefgen.views.cards import FeedEntry
from briefgen.views.unread import Told, Unread
from site_driver import Site
from test_changes import ACTORS, CRANES, PIER, TABLE, appended, replaced

KINDS = ("briefings", "statements", "events", "feed_entries")


@dataclass(frozen=True, slots=True)
class Card(Unread):
    words: str
    number: int


def test_a_card_is_made_once_and_only_when_someone_looks_into_it() -> None:
    made: list[Card] = []

    def make() -> Card:
        made.append(Card("closed", 9))
        return made[-1]

    card = Card.unread(make, lambda: Told(b"closed 9", ("pier.yaml",)))
    assert card.told() == Told(b"closed 9", ("pier.yaml",)) and not made
    assert not hasattr(card, "colour") and not made
    assert (card.words, card.number, card) == ("closed", 9, Card("closed", 9)) and len(made) == 1
    with pytest.raises(AttributeError, match="'Card' object has no attribute 'colour'"):
        card.colour  # noqa: B018
    assert Card("closed", 9).told() is None


def test_what_is_known_of_a_card_makes_nobody_make_it() -> None:
    made: list[int] = []

    def make() -> Card:
        made.append(1)
        return Card("closed", 9)

    card = Card.unread(make, lambda: Told(b"closed 9", ()), number=9)
    assert card.number == 9 and not made
    assert card.words == "closed" and card == Card("closed", 9) and made == [1]


def test_what_is_known_of_a_statement_is_what_it_will_be(tmp_path: Path) -> None:
    cards = cards_of(Site.small(tmp_path / "site"))
    known = {ref: (card.url, card.reported) for ref, card in cards.statements.items()}
    assert known == {ref: (card.url, card.reported) for ref in known for card in [cards._statement(cards.groups.statements[ref])]}


def test_a_card_that_fails_to_be_made_fails_each_time() -> None:
    def fail() -> Card:
        raise KeyError("pier")

    card = Card.unread(fail, lambda: Told(b"", ()))
    for _ in range(2):
        with pytest.raises(KeyError, match="pier"):
            card.words  # noqa: B018


def cards_of(site: Site) -> Cards:
    plan = plan_build(site.root, Options(datetime.date(2024, 12, 1))).plan
    assert plan is not None
    return plan.planner.cards


def shown(card: object) -> tuple[object, ...]:
    return tuple(getattr(card, field.name) for field in fields(card))  # type: ignore[arg-type]


MORE: list[tuple[str, Callable[[Site], object]]] = [
    ("what a claim says", replaced(CRANES, "    by: port-authority\n", "    by: port-authority\n    says: Nine are idle.\n")),
    ("whom somebody speaks for", replaced(ACTORS, "name: Port Authority", "name: Authority of the Port")),
    ("another name for somebody", replaced(ACTORS, "name: Dock Union", "name: Dock Union\n  aliases: [cranes, pier, gulls]")),
    ("a level of sharing", appended(CRANES, "tlp: green\n")),
    ("the language of the site", appended("briefgen.yaml", "language: de\n")),
    ("how far a source is trusted", lambda site: site.replace("content/sources.yaml", "reliability: C", "reliability: A")),
    ("the name of a source", lambda site: site.replace("content/sources.yaml", "name: Quay Post", "name: The Quay Post")),
    ("the unit of a question", lambda site: site.replace("content/questions.yaml", "unit: cranes", "unit: big cranes")),
    ("the address of an article", replaced("content/articles/cranes.md", "title: Cranes at rest", "title: Cranes at rest\nlanguage: fr")),
    ("the day of a claim", replaced(PIER, "date: 2024-10-28", "date: 2024-10-27")),
    ("the name of a region", lambda site: site.replace("content/regions.yaml", "name: Pier Nine", "name: Pier 9")),
    ("who takes part in an event", replaced(PIER, "    date: 2024-10\n", "    date: 2024-10\n    actors: [dock-union]\n")),
    ("the day of an event", replaced(PIER, "date: 2024-10\n", "date: 2024-09\n")),
    ("through whom an event is known", replaced(PIER, "    date: 2024-10\n", "    date: 2024-10\n    per: open\n")),
    ("a change", appended(CRANES, "changes: [{date: 2024-11-20, kind: updated}]\n")),
    ("no registries", lambda site: site.remove(ACTORS)),
]


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in [*((n, e) for n, e, _ in TABLE), *MORE]])
def test_a_card_that_shows_something_else_tells_something_else(tmp_path: Path, edit: Callable[[Site], object]) -> None:
    site = Site.small(tmp_path / "site").build().expect_exit(0)
    before = cards_of(site)
    edit(site)
    after = cards_of(site)
    compared = 0
    for kind in KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        for name in set(old) & set(new):
            told, told_before = Printer().shared(new[name]), Printer().shared(old[name])
            assert told != told_before or shown(new[name]) == shown(old[name]), (kind, name)
            compared += 1
    assert compared >= 6


def test_what_is_not_on_cards_leaves_what_they_tell(tmp_path: Path) -> None:
    """Words that only a briefing's own page shows, and a name among them, however it is linked."""
    site = Site.small(tmp_path / "site").build().expect_exit(0)
    before = cards_of(site)
    site.append(CRANES, "why_it_matters: Dock Union says so.\n")
    after = cards_of(site)
    for kind in KINDS:
        for name, card in getattr(after, kind).items():
            assert Printer().shared(card) == Printer().shared(getattr(before, kind)[name]), (kind, name)


def test_an_event_tells_who_speaks_in_the_claim_through_which_it_is_known(tmp_path: Path) -> None:
    site = Site.small(tmp_path / "site").replace(PIER, "    date: 2024-10\n", "    date: 2024-10\n    per: open\n")
    before = cards_of(site).events["pier/gate"]
    after = cards_of(site.replace(ACTORS, "name: Dock Union", "name: Dockers' Union")).events["pier/gate"]
    assert Printer().shared(after) != Printer().shared(before) and after.alleged != before.alleged


def test_a_failure_to_tell_is_not_taken_for_silence() -> None:
    def tell() -> Told:
        raise AttributeError("no such label")

    with pytest.raises(AttributeError, match="no such label"):
        Printer().shared(FeedEntry.unread(lambda: FeedEntry("", "", "", "", Markup()), tell))


def test_a_card_that_was_looked_into_holds_on_to_nothing_else() -> None:
    class Around:
        """Stands for all the cards of a site."""

    around = Around()
    gone = weakref.ref(around)
    card = Card.unread(lambda around=around: Card("closed", 9), lambda around=around: Told(b"closed 9", ()))  # type: ignore[misc]
    assert card.words == "closed"
    del around
    assert gone() is None and card.told() == Told(b"closed 9", ())
