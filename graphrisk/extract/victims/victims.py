"""A party that was hit and is nowhere called a supplier: is it one, or whose own incident it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphrisk.extract.author.authors import announces_itself, has_head
from graphrisk.extract.author.ownvoice import is_own_voice
from graphrisk.extract.names.parties import PUBLISHER
from graphrisk.extract.supply.relations import UNNAMED, Relations
from graphrisk.extract.supply.telling import heads_alone, names_organizations, others_named
from graphrisk.extract.victims.others import (
    hit_together,
    holds_data_of_others,
    is_told_of,
    tells_own_incident,
)

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.supply.links import Roles


def by_victim_only(
    page: Page, relations: Relations, roles: Roles, scores: Sequence[tuple[float, str]]
) -> list[str]:
    """A party that was hit and is nowhere called a supplier: the one hit most, if others suffer."""
    listed = others_named(page, relations, roles.author_core)
    ranked = [
        core
        for score, core in scores
        if relations.count(relations.victims, core)
        and score > 0
        and (core != roles.author_core or listed or announces_itself(page, core))
        and not (has_head(page, core) and page.parties.entries[core].kind != "company")
    ]
    if relations.unnamed:
        return _only_hit(page, relations, roles, ranked)
    if not ranked:
        return []
    top = ranked[0]
    named = {s.party for s in relations.spared} & set(page.parties.entries)
    served = {x.customer for x in relations.links if x.vendor in {UNNAMED, top}} - {PUBLISHER}
    others = ({s.party for s in relations.customers} | named | served) - {top}
    others -= hit_together(relations, top) - served
    others = {o for o in others if not _is_source(page, o)}
    quoted = not roles.speaks and roles.author_core is None
    if quoted or roles.author_core == top or _speaks_of_itself(page, relations, top):
        others -= {PUBLISHER}  # "we" of a quotation, or of the one that was hit: nobody else
    organizations = any(
        page.readings[n].has("affected") and names_organizations(page.readings[n])
        for n in page.live
    )
    entries = page.parties.entries
    institutions = any(o in entries and has_head(page, o) for o in others)
    serves = any(link.vendor == top for link in relations.links)
    clients = any(  # "the municipalities, our customers": a supplier's own notice
        page.readings[n].has("customer_noun") and names_organizations(page.readings[n])
        for n in page.live
    )
    another = institutions or organizations or clients or serves or entries[top].known
    if not another and not _reports_to_us(page, top) and tells_own_incident(page):
        return []  # "X was hacked", "our systems": X writes of itself
    speaks = roles.speaks or roles.author_core not in {None, top}
    customers = any(page.readings[n].has("customer_noun") for n in page.live)
    return (
        [top]
        if others
        or organizations
        or page.parties.entries[top].known
        or (speaks and customers)
        or (roles.author_core not in {None, top})
        or any(link.vendor == UNNAMED for link in relations.links)
        or _reports_to_us(page, top)
        or is_told_of(page, relations, roles, top)
        or holds_data_of_others(page, relations, top)
        else []
    )


def _speaks_of_itself(page: Page, relations: Relations, core: str) -> bool:
    """Whether the one party that a text names is its "we": both were the victim."""
    ours = any(is_own_voice(page, s.sentence) for s in relations.victims.of(PUBLISHER))
    return ours and heads_alone(page, core)


def _is_source(page: Page, core: str) -> bool:
    """Whether a text names a party only as where something was read: "according to X and Y"."""
    entry = page.parties.entries.get(core)
    return entry is not None and all(
        any(
            h.first <= 1 and h.last <= m.first
            for h in page.readings[m.sentence].cues("attribution")
        )
        for m in entry.mentions
    )


def _reports_to_us(page: Page, core: str) -> bool:
    """Whether a party that was hit told "us" of it, so it is not the one who writes."""
    for number in page.live:
        reading = page.readings[number]
        if not reading.has("noted", "say", "attribution") or not is_own_voice(page, number):
            continue
        items = page.parties.items[number]
        named = [i for i in items if i.kind == "org" and core in i.parties]
        if any(i.kind == "self" and i.first > named[0].last for i in items if named):
            return True
    return False


def _only_hit(page: Page, relations: Relations, roles: Roles, ranked: Sequence[str]) -> list[str]:
    """The one party that was hit, where a supplier is else unnamed: it is that supplier.

    Not where it is whom that supplier serves.
    """
    served = {x.customer for x in relations.links}
    free = [c for c in ranked if c != roles.author_core and c not in served]
    alone = len(free) == 1 == len(ranked)
    return free if alone else []
