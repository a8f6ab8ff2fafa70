"""Who owns a firm is no customer of it, nor is a user the supplier: words that tell so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graphrisk.extract.names.discourse import party_of

if TYPE_CHECKING:
    from graphrisk.extract.page import Page
    from graphrisk.extract.words.template_fit import Item
    from graphrisk.extract.words.templates import Match

SEATED: Final = frozenset(
    [
        *("huvudkontor", "säte", "hovedkontor", "hauptsitz", "sitz", "siège", "siege", "basée"),
        *("basé", "headquarters", "headquartered", "based", "hoofdkantoor", "gevestigd"),
        *("pääkonttori", "kotipaikka", "hjemmehørende", "hovedsæde", "baserat", "installée"),
        *("pääkonttorin", "toimipaikka", "ansässig", "vestiging"),
    ]
)
"""Words that say where a firm is."""
OWNED: Final = frozenset(
    [
        *("owned", "part", "subsidiary", "division", "unit", "ägs", "ägt", "ägd", "del", "ingår"),
        *("dotterbolag", "eies", "eid", "eigd", "datterselskap", "ejes", "ejet", "datterselskab"),
        *("gehört", "tochter", "tochterfirma", "tochtergesellschaft", "tochterunternehmen", "teil"),
        *("filiale", "détenu", "détenue", "appartenant", "propriété", "membre", "onderdeel"),
        *("eigendom", "dochter", "dochterbedrijf", "handen", "omistama", "omistaa", "kuuluva"),
        *("tytäryhtiö", "koncernen", "konsernet", "koncernet"),
    ]
)
"""Words that say whose a firm is."""
_ITS: Final = frozenset({"son", "sa", "ses", "sen", "its", "sin", "sitt", "ihr", "sein", "zijn"})
_OWN_THINGS: Final = frozenset(
    [
        *("service", "filiale", "plateforme", "site", "portail", "application", "marque"),
        *("palvelu", "palvelun", "palvelunsa", "tytäryhtiö", "tytäryhtiönsä", "subsidiary"),
        *("platform", "website", "tjänst", "dotterbolag", "tochter", "tochtergesellschaft"),
        *("tjeneste", "datterselskab", "datterselskap", "dochter", "dienst", "enseigne"),
    ]
)
FOR: Final = frozenset(
    [
        *("für", "till", "åt", "for", "to", "by", "av", "von", "til", "af", "voor", "door"),
        *("van", "aan", "pour", "par", "à", "au", "aux"),
    ]
)
_OWNER_WITHIN: Final = 5
_PARENTS: Final = frozenset(["arm", "parent", "mutter", "moderbolag"])
_UNIT_OF: Final = 8
_CLOSE: Final = 4
_BY: Final = frozenset(
    ["by", "av", "af", "von", "vom", "durch", "door", "par", "through", "via", "genom", "gennem"]
)
_SUCH: Final = frozenset(["the", "der", "dem", "die", "den", "de", "het", "la", "le", "l'", "das"])
_AT: Final = frozenset(["hos", "hjå", "bei", "beim", "bij", "chez", "with"])
_REFLEXIVES: Final = frozenset(
    [
        *("sin", "sitt", "sina", "sine", "sit", "si", "seine", "ihre", "seinen", "ihren", "sein"),
        *("zijn", "hun", "haar", "ses", "leurs", "son", "sa", "its", "their", "ihr"),
    ]
)
_BESIDE: Final = frozenset(
    ["neben", "utöver", "förutom", "foruden", "foruten", "utover", "udover", "naast"]
)
_ENDED: Final = frozenset(
    [
        *("ended", "terminated", "cancelled", "upp", "uppsagt", "avslutade", "avslutat", "opp"),
        *("opsagde", "opsagt", "afsluttede", "kündigte", "gekündigt", "beendete", "beendet"),
        *("résilié", "résilia", "rompu", "zegde", "opgezegd", "beëindigde", "irtisanoi", "päätti"),
    ]
)
_NONE: Final = frozenset(
    [
        *("no", "not", "none", "inga", "inte", "inget", "ingen", "ikke", "ikkje", "nicht", "keine"),
        *("keinen", "plus", "aucune", "aucun", "geen", "niet", "eikä", "ei"),
    ]
)
_OFFERS: Final = frozenset(
    [
        *("tilbyr", "tilbyder", "tilbød", "erbjuder", "erbjöd", "biedt", "bood", "bietet", "bot"),
        *("propose", "proposent", "offre", "offers", "offering", "offered", "tarjoaa", "tarjosi"),
    ]
)
_COMES_FROM: Final = frozenset(["från", "fra", "frå", "from", "vom", "uit"])
_MADE_WITHIN: Final = 3
_THING_WITHIN: Final = 4
_LIKENS: Final = frozenset(
    ["denken", "påminner", "minner", "minder", "erinnert", "rappelle", "recalls", "resembles"]
)


def uses_it_itself(items: Sequence[Item], match: Match) -> bool:
    """Whether words fit that tell of something else: "X keeps its copies at Y", "beside X uses Y".

    There Y is the supplier, or X only stands before who uses what follows.
    """
    if "A" not in match.slots or "B" not in match.slots:
        return False
    within = {i.word for i in items[match.first : match.last]}
    if SEATED & within or (_ENDED & within and _NONE & {i.word for i in items}):
        return True
    vendor, customer = match.slots["A"], match.slots["B"]
    if vendor < customer:
        words = [i.word for i in items[vendor[1] : customer[0]]]
        own = words[-1:] != [] and words[-1] in _AT and bool(_REFLEXIVES & set(words))
        offers = bool(_OFFERS & set(words)) and _are_customers_of(items, customer)
        return own or offers or bool(_LIKENS & set(words))
    if _is_made_by(items, match):
        return True
    before = {i.word for i in items[max(0, customer[0] - 2) : customer[0]]}
    return match.template.startswith("{B") and bool(_BESIDE & before)


def _is_made_by(items: Sequence[Item], match: Match) -> bool:
    """Whether what would be served is only what comes from the other: "alarm X from the firm Y"."""
    (_, last), (first, _) = match.slots["B"], match.slots["A"]
    between = [i for i in items[last:first] if i.word != ","]
    if not between or match.template.startswith("{B.") or len(between) > _MADE_WITHIN:
        return False
    made = bool(dict(between[0].cues).keys() & {"done_by", "supplied"})
    return made or between[0].word in _COMES_FROM


def comes_from(items: Sequence[Item], at: int) -> bool:
    """Whether a name is that of a thing another makes: "the X care alarm from Y", "X, from Y"."""
    for here in range(at + 1, min(at + 1 + _THING_WITHIN, len(items) - 1)):
        item = items[here]
        if item.word in _COMES_FROM or "done_by" in dict(item.cues):
            return any(i.kind == "org" for i in items[here + 1 : here + 1 + _MADE_WITHIN])
        if item.kind != "word" or not (item.word.isalpha() or here == at + 1):
            return False
    return False


def _are_customers_of(items: Sequence[Item], span: tuple[int, int]) -> bool:
    """Whether a party is named only for its customers: "offers the customers of X a discount"."""
    beside = (*items[max(0, span[0] - 2) : span[0]], *items[span[1] : span[1] + 1])
    return any(dict(i.cues).get("customer_noun") for i in beside)


def opens_with_owner(words: Sequence[str]) -> bool:
    """Whether words after their last comma tell who owns a party: "X, which is owned by ..."."""
    last = len(words) - words[::-1].index(",") if "," in words else len(words)
    return bool((OWNED | SEATED) & set(words[last:]))


def is_own_thing(items: Sequence[Item], at: int) -> bool:
    """Whether the party at an item is a part of who tells: "X said that its service Y was hit"."""
    owner, noun = items[max(0, at - 2)].word, items[max(0, at - 1)].word
    return owner in _ITS and noun in _OWN_THINGS


def subject_before(page: Page, number: int, at: int) -> list[str]:
    """Return X of "X, owned by Y, supplies Z", where the party at an item is only Y."""
    items = page.parties.items[number]
    closed = any(i.word == "," for i in items[at + 1 : at + 3])  # "of the X group,"
    owned = bool(OWNED & {i.word for i in items[max(0, at - _OWNER_WITHIN) : at]})
    if not closed or not at or not (owned or items[at - 1].word in FOR):
        return []
    for before in range(at - 2, max(-1, at - 8), -1):
        if items[before].word == "," and before and items[before - 1].kind == "org":
            return party_of(page, items[before - 1])
    return []


def is_parent(items: Sequence[Item], at: int) -> bool:
    """Whether a party is only named as owner or seat of another: "X, a unit of Y"."""
    words = [i.word for i in items[max(0, at - _UNIT_OF) : at]]
    last = len(words) - words[::-1].index(",") if "," in words else 0
    near = words[max(last, len(words) - _CLOSE) :] if not last else words[last:]
    return bool((OWNED | SEATED | _PARENTS) & set(near))


def is_cause(page: Page, number: int, item: Item, rule: str) -> bool:
    """Whether a pattern for who is affected ends at what did it: "affected by X", "a system of X".

    Also where the name is that of a product, called so right before or owned by a firm.
    """
    reading = page.readings[number]
    words = reading.words[max(0, item.first - 2) : item.first]
    loose = rule.rstrip().endswith("> {B}")
    by = loose and bool(words) and (words[-1] in _BY or (words[0] in _BY and words[-1] in _SUCH))
    return by or any(h.last == item.first for h in reading.cues("product_noun"))
