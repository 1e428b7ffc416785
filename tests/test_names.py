"""Names that link themselves: longest first, at word boundaries, the first in a block, outside links and code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.markup import parse_inline
from briefgen.model import Actor, Region
from briefgen.names import Names, build_names, mentions, words_in
from briefgen.registry import Registry

ACTORS = {
    "nato": Actor(name="NATO", aliases=("North Atlantic Treaty Organization",)),
    "us-dod": Actor(name="U.S. Department of Defense", aliases=("Pentagon", "Department of Defense")),
    "rutte": Actor(name="Mark Rutte", aliases=("Rutte", "Марк Рютте")),
    "dprk": Actor(name="North Korea", aliases=("North Korean troops", "Pyongyang's troops")),
    "plus": Actor(name="C++ Group", aliases=("+Plus+",)),
    "one": Actor(name="One", aliases=("Twin",)),
    "two": Actor(name="Two", aliases=("Twin",)),
    "dash": Actor(name="Al-Quds", aliases=()),
}
REGIONS = {
    "north-korea": Region(name="North Korea"),
    "kursk": Region(name="Kursk region", aliases=("Kursk",)),
    "korea": Region(name="Korea"),
}


def registry(kind: str, entries: dict) -> Registry:
    return Registry(kind, entries, {id: f"content/{kind}.yaml" for id in entries}, exists=True)


NAMES, FINDINGS = build_names(registry("actors", ACTORS), registry("regions", REGIONS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NATO said", ["NATO=nato"]),
        ("nato said, Nato did", []),
        ("NATOs and xNATO and NATO_", []),
        ("NATO's, NATO-led, (NATO)", ["NATO=nato"]),
        ("North Korean troops, North Korea", ["North Korean troops=dprk"]),
        ("North Korea", ["North Korea=dprk"]),
        ("North Koreans", []),
        ("South Korea", ["Korea=korea"]),
        ("the U.S. Department of Defense", ["U.S. Department of Defense=us-dod"]),
        ("the Department of Defense and the Pentagon", ["Department of Defense=us-dod"]),
        ("Mark Rutte and Rutte", ["Mark Rutte=rutte"]),
        ("Марк Рютте сказав", ["Марк Рютте=rutte"]),
        ("Kursk, Kursk region", ["Kursk=kursk"]),
        ("Kursk region", ["Kursk region=kursk"]),
        ("Pyongyang’s troops", ["Pyongyang’s troops=dprk"]),
        ("North\nKorea and North\u00a0Korea", ["North\nKorea=dprk"]),
        ("Al\u2011Quds", ["Al\u2011Quds=dash"]),
        ("C++ Group and +Plus+", ["C++ Group=plus"]),
        ("Twin of One", ["One=one"]),
        ("[NATO](https://x.example) says NATO", ["NATO=nato"]),
        ("`NATO` alone", []),
        ("**NATO** and *Kursk*", ["NATO=nato", "Kursk=kursk"]),
        ("NATO" * 1000, []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    block, _ = parse_inline(text)
    assert [f"{block.text[m.start : m.end]}={m.id}" for m in mentions(block, NAMES)] == expected


def test_a_mention_after_a_link_is_the_one_outside() -> None:
    block, _ = parse_inline("[NATO](https://x.example) says NATO")
    (mention,) = mentions(block, NAMES)
    assert mention.start == block.text.rindex("NATO")


def test_a_shared_alias_is_a_warning_at_the_second_and_links_nothing() -> None:
    (finding,) = FINDINGS
    assert (finding.code, finding.severity, finding.field) == ("shared-name", "warning", ("two", "aliases", 0))
    assert "'one'" in finding.message and "'two'" in finding.message


def test_an_actor_wins_over_a_region_without_a_warning() -> None:
    block, _ = parse_inline("North Korea")
    assert [m.kind for m in mentions(block, NAMES)] == ["actors"]


def test_a_name_of_signs_only_links_nothing() -> None:
    names, _ = build_names(registry("actors", {"x": Actor(name="!!!")}), registry("regions", {}))
    assert names.find("!!! and !!!") == []


WORDS = st.lists(st.sampled_from(["One", "Two", "Three", "O'Hara", "-Four", "Ünal", "中"]), min_size=1, max_size=3).map(" ".join)
SOME_NAMES = st.dictionaries(st.sampled_from("abc"), WORDS, max_size=3)


@given(SOME_NAMES, SOME_NAMES, WORDS)
def test_a_text_without_the_words_of_changed_names_mentions_the_same(before: dict, after: dict, text: str) -> None:
    def names(by_id: dict) -> Names:
        actors = {id: Actor(name=name) for id, name in by_id.items()}
        return build_names(registry("actors", actors), registry("regions", {}))[0]

    old, new, block = names(before), names(after), parse_inline(text)[0]
    words = words_in([block])
    if not any(words & bits == bits for bits in new.words_unlike(old)):
        assert mentions(block, old) == mentions(block, new)


def test_only_texts_with_every_word_of_a_changed_name_are_read_again() -> None:
    old, _ = build_names(registry("actors", ACTORS), registry("regions", REGIONS))
    renamed = ACTORS | {"rutte": Actor(name="Mark Rutte", aliases=("Secretary General Rutte",))}
    new, _ = build_names(registry("actors", renamed), registry("regions", REGIONS))
    unlike = new.words_unlike(old)
    read = lambda text: any(words_in([parse_inline(text)[0]]) & bits == bits for bits in unlike)  # noqa: E731
    assert read("Rutte spoke.") and read("Secretary General Rutte spoke.") and read("Марк Рютте")
    assert not read("A Secretary and a General spoke.") and not read("Mark spoke.")
