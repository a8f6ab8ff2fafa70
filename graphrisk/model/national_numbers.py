"""Numbers that countries give to companies: value added tax, business registers, by check digits.

Countries whose rules are not here are not checked: silence is no proof of soundness.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Check = Callable[[str], bool]
_MARKS = str.maketrans("", "", " .-/")


def check_vat(number: str) -> bool | None:
    """Return whether the check digits of a VAT number hold; None for a country not known here.

    Examples
    --------
    >>> check_vat("SE 556012-5790 01"), check_vat("SE556012579101"), check_vat("XY123")
    (True, False, None)
    """
    text = number.upper().translate(_MARKS)
    country = "GR" if text[:2] == "EL" else text[:2]
    check = _VAT.get(country)
    return None if check is None else text.isascii() and check(text[2:])


def check_company_number(number: str, country: str) -> bool | None:
    """Return whether the check digits of a number of a business register hold.

    Examples
    --------
    >>> check_company_number("556012-5790", "SE"), check_company_number("556012-5791", "SE")
    (True, False)
    >>> check_company_number("HRB 1234", "DE") is None
    True
    """
    text = number.upper().translate(_MARKS).removeprefix(country)
    check = _COMPANY.get(country)
    return None if check is None else text.isascii() and check(text)


def _luhn(text: str) -> bool:
    doubled = [int(sign) * (1 + place % 2) for place, sign in enumerate(reversed(text))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _digits(*lengths: int) -> Callable[[Check], Check]:
    """Let a check look at texts of so many digits only; all others are not sound."""

    def limited(check: Check) -> Check:
        return lambda text: text.isdigit() and len(text) in lengths and check(text)

    return limited


def _weighed(text: str, weights: Sequence[int]) -> int:
    return sum(int(sign) * weight for sign, weight in zip(text, weights, strict=False))


@_digits(10)
def _swedish(text: str) -> bool:
    return _luhn(text)


@_digits(12)
def _swedish_vat(text: str) -> bool:
    return _luhn(text[:10]) and "01" <= text[10:] <= "94"


@_digits(8)
def _finnish(text: str) -> bool:
    rest = _weighed(text, (7, 9, 10, 5, 8, 4, 2)) % 11
    return rest != 1 and int(text[7]) == (11 - rest) % 11


@_digits(8)
def _danish(text: str) -> bool:
    return text[0] != "0" and _weighed(text, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


@_digits(9)
def _norwegian(text: str) -> bool:
    rest = _weighed(text, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return rest != 1 and int(text[8]) == (11 - rest) % 11


@_digits(9)
def _german_vat(text: str) -> bool:
    product = 10
    for sign in text[:8]:
        total = (int(sign) + product) % 10 or 10
        product = 2 * total % 11
    return text[0] != "0" and int(text[8]) == (11 - product) % 10


def _french_vat(text: str) -> bool:
    key, siren = text[:2], text[2:]
    if not (len(text) == 11 and siren.isdigit() and key.isalnum()):
        return False
    if not _luhn(siren) and not siren.startswith("000"):
        return False
    return not key.isdigit() or int(key) == (12 + 3 * (int(siren) % 97)) % 97


@_digits(9, 14)
def _french(text: str) -> bool:
    return _luhn(text)


def _dutch_vat(text: str) -> bool:
    if not (len(text) == 12 and (text[:9] + text[10:]).isdigit() and text[9] == "B"):
        return False
    if text[10:] == "00":
        return False
    if (_weighed(text, (9, 8, 7, 6, 5, 4, 3, 2)) - int(text[8])) % 11 == 0:
        return True
    return int("".join(str(int(sign, 36)) for sign in f"NL{text}")) % 97 == 1


@_digits(10)
def _belgian(text: str) -> bool:
    return text[0] in "01" and (int(text[:8]) + int(text[8:])) % 97 == 0


@_digits(11)
def _italian_vat(text: str) -> bool:
    return _luhn(text)


def _austrian_vat(text: str) -> bool:
    if not (len(text) == 9 and text[0] == "U" and text[1:].isdigit()):
        return False
    doubled = [int(sign) * (1 + place % 2) for place, sign in enumerate(text[1:8])]
    total = sum(number // 10 + number % 10 for number in doubled)
    return int(text[8]) == (96 - total) % 10


@_digits(10)
def _polish_vat(text: str) -> bool:
    return _weighed(text, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(text[9])


@_digits(8)
def _luxembourg_vat(text: str) -> bool:
    return int(text[:6]) % 89 == int(text[6:])


@_digits(9)
def _portuguese_vat(text: str) -> bool:
    rest = _weighed(text, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return text[0] != "0" and int(text[8]) == (0 if rest < 2 else 11 - rest)


@_digits(9)
def _estonian_vat(text: str) -> bool:
    return _weighed(text, (3, 7, 1, 3, 7, 1, 3, 7, 1)) % 10 == 0


_VAT: dict[str, Check] = {
    "AT": _austrian_vat,
    "BE": _belgian,
    "DE": _german_vat,
    "DK": _danish,
    "EE": _estonian_vat,
    "FI": _finnish,
    "FR": _french_vat,
    "IT": _italian_vat,
    "LU": _luxembourg_vat,
    "NL": _dutch_vat,
    "PL": _polish_vat,
    "PT": _portuguese_vat,
    "SE": _swedish_vat,
}
_COMPANY: dict[str, Check] = {
    "BE": _belgian,
    "DK": _danish,
    "FI": _finnish,
    "FR": _french,
    "NO": _norwegian,
    "SE": _swedish,
}
