"""Names with one folded core: which are one organization, and which stay apart.

Legal form and country are compared as stated; silence is compatible with everything. What fits
several is given to none.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from graphrisk.model.identifiers import organization_id
from graphrisk.resolve.directory import Entry, is_bare_code


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """What a writing of a name states about its bearer; None is silence."""

    form: str | None
    country: str | None = None

    def weight(self) -> int:
        """Return how much is stated."""
        return (self.form is not None) + (self.country is not None)

    def key(self) -> tuple[int, str, str]:
        """Return a sort key: most stated first."""
        return (-self.weight(), self.form or "", self.country or "")


@dataclass(frozen=True, slots=True)
class Known:
    """An organization that exists, with the legal forms it is written with."""

    entry: Entry
    forms: frozenset[str]

    def fits(self, variant: Variant) -> bool:
        """Return True when nothing stated conflicts."""
        form_fits = variant.form is None or not self.forms or variant.form in self.forms
        country = self.entry.country
        return form_fits and _agree(variant.country, country)

    def nearness(self, variant: Variant) -> int:
        """Return how much is stated alike: the legal form counts more than the country."""
        form_alike = variant.form in self.forms if variant.form else not self.forms
        country_alike = variant.country is not None and variant.country == self.entry.country
        return 2 * int(form_alike) + int(country_alike)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a variant ends: an existing organization, or a new one with ``apart``."""

    known: Entry | None = None
    apart: str | None = None
    candidates: tuple[Known, ...] = ()
    rivals: tuple[Variant, ...] = ()

    @property
    def unclear(self) -> bool:
        """True when several organizations fit, so that it was given to none."""
        return bool(self.candidates or self.rivals)


def place(variants: Iterable[Variant], known: Sequence[Known]) -> dict[Variant, Placement]:
    """Place the variants of one core name among known organizations and among themselves.

    Parameters
    ----------
    variants
        Distinct variants met; order does not matter.
    known
        Organizations that already go by this core.

    Examples
    --------
    >>> both = place([Variant(None), Variant("ab-se")], [])
    >>> {placement.apart for placement in both.values()}
    {None}
    >>> three = place([Variant(None), Variant("ab-se"), Variant("oy")], [])
    >>> three[Variant("oy")].apart, three[Variant(None)].unclear
    ('oy', True)
    """
    ordered = sorted(set(variants), key=Variant.key)
    placed = _among_known(ordered, known)
    fresh = [variant for variant in ordered if variant not in placed]
    if not fresh:
        return placed
    every = [*ordered, *(Variant(f, k.entry.country) for k in known for f in (k.forms or {None}))]
    forms_differ = len({v.form for v in every if v.form}) > 1
    countries_differ = len({v.country for v in every if v.country}) > 1
    if not (forms_differ or countries_differ):
        return placed | dict.fromkeys(fresh, Placement())
    beside = {one: [other for other in fresh if _compatible(one, other)] for one in fresh}
    for variant, others in beside.items():
        if _all_compatible(others):
            # Clear: it and all it may be are one body. Two clear ones that fit share all they fit.
            body = [other for other in others if _all_compatible(beside[other])]
            stated = Variant(_only(v.form for v in body), _only(v.country for v in body))
            placed[variant] = Placement(apart=_apart(stated, forms_differ, countries_differ))
        else:
            rivals = tuple(other for other in others if other != variant)
            placed[variant] = Placement(apart=_apart(variant, True, True), rivals=rivals)
    return placed


def own_id(core: str, stated: str | None) -> str:
    """Return the id of what several organizations could be, whatever is known of them."""
    return organization_id(core, f"{stated or ''}+unclear")


def new_id(core: str, names: Iterable[str], placement: Placement, taken: Container[str]) -> str:
    """Return the id of a new organization written in these ways: a bare code is its own id.

    The id of an unclear one is made from its writing alone, so that reading a file twice changes
    nothing.

    Examples
    --------
    >>> new_id("v001", {"V001"}, Placement(), ())
    'V001'
    >>> new_id("alfa", {"Alfa AB", "ALFA"}, Placement(), ()) == organization_id("Alfa")
    True
    """
    first = core or min(names)
    if placement.unclear:
        return own_id(first, placement.apart)
    codes = sorted(name for name in names if is_bare_code(name))
    if codes and codes[0] not in taken and placement.apart is None:
        return codes[0]
    apart = placement.apart
    while (made := organization_id(first, apart)) in taken:
        apart = f"{apart or ''}+again"
    return made


def _among_known(ordered: Sequence[Variant], known: Sequence[Known]) -> dict[Variant, Placement]:
    placed: dict[Variant, Placement] = {}
    claimed: dict[str, list[Variant]] = {}
    for variant in ordered:
        fitting = [item for item in known if item.fits(variant)]
        if not fitting:
            continue
        nearest = max(item.nearness(variant) for item in fitting)
        best = [item for item in fitting if item.nearness(variant) == nearest]
        if len(best) == 1 and (len(fitting) == 1 or nearest > 0):
            placed[variant] = Placement(known=best[0].entry)
            claimed.setdefault(best[0].entry.id, []).append(variant)
        else:
            chosen = tuple(sorted(fitting, key=lambda item: item.entry.id))
            placed[variant] = Placement(apart=_apart(variant, True, True), candidates=chosen)
    by_id = {item.entry.id: item for item in known}
    for key, claims in claimed.items():
        item = by_id[key]
        forms = {v.form for v in claims if v.form} if not item.forms else set()
        countries = {v.country for v in claims if v.country} if not item.entry.country else set()
        for variant in claims if len(forms) > 1 or len(countries) > 1 else ():
            if variant.weight():
                apart = _apart(variant, True, True)
                placed[variant] = Placement(apart=apart, candidates=(item,))
    return placed


def _compatible(one: Variant, other: Variant) -> bool:
    return _agree(one.form, other.form) and _agree(one.country, other.country)


def _all_compatible(variants: Sequence[Variant]) -> bool:
    return all(_compatible(one, other) for one in variants for other in variants)


def _only(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _apart(variant: Variant, forms_differ: bool, countries_differ: bool) -> str | None:
    parts = [variant.form if forms_differ else None, variant.country if countries_differ else None]
    return "+".join(part for part in parts if part) or None
