"""One name that a person typed -> a match with its reason, or candidates with theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graphrisk.errors import UnknownName
from graphrisk.model.identifiers import check_lei, fold
from graphrisk.resolve.clusters import own_id
from graphrisk.resolve.directory import Directory, Entry, clean_name, parts_of
from graphrisk.resolve.identify import Candidate

MOST_CANDIDATES = 5
_LEAST_SCORE = 62.0


@dataclass(frozen=True, slots=True)
class Match:
    """The one organization that a text means, and why."""

    id: str
    name: str
    reason: str


def find_organization(directory: Directory, text: str) -> Match | tuple[Candidate, ...]:
    """Return the organization that a text means, or up to five candidates, best first.

    Tried in this order, and settled when exactly one fits: id, recorded merge or LEI; exact name;
    name or alias but for capitals; folded name without its legal form; beginning of a name; part of
    a name. Then likeness of letters, which never settles anything.

    Notes
    -----
    O(n): about 0.2 s for 100,000 organizations when nothing exact fits.

    Examples
    --------
    >>> known = Directory()
    >>> for key, name in (("1", "Careium AB"), ("2", "Carelink Oy")):
    ...     known.add(Entry(key, name))
    >>> find_organization(known, "careium").reason
    'the same name but for its legal form'
    >>> [candidate.name for candidate in find_organization(known, "Care")]
    ['Careium AB', 'Carelink Oy']
    >>> find_organization(known, "Carieum AB")[0].reason
    'a similar name'
    """
    cleaned = clean_name(text)
    key = directory.exact(cleaned)
    if key is not None and key in directory.entries:
        entry = directory.entries[key]
        return Match(key, entry.name, _exact_reason(cleaned, entry, directory))
    for entries, reason in _by_name(directory, cleaned):
        if len(entries) == 1:
            return Match(entries[0].id, entries[0].name, reason)
        if entries:
            return _listed(entries, reason)
    folded = fold(cleaned)
    for fits, reason in _partly(folded) if len(folded) > 1 else ():
        found = [entry for entry in _shown(directory) if fits(entry)]
        if len(found) == 1:
            return Match(found[0].id, found[0].name, f"the only name that {reason}")
        if found:
            return _listed(found, f"its name {reason}")
    return _similar(directory, folded)


def find_exactly(organizations: pa.Table, merges: pa.Table, text: str) -> Match | None:
    """Return the one organization with this very id or name, None when that settles nothing.

    Looks at columns only: 100,000 names take milliseconds, where a directory takes seconds.
    """
    cleaned = clean_name(text)
    if pc.any(pc.equal(merges.column("alias"), cleaned)).as_py():
        return None
    for column, reason in (("id", "the id"), ("name", "the name")):
        hits = organizations.filter(pc.equal(organizations.column(column), cleaned))
        if hits.num_rows == 1:
            if hits.column("id")[0].as_py() == _own(cleaned):
                return None
            return Match(hits.column("id")[0].as_py(), hits.column("name")[0].as_py(), reason)
        if hits.num_rows:
            return None
    return None


def require_organization(directory: Directory, text: str) -> Match:
    """Return the organization that a text means.

    Raises
    ------
    UnknownName
        None fits, or several do; ``candidates`` lists them.
    """
    found = find_organization(directory, text)
    if isinstance(found, Match):
        return found
    candidates = [(item.id, item.name, item.reason) for item in found]
    if not candidates:
        fix = "graphrisk status shows what is loaded"
        raise UnknownName(f"no organization is known as {text!r}", fix=fix)
    several = any(item.score >= 100 for item in found)
    what = f"{text!r} fits several organizations" if several else f"{text!r} is not known"
    listed = "; ".join(f"{name} (id {key}, {reason})" for key, name, reason in candidates)
    if several and len(found) == MOST_CANDIDATES:
        listed += "; and perhaps more: write more of the name to see them"
    raise UnknownName(f"{what}: {listed}", candidates, fix="write one of these ids")


def _exact_reason(text: str, entry: Entry, directory: Directory) -> str:
    if text in directory.merges:
        return "a recorded merge"
    if text == entry.id:
        return "the id"
    return "the LEI" if check_lei(text) else "its company number"


def _by_name(directory: Directory, text: str) -> list[tuple[list[Entry], str]]:
    entries = directory.entries
    parts = parts_of(text)
    core = [
        entry
        for entry, forms in directory.with_core(parts.core)
        if parts.form is None or not forms or parts.form in forms
    ]
    exact, others = directory.with_name(text), directory.with_alias(text)
    if exact == [_own(text)]:
        # Kept apart because it may be one of these: a person is asked like the register was.
        keys = dict.fromkeys([*exact, *others, *(entry.id for entry in core)])
        return [([entries[key] for key in keys], "nothing tells which")]
    return [
        ([entries[key] for key in exact], "the name"),
        (
            [entry for entry in core if fold(entry.name) == fold(text)],
            "the same name but for capitals, spaces or marks",
        ),
        ([entries[key] for key in others], "another name it goes by"),
        (core, "the same name but for its legal form"),
    ]


def _own(text: str) -> str:
    parts = parts_of(text)
    return own_id(parts.core or text, parts.form)


def _partly(folded: str) -> list[tuple[Callable[[Entry], bool], str]]:
    return [
        (lambda entry: fold(entry.name).startswith(folded), f"begins with {folded!r}"),
        (lambda entry: f" {folded}" in f" {fold(entry.name)}", f"has a word with {folded!r}"),
        (lambda entry: folded in fold(entry.name), f"contains {folded!r}"),
    ]


def _shown(directory: Directory) -> list[Entry]:
    return list(directory.standing())


def _listed(entries: list[Entry], reason: str) -> tuple[Candidate, ...]:
    ordered = sorted(entries, key=lambda entry: (len(entry.name), entry.name, entry.id))
    return tuple(Candidate(e.id, e.name, reason) for e in ordered[:MOST_CANDIDATES])


def _similar(directory: Directory, folded: str) -> tuple[Candidate, ...]:
    from rapidfuzz import fuzz, process

    entries = _shown(directory)
    names = [fold(entry.name) for entry in entries]
    found = process.extract(
        folded, names, scorer=fuzz.WRatio, limit=MOST_CANDIDATES, score_cutoff=_LEAST_SCORE
    )
    return tuple(
        Candidate(entries[i].id, entries[i].name, "a similar name", min(round(score, 1), 99.0))
        for _, score, i in found
    )
