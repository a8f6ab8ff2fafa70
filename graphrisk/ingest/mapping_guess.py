"""Columns of a table -> the property that each most likely is, by its header and its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from graphrisk.ingest.grid import Grid
from graphrisk.ingest.mapping_columns import MOST_HEADER_ROWS, header_candidates, names_of
from graphrisk.ingest.mapping_evidence import Evidence, is_company, is_date_like, is_yes_or_no
from graphrisk.ingest.mapping_headers import LEAST, PERSONAL, is_below, meanings
from graphrisk.ingest.mapping_layout import Body, Frame, body_of
from graphrisk.ingest.mapping_likely import add_likely
from graphrisk.ingest.mapping_taken import Guess
from graphrisk.ingest.mapping_words import fold, word_set
from graphrisk.ingest.problems import ProblemLog

_OF_A_CONTRACT = frozenset(("contract", "starts_on", "ends_on", "annual_cost", "notice_days"))
_OF_LINKS = frozenset(("vendor", "name", "child", "service", "category", "contract"))
_MATRIX_ROWS = 15
_MOSTLY = 0.5
_COMPANIES = 0.3
FEWEST_MARKED = 3
"""Columns of crosses that make a matrix."""
_SURE = 100.0
_DATES = ("starts_on", "ends_on")
_NAMES = ("vendor", "customer", "parent", "child", "name")
_NUMBERS = ("annual_cost", "notice_days", "recovery_hours", "tolerance_hours", "rank")


def best_header(grid: Grid) -> tuple[int, ...] | None:
    """Return the rows of a grid that most look like a header; None when none does.

    More rows win only where they say more.
    """
    best: tuple[float, tuple[int, ...]] | None = None
    last = grid.rows[-1][0] if grid.rows else 0
    for rows in header_candidates(grid):
        names = names_of(grid, rows)
        texts = [name for name in names if name]
        if rows[-1] >= last or len(texts) < min(2, grid.width) or _is_below_title(grid, rows):
            continue
        known: dict[str, float] = {}
        for name in texts:
            seen = meanings(name)
            if seen:
                prop = max(seen, key=lambda each: seen[each].score)
                known[prop] = max(known.get(prop, 0.0), min(seen[prop].score, _SURE))
        cells = [cell for row in rows for cell in grid.row(row) if cell]
        score = sum(known.values()) * len(set(texts)) / len(texts) + 5.0 * min(len(texts), 10)
        score -= 25.0 * sum(is_date_like(cell) or is_company(cell) for cell in cells)
        score -= 2.0 * len(rows)
        score -= 30.0 * (len(rows) - 1) * (len(cells) <= len(texts))  # a title above adds nothing
        if known and (best is None or score > best[0] + 1e-9):
            best = (score, rows)
    return _matrix_header(grid) if best is None else _with_merged_above(grid, best[1])


def _is_below_title(grid: Grid, rows: tuple[int, ...]) -> bool:
    """Return True when a row above the last has one cell, where the row below begins: a title."""
    for above, below in pairwise(rows):
        filled = [place for place, cell in enumerate(grid.row(above)) if cell]
        under = [place for place, cell in enumerate(grid.row(below)) if cell]
        if filled == under[:1]:
            return True
    return False


def _with_merged_above(grid: Grid, rows: tuple[int, ...]) -> tuple[int, ...]:
    """Return header rows with those above from which merged cells reach down into them."""
    tops = [top for top, _, bottom, _ in grid.merged if top < rows[0] <= bottom]
    first = max(min(tops, default=rows[0]), rows[0] - MOST_HEADER_ROWS + 1)
    return (*range(first, rows[0]), *rows)


def _matrix_header(grid: Grid) -> tuple[int, ...] | None:
    """Return the first row above columns of crosses and levels: its cells may be names alone."""
    for row, cells in grid.rows[:_MATRIX_ROWS]:
        if sum(map(bool, cells)) < FEWEST_MARKED:
            continue
        body = body_of(replace(grid, log=ProblemLog(grid.file)), (row,), Frame())
        if len(guess_columns(body).across) >= FEWEST_MARKED:
            return (row,)
    return None


def guess_columns(body: Body) -> Guess:
    """Return what the columns of a table are, each property and column once, best fits first."""
    evidence = [Evidence.of(cells) for cells in _columns(body)]
    guess = Guess()
    scored: list[tuple[float, int, str]] = []
    for place, name in enumerate(body.names):
        seen = meanings(name)
        if _is_personal(seen, evidence[place]):
            guess.personal.append(place)
            continue
        for prop, score in _scores(name, evidence[place]).items():
            scored.append((score, place, prop))
    scored = _above_first(scored, body.names)
    taken: set[int] = set()
    for score, place, prop in sorted(scored, key=lambda each: (-each[0], each[1])):
        if score < LEAST or place in taken or prop in guess.columns:
            continue
        taken.add(place)
        guess.columns[prop] = place
        guess.score += min(score, _SURE)
        if prop in (found := meanings(body.names[place])):
            guess.languages.update(found[prop].languages)
    _find_matrix(body, evidence, guess, taken)
    _settle_names(guess)
    add_likely(body, evidence, guess)
    return guess


def _above_first(
    scored: list[tuple[float, int, str]], names: Sequence[str]
) -> list[tuple[float, int, str]]:
    """Return scores without those of sub-contractors for the vendor, where a vendor stands too."""
    best: dict[int, tuple[float, str]] = {}
    for score, place, prop in scored:
        best[place] = max(best.get(place, (LEAST, "")), (score, prop))
    vendors = [place for place, (_, prop) in best.items() if prop == "vendor"]
    if all(is_below(names[place]) for place in vendors):
        return scored
    return [one for one in scored if one[2] != "vendor" or not is_below(names[one[1]])]


def _columns(body: Body) -> list[list[str | None]]:
    if not body.cells:
        return [[] for _ in body.names]
    return [list(column) for column in zip(*body.cells, strict=True)]


def _is_personal(seen: Mapping[str, object], evidence: Evidence) -> bool:
    if evidence.addresses > 0.3:
        return True
    scores = {name: getattr(meaning, "score", 0.0) for name, meaning in seen.items()}
    own = scores.pop(PERSONAL, 0.0)
    if evidence.companies > _COMPANIES:
        return False
    return bool(own >= _SURE or (own and max(scores.values(), default=0.0) < _SURE))


def _scores(name: str, evidence: Evidence) -> dict[str, float]:
    """Return property -> score of a column: its header's, moved by what its cells hold."""
    found = {prop: meaning.score for prop, meaning in meanings(name).items()}
    if evidence.counts:
        found = {prop: score + _moved(prop, evidence) for prop, score in found.items()}
        if evidence.leis > 0.8:
            found["lei"] = max(found.get("lei", 0.0), 95.0)
        if evidence.levels > 0.8 and len(evidence.texts) > 1:
            found["criticality"] = max(found.get("criticality", 0.0), 60.0)
        if not found and evidence.companies > 0.4:
            found["vendor"] = 50.0
        if not found and evidence.countries > 0.8 and len(evidence.texts) > 1:
            found["vendor_country"] = 48.0
    return found


def _moved(prop: str, evidence: Evidence) -> float:
    """Return what the cells of a column say for or against a property."""
    if prop in _DATES:
        return 25.0 if evidence.dates > 0.6 else -70.0 if evidence.dates < 0.2 else 0.0
    if prop in _NUMBERS:
        return 10.0 if evidence.numbers > 0.6 else -60.0 if evidence.numbers < 0.2 else 0.0
    return _RULES.get(prop, _of_a_name if prop in _NAMES else _nothing)(evidence)


def _of_a_name(evidence: Evidence) -> float:
    if evidence.dates > 0.8 or evidence.numbers > 0.8 or evidence.codes > 0.8:
        return -60.0
    if evidence.companies > _COMPANIES:
        return 12.0
    # Not more: departments are called IT and HR, which are countries too, and marks.
    return -30.0 if evidence.marks or evidence.countries > 0.8 else 0.0


def _of_a_country(evidence: Evidence) -> float:
    return 15.0 if evidence.countries > 0.6 else -40.0 if evidence.countries < 0.2 else 0.0


def _of_a_level(evidence: Evidence) -> float:
    if evidence.levels > 0.5 or evidence.marks:
        return 15.0
    return -60.0 if len(evidence.texts) > 12 else 0.0


def _of_a_service(evidence: Evidence) -> float:
    return -60.0 if evidence.companies > 0.6 else _of_a_text(evidence)


def _of_a_text(evidence: Evidence) -> float:
    return -50.0 if evidence.numbers > 0.9 or evidence.dates > 0.8 else 0.0


def _of_a_reference(evidence: Evidence) -> float:
    return -70.0 if evidence.days > 0.4 or evidence.share(is_yes_or_no) > _MOSTLY else 0.0


def _of_a_lei(evidence: Evidence) -> float:
    return 20.0 if evidence.leis > 0.3 else -30.0


def _nothing(_: Evidence) -> float:
    return 0.0


_RULES: Mapping[str, Callable[[Evidence], float]] = {
    "vendor_country": _of_a_country,
    "criticality": _of_a_level,
    "service": _of_a_service,
    "category": _of_a_text,
    "contract": _of_a_reference,
    "data_classes": _of_a_text,
    "lei": _of_a_lei,
}


def _find_matrix(body: Body, evidence: Sequence[Evidence], guess: Guess, taken: set[int]) -> None:
    """Take columns of crosses and levels, under headers that say nothing else, for a matrix."""
    marked = [
        place
        for place, seen in enumerate(evidence)
        if body.names[place] and seen.marks and place not in guess.personal
        and fold(body.names[place]) not in word_set("totals")
        and (place not in taken or not _is_sure(guess, body, place))
    ]  # fmt: skip
    keys = {"vendor", "name", "customer", "service"} & {
        prop for prop, place in guess.columns.items() if place not in marked
    }
    if len(marked) < FEWEST_MARKED or {"vendor", "customer"} <= keys:
        return
    texts = {fold(text) for place in marked for text in evidence[place].texts}
    if all(map(str.isdigit, texts)) and not texts <= {"0", "1"}:
        return  # figures about the vendor
    answers = {word for word in texts if word.isalpha() and len(word) > 1 and is_yes_or_no(word)}
    if answers == texts and _OF_A_CONTRACT & guess.columns.keys():
        return  # questions about the contract
    if not keys:
        first = next(
            (p for p, seen in enumerate(evidence) if seen.counts and p not in marked), None
        )
        if first is None or evidence[first].numbers > _MOSTLY or first in guess.personal:
            return
        companies = names_are_companies([body.names[place] for place in marked])
        guess.columns["customer" if companies else "vendor"] = first
    between = range(marked[0], marked[-1])
    empty = {at for at in between if not evidence[at].counts and body.names[at] and at not in taken}
    guess.across = sorted({*marked, *empty})
    for prop in [prop for prop, place in guess.columns.items() if place in marked]:
        del guess.columns[prop]


def _is_sure(guess: Guess, body: Body, place: int) -> bool:
    prop = next(prop for prop, at in guess.columns.items() if at == place)
    seen = meanings(body.names[place]).get(prop)
    return seen is not None and seen.score >= _SURE and prop not in ("customer", "vendor")


def _settle_names(guess: Guess) -> None:
    """Give the column of names the part that nobody else plays."""
    found = guess.columns
    if "parent" in found and "customer" in found and not _OF_LINKS & found.keys():
        found["child"] = found.pop("customer")
    if "vendor" not in found and "name" in found and "child" not in found:
        is_family = "parent" in found and not {"service", "customer", "contract"} & set(found)
        if is_family and not guess.across:
            found["child"] = found.pop("name")
        elif "customer" not in found or not guess.across:
            found["vendor"] = found.pop("name")
    if "vendor" not in found and "child" not in found and "vendor_id" in found:
        found["vendor"] = found["vendor_id"]


def names_are_companies(names: Sequence[str]) -> bool:
    """Return True when most of some headers are names of companies."""
    return sum(map(is_company, names)) * 2 > len(names)
