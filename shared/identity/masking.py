"""How personal data is shown to those who need not know it whole (GB/T 35273-2020, display limits)."""

from __future__ import annotations


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


def mask_middle(text: str, head: int, tail: int) -> str:
    """Stars for all but `head` and `tail` characters; a text too short for both is all stars."""
    hidden = len(text) - head - tail
    if hidden < 4:
        return "*" * len(text)
    return text[:head] + "*" * hidden + text[len(text) - tail :]
