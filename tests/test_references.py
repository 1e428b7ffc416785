"""References: ids of a registry, names where there is none, and what registry entries say of each other."""

from __future__ import annotations

import pytest

from briefgen.catalog import origin_of
from briefgen.model import REGISTRIES, Actor, Question, Region, Topic
from briefgen.references import References, check_registries, known_entries
from briefgen.registry import Registry


def references(**entries: dict) -> References:
    """A site with these registries, and none of the others."""
    return References(
        {
            kind: Registry(kind, entries[kind], {id: f"content/{kind}.yaml" for id in entries[kind]}, exists=True)
            if kind in entries
            else Registry(kind)
            for kind in REGISTRIES
        }
    )


def test_an_id_is_itself_and_another_an_error() -> None:
    found = references(actors={"nato": Actor(name="NATO")})
    assert found.id_of("actors", "nato", "a.yaml", ("by",)) == "nato"
    assert found.id_of("actors", "nado", "a.yaml", ("by",)) is None
    (finding,) = found.findings
    assert (finding.code, finding.path, finding.field, finding.hint) == ("unknown-actor", "a.yaml", ("by",), "did you mean 'nato'?")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("NATO", "write its id, 'nato'"), ("nto", "did you mean 'nato'?"), ("zzz", "add 'zzz' to content/actors.yaml")],
)
def test_hints(word: str, hint: str) -> None:
    found = references(actors={"nato": Actor(name="NATO")})
    found.id_of("actors", word, "a.yaml", ())
    assert found.findings[0].hint == hint


def test_ids_that_could_not_be_read_are_not_unknown() -> None:
    found = References({kind: Registry(kind, broken=frozenset({"nato"}), exists=True) for kind in REGISTRIES})
    assert found.id_of("actors", "nato", "a.yaml", ()) is None and not found.findings
    found = References({kind: Registry(kind, complete=False, exists=True) for kind in REGISTRIES})
    assert found.id_of("actors", "anyone", "a.yaml", ()) is None and not found.findings


def test_without_a_registry_names_make_entries() -> None:
    found = references()
    assert found.ids_of("actors", ("Jo Marsh", "Ніна", "Jo Marsh"), "a.yaml", ()) == ("jo-marsh", "nina")
    assert found.id_of("questions", "Is it?", "a.yaml", ()) == "is-it"
    entries, findings = known_entries(found.registries, found.met)
    assert {id: entry.name for id, entry in entries["actors"].items()} == {"jo-marsh": "Jo Marsh", "nina": "Ніна"}
    assert entries["questions"]["is-it"].ask == "Is it?"
    assert not found.findings and not findings


def test_two_names_for_one_id_collide() -> None:
    found = references()
    found.id_of("actors", "Jo Marsh", "one.yaml", ())
    found.id_of("actors", "jo marsh", "two.yaml", ("by", 0))
    _, (finding,) = known_entries(found.registries, found.met)
    assert finding.code == "name-collision" and finding.path == "two.yaml"
    assert "'jo marsh'" in finding.message and "'Jo Marsh' (in one.yaml)" in finding.message


@pytest.mark.parametrize(
    ("entries", "codes"),
    [
        ({"actors": {"a": Actor(name="A", of="b"), "b": Actor(name="B")}}, []),
        ({"actors": {"a": Actor(name="A", of="c"), "b": Actor(name="B")}}, ["unknown-actor"]),
        ({"actors": {"a": Actor(name="A", of="a")}}, ["ring"]),
        ({"regions": {"a": Region(name="A", in_="b"), "b": Region(name="B", in_="c"), "c": Region(name="C", in_="a")}}, ["ring"]),
        ({"regions": {"x": Region(name="X", in_="a"), "a": Region(name="A", in_="b"), "b": Region(name="B", in_="a")}}, ["ring"]),
        ({"questions": {"a": Question(ask="A", narrows="b"), "b": Question(ask="B", unit="u")}}, ["narrows-figure"]),
        ({"topics": {"a": Topic(name="A", formerly=("b",)), "b": Topic(name="B")}}, ["id-taken"]),
        ({"topics": {"a": Topic(name="A", formerly=("a",))}}, ["id-taken"]),
        ({"topics": {"a": Topic(name="A", formerly=("c",)), "b": Topic(name="B", formerly=("c",))}}, ["id-taken"]),
        ({"topics": {"a": Topic(name="A", formerly=("c",))}, "actors": {"c": Actor(name="C")}}, []),
    ],
)
def test_what_entries_say_of_each_other(entries: dict, codes: list[str]) -> None:
    found = references(**entries)
    assert [finding.code for finding in [*check_registries(found), *found.findings]] == codes


ACTORS = {
    "singh": Actor(name="Singh", of="dod"),
    "dod": Actor(name="DoD", of="us"),
    "us": Actor(name="US"),
    "rutte": Actor(name="Rutte", of="nato"),
    "nato": Actor(name="NATO"),
    "stray": Actor(name="Stray", of="nobody"),
}


@pytest.mark.parametrize(
    ("actor", "origin"),
    [("singh", ("us", "dod")), ("dod", ("us", "us")), ("us", ("us", "us")), ("rutte", ("nato", "nato")), ("stray", ("stray", "stray"))],
)
def test_an_origin_is_the_root_of_the_chain_labelled_with_its_first_step(actor: str, origin: tuple[str, str]) -> None:
    assert origin_of(actor, ACTORS) == origin
