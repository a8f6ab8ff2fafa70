"""What to draw for an answer: marks, links, columns, what was folded and why. Pure data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.view import words
from graphrisk.view.folding import fold_marks, single_marks
from graphrisk.view.layout import arrange
from graphrisk.view.marks import Actor, Fold, Link, Mark, Picture
from graphrisk.view.reported import ReportedGroup, read_reported
from graphrisk.view.text import one_line, shorten, visible

if TYPE_CHECKING:
    from graphrisk.analysis.result import Alternative, Exposed, ExposedParty, Step

MAX_MARKS = 1500
NAME_LIMIT = 90


@dataclass(frozen=True)
class Evidence:
    """One supply link with the words it rests on, ready to be shown."""

    edge_id: str
    vendor_id: str
    vendor: str
    customer_id: str
    customer: str
    service: str
    category: str
    criticality: str
    contract: str
    supports: tuple[str, ...]
    data_classes: tuple[str, ...]
    source_kind: str
    source: str
    quote: str
    seen_on: str
    confidence: float
    weak: bool


@dataclass(frozen=True)
class Party:
    """One exposed organization with every fact the picture, the panel and the table show."""

    id: str
    name: str
    country: str
    sector: str
    is_vendor: bool
    is_customer: bool
    state: str
    hop: int
    wave: int | None
    parts: tuple[str, ...]
    rule: str
    confidence: float
    weak: bool
    steps: tuple[str, ...]
    branches: tuple[tuple[str, ...], ...]
    route_rule: str
    route_length: int
    kept_by: tuple[tuple[str, str], ...]
    kept_how: str
    kept_at: tuple[str, str] | None
    classes: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str, str, str], ...]
    through: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """Everything a page, a picture or a report needs to show one answer."""

    mode: str
    title: str
    headline: str
    range_line: str
    coverage: str
    fallen: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    evidence: tuple[Evidence, ...]
    grouped: Picture
    single: Picture | None
    folds: tuple[Fold, ...]
    fold_note: str
    hop_counts: tuple[tuple[int, int, int], ...]
    state_counts: tuple[tuple[str, int], ...]
    reported: tuple[ReportedGroup, ...]
    alternatives: tuple[str, ...]
    notes: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    as_of: str
    known_on: str
    min_confidence: float
    digest: str

    @property
    def empty_words(self) -> str:
        """What to say when nobody is exposed; empty when somebody is."""
        if self.parties:
            return ""
        who = words.names_line([shorten(name, NAME_LIMIT) for _, name in self.fallen])
        asked = f"as of {self.as_of}" if self.as_of else "in the register"
        return (
            f"Nobody exposed: no recorded link in force {asked} leads from {who} to another "
            "organization. An absent row is not an absent customer: see the coverage."
        )


def build_scene(
    exposed: Exposed,
    reported: Any = None,
    incidents: Sequence[Any] = (),
    *,
    max_marks: int = MAX_MARKS,
) -> Scene:
    """Turn an answer into a scene; the same answer always gives the same scene.

    Parameters
    ----------
    exposed
        The answer of the analysis, in any mode.
    reported
        What documents state (incidents, affected, classes, counts, statements), if anything.
    incidents
        Further reported incidents (objects or mappings with quotes), shown beside the answer.
    max_marks
        Most marks of one picture; above that only the folded picture is drawn, and said so.
    """
    parties = tuple(sorted(map(_party, exposed.parties), key=lambda one: _party_order(exposed, one)))
    steps = _steps(exposed.parties)
    actors = _actors(exposed, parties, steps.values())
    pairs = _pairs(steps.values())
    behind = _behind(exposed.parties)
    marks, folds = fold_marks(actors, pairs, behind, exposed.mode, max_marks=max_marks)
    grouped = arrange(exposed.mode, marks, pairs, steps_weak(steps))
    single = None
    if folds and len(actors) <= max_marks:
        single = arrange(exposed.mode, single_marks(actors), pairs, steps_weak(steps))
    settings = {str(key): value for key, value in dict(exposed.parameters).items()}
    fallen = tuple((visible(fallen_id), visible(name)) for fallen_id, name in exposed.fallen)
    return Scene(
        mode=exposed.mode,
        title=_title(exposed, fallen),
        headline=visible(exposed.headline),
        range_line=_range_line(exposed.mode, exposed.range),
        coverage=_coverage_line(exposed.coverage),
        fallen=fallen,
        parties=parties,
        evidence=tuple(_evidence(steps[edge_id]) for edge_id in sorted(steps)),
        grouped=grouped,
        single=single,
        folds=folds,
        fold_note=_fold_note(len(actors), folds, max_marks, exposed.not_shown),
        hop_counts=_hop_counts(parties),
        state_counts=_state_counts(exposed.mode, parties),
        reported=read_reported(reported, incidents),
        alternatives=tuple(map(_alternative, exposed.alternatives)),
        notes=tuple(visible(note) for note in exposed.notes),
        parameters=tuple((visible(key), _value(value)) for key, value in sorted(settings.items())),
        as_of=_value(settings.get("as_of")),
        known_on=_value(settings.get("known_on")),
        min_confidence=float(settings.get("min_confidence") or 0.0),
        digest=visible(exposed.digest),
    )


def steps_weak(steps: Mapping[str, Step]) -> Mapping[str, bool]:
    """Return for each supply link whether its evidence is weak."""
    return {visible(edge_id): bool(step.weak) for edge_id, step in steps.items()}


def _party_order(exposed: Exposed, party: Party) -> tuple[int, bool, int, str, str]:
    states = words.states_of(exposed.mode)
    rank = states.index(party.state) if party.state in states else len(states)
    return rank, party.is_vendor, party.hop, party.name.casefold(), party.id


def _steps(parties: Iterable[ExposedParty]) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for party in parties:
        for route in (party.witness.steps, *party.witness.branches):
            for step in route:
                found.setdefault(step.edge_id, step)
    return found


def _pairs(steps: Iterable[Step]) -> dict[tuple[str, str], tuple[str, ...]]:
    grouped: dict[tuple[str, str], list[str]] = {}
    for step in steps:
        pair = (visible(step.vendor_id), visible(step.customer_id))
        grouped.setdefault(pair, []).append(visible(step.edge_id))
    return {pair: tuple(sorted(grouped[pair])) for pair in sorted(grouped)}


def _behind(parties: Iterable[ExposedParty]) -> dict[str, int]:
    """How many parties' drawn routes pass through each organization."""
    count: dict[str, int] = {}
    for party in parties:
        routes = (party.witness.steps, *party.witness.branches)
        for vendor_id in sorted({visible(step.vendor_id) for route in routes for step in route}):
            count[vendor_id] = count.get(vendor_id, 0) + 1
    return count


def _actors(exposed: Exposed, parties: Iterable[Party], steps: Iterable[Step]) -> dict[str, Actor]:
    actors = {
        visible(org_id): Actor(visible(org_id), visible(name), "fallen", 0, "fallen", "", False)
        for org_id, name in exposed.fallen
    }
    for party in parties:
        kind = "vendor" if party.is_vendor else "customer"
        actors[party.id] = Actor(
            party.id, party.name, kind, party.hop, party.state, party.sector, party.weak
        )
    for step in sorted(steps, key=lambda one: one.edge_id):
        ends = ((step.vendor_id, step.vendor), (step.customer_id, step.customer))
        for org_id, name in ((visible(given), name) for given, name in ends):
            if org_id not in actors:
                actors[org_id] = Actor(org_id, visible(name), "vendor", 1, "on the way", "", False)
    return actors


def _party(source: ExposedParty) -> Party:
    witness = source.witness
    hop = source.hop if source.hop is not None else witness.length
    return Party(
        id=visible(source.id),
        name=visible(source.name),
        country=visible(source.country or ""),
        sector=visible(source.sector or ""),
        is_vendor=bool(source.is_vendor),
        is_customer=bool(source.is_customer),
        state=source.state,
        hop=max(int(hop or 1), 1),
        wave=source.wave,
        parts=tuple(visible(part) for part in source.parts),
        rule=visible(source.rule or ""),
        confidence=float(source.confidence),
        weak=any(step.weak for step in witness.steps),
        steps=tuple(visible(step.edge_id) for step in witness.steps),
        branches=tuple(tuple(visible(step.edge_id) for step in way) for way in witness.branches),
        route_rule=visible(witness.rule or ""),
        route_length=witness.length,
        kept_by=tuple((visible(org_id), visible(name)) for org_id, name in source.kept_by),
        kept_how=visible(source.kept_how or ""),
        kept_at=_named(source.kept_at),
        classes=tuple((visible(name), visible(state)) for name, state in source.classes),
        people=tuple(
            (
                visible(who.data_class or ""),
                "" if who.subjects is None else words.number(int(who.subjects)),
                visible(who.source or ""),
                visible(who.counted_on or ""),
            )
            for who in source.people
        ),
        through=tuple(visible(step.vendor) for step in witness.steps[1:]),
    )


def _named(given: tuple[str, str] | None) -> tuple[str, str] | None:
    return (visible(given[0]), visible(given[1])) if given else None


def _evidence(step: Step) -> Evidence:
    return Evidence(
        edge_id=visible(step.edge_id),
        vendor_id=visible(step.vendor_id),
        vendor=visible(step.vendor),
        customer_id=visible(step.customer_id),
        customer=visible(step.customer),
        service=visible(step.service or ""),
        category=visible(step.category or ""),
        criticality=visible(step.criticality or "unknown"),
        contract=visible(step.contract or ""),
        supports=tuple(map(visible, step.supports)),
        data_classes=tuple(map(visible, step.data_classes)),
        source_kind=visible(step.source_kind or ""),
        source=visible(step.source or ""),
        quote=one_line(step.quote or ""),
        seen_on=visible(step.seen_on or ""),
        confidence=float(step.confidence),
        weak=bool(step.weak),
    )


def _title(exposed: Exposed, fallen: Sequence[tuple[str, str]]) -> str:
    """The answer as one sentence that names who falls."""
    headline = visible(exposed.headline)
    names = [shorten(name, NAME_LIMIT) for _, name in fallen]
    if any(name and name in headline for _, name in fallen):
        return shorten(headline, 4 * NAME_LIMIT)
    return f"{words.event(exposed.mode, names)}: {headline}"


def _range_line(mode: str, given: Any) -> str:
    """Both ends of the range in words: as stated, and with every unknown taken as critical."""
    if not isinstance(given, Mapping):
        return visible(given or "")
    said = []
    for key, value in given.items():
        text = words.counts_line(mode, value) if isinstance(value, Mapping) else _value(value)
        head = visible(key).replace("_", " ")
        said.append(f"{head[:1].upper()}{head[1:]}: {text or 'nobody'}")
    return ". ".join(said) + "." if said else ""


def _coverage_line(given: Any) -> str:
    if not isinstance(given, Mapping):
        return visible(given or "")
    if given.get("sentence"):
        sentence = visible(given["sentence"])
        return sentence[:1].upper() + sentence[1:].rstrip(".") + "."
    said = [f"{visible(key).replace('_', ' ')} {_value(value)}" for key, value in given.items()]
    return "Coverage: " + ", ".join(said) + "." if said else ""


def _value(value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{_value(key)} {_value(one)}" for key, one in value.items())
    if isinstance(value, (tuple, list)):
        return ", ".join(_value(one) for one in value)
    return visible(value)


def _alternative(item: Alternative) -> str:
    lost = words.names_line([visible(name) for _, name in item.lost])
    standing = words.names_line([visible(name) for _, name in item.standing])
    return (
        f"{visible(item.customer)}: {standing} may stand in for {lost} "
        f"(both {visible(item.category)}, no contract says so)"
    )


def _fold_note(actors: int, folds: Sequence[Fold], max_marks: int, not_shown: int) -> str:
    left = f"{words.plural(not_shown, 'more is', 'more are')} counted but not listed. "
    if not folds:
        return left.strip() if not_shown else ""
    folded = sum(fold.count for fold in folds)
    note = (
        f"{words.plural(folded, 'party', 'parties')} drawn as "
        f"{words.plural(len(folds), 'group mark')}; the table lists each one."
    )
    if actors > max_marks:
        note = (
            f"{words.plural(actors, 'party', 'parties')} are more than the "
            f"{words.number(max_marks)} marks that one picture may hold. " + note
        )
    return left + note if not_shown else note


def _hop_counts(parties: Iterable[Party]) -> tuple[tuple[int, int, int], ...]:
    count: dict[int, list[int]] = {}
    for party in parties:
        count.setdefault(party.hop, [0, 0])[0 if party.is_vendor else 1] += 1
    return tuple((hop, customers, vendors) for hop, (vendors, customers) in sorted(count.items()))


def _state_counts(mode: str, parties: Iterable[Party]) -> tuple[tuple[str, int], ...]:
    count = dict.fromkeys(words.states_of(mode), 0)
    for party in parties:
        count[party.state] = count.get(party.state, 0) + 1
    return tuple(count.items())


__all__ = ["MAX_MARKS", "Evidence", "Fold", "Link", "Mark", "Party", "Picture", "Scene", "build_scene"]
