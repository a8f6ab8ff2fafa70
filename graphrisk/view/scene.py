"""What to draw for an answer: marks, links, columns, what was folded and why. Pure data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphrisk.view import words
from graphrisk.view.facts import Evidence, Party, evidence_facts, party_facts, value_words
from graphrisk.view.folding import LAST_COLUMN, fold_marks, single_marks, within_columns
from graphrisk.view.layout import arrange
from graphrisk.view.marks import Actor, Fold, Link, Mark, Picture
from graphrisk.view.reported import ReportedGroup, read_reported
from graphrisk.view.text import plain_word, shorten, visible

if TYPE_CHECKING:
    from graphrisk.analysis.exposed_result import Alternative, Exposed, ExposedParty, Step
    from graphrisk.analysis.reported_facts import Reported

MAX_MARKS = 1500
SINGLE_COLUMNS = 60
SMALL = 16
NAME_LIMIT = 90


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
    left_note: str
    hop_counts: tuple[tuple[int, int, int], ...]
    state_counts: tuple[tuple[str, int], ...]
    reported: tuple[ReportedGroup, ...]
    functions: tuple[str, ...]
    alternatives: tuple[str, ...]
    notes: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    as_of: str
    known_on: str
    min_confidence: float
    digest: str

    @property
    def opens_grouped(self) -> bool:
        """Whether the folded picture is shown first: a handful is read better one by one."""
        return self.single is None or len(self.single.marks) > SMALL

    @property
    def opening(self) -> Picture:
        """The picture that is shown first, in print and without script."""
        return self.grouped if self.single is None or self.opens_grouped else self.single

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
    reported: Reported | None = None,
    *,
    max_marks: int = MAX_MARKS,
) -> Scene:
    """Turn an answer into a scene; the same answer always gives the same scene.

    Parameters
    ----------
    exposed
        The answer of the analysis, in any mode.
    reported
        What documents state, shown beside what the register implies; left out: nothing.
    max_marks
        Most marks of one picture; above that only the folded picture is drawn, and said so.
    """
    parties = tuple(
        sorted(map(party_facts, exposed.parties), key=lambda one: _party_order(exposed, one))
    )
    steps = _steps(exposed.parties)
    actors = _actors(exposed, parties, steps.values())
    pairs = _pairs(steps.values())
    behind = _behind(exposed.parties)
    deepest = max((actor.hop for actor in actors.values()), default=0)
    near = within_columns(actors, LAST_COLUMN)
    marks, folds = fold_marks(near, pairs, behind, exposed.mode, max_marks=max_marks)
    further = LAST_COLUMN if deepest > LAST_COLUMN else None
    grouped = arrange(exposed.mode, marks, pairs, steps_weak(steps), further)
    single = None
    if folds and len(actors) <= max_marks and deepest <= SINGLE_COLUMNS:
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
        evidence=tuple(evidence_facts(steps[edge_id]) for edge_id in sorted(steps)),
        grouped=grouped,
        single=single,
        folds=folds,
        fold_note=_fold_note(len(actors), folds, max_marks),
        left_note=_left_note(exposed.not_shown),
        hop_counts=_hop_counts(parties),
        state_counts=_state_counts(exposed.mode, parties),
        reported=read_reported(reported),
        functions=tuple(visible(each.sentence()) for each in exposed.functions),
        alternatives=tuple(map(_alternative, exposed.alternatives)),
        notes=tuple(visible(note) for note in exposed.notes),
        parameters=tuple(
            (visible(key), value_words(value)) for key, value in sorted(settings.items())
        ),
        as_of=value_words(settings.get("as_of")),
        known_on=_known(value_words(settings.get("known_on"))),
        min_confidence=float(settings.get("min_confidence") or 0.0),
        digest=visible(exposed.digest),
    )


def _known(day: str) -> str:
    """Return the words for what was known by then."""
    return "known now" if day in ("", "now") else f"known on {day}"


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
        text = words.counts_line(mode, value) if isinstance(value, Mapping) else value_words(value)
        head = visible(key).replace("_", " ")
        said.append(f"{head[:1].upper()}{head[1:]}: {text or 'nobody'}")
    return ". ".join(said) + "." if said else ""


def _coverage_line(given: Any) -> str:
    if not isinstance(given, Mapping):
        return visible(given or "")
    if given.get("sentence"):
        sentence = visible(given["sentence"])
        return sentence[:1].upper() + sentence[1:].rstrip(".") + "."
    said = [
        f"{visible(key).replace('_', ' ')} {value_words(value)}" for key, value in given.items()
    ]
    return "Coverage: " + ", ".join(said) + "." if said else ""


def _alternative(item: Alternative) -> str:
    lost = words.names_line([visible(name) for _, name in item.lost])
    standing = words.names_line([visible(name) for _, name in item.standing])
    return (
        f"{visible(item.customer)}: {standing} may stand in for {lost} "
        f"(both {plain_word(item.category)}, no contract says so)"
    )


def _left_note(not_shown: int) -> str:
    if not not_shown:
        return ""
    return f"{words.plural(not_shown, 'more is', 'more are')} counted but not listed."


def _fold_note(actors: int, folds: Sequence[Fold], max_marks: int) -> str:
    if not folds:
        return ""
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
    return note


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


__all__ = [
    "MAX_MARKS",
    "Evidence",
    "Fold",
    "Link",
    "Mark",
    "Party",
    "Picture",
    "Scene",
    "build_scene",
]
