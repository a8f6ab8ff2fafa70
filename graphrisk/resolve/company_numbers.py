"""Company numbers however they are written: one key each, where the check digits hold."""

from __future__ import annotations

import re
from typing import Final

from graphrisk.model.national_numbers import check_company_number

_LONGEST: Final = 24
_SEPARATORS: Final = str.maketrans("", "", " -.\u00a0\u202f")
_LENGTHS: Final = {"SE": 10, "FI": 8, "NO": 9, "DK": 8, "FR": 9}
_LABEL: Final = re.compile(
    r"(?:org\.? ?-?nr\.?|organisationsnummer|organisasjonsnummer|y-tunnus|fo-nummer|cvr(?:-nr\.?)?"
    r"|siren|vat|momsnr\.?) ?:? ?",
    re.I,
)


def company_numbers(text: str, country: str | None = None) -> tuple[str, ...]:
    """Return the company numbers that a text may be, as country and digits; none without one.

    Swedish, Finnish, Norwegian, Danish and French ones. A prefix (VAT number), a form of writing
    that one register has, or ``country`` tells of which register a number is; else each whose
    check digits hold. Swedish numbers of people (with a month) are none.

    Examples
    --------
    >>> company_numbers("556036-0793"), company_numbers("SE556036079301")
    (('SE5560360793',), ('SE5560360793',))
    >>> company_numbers("556036-0794"), company_numbers("Y-tunnus 0112038-9")
    ((), ('FI01120389',))
    """
    if len(text) > _LONGEST or not any(sign.isdigit() for sign in text):
        return ()
    bare = _LABEL.sub("", text.strip())
    plain = bare.translate(_SEPARATORS).upper()
    prefix, digits = (plain[:2], plain[2:]) if plain[:2] in _LENGTHS else ("", plain)
    digits = digits.removesuffix("MVA")
    if prefix == "SE" and len(digits) == 12:
        digits = digits[:10]
    if prefix == "FR" and len(digits) == 11:
        digits = digits[2:]
    if not (digits.isascii() and digits.isdigit()) or not digits.strip("0"):
        return ()
    told = prefix or country or ""
    tried = [told] if told in _LENGTHS else list(_LENGTHS) if not told else []
    if re.fullmatch(r"\d{7}-\d", bare):
        tried = [code for code in tried if code == "FI"]
    elif len(digits) == 8 and not told:
        tried = ["DK"]
    return tuple(code + digits for code in tried if _is_sound(code, digits))


def _is_sound(country: str, digits: str) -> bool:
    if len(digits) != _LENGTHS[country]:
        return False
    if (country == "SE" and digits[2] < "2") or (country == "NO" and digits[0] not in "89"):
        return False
    return bool(check_company_number(digits, country))
