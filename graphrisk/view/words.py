"""Every word the views show about states, hops and modes, with its plural forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

STATES: Mapping[str, tuple[str, ...]] = {
    "outage": ("stops", "partly", "degraded", "kept up"),
    "breach": ("carried", "possible", "unknown"),
    "compromise": ("compromised",),
}
"""The states of each mode, gravest first: the order of sections, legends and counts."""

MEANINGS: Mapping[str, str] = {
    "stops": "goes down altogether",
    "partly": "some of its functions go down",
    "degraded": "loses a supply below the threshold, passes nothing on",
    "kept up": "within reach, but standing suppliers keep it up",
    "carried": "every link of a route is stated to carry the data",
    "possible": "a route may carry the data: some links do not say",
    "unknown": "reached only by links that do not say what data they carry",
    "compromised": "reached over network access or software updates",
    "fallen": "where the question starts",
    "on the way": "a route passes through it; not itself listed",
}

FILLS: Mapping[str, str] = {
    "fallen": "full",
    "stops": "full",
    "partly": "half",
    "degraded": "low",
    "kept up": "ring",
    "carried": "full",
    "possible": "half",
    "unknown": "dashed",
    "compromised": "full",
    "on the way": "dashed",
}
"""How a state is drawn; the fill level falls with the harm, so no colour is needed to read it."""

_COUNTED: Mapping[str, tuple[str, str]] = {
    "stops": ("stops", "stop"),
    "degraded": ("is degraded", "are degraded"),
}
_FALLEN_HEAD: Mapping[str, str] = {
    "outage": "Fallen",
    "breach": "Data leaks here",
    "compromise": "Compromised",
}
_EVENT: Mapping[str, tuple[str, str]] = {
    "outage": ("falls", "fall"),
    "breach": ("loses data", "lose data"),
    "compromise": ("is compromised", "are compromised"),
}
METHODS: Mapping[str, str] = {
    "outage": (
        "Harm runs along supply links from vendor to customer. A supply is lost when its vendor is "
        "down; a group of substitutes is lost when fewer suppliers stand than it requires; a lost "
        "group at or above the criticality asked for takes its customer, or the named functions, "
        "down. No redundancy is assumed from silence."
    ),
    "breach": (
        "Data runs along supply links from vendor to customer, class by class. Carried means "
        "that every link of a route is stated to handle the class; possible, that some links do "
        "not say; unknown, that no link says. Criticality and redundancy play no part."
    ),
    "compromise": (
        "An intruder may move along supply links with network access or software updates. "
        "Criticality, contracts and redundancy play no part."
    ),
}


def states_of(mode: str) -> tuple[str, ...]:
    """Return the states of a mode, gravest first.

    Examples
    --------
    >>> states_of("breach")
    ('carried', 'possible', 'unknown')
    """
    return STATES.get(mode, STATES["outage"])


def number(count: int) -> str:
    """Return a whole number with separators.

    Examples
    --------
    >>> number(1500)
    '1,500'
    """
    return f"{count:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return the number with its noun.

    Examples
    --------
    >>> plural(1, "customer"), plural(0, "party", "parties")
    ('1 customer', '0 parties')
    """
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def counted(state: str, count: int) -> str:
    """Return how many are in a state.

    Examples
    --------
    >>> counted("stops", 12), counted("kept up", 9)
    ('12 stop', '9 kept up')
    """
    one, many = _COUNTED.get(state, (state, state))
    return f"{number(count)} {one if count == 1 else many}"


def counts_line(mode: str, counts: Mapping[str, int]) -> str:
    """Return the counts of a mode's states in one line, empty ones left out.

    Examples
    --------
    >>> counts_line("outage", {"stops": 1, "partly": 0, "kept up": 2})
    '1 stops, 2 kept up'
    """
    said = [counted(state, counts[state]) for state in states_of(mode) if counts.get(state)]
    return ", ".join(said)


def hop_title(mode: str, hop: int) -> str:
    """Return the head of a column.

    Examples
    --------
    >>> hop_title("outage", 1), hop_title("outage", 2)
    ('1 hop (direct)', '2 hops')
    """
    if hop == 0:
        return _FALLEN_HEAD.get(mode, "Fallen")
    return "1 hop (direct)" if hop == 1 else f"{hop} hops"


def names_line(names: Sequence[str], most: int = 3) -> str:
    """Return names joined in words, at most `most` of them.

    Examples
    --------
    >>> names_line(["A", "B", "C", "D", "E"])
    'A, B, C and 2 more'
    """
    if len(names) > most:
        return ", ".join(names[:most]) + f" and {number(len(names) - most)} more"
    if len(names) > 1:
        return ", ".join(names[:-1]) + " and " + names[-1]
    return names[0] if names else "nobody"


def event(mode: str, names: Sequence[str]) -> str:
    """Return what happens to the fallen, as the opening of a sentence.

    Examples
    --------
    >>> event("breach", ["Acme"])
    'If Acme loses data'
    """
    one, many = _EVENT.get(mode, ("falls", "fall"))
    return f"If {names_line(names)} {one if len(names) == 1 else many}"


def percent(share: float) -> str:
    """Return a share as a whole per cent.

    Examples
    --------
    >>> percent(0.755)
    '76 %'
    """
    return f"{int(share * 100 + 0.5)} %"
