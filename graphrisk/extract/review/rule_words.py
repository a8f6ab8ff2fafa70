"""Rules in words: why a claim was made, for a person who reviews it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_RELATIONS: Final[Mapping[str, str]] = {
    "victim": "these words say that a party was hit",
    "vendor_name": "these words call a party a supplier",
    "edge": "these words say who supplies whom",
    "unnamed": "a supplier without a name, and whom it serves",
    "chain": "these words tell of a supplier's supplier",
    "customer": "these words say that a party was affected",
    "spared": "these words say that a party was not affected",
    "service": "these words name a service",
    "publisher": "these words say whose text it is",
}
_RULES: Final[Mapping[str, str]] = {
    "our-supplier": "“our supplier”: whoever says so is its customer",
    "their-supplier": "“its supplier”: of the party that the sentence is about",
    "register": "a name of your own register, beside an incident at a supplier without a name",
    "the only firm beside the author": "no other firm is named that the incident could be of",
    "customer: label": "a line with a label says whose data it is",
    "publisher: the controller": "a bracket calls it the controller",
    "author": "whose notice it is, is a customer of the supplier that was hit",
    "middleman": "a second party that is called a supplier stands between origin and customers",
    "victim: pronoun": "“they” is the one supplier that was just named",
    "customer: beside": "a party named where harm is told; no words say that it is served",
    "customer: consequence": "a party that suffers or warns after the attack told of beside it",
    "customer: suffers": "a party whose service is down, told right after who was hit",
    "affected: itself": "“we were hit”: the author itself, and no supplier",
    "customer: institution": "an institution named where harm is told; no words say it is served",
    "customer: hit together": "hit together with the supplier",
    "customer: answer": "an answer to the question who was affected",
    "customer: row": "a row of a table of those affected",
    "edge: referred": "“both” or “all of them”: the parties of the list before",
    "spared: noun": "“the council”, the one just named, was not affected",
    "supplier: near": "the one name beside the words for a supplier",
    "customer: speaks": 'an officer of it says that "we" cannot work or lost data',
    "customer: list": "a name in a list of those affected",
    "denial.lexical": "words that deny it",
    "denial.publication": "publication is denied, which says nothing of a leak",
    "denial.no-indication": "“no indication that”",
    "inherited.negation": "a list or sentence under words that deny it",
    "inherited.hedge": "a list or sentence under words that leave it open",
    "inherited": "a list or sentence that goes on from the words before",
    "hedge": "words that leave it open: may, risk, cannot be ruled out",
    "cell": "a cell of a table",
    "correction.general": "a later sentence corrects it",
    "restored": "words that say a service is back",
    "spared-scope": "words that leave out a place or a group",
    "subject-group": "words for people",
    "incident.confirmed-by-authority": "an authority confirms the incident",
    "unsupported.date": "a date; the language has no lexicon",
    "unsupported.number": "a figure; the language has no lexicon",
    "unsupported.directory": "a known name; the language has no lexicon",
}
_CUES: Final[Mapping[str, str]] = {
    "vendor_noun": "supplier",
    "sub_vendor_noun": "sub-supplier",
    "customer_noun": "customer",
    "incident": "attack",
    "exposure": "leak",
    "say": "says",
}
"""A word for each list of words that patterns name."""
_MOST_CHOICES: Final = 4
_FAMILIES: Final[Mapping[str, str]] = {
    "attack": "words for this kind of attack",
    "data": "words for this class of data",
    "authority": "an authority, and what was done with it",
    "count": "a number and what it counts",
    "consequence": "words for a consequence",
    "date": "a date and the words beside it",
    "model": "a language model proposed it",
}


def rule_words(rule: str) -> str:
    """Return a rule in words, its name or pattern after it.

    Examples
    --------
    >>> rule_words("attack.ransomware")
    'words for this kind of attack (attack.ransomware)'
    >>> rule_words("edge: {A} <3> (hosts|runs) {B}")
    'these words say who supplies whom (pattern: A … hosts/runs B)'
    """
    relation, colon, template = rule.partition(": ")
    if rule not in _RULES and colon and relation in _RELATIONS:
        return f"{_RELATIONS[relation]} (pattern: {_pattern_words(template)})"
    meaning = rule_meaning(rule)
    return rule if meaning == rule else f"{meaning} ({rule})"


def rule_meaning(rule: str) -> str:
    """Return what a rule means, without its name; a rule that nobody described as it is.

    Examples
    --------
    >>> rule_meaning("attack.ransomware"), rule_meaning("victim: {V} <3> hacked")
    ('words for this kind of attack', 'these words say that a party was hit')
    """
    if rule in _RULES:
        return _RULES[rule]
    relation, colon, _ = rule.partition(": ")
    if colon and relation in _RELATIONS:
        return _RELATIONS[relation]
    family, _, rest = rule.partition(".")
    words = _FAMILIES.get(family, rule)
    return f"{words}; {_RULES[rest]}" if family in _FAMILIES and rest in _RULES else words


def _pattern_words(template: str) -> str:
    """Return a template as a person may read it: gaps as dots, long choices cut."""
    plain = re.sub(r"<\d+>", "…", template.replace(" |", "|"))
    plain = re.sub(r"\(([^()]*)\)\??", lambda found: _choices(found.group(1)), plain)
    plain = re.sub(r"\{(\w)\.(?:poss|gen)\}", r"\1's", plain)
    plain = re.sub(r"@(\w+)\??", _cue, plain)
    return " ".join(plain.replace("{", "").replace("}", "").replace("?", "").split())


def _cue(found: re.Match[str]) -> str:
    name = found.group(1)
    return f"“{_CUES.get(name, name.replace('_', ' '))}”"


def _choices(text: str) -> str:
    """Show at most four words of a choice."""
    words = text.split("|")
    return "/".join([*words[:_MOST_CHOICES], *(["…"] if len(words) > _MOST_CHOICES else [])])
