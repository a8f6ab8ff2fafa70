"""Claims in words: one line each, for lists, questions and the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphrisk.extract.claims import Claim, Party
from graphrisk.model.date_words import date_words
from graphrisk.model.vocabulary import vocabulary

_QUALIFIERS = {"more_than": "more than ", "about": "about ", "up_to": "up to "}
_READ_AS = {
    "contact": "e-mail or telephone",
    "national_id": "national identity number",
    "financial_account": "bank account",
    "financial_other": "salary, tax or other economic data",
    "communication_recording": "recordings or messages",
    "location_access": "location or door code",
    "account_id": "customer or member number",
    "photo_biometric": "photos or biometric data",
    "corporate_data": "business data, not personal",
    "unspecified_personal": "personal data, not said which",
    "credentials": "user names or passwords",
    "ddos": "overload attack",
    "credential_abuse": "stolen or misused logins",
    "misconfiguration": "error or exposure by mistake",
    "supply_chain_software": "flaw in, or tampering with, software used by many",
    "insider": "misuse by own staff",
    "technical": "IP address, device or log data",
    "organisations": "organizations",
}
_SCOPES = {
    "affected": "affected",
    "base": "in all, not only those affected",
    "spared": "not affected",
    "unknown": "whether affected is not said",
}
_DATES = {
    "occurred": ("happened", "at"),
    "discovered": ("was found", "by"),
    "notified": ("notice was given", "by or to"),
    "reported": ("was reported", "by"),
    "leaked": ("data was leaked", "from"),
    "restored": ("was back", "at"),
    "published": ("was published", "by"),
}
"""What happened on a day, and the word before whom it happened to or who did it."""
OFFICE_ROLES = {"notified": "told", "involved": "takes part", "mentioned": "only named"}
_WITH_ARTICLE = frozenset({"GB", "US", "NL", "AE"})
_AUTHOR = "(publisher)"
_UNNAMED_OFFICE = "(unspecified authorities)"


def claim_words(claim: Claim) -> str:
    """Return a claim as one line of words, its status last.

    Examples
    --------
    >>> from graphrisk.extract.claims import Evidence, make_claim
    >>> value = {"vendor": Party("Alfa"), "customer": Party("Beta"), "service": "payroll"}
    >>> claim_words(make_claim("serves", value, (Evidence("d", 0, 1, "x"),), rule="r",
    ...                        confidence=1.0, status="confirmed"))
    'Alfa serves Beta: payroll (confirmed)'
    """
    line = _WORDS[claim.field](claim.value) if claim.field in _WORDS else claim.field
    status = f" ({claim.status})" if claim.status else ""
    return " ".join(line.split()) + status


def party_words(party: object) -> str:
    """Return how a party is shown: its name, or the words that stand for it in quotes.

    Examples
    --------
    >>> party_words(Party("our supplier", named=False))
    'unnamed "our supplier"'
    """
    if not isinstance(party, Party):
        return "" if party is None else str(party)
    if party.named:
        return party.name
    return plain_words(party) if party.name == _AUTHOR else f'unnamed "{party.name}"'


def plain_words(party: Party) -> str:
    """Return the name of a party, or the words that stand for it in a sentence.

    Examples
    --------
    >>> plain_words(Party("our supplier", named=False)), plain_words(Party("(publisher)"))
    ('our supplier', 'the author of this text')
    """
    return "the author of this text" if party.name == _AUTHOR else party.name


def word(name: object) -> str:
    """Return a word of a vocabulary as people read it.

    Examples
    --------
    >>> word("financial_account"), word("unspecified_personal")
    ('bank account', 'personal data, not said which')
    """
    text = str(name or "")
    return _READ_AS.get(text, text.replace("_", " "))


def office(value: Mapping[str, Any]) -> str:
    """Return the name of an authority; where the text gives none, that it does not.

    Examples
    --------
    >>> office({"name": "(unspecified authorities)"}), office({"name": "CNIL"})
    ('authorities that are not named', 'CNIL')
    """
    name = str(value.get("name") or "")
    return "authorities that are not named" if name in ("", _UNNAMED_OFFICE) else name


def office_role(value: Mapping[str, Any]) -> str:
    """Return what an authority has to do with an incident.

    Examples
    --------
    >>> office_role({"role": "notified"}), office_role({})
    ('told', 'only named')
    """
    return OFFICE_ROLES.get(str(value.get("role") or "mentioned"), word(value.get("role")))


def value_words(value: Mapping[str, Any]) -> str:
    """Return changed values as ``name=value`` pairs.

    Examples
    --------
    >>> value_words({"number": 3, "countries": ("SE", "NO")})
    'number=3, countries=SE;NO'
    """
    return ", ".join(f"{key}={_plain(item)}" for key, item in value.items())


def _plain(item: object) -> str:
    if isinstance(item, (tuple, list)):
        return ";".join(str(part) for part in item)
    return party_words(item)


def _number(value: object) -> str:
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,}"
    return f"{int(value):,}" if isinstance(value, (int, float)) else "?"


def _within(value: Mapping[str, Any]) -> str:
    countries = value.get("countries") or ()
    names = vocabulary("country")
    told = ["the " * (each in _WITH_ARTICLE) + names.get(each, each) for each in countries]
    return f" in {', '.join(told)}" if countries else ""


def _of(value: Mapping[str, Any], key: str = "about") -> str:
    party = party_words(value.get(key))
    return f" of {party}" if party else ""


def _incident(value: Mapping[str, Any]) -> str:
    if value.get("is_incident") is False:
        return "no incident"
    title = value.get("title")
    kind = word(value.get("attack_type") or "unknown")
    return f"incident, {'of unknown kind' if kind == 'unknown' else kind}" + (
        f": {title}" if title else ""
    )


def _vendor_hit(value: Mapping[str, Any]) -> str:
    role = value.get("role") or "origin"
    told = {"origin": "", "conduit": ", as a link between", "software_maker": ", as maker"}
    return f"{party_words(value.get('organization'))} was hit{told.get(role, f', {word(role)}')}"


def _serves(value: Mapping[str, Any]) -> str:
    service = value.get("service") or word(value.get("category") or "")
    line = f"{party_words(value.get('vendor'))} serves {party_words(value.get('customer'))}"
    return f"{line}: {service}" if service else line


def _affected(value: Mapping[str, Any]) -> str:
    name, impact = party_words(value.get("organization")), value.get("impact")
    if value.get("spared") or impact == "none":
        return f"{name} is spared"
    return f"{name} is affected: {impact or 'unknown'}"


def _data_class(value: Mapping[str, Any]) -> str:
    groups = value.get("subject_groups") or ()
    condition = value.get("condition")
    line = f"data: {word(value.get('data_class'))}"
    line += f" of {', '.join(map(word, groups))}" if groups else ""
    holder = party_words(value.get("holder"))
    line += f", held for {holder}" if holder else ""
    return f"{line}, if {condition!r}" if condition else line


def _count(value: Mapping[str, Any]) -> str:
    qualifier = _QUALIFIERS.get(value.get("qualifier") or "", "")
    line = f"{qualifier}{_number(value.get('number'))} {word(value.get('what'))}"
    about = party_words(value.get("about"))
    scope = _SCOPES.get(value.get("scope") or "unknown", value.get("scope"))
    return f"{line}{_within(value)}, {scope}" + (f" (of {about})" if about else "")


def _subject_group(value: Mapping[str, Any]) -> str:
    some = "some of: " if value.get("partial") else ""
    return f"{some}{', '.join(map(word, value.get('groups') or ()))}{_of(value)}{_within(value)}"


def _date(value: Mapping[str, Any]) -> str:
    told = value.get("what") or ""
    what, before = _DATES.get(told, (told, "of"))
    about = party_words(value.get("about"))
    day = date_words(str(value.get("date")))
    return f"{day}: {what}" + (f" ({before} {about})" if about else "")


def _authority(value: Mapping[str, Any]) -> str:
    by = party_words(value.get("by"))
    role = office_role(value)
    return f"{office(value)}, {role}" + (f" by {by}" if by else "")


def _restored(value: Mapping[str, Any]) -> str:
    day = value.get("date")
    return f"back{_of(value)} {date_words(str(day)) if day else value.get('text') or ''}"


_WORDS = {
    "incident": _incident,
    "vendor_hit": _vendor_hit,
    "serves": _serves,
    "affected": _affected,
    "data_class": _data_class,
    "count": _count,
    "subject_group": _subject_group,
    "date": _date,
    "authority": _authority,
    "spared_scope": lambda value: f"spared: {value.get('text')}{_within(value)}",
    "consequence": lambda value: f"{word(value.get('kind') or 'consequence')}: {value.get('text')}",
    "restored": _restored,
}
