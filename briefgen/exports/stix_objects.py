"""The STIX 2.1 objects of a briefing: report, notes, identities, locations, relationships.

A claim, an event or a judgement is a `note` with our property extension (docs/exports.md). Ids are UUIDs
of version 5 made from the site's address and the record's id; timestamps are the content's own dates, so
that a site gives the same objects wherever and whenever it is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from briefgen.exports.plain import in_full, link_id, link_ref, plain
from briefgen.exports.values import answer_value, drawn_once, encode
from briefgen.model import Actor, Region
from briefgen.views.cards import AnswerCard, EventCard, Link, QuoteCard, StatementCard
from briefgen.views.chrome import Chrome
from briefgen.views.data import Dossier, EntityRecord, JudgementRecord

Object = dict[str, Any]

# STIX 2.1, appendix A, the scale "Admiralty Credibility"; 6, which cannot be judged, has no value there.
CONFIDENCE = {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10}
# The same appendix, the scale "None / Low / Med / High".
DESK_CONFIDENCE = {"low": 15, "moderate": 50, "high": 85}
# STIX 2.1, 10.7: identity-class-ov.
IDENTITY_CLASS = {
    "person": "individual",
    "institution": "organization",
    "state": "organization",
    "alliance": "organization",
    "armed group": "group",
    "company": "organization",
    "other": "unknown",
}
# OASIS CTI TC, "TLP 2.0" extension definition: the ids of its five markings.
TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP_IDS = {
    "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
_TLP_CREATED = "2022-10-01T00:00:00.000Z"

OURS = uuid5(NAMESPACE_URL, "tag:briefgen,2024:stix")
"""What the ids of our own extension and of its author are made from; the same on every site."""
EXTENSION = f"extension-definition--{uuid5(OURS, 'evidence 1')}"
_AUTHOR = f"identity--{uuid5(OURS, 'briefgen')}"
_EXTENSION_CREATED = "2024-12-01T00:00:00.000Z"
_EXTENSION_SAYS = (
    "Evidence of a note. record: claim, event or judgement. reference: briefing/id at the publisher. speakers: ids of "
    "the identities that make the claim, none for the reporter's own words. speech: direct, reported or partly quoted. "
    "passage: the source's own words, part by part. language: theirs (BCP 47). date: when it was said or happened "
    "(EDTF); date_reported: the article's date stands in for it. answers: question, ask, and stance or figure. "
    "status: reported or alleged, of an event. alleged_by, revises, same_as: ids of notes. credibility: Admiralty, 1 to 6. "
    "reliability: Admiralty, A to F. evidence: what evidence the speaker gave. "
    "likelihood (ICD 203) and confidence: of a judgement, which is the publisher's own."
)


@lru_cache(maxsize=8)
def namespace(base: str) -> UUID:
    """What all ids of a site's objects are made from."""
    return uuid5(NAMESPACE_URL, base.rstrip("/") + "/")


@lru_cache(maxsize=50_000)
def object_id(kind: str, base: str, key: str) -> str:
    """`kind` is a STIX type, `key` what names the record on the site: "actors/nato", "briefing/claim"."""
    return f"{kind}--{uuid5(namespace(base), f'{kind} {key}')}"


def desk_id(base: str) -> str:
    return object_id("identity", base, "publisher")


def frame(site: Chrome, since: str, tlps: frozenset[str]) -> Iterator[Object]:
    """What every bundle holds: our extension, the markings in use, the publisher."""
    maker = {"type": "identity", "spec_version": "2.1", "id": _AUTHOR, "created": _EXTENSION_CREATED, "modified": _EXTENSION_CREATED}
    yield {**maker, "name": "briefgen", "identity_class": "system"}
    yield {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created_by_ref": _AUTHOR,
        "created": _EXTENSION_CREATED,
        "modified": _EXTENSION_CREATED,
        "name": "briefgen evidence",
        "description": "Who said what, in which words of which source.",
        "schema": _EXTENSION_SAYS,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }
    for tlp in TLP_IDS:
        if tlp in tlps or tlp == site.tlp:
            yield _marking(tlp)
    desk = _common("identity", desk_id(site.url), since, since, site.tlp)
    reference = {"source_name": site.title, "url": in_full(site.url, "/")}
    yield {**desk, "name": site.publisher, "identity_class": "organization", "external_references": [reference]}


def _marking(tlp: str) -> Object:
    extension = {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": tlp}}
    head = {"type": "marking-definition", "spec_version": "2.1", "id": TLP_IDS[tlp], "created": _TLP_CREATED}
    return {**head, "name": f"TLP:{tlp.upper()}", "extensions": extension}


def _common(kind: str, id: str, created: str, modified: str, tlp: str) -> Object:
    times = {"created": _milliseconds(created), "modified": _milliseconds(max(created, modified))}
    return {"type": kind, "spec_version": "2.1", "id": id, **times, "object_marking_refs": [TLP_IDS[tlp]]}


def _milliseconds(rfc3339: str) -> str:
    return rfc3339.removesuffix("Z") + ".000Z"


def entity_json(record: EntityRecord, site: Chrome) -> bytes:
    """An actor as an identity, a region as a location; drawn once for all bundles."""
    return drawn_once(record, ("stix", site.url, site.title, site.tlp), lambda: _entity(record, site))


def _entity(record: EntityRecord, site: Chrome) -> Object:
    kind = "identity" if isinstance(record.entry, Actor) else "location"
    common = _common(kind, object_id(kind, site.url, f"{record.kind}/{record.id}"), record.since, record.since, site.tlp)
    common["created_by_ref"] = desk_id(site.url)
    own = _identity(record.entry) if isinstance(record.entry, Actor) else _location(record.entry, record)
    elsewhere = [{"source_name": scheme, "external_id": value} for scheme, value in sorted(record.entry.ids.items())]
    page = {"source_name": site.title, "url": in_full(site.url, record.url)}
    return {**common, "name": record.entry.name, **own, "external_references": [page, *elsewhere]}


def _identity(actor: Actor) -> Object:
    own: Object = {"identity_class": IDENTITY_CLASS[actor.kind]}
    return {**own, "roles": [actor.role]} if actor.role else own


def _location(region: Region, record: EntityRecord) -> Object:
    """STIX wants a country, coordinates or a region; where there is neither, the place's own name stands for a region."""
    own: Object = {}
    if region.at:
        own["latitude"], own["longitude"] = region.at
    if record.country:
        own["country"] = record.country
    if region.iso and "-" in region.iso:
        own["administrative_area"] = region.iso
    return own or {"region": record.id}


def relationships(records: dict[str, EntityRecord], site: Chrome) -> Iterator[bytes]:
    """For whom actors speak, and which regions lie in which, as far as `records` (by "actors/nato") hold both."""
    for record in records.values():
        above = records.get(f"{record.kind}/{_above(record)}")
        if above:
            key = ("stix relationship", site.url, site.tlp, above.since)
            yield drawn_once(record, key, lambda record=record, above=above: _relationship(record, above, site))  # type: ignore[misc]


def _above(record: EntityRecord) -> str:
    return (record.entry.of if isinstance(record.entry, Actor) else record.entry.in_) or ""


def _relationship(record: EntityRecord, above: EntityRecord, site: Chrome) -> Object:
    kind, words = ("identity", "speaks for") if isinstance(record.entry, Actor) else ("location", "lies in")
    key, since = f"{record.kind}/{record.id}", max(record.since, above.since)
    common = _common("relationship", object_id("relationship", site.url, f"{key} {above.id}"), since, since, site.tlp)
    ends = {"source_ref": object_id(kind, site.url, key), "target_ref": object_id(kind, site.url, f"{above.kind}/{above.id}")}
    return {**common, "created_by_ref": desk_id(site.url), "relationship_type": "related-to", "description": words, **ends}


def report(dossier: Dossier, held: list[str], site: Chrome) -> Object:
    """The briefing; `held` are the ids of the objects that it is about."""
    card = dossier.card
    page = {"source_name": site.title, "url": in_full(site.url, card.url), "external_id": card.id}
    sources = [_external(note.source, note.article, note.url) for note in dossier.sources]
    return {
        **_common("report", object_id("report", site.url, card.id), dossier.published, dossier.updated, dossier.tlp),
        "created_by_ref": desk_id(site.url),
        "lang": site.language,
        "name": card.title,
        "description": plain(card.bottom_line),
        "published": _milliseconds(dossier.published),
        "object_refs": held or [desk_id(site.url)],
        "external_references": [page, *sources],
        **({"labels": [topic.label for topic in card.topics]} if card.topics else {}),
    }


def notes(dossier: Dossier, site: Chrome) -> Iterator[tuple[str, bytes]]:
    """(id, JSON) of the briefing's claims and events, drawn once for its own bundle and the site's, and of its judgements."""
    key = ("stix", site.url, site.language, dossier.published, dossier.updated)
    for claim in dossier.statements:
        yield object_id("note", site.url, claim.ref), drawn_once(claim, key, lambda: _claim(claim, dossier, site))
    for event in dossier.events:
        yield object_id("note", site.url, event.ref), drawn_once(event, key, lambda: _event(event, dossier, site))
    for number, judgement in enumerate(dossier.judgements, 1):
        ref = f"{dossier.card.id}/judgement.{number}"
        yield object_id("note", site.url, ref), encode(_judgement(ref, judgement, dossier, site)).encode()


def _note(ref: str, dossier: Dossier, site: Chrome, labels: list[str], refs: list[str], own: Object) -> Object:
    return {
        **_common("note", object_id("note", site.url, ref), dossier.published, dossier.updated, dossier.tlp),
        "created_by_ref": desk_id(site.url),
        "lang": site.language,
        "labels": labels,
        "object_refs": list(dict.fromkeys(refs)) or [object_id("report", site.url, dossier.card.id)],
        **own,
    }


def _claim(card: StatementCard, dossier: Dossier, site: Chrome) -> Object:
    base, says = site.url, "" if card.verbatim else f" {plain(card.words)}"
    speakers = [_of("identity", speaker.link, base) for speaker in card.speakers]
    who = ", ".join(speaker.link.label for speaker in card.speakers) or "The reporter’s own words"
    refs = [*speakers, *(_of("identity", link, base) for link in card.about), *(_of("location", link, base) for link in card.where)]
    evidence = {
        "record": "claim",
        "reference": card.ref,
        "speakers": speakers,
        **_words(card.quote),
        "date": card.when.edtf,
        "date_reported": card.reported,
        "answers": [_answer(answer) for answer in card.answers],
        "revises": [object_id("note", base, link_ref(link)) for link in card.revises],
        "same_as": [object_id("note", base, link_ref(link)) for link in card.same_as],
        "credibility": card.credibility,
        "evidence": card.evidence,
    }
    own = {
        "content": f"{who}, {card.when.text}:{says}\n{_content(card.quote)}",
        **({"confidence": CONFIDENCE[card.credibility]} if card.credibility in CONFIDENCE else {}),
        "external_references": _references(card.ref, card.url, card.quote, site),
        "extensions": _extension(evidence),
    }
    return _note(card.ref, dossier, site, ["claim"], refs, own)


def _event(card: EventCard, dossier: Dossier, site: Chrome) -> Object:
    base, what = site.url, plain(card.what)
    status = "alleged" if card.alleged else "reported"
    refs = [*(_of("identity", link, base) for link in card.actors), *(_of("location", link, base) for link in card.where)]
    evidence = {
        "record": "event",
        "reference": card.ref,
        "status": status,
        "date": card.when.edtf,
        **(_words(card.quote) if card.quote else {}),
        "alleged_by": object_id("note", base, link_ref(card.alleged)) if card.alleged else "",
    }
    according = f" (alleged: {card.alleged.label})" if card.alleged else ""
    own = {
        "content": f"{card.when.text}: {what}{according}" + (f"\n{_content(card.quote)}" if card.quote else ""),
        "external_references": _references(card.ref, card.url, card.quote, site),
        "extensions": _extension(evidence),
    }
    return _note(card.ref, dossier, site, ["event", status], refs, own)


def _judgement(ref: str, judgement: JudgementRecord, dossier: Dossier, site: Chrome) -> Object:
    """The desk's own view, about the report. What it says, how likely that is and how sure the desk is stand apart."""
    evidence = {"record": "judgement", "reference": ref, "likelihood": judgement.likelihood, "confidence": judgement.confidence}
    page = {"source_name": site.title, "url": in_full(site.url, f"{dossier.card.url}#section.judgements"), "external_id": ref}
    own = {
        "content": "\n".join(filter(None, (plain(judgement.says), plain(judgement.because)))),
        "authors": [site.publisher],
        **({"confidence": DESK_CONFIDENCE[judgement.confidence]} if judgement.confidence else {}),
        "external_references": [page],
        "extensions": _extension(evidence),
    }
    return _note(ref, dossier, site, ["judgement"], [], own)


def _answer(answer: AnswerCard) -> Object:
    value = answer_value(answer)
    return _filled({**value, "figure": _filled(value["figure"] or {})})


def _of(kind: str, link: Link, base: str) -> str:
    return object_id(kind, base, f"{'actors' if kind == 'identity' else 'regions'}/{link_id(link)}")


def _words(quote: QuoteCard) -> Object:
    return {"passage": quote.parts, "speech": quote.speech, "language": quote.language, "reliability": quote.reliability}


def _content(quote: QuoteCard) -> str:
    return f"“{' … '.join(quote.parts)}” ({quote.source.label})"


def _external(source: Link, article: Link, url: str) -> Object:
    reference = {"source_name": source.label, "description": article.label}
    return {**reference, "url": url} if url else reference


def _references(ref: str, url: str, quote: QuoteCard | None, site: Chrome) -> list[Object]:
    here = {"source_name": site.title, "url": in_full(site.url, url), "external_id": ref}
    return [here, _external(quote.source, quote.article, quote.original)] if quote else [here]


def _extension(evidence: Object) -> Object:
    return {EXTENSION: {"extension_type": "property-extension", **_filled(evidence)}}


def _filled(values: Object) -> Object:
    """Without what is empty: STIX knows no empty lists and no null. No and 0 stay."""
    return {name: value for name, value in values.items() if value not in ("", None, [], (), {})}
