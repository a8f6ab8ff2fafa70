"""Many names at once -> organization ids; what is new, what stays apart, which merges to record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from graphrisk.model.identifiers import fold
from graphrisk.resolve.claimed import Claimed, MergeMade, Note, StatedRows
from graphrisk.resolve.clusters import Known, Placement, Variant, new_id, own_id, place
from graphrisk.resolve.directory import Directory, Entry, parts_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization that a name may mean, and why."""

    id: str
    name: str
    reason: str
    score: float = 100.0


Held = Callable[[int, Sequence[str]], str | None]
"""Row that states an organization, ids -> the one whose stored record says all of it already."""


@dataclass(slots=True)
class Identified:
    """What became of the names.

    Parameters
    ----------
    claimed
        Id of each row that states an organization.
    mentions
        Id of each name mentioned.
    fresh
        Organizations that are only mentioned and new to the directory: id -> name.
    merges
        Writings and ids that were taken for a known organization.
    unclear
        Names that fit several organizations and were given to none: name -> candidates.
    notes
        Remarks on rows that state an organization.
    """

    claimed: list[str] = field(default_factory=list)
    mentions: dict[str, str] = field(default_factory=dict)
    fresh: dict[str, str] = field(default_factory=dict)
    merges: list[MergeMade] = field(default_factory=list)
    unclear: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def identify(
    directory: Directory,
    claimed: Sequence[Claimed] = (),
    mentions: Mapping[str, int] | None = None,
    held: Held | None = None,
) -> Identified:
    """Give every stated and every mentioned organization its id.

    Parameters
    ----------
    directory
        What is known; it is not changed.
    claimed
        Rows that state an organization.
    mentions
        Names, ids or LEIs met in cells, cleaned by `clean_name`, with how often.
    held
        Tells which of several organizations a row was taken for when it was loaded before.

    Notes
    -----
    O(names), about 30 microseconds each. Ids do not depend on the order of rows.

    Examples
    --------
    >>> rows = [Claimed("V001", "Alfa AB")]
    >>> found = identify(Directory(), rows, {"ALFA": 1, "V001": 2, "Beta": 1})
    >>> found.mentions["ALFA"], found.mentions["V001"], list(found.fresh.values())
    ('V001', 'V001', ['Beta'])
    >>> [(merge.alias, merge.reason) for merge in found.merges]
    [('ALFA', 'the same name but for its legal form')]
    """
    return _Identification(directory, claimed, mentions or {}, held).run()


def unclear_words(candidates: Sequence[Candidate]) -> str:
    """Return that a name was given to none of its candidates, in words.

    Examples
    --------
    >>> unclear_words([Candidate("1", "Alfa", "")])
    'may be Alfa (1) or not, nothing tells; kept apart as one of its own'
    """
    names = ", ".join(f"{item.name} ({item.id})" for item in candidates[:5])
    if len(candidates) == 1:
        return f"may be {names} or not, nothing tells; kept apart as one of its own"
    return f"fits several organizations: {names}; kept apart as one of its own"


@dataclass(slots=True)
class _Group:
    """Names of one core that look-up alone did not settle."""

    rows: dict[Variant, list[int]] = field(default_factory=dict)
    texts: dict[Variant, list[str]] = field(default_factory=dict)


class _Identification:
    def __init__(
        self,
        directory: Directory,
        claimed: Sequence[Claimed],
        counts: Mapping[str, int],
        held: Held | None,
    ) -> None:
        self.before = directory
        self.work = directory.copy()
        self.claimed = claimed
        self.counts = counts
        self.held = held
        self.again: set[int] = set()
        self.row_names: set[str] = set()
        self.ids: dict[int, str] = {}
        self.groups: dict[str, _Group] = {}
        self.by_stated_alias: dict[str, list[int]] = {}
        self.result = Identified()

    def run(self) -> Identified:
        result = self.result
        stated = StatedRows(self.work, self.claimed)
        result.merges.extend(stated.settle())
        result.notes, self.ids = stated.notes, stated.ids
        for index, row in enumerate(self.claimed):
            if index not in self.ids:
                self._sort_row(index, row)
        waiting = [text for text in self.counts if not self._sort_mention(text)]
        for core in sorted(self.groups):
            self._settle(core, self.groups[core])
        for text in sorted(waiting, key=self._rank):
            self._settle_alias(text)
        result.claimed = [self.ids[index] for index in range(len(self.claimed))]
        self._record_merges()
        result.merges = _uncontested(result.merges)
        return result

    def _sort_row(self, index: int, row: Claimed) -> None:
        variant, work = row.variant(), self.work
        target = work.follow(row.name) if row.name in work.merges else None
        same = work.with_name(row.name)
        if target is not None and not _agrees(work.entries.get(target), row.country):
            target = None
        if target is None and len(same) == 1 and _known(work, same[0]).fits(variant):
            target = same[0]
        if target is not None and target in work.entries:
            self.ids[index] = target
        else:
            group = self.groups.setdefault(parts_of(row.name).core, _Group())
            group.rows.setdefault(variant, []).append(index)
            self.row_names.add(row.name)
        for alias in row.aliases:
            self.by_stated_alias.setdefault(fold(alias), []).append(index)

    def _sort_mention(self, text: str) -> bool:
        """Settle a mention or put it into its group; False when it is an alias of somebody."""
        named = self.work.with_name(text)
        target = self.work.exact(text) or _only(named)
        is_alias = fold(text) in self.by_stated_alias or bool(self.work.with_alias(text))
        parts = parts_of(text)
        if is_alias and target == own_id(parts.core or text, parts.form):
            return False  # kept apart before because several go by it
        if target is not None:
            self.result.mentions[text] = target
            return True
        if is_alias and not named and text not in self.row_names:
            return False
        group = self.groups.setdefault(parts.core, _Group())
        group.texts.setdefault(Variant(parts.form), []).append(text)
        return True

    def _settle_alias(self, text: str) -> None:
        """Settle what is an alias of one organization; one of several bearers keep apart."""
        work, parts = self.work, parts_of(text)
        own = own_id(parts.core or text, parts.form)
        keys = {*work.with_alias(text)}
        keys |= {self.ids[index] for index in self.by_stated_alias.get(fold(text), ())}
        named = (e for e, _ in work.with_core(parts.core) if fold(e.name) == fold(text))
        keys |= {entry.id for entry in named}
        keys.discard(own)
        if len(keys) == 1:
            self.result.mentions[text] = keys.pop()
            return
        if own not in work.entries:
            work.add(Entry(own, text))
            self.result.fresh[own] = text
        self.result.mentions[text] = own
        self.result.unclear[text] = tuple(
            Candidate(key, work.entries[key].name, "it goes by this name too")
            for key in sorted(keys)
        )

    def _rank(self, text: str) -> tuple[int, int, str]:
        return (-self.counts[text], -len(text), text)

    def _settle(self, core: str, group: _Group) -> None:
        known = [Known(entry, frozenset(forms)) for entry, forms in self.work.with_core(core)]
        placed = place([*group.rows, *group.texts], known)
        bodies: dict[tuple[str | None, Variant | None], list[Variant]] = {}
        for variant in sorted(placed, key=Variant.key):
            placement = placed[variant]
            key = placement.known.id if placement.known else placement.apart
            bodies.setdefault((key, variant if placement.unclear else None), []).append(variant)
        for variants in bodies.values():
            self._settle_body(core, group, variants, placed[variants[0]])
        for variant, placement in placed.items():
            if placement.unclear:
                self._say_unclear(group, variant, placement)

    def _settle_body(
        self, core: str, group: _Group, variants: list[Variant], placement: Placement
    ) -> None:
        rows = [index for variant in variants for index in group.rows.get(variant, [])]
        texts = [text for variant in variants for text in group.texts.get(variant, [])]
        if placement.known is not None:
            key = placement.known.id
        else:
            names = {self.claimed[index].name for index in rows} | set(texts)
            key = new_id(core, names, placement, self.work.entries)
            if placement.unclear:
                rows = self._without_held(rows, key, placement)
            if (rows or texts) and key not in self.work.entries:
                self._create(key, sorted(rows), texts)
        self.ids.update(dict.fromkeys(rows, key))
        self.result.mentions.update(dict.fromkeys(texts, key))

    def _without_held(self, rows: Sequence[int], own: str, placement: Placement) -> list[int]:
        """Return the rows that no stored record holds; the others are the same rows again."""
        known = [own] if own in self.work.entries else []
        known += [item.entry.id for item in placement.candidates if item.entry.id != own]
        for index in rows:
            found = self.held(index, known) if self.held else None
            if found is not None:
                self.ids[index] = found
                self.again.add(index)
        return [index for index in rows if index not in self.again]

    def _create(self, key: str, rows: Sequence[int], texts: Sequence[str]) -> None:
        """Add an organization: named as first stated, else by its most usual writing."""
        if rows:
            stated = [self.claimed[index] for index in rows]
            country = next((row.country for row in stated if row.country), None)
            aliases = tuple(dict.fromkeys(alias for row in stated for alias in row.aliases))
            self.work.add(Entry(key, stated[0].name, country, None, aliases))
        else:
            name = min(texts, key=self._rank)
            self.work.add(Entry(key, name))
            self.result.fresh[key] = name

    def _say_unclear(self, group: _Group, variant: Variant, placement: Placement) -> None:
        texts, rows = group.texts.get(variant, []), group.rows.get(variant, [])
        keys = {item.entry.id for item in placement.candidates}
        for rival in placement.rivals:
            keys |= {self.result.mentions[text] for text in group.texts.get(rival, [])}
            keys |= {self.ids[index] for index in group.rows.get(rival, [])}
        own = {self.result.mentions[text] for text in texts}
        own |= {self.ids[index] for index in rows if index not in self.again}
        candidates = tuple(
            Candidate(key, self.work.entries[key].name, "the same name, and nothing tells which")
            for key in sorted(keys - own)
        )
        for text in texts:
            self.result.unclear[text] = candidates
        for index in rows:
            if index not in self.again:
                message = unclear_words(candidates)
                fix = "give its id, LEI or country"
                self.result.notes.append(Note(index, "name", message, fix))

    def _record_merges(self) -> None:
        """Record every writing that differs from the name and id of the body it stands for."""
        pairs = list(zip(self.claimed, self.result.claimed, strict=True))
        shown = {key: row.name for row, key in reversed(pairs)}
        written = [(row.name, key) for row, key in pairs]
        written += [
            (self.before.entries[key].name, key) for key in shown if key in self.before.entries
        ]
        written += [(text, self.result.mentions[text]) for text in self.counts]
        aliases = {(fold(a), key) for row, key in pairs for a in row.aliases}
        for text, key in dict.fromkeys(written):
            entry = self.work.entries[key]
            name = shown.get(key, entry.name)
            plain = (name, key, entry.lei)
            if text in plain or text in self.work.merges or text in self.result.unclear:
                continue
            if (fold(text), key) in aliases or fold(text) in map(fold, entry.aliases):
                continue  # an alias is found without a merge, as long as only one goes by it
            self.result.merges.append(MergeMade(text, key, _reason(text, name, key)))


def _known(work: Directory, key: str) -> Known:
    entry = work.entries[key]
    form = parts_of(entry.name).form
    return Known(entry, frozenset([form] if form else []))


def _agrees(entry: Entry | None, country: str | None) -> bool:
    return entry is None or country is None or entry.country in (None, country)


def _only(keys: Sequence[str]) -> str | None:
    return keys[0] if len(keys) == 1 else None


def _reason(text: str, name: str, key: str) -> str:
    if fold(text) == fold(key):
        return "the same id but for capitals or spaces"
    if fold(text) == fold(name):
        return "the same name but for capitals, spaces or marks"
    if parts_of(text).core == parts_of(name).core:
        return "the same name but for its legal form"
    return "another or an earlier name of it"


def _uncontested(merges: Sequence[MergeMade]) -> list[MergeMade]:
    """Return the merges but for writings that would stand for two organizations at once."""
    meant: dict[str, set[str]] = {}
    for merge in merges:
        meant.setdefault(merge.alias, set()).add(merge.organization)
    return [merge for merge in merges if len(meant[merge.alias]) == 1]
