"""Where a list of names ends because a clause begins: "for A and B prints the bills of C"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from graphrisk.extract.words.templates import compile_template

if TYPE_CHECKING:
    from graphrisk.extract.words.lexicon import Lexicon
    from graphrisk.extract.words.template_fit import Item

_PAIR: Final = 2


@lru_cache(maxsize=16)
def before_listed(lexicon: Lexicon) -> frozenset[str]:
    """Return the small words that may stand before a name in a list."""
    return lexicon.word_set("definite") | lexicon.word_set("listed_before")


@lru_cache(maxsize=16)
def supply_verbs(lexicon: Lexicon) -> frozenset[str]:
    """Return the verbs that a language's patterns set between a supplier and whom it serves."""
    found = set(lexicon.data.cues.get("supply_verb", ()))
    for template in lexicon.data.patterns.get("edge", ()):
        elements = compile_template(template)
        subject = elements[0].kind == "slot" and elements[0].name == "A"
        if subject and len(elements) > _PAIR and elements[1].kind == "gap":
            found |= {p[0] for p in elements[_PAIR].phrases if len(p) == 1}
    plain = frozenset(word for word in found if word.isalpha())
    return plain - lexicon.word_set("clause_verb") - lexicon.word_set("for_or_of")


def without_next_subject(
    items: Sequence[Item], at: int, end: int, verbs: frozenset[str], lexicon: Lexicon
) -> int:
    """Return where a list ends whose last name begins a clause: "for A and B prints bills"."""
    then, object_ = ([i.word for i in items[end : end + 2]] + ["", ""])[:2]
    words = [i.word for i in items[max(0, at - _PAIR) : at]]
    for_or_of, joiners = lexicon.word_set("for_or_of"), lexicon.data.joiners
    named = bool(words) and words[-1] in before_listed(lexicon) - for_or_of
    before = words[-1] if words and not named else "".join(words[:1])
    if then not in verbs or before not in for_or_of:
        return end
    if not object_.isalpha() or object_ in joiners:
        return end  # "which for A and B runs the mail, and": the verb of the clause before
    noun = items[at - 2] if at > 1 else None
    if noun is not None and (noun.kind == "vendor" or dict(noun.cues).get("vendor_noun")):
        return end  # "the supplier of A and B runs C too"
    last = end - 1
    while last > at and items[last - 1].word not in joiners:
        last -= 1
    return last - 1
