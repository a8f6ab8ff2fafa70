"""Who is who in a text: its author, the suppliers that were hit, and whom they serve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.author.authors import (
    PUBLIC_KINDS,
    announces_itself,
    find_author,
    has_head,
)
from graphrisk.extract.author.ownvoice import speaks_for_itself
from graphrisk.extract.claims import Party
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.commenters import is_reporter
from graphrisk.extract.supply.customers import add_customers, only_beside
from graphrisk.extract.supply.doubts import goes_on_to_harm
from graphrisk.extract.supply.leaked_work import makers_of_what_leaked
from graphrisk.extract.supply.links import Roles, resolved_links
from graphrisk.extract.supply.relations import SUB_UNNAMED, UNNAMED, Relations, Sign
from graphrisk.extract.supply.telling import (
    has_own_customers,
    heads_alone,
    hit_as_we,
    hit_itself,
    is_only_a_firm,
    is_only_where,
    others_named,
)
from graphrisk.extract.victims.lone_firms import (
    LONE,
    is_in_incident,
    known_party,
    lone_firm,
    only_supplier,
    own_supplier,
    places_of,
    where_named,
)
from graphrisk.extract.victims.victims import by_victim_only

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_BEFORE_DEED: Final = 3
_SUPPLIERS: Final = ("vendor_noun", "sub_vendor_noun")


def assign_roles(page: Page, relations: Relations, publisher: str | None) -> Roles:
    """Weigh the relations of a text; see the module for the order of the decisions."""
    roles = Roles(speaks=speaks_for_itself(page))
    roles.author_core = find_author(page, relations, publisher, roles.speaks)
    if roles.author_core is None and roles.speaks:
        roles.author_core = hit_as_we(page, relations)
    if roles.speaks and others_named(page, relations, roles.author_core):
        relations.victims += hit_itself(page, relations, roles.author_core)
    named = _named_vendors(page, relations, roles)
    roles.vendors = named or _unnamed_vendors(page, relations)
    roles.publisher = _publisher_party(page, relations, roles, publisher)
    roles.links = resolved_links(page, relations, roles)
    add_customers(page, relations, roles)
    return roles


def _publisher_party(
    page: Page, relations: Relations, roles: Roles, given: str | None
) -> Party | None:
    if roles.author_core is not None:
        if roles.author_core in page.parties.entries:
            return page.parties.party(roles.author_core)
        return Party(name=given or roles.author_core, key=roles.author_core)
    if roles.speaks or any(link.customer == PUBLISHER for link in relations.links):
        surmised = any(s.rule == LONE for signs in roles.vendors.values() for s in signs)
        if roles.vendors and not surmised and _vendor_speaks(page, relations, roles):
            core = next(iter(roles.vendors))
            roles.author_core = core
            return page.parties.party(core)
        if roles.speaks:
            return Party(name=PUBLISHER, named=False, key=PUBLISHER)
    return None


def _vendor_speaks(page: Page, relations: Relations, roles: Roles) -> bool:
    """Whether the "we" of a text is the supplier itself: it was hit and has "our customers"."""
    if any(link.customer == PUBLISHER for link in relations.links):
        return False
    core = next(iter(roles.vendors))
    if core in {UNNAMED, SUB_UNNAMED}:
        return False
    if announces_itself(page, core) or has_own_customers(page, speaks=roles.speaks):
        return True
    return not relations.unnamed and heads_alone(page, core)


def _named_vendors(page: Page, relations: Relations, roles: Roles) -> dict[str, list[Sign]]:
    """Choose the named suppliers that were hit.

    First those both hit and called a supplier, then one called a supplier beside the incident,
    then one that was only hit, if others suffer from it.
    """
    scores = _candidates(page, relations, roles)
    hit = [c for _, c in scores if relations.count(relations.victims, c)]
    both = [c for c in hit if relations.count(relations.vendors, c)]
    both = [c for c in both if not is_only_a_firm(page, relations, c)]
    supplied = [
        c
        for s, c in scores
        if relations.count(relations.vendors, c)
        and s > 0
        and (is_in_incident(page, c) or _is_meant_next(page, relations, c))
        and not only_beside(page, relations, c)
        and (relations.victims.of(c) or not relations.spared.of(c) or _serves(relations, c))
    ]
    suffer = others_named(page, relations, roles.author_core)
    suffer |= {link.customer for link in relations.links} - {PUBLISHER, roles.author_core}
    called = any(s.calls_supplier for c in supplied for s in relations.vendors.of(c))
    chosen = (
        _drop_middlemen(relations, both)
        or (supplied[:1] if called and not _company_hit(page, roles, hit) else [])
        or by_victim_only(page, relations, roles, scores)
        or [c for c in supplied if suffer - {c} or not is_only_a_firm(page, relations, c)][:1]
        or only_supplier(relations, page, roles.author_core)
        or known_party(relations, page, roles.author_core)
        or makers_of_what_leaked(page, relations, roles.author_core)
    )
    if not chosen:
        author = roles.author_core
        lone = lone_firm(page, relations, author, speaks=roles.speaks)
        lone = lone or own_supplier(page, relations, author)
        return {core: where_named(page, core) for core in lone}
    chosen = [*chosen, *_hit_with(page, relations, roles, chosen)]
    return {
        core: [*(relations.victims.of(core) or relations.vendors.of(core) or places_of(page, core))]
        for core in chosen
    }


def _serves(relations: Relations, core: str) -> bool:
    return any(link.vendor == core for link in relations.links)


def _hit_with(page: Page, relations: Relations, roles: Roles, chosen: Sequence[str]) -> list[str]:
    """Parties that one phrase says were hit together with a supplier: "X and Y were hacked"."""
    places = {(s.sentence, s.first, s.last) for c in chosen for s in relations.victims.of(c)}
    taken = {*chosen, roles.author_core} | {link.customer for link in relations.links}
    together = dict.fromkeys(
        s.party for s in relations.victims if (s.sentence, s.first, s.last) in places
    )
    entries = page.parties.entries
    return [
        core
        for core in together
        if core in entries and core not in taken and entries[core].kind not in PUBLIC_KINDS
    ]


def _candidates(page: Page, relations: Relations, roles: Roles) -> list[tuple[float, str]]:
    """Score the named parties that were hit or are called suppliers, the likeliest first."""
    scores: list[tuple[float, str]] = []
    for core, entry in page.parties.entries.items():
        if is_reporter(page, core):
            continue
        victim = relations.count(relations.victims, core)
        supplier = len({s.sentence for s in _supplier_signs(page, relations, core)})
        if not victim and not supplier:
            continue
        if core == roles.author_core and not _author_is_vendor(page, relations, core, supplier):
            continue
        if not supplier and (entry.kind in PUBLIC_KINDS or not entry.strong):
            continue
        if not entry.strong and _only_in_headings(page, core):
            continue
        if not supplier and is_only_where(page, core):
            continue
        if not victim and _is_cleared(page, relations, core):
            continue
        customer = relations.count(relations.customers, core)
        score = 2.0 * victim + 1.5 * supplier - 0.8 * customer
        scores.append((score + 2 if victim and supplier else score, core))
    companies = [s for s in scores if not page.parties.entries[s[1]].product]
    hit = [s for s in scores if relations.victims.of(s[1])]
    better = any(
        relations.victims.of(core) or any(v.calls_supplier for v in relations.vendors.of(core))
        for _, core in companies
    )
    # A supplier may be called by its product, if nothing better is there.
    scores = (companies if better else hit) or companies
    return sorted(scores, key=lambda p: (-p[0], page.parties.entries[p[1]].mentions[0].sentence))


def _is_meant_next(page: Page, relations: Relations, core: str) -> bool:
    """Whether the sentence after one that calls a party a supplier tells of harm at "that firm"."""
    after = {s.sentence + 1 for s in relations.vendors.of(core) if s.calls_supplier}
    return any(
        n in page.live
        and page.readings[n].has("incident", "exposure", "outage")
        and not page.readings[n].has("negation", "lexical_denial")
        and any(h.id == "vendor" for h in page.readings[n].hits("anaphor"))
        and not any(i.kind == "org" and not i.weak for i in page.parties.items[n])
        for n in after
    )


def _is_cleared(page: Page, relations: Relations, core: str) -> bool:
    """Whether a text says that the data do not lie with a supplier: "they are not hosted at X"."""
    return any(
        s.first - _BEFORE_DEED <= h.first < s.last
        and not s.calls_supplier
        and (page.readings[s.sentence].data or page.readings[s.sentence].has("general_data"))
        for s in relations.vendors.of(core)
        for h in page.readings[s.sentence].cues("negation")
        if not any(
            p.first <= h.first < p.last for p in page.readings[s.sentence].cues("pseudo_negation")
        )
    )


def _names_cleared(page: Page, relations: Relations, number: int) -> bool:
    """Whether a noun for a supplier in a sentence is that of a party with which nothing lies."""
    named = [i for i in page.parties.items[number] if i.kind == "org" and len(i.parties) == 1]
    return any(_is_cleared(page, relations, page.parties.core(i.parties[0])) for i in named)


def _company_hit(page: Page, roles: Roles, hit: Sequence[str]) -> bool:
    """Whether a company by its legal form was hit, which then needs no other sign."""
    return any(page.parties.entries[c].kind == "company" and c != roles.author_core for c in hit)


def _only_in_headings(page: Page, core: str) -> bool:
    numbers = {m.sentence for m in page.parties.mentions(core)}
    return all(page.readings[n].sentence.kind == "heading" for n in numbers)


def _supplier_signs(page: Page, relations: Relations, core: str) -> Sequence[Sign]:
    """Signs that a party is a supplier; an institution "provides" too, and is none for that."""
    signs = relations.vendors.of(core)
    if not has_head(page, core) or page.parties.entries[core].kind == "company":
        return signs
    return [s for s in signs if s.calls_supplier or s.rule.startswith("edge")]


def _drop_middlemen(relations: Relations, cores: Sequence[str]) -> list[str]:
    """Leave out a party that is a customer of another candidate, unless it is hit more often."""
    out = []
    served_by: dict[str, set[str]] = {}
    for link in relations.links:
        served_by.setdefault(link.customer, set()).add(link.vendor)
    candidates = set(cores)
    for core in cores:
        upstream = (served_by.get(core, set()) & candidates) - {core}
        if upstream and all(
            relations.count(relations.victims, up) >= relations.count(relations.victims, core)
            for up in upstream
        ):
            continue
        out.append(core)
    return out or list(cores)


def _author_is_vendor(page: Page, relations: Relations, core: str, supplier: int) -> bool:
    """Whether the author of a notice is itself the supplier that was hit."""
    if any(link.customer in {core, PUBLISHER} for link in relations.links):
        return False
    own = announces_itself(page, core) or supplier > 0 or others_named(page, relations, core)
    return bool(own) or has_own_customers(page, speaks=speaks_for_itself(page))


def _unnamed_vendors(page: Page, relations: Relations) -> dict[str, list[Sign]]:
    """Suppliers without a name: hit when the text says so of "our supplier"."""
    hit = [s for s in relations.victims if s.party in {UNNAMED, SUB_UNNAMED}]
    if any(s.party == SUB_UNNAMED for s in relations.unnamed + hit):
        signs = [s for s in relations.unnamed + hit if s.party == SUB_UNNAMED]
        return {SUB_UNNAMED: signs}
    if not relations.unnamed and not hit:
        return {}
    signs = [
        s
        for s in relations.unnamed
        if (
            page.readings[s.sentence].has("incident", "exposure", "outage")
            and not _names_cleared(page, relations, s.sentence)
        )
        or goes_on_to_harm(page, s.sentence, s.rule)
    ]
    # "The company" alone may be anybody, also the one that was hit itself.
    told = hit and any(page.readings[n].has(*_SUPPLIERS) for n in page.live)
    if not signs and not told:
        return {}
    return {UNNAMED: signs or hit}
