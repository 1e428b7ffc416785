"""Checks across briefings: claims that refer to claims, answers against questions, retired ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.answers import Figure
from briefgen.entries import Content, Entry, Statement, full_ref
from briefgen.errors import Field, Finding, did_you_mean, nearest
from briefgen.ledger import find_revision_ring, utterances
from briefgen.references import RESERVED


def check_claim_refs(entries: Sequence[Entry], reasons: Mapping[str, str], content: Content) -> list[Finding]:
    findings = []
    for entry in entries:
        for where, ref in entry.refs:
            full = full_ref(entry.id, ref)
            if not _stands(full, entry, where, reasons, content):
                findings.extend(_check_claim_ref(entry, where, ref, full, reasons, content))
    statements = [s for e in entries for s in e.statements]
    utterance = utterances({s.ref: s.same_as for s in statements})
    revises: dict[str, list[str]] = {}
    for s in statements:
        if s.revises:
            earlier = [utterance[old] for old in s.revises if old in utterance and old != s.ref]
            revises.setdefault(utterance[s.ref], []).extend(earlier)
    ring = find_revision_ring(revises)
    if ring:
        briefing, claim = ring[0].split("/")
        message = "these claims revise each other in a ring: " + " → ".join([*ring, ring[0]])
        path = content.briefings[briefing].entry.path
        findings.append(Finding(path, ("claims", claim, "revises"), "revision-ring", message, "take one of these links out"))
    return findings + _check_same_as(entries, utterance)


def _stands(full: str, entry: Entry, where: Field, reasons: Mapping[str, str], content: Content) -> bool:
    """Whether the ref names another claim, and one that this entry may refer to."""
    briefing, _, claim = full.partition("/")
    other = content.briefings.get(briefing)
    if other is None or claim not in other.entry.claims:
        return False
    itself = briefing == entry.id and where[:2] == ("claims", claim)
    return not itself and (briefing not in reasons or entry.id in reasons)


def _check_claim_ref(
    entry: Entry,
    where: Field,
    ref: str,
    full: str,
    reasons: Mapping[str, str],
    content: Content,
) -> list[Finding]:
    path = entry.path
    briefing = full.split("/")[0]
    declared = {f"{b}/{id}" for b, one in content.briefings.items() for id in one.entry.claims} | content.broken
    if full == f"{entry.id}/{where[1]}" and where[0] == "claims":
        return [Finding(path, where, "refers-to-itself", f"'{ref}' is this claim itself", "name the other claim")]
    if full in declared:
        if briefing in reasons and entry.id not in reasons:
            message = f"'{ref}' stands in a briefing that is left out ({reasons[briefing]})"
            hint = "publish that briefing, or take the reference out"
            return [Finding(path, where, "refers-to-excluded", message, hint)]
        return []
    if ("briefings", briefing) in content.unreadable:
        return []
    if "/" in ref and briefing not in content.briefings:
        hint = did_you_mean(briefing, content.briefings)
        return [Finding(path, where, "unknown-briefing", f"there is no briefing '{briefing}'", hint, token=briefing)]
    own = {c.split("/")[1]: c for c in declared if c.split("/")[0] == briefing}
    best = nearest(full.split("/")[1], own)
    best = f"did you mean '{own[best] if '/' in ref else best}'?" if best else ""
    elsewhere = [c for c in sorted(declared) if c.split("/")[1] == ref]
    hint = best or (f"write '{elsewhere[0]}'" if elsewhere else "name one as claim, or as briefing/claim")
    return [Finding(path, where, "unknown-claim", f"there is no claim '{ref}'", hint)]


def _check_same_as(entries: Sequence[Entry], utterance: Mapping[str, str]) -> list[Finding]:
    """What is the same utterance has a speaker in common, and answers no question in two ways."""
    first: dict[str, Statement] = {}
    answers: dict[tuple[str, str], tuple[str, Statement]] = {}
    findings = []
    told_again = {utterance[s.ref] for entry in entries for s in entry.statements if s.same_as}
    for entry in entries:
        for statement in entry.statements:
            group = utterance[statement.ref]
            if group not in told_again:
                continue
            other = first.setdefault(group, statement)
            speakers, others = _speakers(statement), _speakers(other)
            if speakers and others and not speakers & others:
                message = f"'{statement.id}' and '{other.ref}' are the same utterance but have no speaker in common"
                hint = "take 'same_as' out, or name the same speaker"
                findings.append(_differs(statement, other, message, hint))
            for question, answer in statement.answers:
                words, told = answers.setdefault((group, question), (str(answer), statement))
                if words != str(answer):
                    message = f"'{statement.id}' and '{told.ref}' are the same utterance but answer '{question}' differently"
                    hint = "give both the same answer, or take 'same_as' out"
                    findings.append(_differs(statement, told, message, hint))
    return findings


def _speakers(statement: Statement) -> set[str]:
    """The claim's speakers as ids; empty where one of them is unknown, which is reported already."""
    return set(statement.by or (RESERVED,)) if statement.all_known else set()


def _differs(one: Statement, other: Statement, message: str, hint: str) -> Finding:
    """A finding at whichever of the two says that they are the same."""
    declares = one if one.same_as else other
    path = f"content/annotations/{declares.briefing}.yaml"
    return Finding(path, ("claims", declares.id, "same_as"), "same-as-differs", message, hint)


def check_answers(entries: Sequence[Entry], questions: Mapping[str, object], *, strict: bool) -> list[Finding]:
    findings = []
    for entry in entries:
        for statement in entry.statements:
            for question, answer in statement.answers:
                unit = questions[question].unit  # type: ignore[union-attr]
                where = ("claims", statement.id, "answers", question)
                if unit and not isinstance(answer, Figure) and answer not in ("unclear", "declines"):
                    message = f"'{question}' asks for a number of {unit}, not '{answer}'"
                    hint = "write a figure such as 3000 or up to 3000"
                    findings.append(Finding(entry.path, where, "figure-expected", message, hint))
                elif strict and not unit and isinstance(answer, Figure):
                    message = f"'{question}' is answered by yes or no, not '{answer.text}'"
                    hint = "write a stance such as affirms, or give the question a unit"
                    findings.append(Finding(entry.path, where, "stance-expected", message, hint))
    return findings


def check_retired(content: Content) -> list[Finding]:
    """Old ids of articles, briefings and pages; those of registries are checked with them."""
    findings = []
    for kind, folder, items in (
        ("article", "articles", {id: a.head.formerly for id, a in content.articles.items()}),
        ("page", "pages", {id: p.head.formerly for id, p in content.pages.items()}),
        ("briefing", "annotations", {id: one.entry.head.formerly for id, one in content.briefings.items()}),
    ):
        owner: dict[str, str] = {}
        for id, olds in items.items():
            for number, old in enumerate(olds):
                other = old if old in items else owner.setdefault(old, id)
                if other != id or old == id:
                    ending = "yaml" if folder == "annotations" else "md"
                    use = "still in use" if old in items else f"also that of the {kind} '{other}'"
                    message = f"the retired id '{old}' is {use}"
                    path = f"content/{folder}/{id}.{ending}"
                    findings.append(Finding(path, ("formerly", number), "id-taken", message, "one id leads to one page only"))
    return findings
