"""Whose view of disputed borders a map shows, and what follows for each area in dispute.

The setting `viewpoint` is "international" (each area with the country that ISO 3166 lists it under, and
marked as disputed), "de facto" (each with whoever holds it, as Natural Earth has it), or a country's code:
that country's own claims hold, and all others are shown as disputed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen.graphics.shapes import ClaimLine, Unit


@dataclass(frozen=True, slots=True)
class Dispute:
    """An area in dispute: who holds it, under whom ISO 3166 lists it, and who claims it, as country codes."""

    held: str
    listed: str
    claimed: tuple[str, ...]


DISPUTES: Mapping[str, Dispute] = {
    "abkhazia": Dispute("", "GE", ("GE",)),
    "arunachal-pradesh": Dispute("IN", "IN", ("IN", "CN")),
    "azad-kashmir": Dispute("PK", "PK", ("PK", "IN")),
    "crimea": Dispute("RU", "UA", ("UA", "RU")),
    "falklands": Dispute("FK", "FK", ("GB", "AR")),
    "gilgit-baltistan": Dispute("PK", "PK", ("PK", "IN")),
    "jammu-and-kashmir": Dispute("IN", "IN", ("IN", "PK")),
    "kosovo": Dispute("XK", "XK", ("XK", "RS")),
    "northern-cyprus": Dispute("CYN", "CY", ("CY",)),
    "siachen": Dispute("IN", "", ("IN", "PK")),
    "somaliland": Dispute("SOL", "SO", ("SO",)),
    "south-georgia": Dispute("GS", "GS", ("GB", "AR")),
    "spratly": Dispute("", "", ("CN", "VN", "PH", "MY", "TW")),
    "taiwan": Dispute("TW", "TW", ("TW", "CN")),
    "western-sahara-east": Dispute("EH", "EH", ("EH", "MA")),
    "western-sahara-west": Dispute("MA", "EH", ("EH", "MA")),
}
"""What maps know of each area; docs/maps.md prints the same table. XK, CYN and SOL stand for Kosovo, Northern
Cyprus and Somaliland, which have no code in ISO 3166-1. Claims are those that governments state."""

CLAIMANTS: Mapping[str, str] = {
    "Bolivian": "BO", "Chinese": "CN", "Georgian": "GE", "Guatemalan": "GT", "Indian": "IN", "Japanese": "JP",
    "Kenyan": "KE", "Lebanese": "LB", "Moldovan": "MD", "Pakistani": "PK", "Portuguese": "PT",
    "South Sudanese": "SS", "Sudanese": "SD", "Suriname": "SR", "Syrian": "SY", "Ukrainian": "UA",
    "Venezuelan": "VE", "Western Saharan": "EH",
}  # fmt: skip
"""Who makes the claim that Natural Earth names a line after."""


def owner_of(unit: Unit, viewpoint: str) -> str:
    """The country that `unit` is drawn with; "" for none."""
    dispute = DISPUTES.get(unit.dispute)
    if dispute is None:
        return unit.country
    if viewpoint == "de facto":
        return dispute.held
    if viewpoint != "international" and viewpoint in dispute.claimed:
        return viewpoint
    return dispute.listed


def is_open(unit: Unit, viewpoint: str) -> bool:
    """Whether `unit` is shown as disputed."""
    dispute = DISPUTES.get(unit.dispute)
    return dispute is not None and viewpoint != "de facto" and viewpoint not in dispute.claimed


def shows_line(line: ClaimLine, viewpoint: str) -> bool:
    """Whether a line of dispute is drawn: to who makes the claim, or to de facto maps, it is none."""
    return viewpoint != "de facto" and CLAIMANTS.get(line.claim.removesuffix(" claim")) != viewpoint
