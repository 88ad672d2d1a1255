"""How personal data is shown to those who need not know it whole (GB/T 35273-2020, display limits)."""

from __future__ import annotations

import re
import unicodedata

from stdnum import luhn

from shared.identity.checks import normalise_phone

# Digits of any width, as people space them.
_BETWEEN = r"[ ().·_\-‐‑–—]{0,2}"
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"


def _spaced(digits: int) -> str:
    return _BETWEEN.join([r"\d"] * digits)


# An identity number of 18 places or the former 15, a bank card, a mobile number, a landline with its area. The check
# digit is not asked for: one that was mistyped still tells whom it means.
_IDENTITY = re.compile(rf"(?<!\d){_spaced(17)}{_BETWEEN}[\dXxＸｘ](?!\d)|(?<!\d){_spaced(15)}(?!\d)")
_BORN = re.compile(rf"\d{{6}}(?:(?:19|20)\d\d{_MONTH_AND_DAY}\d{{3}}[\dX]|\d\d{_MONTH_AND_DAY}\d{{3}})")
_CARD = re.compile(r"(?<!\d)[4569](?:\d{14,18}|\d{3}(?:[ -]\d{4}){2,3}[ -]\d{1,4})(?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_BETWEEN})?([1１]{_BETWEEN}[3-9３-９]{_BETWEEN}{_spaced(9)})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)[(（]?[0０]\d{2,3}[)） \-–—]{1,2}\d{3,4}[ \-]?\d{4}(?!\d)")


def mask_resident_id(number: str) -> str:
    """3301**********1234: the first and last four characters stay."""
    return mask_middle(number, 4, 4)


def mask_phone(phone: str) -> str:
    """139****1887, or 0571-****4321 for a landline."""
    if "-" not in phone:
        return mask_middle(phone, 3, 4)
    area, _, rest = phone.partition("-")
    return f"{area}-{mask_middle(rest, 0, 4)}"


def mask_email(address: str) -> str:
    """w***@example.com; empty stays empty."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else mask_middle(address, 1, 0)


def mask_name(name: str) -> str:
    """王*: of a person's name the first character stays, so that who has the paper can compare."""
    return name[:1] + "*" * len(name[1:])


def mask_numbers(text: str) -> str:
    """The text with every number of a person in it masked: identity numbers, bank cards, phones, however they are
    spaced. Done again it changes nothing."""
    text = _IDENTITY.sub(_identity, text)
    text = _CARD.sub(_card, text)
    text = _MOBILE.sub(lambda found: mask_phone(_plain(found[1])), text)
    return _LANDLINE.sub(lambda found: mask_phone(normalise_phone(found[0])), text)


def _identity(found: re.Match[str]) -> str:
    number = _plain(found[0])
    return mask_resident_id(number) if _BORN.fullmatch(number) else found[0]


def _card(found: re.Match[str]) -> str:
    number = _plain(found[0])
    return mask_middle(number, 4, 4) if luhn.is_valid(number) else found[0]


def _plain(number: str) -> str:
    """The digits alone, and the X of an identity number."""
    return re.sub(r"[^\dX]", "", unicodedata.normalize("NFKC", number).upper())


def mask_middle(text: str, head: int, tail: int) -> str:
    """Stars for all but `head` and `tail` characters; a text too short for both is all stars."""
    hidden = len(text) - head - tail
    if hidden < 4:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
