"""Checks of the numbers that identify organisations and people, and of phone numbers.

Each check takes the canonical spelling and answers the key of the rule that is broken, or None.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import ric, uscc

from shared.clock import local_date, now

# GB 32100-2015, first amendment included: registering authority (also A, N, Y), kind, region, body, check.
CREDIT_CODE = re.compile(r"^[1-9ANY][1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$", re.ASCII)
# GB 11643-1999; the first digit 9 is the permanent residence card of foreigners (2023), 8 Hong Kong, Macau, Taiwan.
RESIDENT_ID = re.compile(r"^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)\d{15}[0-9X]$", re.ASCII)
MOBILE = re.compile(r"^1[3-9]\d{9}$", re.ASCII)
# Area codes: 010 and 02x have three digits and eight-digit numbers, all others four digits.
LANDLINE = re.compile(r"^0(?:10|2\d)-\d{8}(?:-\d{1,6})?$|^0[3-9]\d{2}-\d{7,8}(?:-\d{1,6})?$", re.ASCII)
AREA = re.compile(r"^(010|02\d|0[3-9]\d{2})(\d{7,8})(?:-(\d{1,6}))?$", re.ASCII)
EARLIEST_BIRTH = date(1900, 1, 1)


def compact(text: str) -> str:
    """A number without spaces and hyphens, letters upper case, full-width characters made plain."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def credit_code_problem(code: str) -> str | None:
    """What is wrong with a unified social credit code (统一社会信用代码, GB 32100-2015, check digit MOD 31-3)."""
    if not CREDIT_CODE.fullmatch(code):
        return "credit_code.format"
    return None if uscc.calc_check_digit(code[:17]) == code[17] else "credit_code.check_digit"


def resident_id_problem(number: str) -> str | None:
    """What is wrong with an 18-digit identity number (公民身份号码, GB 11643-1999, check digit MOD 11-2).

    The region is checked by its province alone: county codes come and go, and a number keeps the one of its day.
    """
    if not RESIDENT_ID.fullmatch(number):
        return "resident_id.format"
    if ric.calc_check_digit(number) != number[17]:
        return "resident_id.check_digit"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "resident_id.birth_date"
    return None if EARLIEST_BIRTH <= born <= local_date(now()) else "resident_id.birth_date"


def normalise_phone(text: str) -> str:
    """One spelling per number: without +86, spaces and brackets; landlines as area-number[-extension]."""
    text = re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", text)).replace("—", "-").replace("–", "-")
    text = re.sub(r"^(?:\+|00)86-?", "", text)
    digits = text.replace("-", "")
    if MOBILE.fullmatch(digits):
        return digits
    area, _, rest = text.partition("-")
    match = AREA.fullmatch(area + rest)
    if match is None:
        return text
    extension = f"-{match[3]}" if match[3] else ""
    return f"{match[1]}-{match[2]}{extension}"


def phone_problem(phone: str) -> str | None:
    """What is wrong with a normalised mainland mobile or landline number."""
    return None if MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone) else "phone"
