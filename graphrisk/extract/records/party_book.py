"""Parties of a notice -> organizations: known ones found, new ones made, unnamed ones apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graphrisk.extract.claims import Claim, Party
from graphrisk.extract.review.claim_values import parties_of, party_key
from graphrisk.model.identifiers import content_hash, fold, organization_id
from graphrisk.model.vocabulary import vocabulary
from graphrisk.resolve.directory import Directory, Entry, clean_name
from graphrisk.resolve.identify import identify

NEW: Final = "new"
"""As an answer to a `NameQuestion`: none of the candidates, a new organization."""

_CHOSEN = "chosen in the review"
_SECTORS = {
    "municipality": "public_administration",
    "authority": "public_administration",
    "health": "health",
}


@dataclass(frozen=True)
class NameQuestion:
    """A name of a notice that fits several known organizations, or is near one that it is not.

    ``candidates`` are (id, name, reason); the answer is one of the ids, or ``NEW``.
    """

    key: str
    name: str
    candidates: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class FoundParty:
    """A party with the organization it stands for.

    ``entry`` is the known organization, or None for a new one; ``alias`` is the name to record as
    a merge, with its ``reason``; ``name`` is how the organization is called.
    """

    party: Party
    id: str
    name: str
    entry: Entry | None = None
    alias: str | None = None
    reason: str = ""


class PartyBook:
    """The organizations that a notice speaks of, each with its id.

    Parameters
    ----------
    document
        Id of the document: unnamed parties of two documents are never one.
    claims
        Accepted claims; their ``serves`` say whose supplier an unnamed party is.
    directory
        Known organizations and merges.
    choices
        Answers to `questions`, and to what is proposed for the names in ``new``: key or name of
        the party -> id or ``NEW``.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> value = {"vendor": Party("IT supplier", named=False, key="s"), "customer": Party("Alfa AB")}
    >>> claim = make_claim("serves", value, (Evidence("d", 0, 1, "x"),), rule="r", confidence=1.0)
    >>> book = PartyBook("d", (claim,), Directory())
    >>> [found.name for found in book.found()]
    ['Alfa AB', 'unnamed IT supplier of Alfa AB']
    """

    def __init__(
        self,
        document: str,
        claims: Sequence[Claim],
        directory: Directory,
        choices: Mapping[str, str] | None = None,
    ) -> None:
        self.questions: list[NameQuestion] = []
        self.new: list[tuple[str, str]] = []
        self._document = document
        self._directory = directory
        self._choices = {fold(key): answer for key, answer in (choices or {}).items()}
        self._found: dict[str, FoundParty] = {}
        parties = [party for party in parties_of(claims) if not is_place(party)]
        self._place_named([party for party in parties if party.named])
        ends = _ends(claims)
        for party in parties:
            if not party.named and party_key(party) in ends:
                self._place_unnamed(party, claims)

    def found(self) -> tuple[FoundParty, ...]:
        """Return every party once, by name."""
        return tuple(sorted(self._found.values(), key=lambda item: (item.name, item.id)))

    def id_of(self, party: object) -> str | None:
        """Return the organization of a party; None for no party, a country, or unnamed others."""
        found = self._found.get(party_key(party)) if isinstance(party, Party) else None
        return None if found is None else found.id

    def name_of(self, organization: str) -> str:
        """Return how an organization of this notice is called; the id without one."""
        names = (item.name for item in self._found.values() if item.id == organization)
        return next(names, organization)

    def speaker(self, words: str | None) -> str | None:
        """Return who says so: the name when the words are a party's key, else the words."""
        if words is None:
            return None
        found = self._found.get(words) or self._found.get(fold(words))
        return words if found is None else found.name

    def _place_named(self, parties: Sequence[Party]) -> None:
        names = {clean_name(party.name): 1 for party in parties}
        identified = identify(self._directory, mentions=names)
        merges = {merge.alias: merge.reason for merge in identified.merges}
        for party in parties:
            name = clean_name(party.name)
            made = identified.mentions[name]
            entry = self._directory.entries.get(made)
            candidates = tuple(
                (item.id, item.name, item.reason)
                for item in identified.unclear.get(name, ())
                if item.id in self._directory.entries
            )
            if entry is not None and _is_elsewhere(party, entry):
                reason = f"the same name in {entry.country}; the notice says {party.country}"
                candidates = ((entry.id, entry.name, reason),)
            if candidates:
                found = self._chosen(party, name, None if entry else made, candidates)
            elif entry is None and (chosen := self._answer(party)) is not None:
                found = FoundParty(party, chosen.id, chosen.name, chosen, name, _CHOSEN)
            else:
                if entry is None:
                    self.new.append((party_key(party), name))
                called = entry.name if entry else identified.fresh.get(made, name)
                alias = name if name in merges else None
                found = FoundParty(party, made, called, entry, alias, merges.get(name, ""))
            self._found[party_key(party)] = found

    def _chosen(
        self,
        party: Party,
        name: str,
        own_id: str | None,
        candidates: tuple[tuple[str, str, str], ...],
    ) -> FoundParty:
        """Return what a person chose for a name; without an answer it is a question, and apart."""
        chosen = self._answer(party)
        if chosen is not None:
            return FoundParty(party, chosen.id, chosen.name, chosen, name, _CHOSEN)
        if self._told(party) != NEW:
            self.questions.append(NameQuestion(party_key(party), name, candidates))
        new = own_id or organization_id(name, party.country or NEW)
        return FoundParty(party, new, name, self._directory.entries.get(new))

    def _answer(self, party: Party) -> Entry | None:
        """Return the known organization that a person says a party is."""
        told = self._told(party)
        return None if told is None else self._directory.entries.get(told)

    def _told(self, party: Party) -> str | None:
        return self._choices.get(fold(party_key(party))) or self._choices.get(fold(party.name))

    def _place_unnamed(self, party: Party, claims: Sequence[Claim]) -> None:
        side, other = _counterpart(party, claims)
        other_id = self.id_of(other) or ""
        base = (self._document, other_id, side)
        taken = {item.id for item in self._found.values()}
        ordinal, made = 1, "org-" + content_hash("unnamed", *base)
        while made in taken:
            ordinal += 1
            made = "org-" + content_hash("unnamed", *base, str(ordinal))
        whose = f" of {self.name_of(other_id)}" if other_id else ""
        name = f"unnamed {clean_name(party.name)}{whose}"
        entry = self._directory.entries.get(made)
        self._found[party_key(party)] = FoundParty(party, made, name, entry)


def organization_values(found: FoundParty) -> dict[str, Any]:
    """Return the properties of a new organization as far as the notice settles them."""
    return {
        "id": found.id,
        "name": found.name,
        "country": found.party.country,
        "sector": _SECTORS.get(found.party.kind),
        "named": None if found.party.named else False,
    }


def is_place(party: Party) -> bool:
    """Return True for a country taken for a party: a country is a scope, never a customer.

    Examples
    --------
    >>> is_place(Party("Norway")), is_place(Party("Norwegian Air"))
    (True, False)
    """
    return fold(party.name) in {fold(name) for name in vocabulary("country").values()}


def named_customers(claims: Iterable[Claim]) -> tuple[Party, ...]:
    """Return the named customers of accepted claims that supply nobody in the text.

    They are those whose data it is: the ends of the stated chains, and the named organizations
    that were reached without being the vendor hit.
    """
    claims = tuple(claims)
    vendors = {party_key(c.value["vendor"]) for c in claims if _has(c, "serves", "vendor")}
    vendors |= {
        party_key(c.value["organization"]) for c in claims if _has(c, "vendor_hit", "organization")
    }
    reached = [c.value["customer"] for c in claims if _has(c, "serves", "customer")]
    reached += [c.value["organization"] for c in claims if _has(c, "affected", "organization")]
    ends = {
        party_key(party): party
        for party in reached
        if party.named and party_key(party) not in vendors and not is_place(party)
    }
    return tuple(ends.values())


def _has(claim: Claim, name: str, key: str) -> bool:
    return (
        claim.field == name and claim.status != "denied" and isinstance(claim.value.get(key), Party)
    )


def _ends(claims: Iterable[Claim]) -> set[str]:
    """Return the keys of parties that stand at the end of a supply or were hit.

    Only there an unnamed party is an organization; "others" that a count is about are none.
    """
    return {
        party_key(value)
        for claim in claims
        if claim.field in ("serves", "vendor_hit")
        for value in claim.value.values()
        if isinstance(value, Party)
    }


def _counterpart(party: Party, claims: Sequence[Claim]) -> tuple[str, Party | None]:
    """Return as what an unnamed party appears, and beside whom."""
    key = party_key(party)
    for claim in claims:
        if claim.field != "serves":
            continue
        vendor, customer = claim.value.get("vendor"), claim.value.get("customer")
        if not isinstance(vendor, Party) or not isinstance(customer, Party):
            continue
        if party_key(vendor) == key and customer.named:
            return "supplier", customer
        if party_key(customer) == key and vendor.named:
            return "customer", vendor
    ends = named_customers(claims)
    return "party", ends[0] if len(ends) == 1 else None


def _is_elsewhere(party: Party, entry: Entry) -> bool:
    return bool(party.country and entry.country and party.country != entry.country)
