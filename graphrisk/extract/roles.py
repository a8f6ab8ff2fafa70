"""Who is who in a text: its author, the suppliers that were hit, and whom they serve."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from graphrisk.extract.claims import Party
from graphrisk.extract.edges import SUB_UNNAMED, UNNAMED, Link, Relations, Sign
from graphrisk.extract.names import core_of
from graphrisk.extract.parties import PUBLISHER

if TYPE_CHECKING:
    from graphrisk.extract.page import Page

_PUBLIC: Final = frozenset({"municipality", "health", "authority"})


@dataclass(slots=True)
class Roles:
    """The outcome: parties by placeholder or core, vendors with their signs, and links."""

    publisher: Party | None = None
    author_core: str | None = None
    vendors: dict[str, list[Sign]] = field(default_factory=dict)
    software_makers: dict[str, list[Sign]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    customers: dict[str, list[Sign]] = field(default_factory=dict)
    spared: dict[str, list[Sign]] = field(default_factory=dict)
    unnamed: dict[str, Party] = field(default_factory=dict)
    speaks: bool = False


def assign_roles(page: Page, relations: Relations, publisher: str | None) -> Roles:
    """Weigh the relations of a text; see the module for the order of the decisions."""
    roles = Roles(speaks=speaks_for_itself(page))
    roles.author_core = _author(page, relations, publisher, roles.speaks)
    named = _named_vendors(page, relations, roles)
    roles.vendors = named or _unnamed_vendors(page, relations)
    roles.publisher = _publisher_party(page, relations, roles, publisher)
    roles.links = _resolved_links(page, relations, roles)
    _add_customers(page, relations, roles)
    return roles


def speaks_for_itself(page: Page) -> bool:
    """Whether the text says "we" outside quotations: its author is a party."""
    return any(_own_voice(page, n) for n in page.live)


def _own_voice(page: Page, number: int) -> bool:
    reading = page.readings[number]
    if not reading.cues("self", "self_possessive"):
        return False
    quoted = any(t.text == '"' for t in reading.sentence.tokens)
    return not (quoted or reading.has("say") or _in_quotation(page, number))


def _in_quotation(page: Page, number: int) -> bool:
    """Whether the paragraph of a sentence opens with a quotation mark or dash."""
    block = page.readings[number].sentence.block
    first = number
    while first and page.readings[first - 1].sentence.block == block:
        first -= 1
    sentence = page.readings[first].sentence
    if sentence.tokens[0].text in {"\u2013", "-", '"'}:
        return True
    before = page.text[max(0, sentence.start - 3) : sentence.start].strip(" \u00a0\n")
    return before.endswith(("-", "\u2013", "\u2014", '"', "\u201d", "\u201c", "\u201e", "\u00bb"))


# ---------------------------------------------------------------------- the author


def _author(page: Page, relations: Relations, publisher: str | None, speaks: bool) -> str | None:
    """Return the core of the text's author: given, "we at X", own domain, own institution."""
    if publisher:
        return _known_core(page, publisher)
    stated = [s.party for s in relations.publisher]
    if stated:
        return stated[0]
    own = any(
        page.readings[n].hits("anaphor")
        and any(h.id == "publisher" for h in page.readings[n].hits("anaphor"))
        for n in page.live
    )
    if not speaks and not own:
        return None
    domain = _own_domain(page) if speaks else None
    if domain is not None:
        return domain
    return _own_institution(page, relations, alone=not speaks)


def _known_core(page: Page, name: str) -> str:
    core = core_of(name)
    for known in page.parties.entries:
        if known == core or known.startswith(core + " ") or core.startswith(known + " "):
            return known
    return core


def _own_domain(page: Page) -> str | None:
    """A web or mail domain in the text that spells the name of a party."""
    labels: set[str] = set()
    for reading in page.readings:
        for token in reading.sentence.tokens:
            if "." in token.lower and len(token.lower) > 6:
                host = token.lower.split("@")[-1].removeprefix("www.")
                labels.update(host.split(".")[:-1])
    for core in page.parties.entries:
        words = core.split()
        if _ascii("".join(words)) in labels or (len(words[0]) > 4 and _ascii(words[0]) in labels):
            return core
    return None


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))


def _own_institution(page: Page, relations: Relations, *, alone: bool) -> str | None:
    """The institution (council, university, region) that the text names most, if not a supplier.

    With ``alone`` it must be the only one, and be named early or twice: the text may be news.
    """
    suppliers = {s.party for s in relations.vendors} | {link.vendor for link in relations.links}
    headed = [
        (len(entry.mentions), -entry.mentions[0].sentence, core)
        for core, entry in page.parties.entries.items()
        if any(m.kind != "unknown" or " " in m.core for m in entry.mentions)
        and entry.strong
        and core not in suppliers
        and _has_head(page, core)
    ]
    if alone:
        early = 1 + len(page.readings) // 3
        headed = [h for h in headed if h[0] > 1 or -h[1] < early] if len(headed) == 1 else []
    return max(headed)[2] if headed else None


def _has_head(page: Page, core: str) -> bool:
    entry = page.parties.entries[core]
    data = page.lexicon.data
    heads = {
        h for table in (data.heads_after, data.heads_before) for hs in table.values() for h in hs
    }
    words = core.split()
    return entry.kind in _PUBLIC or any(
        " ".join(words[i:j]) in heads
        for i in range(len(words))
        for j in range(i + 1, len(words) + 1)
    )


def _publisher_party(
    page: Page, relations: Relations, roles: Roles, given: str | None
) -> Party | None:
    if roles.author_core is not None:
        if roles.author_core in page.parties.entries:
            return page.parties.party(roles.author_core)
        return Party(name=given or roles.author_core, key=roles.author_core)
    if roles.speaks or any(link.customer == PUBLISHER for link in relations.links):
        if roles.vendors and _vendor_speaks(page, relations, roles):
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
    return _has_own_customers(page)


def _has_own_customers(page: Page) -> bool:
    for number in page.live:
        items = page.parties.items[number]
        for at, item in enumerate(items):
            if item.kind in {"possessive"} or (item.genitive and item.kind == "org"):
                words = [i.word for i in items[at + 1 : at + 5]]
                if any(hit in words for hit in page.lexicon.data.cues["customer_noun"]):
                    return True
    return False


# ---------------------------------------------------------------------- suppliers


def _named_vendors(page: Page, relations: Relations, roles: Roles) -> dict[str, list[Sign]]:
    hits: dict[str, list[Sign]] = {}
    scores: list[tuple[float, str]] = []
    for core, entry in page.parties.entries.items():
        victim = relations.count(relations.victims, core)
        supplier = relations.count(relations.vendors, core)
        customer = relations.count(relations.customers, core)
        if not victim and not supplier:
            continue
        if not entry.strong and not (victim and supplier) and supplier < 1:
            continue
        if core == roles.author_core and not _author_is_vendor(page, relations, core, supplier):
            continue
        if entry.kind in _PUBLIC and not supplier:
            continue
        score = 2.0 * victim + 1.5 * supplier - 0.8 * customer
        if victim and supplier:
            score += 2
        scores.append((score, core))
    scores.sort(key=lambda pair: (-pair[0], page.parties.entries[pair[1]].mentions[0].sentence))
    both = [
        c
        for s, c in scores
        if relations.count(relations.victims, c) and relations.count(relations.vendors, c)
    ]
    chosen = _drop_middlemen(relations, both)
    supplied = [
        c
        for s, c in scores
        if relations.count(relations.vendors, c) and s > 0 and _is_in_incident(page, c)
    ]
    if not chosen and any(
        "@vendor_noun" in s.rule for s in relations.vendors if s.party in supplied
    ):
        chosen = supplied[:1]
    if not chosen:
        chosen = _by_victim_only(page, relations, roles, scores)
    if not chosen:
        chosen = supplied[:1]
    for core in chosen:
        hits[core] = [s for s in relations.victims if s.party == core] or [
            s for s in relations.vendors if s.party == core
        ]
    return hits


def _drop_middlemen(relations: Relations, cores: Sequence[str]) -> list[str]:
    """Leave out a party that is a customer of another candidate, unless it is hit more often."""
    out = []
    for core in cores:
        upstream = {
            link.vendor for link in relations.links if link.customer == core and link.vendor != core
        } & set(cores)
        if upstream and all(
            relations.count(relations.victims, up) >= relations.count(relations.victims, core)
            for up in upstream
        ):
            continue
        out.append(core)
    return out or list(cores)


def _by_victim_only(
    page: Page, relations: Relations, roles: Roles, scores: Sequence[tuple[float, str]]
) -> list[str]:
    """A party that was hit and is nowhere called a supplier: the one hit most, if others suffer."""
    ranked = [
        core
        for score, core in scores
        if relations.count(relations.victims, core)
        and score > 0
        and core != roles.author_core
        and not (_has_head(page, core) and page.parties.entries[core].kind != "company")
    ]
    if not ranked or relations.unnamed:
        return []
    top = ranked[0]
    others = {s.party for s in relations.customers} - {top}
    organizations = any(
        h.id == "organisations"
        for n in page.live
        for h in page.readings[n].hits("unit")
        if page.readings[n].has("affected")
    )
    speaks = roles.speaks or roles.author_core not in {None, top}
    customers = any(page.readings[n].has("customer_noun") for n in page.live)
    return (
        [top]
        if others
        or organizations
        or (speaks and customers)
        or (roles.author_core not in {None, top})
        else []
    )


def _author_is_vendor(page: Page, relations: Relations, core: str, supplier: int) -> bool:
    """Whether the author of a notice is itself the supplier that was hit."""
    if any(link.customer in {core, PUBLISHER} for link in relations.links):
        return False
    return supplier > 0 or _has_own_customers(page)


def _is_in_incident(page: Page, core: str) -> bool:
    return any(
        page.readings[m.sentence].has("incident", "exposure", "outage", "affected")
        for m in page.parties.mentions(core)
    )


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
        if page.readings[s.sentence].has("incident", "exposure", "outage")
    ]
    if not signs and not hit:
        return {}
    return {UNNAMED: signs or hit}


# ---------------------------------------------------------------------- links


def _resolved_links(page: Page, relations: Relations, roles: Roles) -> list[Link]:
    """Replace placeholders by parties; drop what then serves itself or nobody."""
    named = [c for c in roles.vendors if c not in {UNNAMED, SUB_UNNAMED}]
    out: list[Link] = []
    for link in relations.links:
        vendor = link.vendor
        customer = link.customer
        if vendor == UNNAMED and named:
            vendor = named[0]
        if customer == UNNAMED and named and vendor != named[0]:
            customer = named[0]
        if customer == PUBLISHER and _is_quoted(page, link.sentence):
            speaker = _speaker(page, link.sentence, {vendor})
            if speaker is None:
                continue
            customer = speaker
        if customer == PUBLISHER and roles.author_core:
            customer = roles.author_core
        if customer == PUBLISHER and roles.publisher is None:
            continue
        if vendor == customer or (vendor == roles.author_core and vendor not in roles.vendors):
            continue
        if vendor == SUB_UNNAMED and named:
            continue
        out.append(replace(link, vendor=vendor, customer=customer))
    return _without_reverse(out)


def _is_quoted(page: Page, number: int) -> bool:
    """Whether "our" in a sentence is somebody else's: said by a party or person it quotes."""
    reading = page.readings[number]
    own = any(h.id == "publisher" for h in reading.hits("anaphor"))
    return not own and not _own_voice(page, number)


def _speaker(page: Page, number: int, but: set[str]) -> str | None:
    """The party that a quoting sentence names, the supplier aside."""
    for item in page.parties.items[number]:
        if item.kind == "org" and not item.weak:
            core = page.parties.core(item.parties[0])
            if core not in but:
                return core
    return None


def _without_reverse(links: Iterable[Link]) -> list[Link]:
    """Keep the better supported direction where both were found."""
    items = list(links)
    count: dict[tuple[str, str], int] = {}
    for link in items:
        count[link.vendor, link.customer] = count.get((link.vendor, link.customer), 0) + 1
    return [x for x in items if count[x.vendor, x.customer] >= count.get((x.customer, x.vendor), 0)]


def _add_customers(page: Page, relations: Relations, roles: Roles) -> None:
    """Parties said to be affected, or the author: customers of the one vendor that was hit."""
    if not roles.vendors:
        return
    vendor = next(iter(roles.vendors))
    served = {link.customer for link in roles.links}
    suppliers = {link.vendor for link in roles.links} | set(roles.vendors)
    for sign in relations.customers:
        party = roles.author_core if sign.party == PUBLISHER else sign.party
        if party is None or party in suppliers or party in {UNNAMED, SUB_UNNAMED}:
            continue
        entry = page.parties.entries.get(party)
        if entry is None or (not entry.strong and relations.count(relations.customers, party) < 2):
            continue
        roles.customers.setdefault(party, []).append(replace(sign, party=party))
        if party not in served and vendor != SUB_UNNAMED:
            served.add(party)
            roles.links.append(
                Link(vendor, party, sign.sentence, sign.first, sign.last, sign.rule, weak=True)
            )
    for sign in relations.spared:
        party = roles.author_core if sign.party == PUBLISHER else sign.party
        if party in page.parties.entries and party not in suppliers:
            roles.spared.setdefault(party, []).append(sign)
    _add_author(page, roles, vendor, served)
    _add_middleman(page, relations, roles, vendor)


def _add_middleman(page: Page, relations: Relations, roles: Roles, vendor: str) -> None:
    """A second party that is called a supplier stands between the origin and its customers."""
    called = {
        s.party: s
        for s in relations.vendors
        if "@vendor_noun" in s.rule
        and s.party in page.parties.entries
        and s.party not in roles.vendors
        and s.party != roles.author_core
    }
    linked = {x for link in roles.links for x in (link.vendor, link.customer) if not link.weak}
    called = {p: s for p, s in called.items() if p not in linked}
    weak = [link for link in roles.links if link.weak and link.vendor == vendor]
    if len(called) != 1 or vendor not in page.parties.entries or not weak:
        return
    middle, sign = next(iter(called.items()))
    for link in weak:
        roles.links.remove(link)
        if link.customer != middle:
            roles.links.append(replace(link, vendor=middle))
    roles.links.append(
        Link(vendor, middle, sign.sentence, sign.first, sign.last, "middleman", weak=True)
    )


def _add_author(page: Page, roles: Roles, vendor: str, served: set[str]) -> None:
    """The author of a notice about a supplier is its customer, though no sentence says so."""
    author = roles.author_core or (PUBLISHER if roles.publisher is not None else None)
    if author is None or author in roles.vendors or author in served:
        return
    if vendor == SUB_UNNAMED and any(link.customer == author for link in roles.links):
        return
    signs = roles.vendors[vendor]
    if signs:
        place = signs[0]
        roles.links.append(
            Link(vendor, author, place.sentence, place.first, place.last, "author", weak=True)
        )
