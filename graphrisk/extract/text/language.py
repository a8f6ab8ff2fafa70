"""Which language a text is in: a general guess, and cue words between languages that are close.

Danish, Norwegian bokmål and nynorsk, and Swedish share so many words that a headline is often
guessed wrong; the words below stand in one of them only.
"""

from __future__ import annotations

from typing import Final

from graphrisk.extract.text.tokens import fold, tokenize

_READ: Final = 20_000
_NORDIC: Final[dict[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in (
        (
            "da",
            "af vores jer jeres nogle blevet blev hvad efter oplysninger personoplysninger mod "
            "ramt mere oplyser været os hændelse hændelsen medarbejdere adgang fået lækket læk "
            "angreb hackerangreb cyberangreb databrud sikkerhedsbrud virksomhed virksomheden "
            "indgår anmeldt underrettet herunder først bruddet igen navne cpr-numre cpr-nummer "
            "hvornår mellem sidste uge ugen udsat tilgået solgt ikke fra flere være til også "
            "hos er med der på",
        ),
        (
            "nb",
            "av vår vårt våre oss noen hva etter opplysninger personopplysninger mot mer rammet "
            "rammede ble blitt vært hendelse hendelsen virksomhet virksomheten tilgang brudd "
            "bruddet angrepet dataangrep hackerangrep datainnbrudd lekket gjennom uke uken noe "
            "opplyser meldt anmeldt forholdet fått ikke fra flere være til også hos er med på",
        ),
        (
            "nn",
            "ikkje frå vart vorte vore dei ein eit kva korleis kvar noko nokon nokre vere "
            "opplysningar personopplysningar ramma råka hjå berre desse me meir fleire kundar "
            "kundane tilsette saman hending hendinga kommunar vår vårt våre oss av etter mot "
            "tilgang brot brotet innbrot datainnbrot datainnbrotet åtak åtaket namn "
            "innbyggjarar meld meldt melde lekka gjennom utan veke kjende utsett sjølv er med "
            "på til",
        ),
        (
            "sv",
            "och är inte för från också att ett våra uppgifter personuppgifter drabbats "
            "drabbade någon några vad efter ej även av mot oss läckt intrång angrepp leverantör "
            "leverantören underleverantör anställda händelsen åtkomst ska genom mer utan vecka "
            "hos driftstopp med på till",
        ),
    )
}
_DUTCH: Final = frozenset(
    ("het", "een", "van", "zijn", "niet", "gegevens", "wij", "onze", "voor", "bij", "naar")
)
_LIKE_DUTCH: Final = frozenset({"af", "fy", "lb", "nds", "li", "vls"})
_LIKE_NORDIC: Final = frozenset({"da", "nb", "nn", "no", "sv", "fo", "is", "se"})
_SHORT: Final = 300  # signs up to which the cue words may overrule any guess
_SURE: Final = 3


def detect_language(text: str) -> str:
    """Return the language code of a text, one of about 97.

    >>> detect_language("Vi har drabbats av en cyberattack och personuppgifter kan ha läckt.")
    'sv'
    >>> detect_language("Kunder i Lofoten Bank er rammet.")
    'nb'
    >>> detect_language("Leverandøren vår er ramma av eit dataåtak.")
    'nn'
    """
    import py3langid

    part = text[:_READ]
    code = str(py3langid.classify(part)[0])
    words = [token.lower for token in tokenize(fold(part))]
    scores = {name: sum(word in own for word in words) for name, own in _NORDIC.items()}
    guess = {"no": "nb"}.get(code, code)
    best = max(scores, key=lambda name: scores[name] + 0.5 * (name == guess))
    sure = len(text) <= _SHORT and scores[best] >= _SURE
    if (code in _LIKE_NORDIC or sure) and scores[best] > 0:
        return best
    if code in _LIKE_DUTCH and sum(word in _DUTCH for word in words) >= _SURE:
        return "nl"
    return guess
