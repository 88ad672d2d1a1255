"""Marshmallow fields that the contracts share.

A refusal is a `Rule`: a text that is the message key (such as `length.max`, see `shared.validation`) and
carries the values that the message names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, validate
from marshmallow import fields as ma

from shared.contracts.labelled import AREAS
from shared.identity.checks import compact, credit_code_problem, normalise_phone, phone_problem, resident_id_problem
from shared.identity.masking import mask_numbers
from shared.paging import MAX_CURSOR
from shared.printable import UNPRINTABLE, missing
from shared.text import canonical, canonical_body

MAX_PAGE = 100
ID = r"^[A-Za-z0-9_-]{1,64}$"
EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$")
NOT_IN_URL = re.compile(r"[\s<>\"\\]")
# A short text that comes with so much more around it is refused by its length as it is.
MOST_RAW = 4


class Rule(str):
    """The key of a rule that was broken, with the values that its message names."""

    params: Mapping[str, Any]

    def __new__(cls, key: str, **params: Any) -> Rule:
        rule = super().__new__(cls, key)
        rule.params = params
        return rule


class Form(Schema):
    """Base of every command and query: a field that it does not know is refused."""

    class Meta:
        unknown = RAISE


class Length(validate.Length):
    """Length of a text or list, told as `length.min`, `length.max`; what must not be empty is `required`."""

    def __call__(self, value: Any) -> Any:
        unit = "characters" if isinstance(value, str) else "items"
        if self.min is not None and len(value) < self.min:
            raise ValidationError(Rule("length.min", min=self.min, unit=unit) if value else Rule("required"))
        if self.max is not None and len(value) > self.max:
            raise ValidationError(Rule("length.max", max=self.max, unit=unit))
        return value


class Range(validate.Range):
    """Bounds of a number, told as `range.min`, `range.max`."""

    def __call__(self, value: Any) -> Any:
        if self.min is not None and value < self.min:
            raise ValidationError(Rule("range.min", min=self.min))
        if self.max is not None and value > self.max:
            raise ValidationError(Rule("range.max", max=self.max))
        return value


class OneOf(validate.OneOf):
    """One of some values, told as `choice` with all of them."""

    def __call__(self, value: Any) -> Any:
        if value not in self.choices:
            raise ValidationError(Rule("choice", allowed=[str(each) for each in self.choices], of=""))
        return value


class Pattern(validate.Regexp):
    """A regular expression, told under a rule of its own."""

    def __init__(self, pattern: str, rule: str) -> None:
        super().__init__(pattern)
        self.rule = rule

    def __call__(self, value: Any) -> Any:
        if self.regex.fullmatch(value) is None:
            raise ValidationError(Rule(self.rule))
        return value


class Text(ma.String):
    """Text for people in the form in which it is kept (`shared.text`); with `multiline` it has lines and tabs.

    Lengths are in characters of that form.
    """

    def __init__(self, longest: int, *, shortest: int = 1, multiline: bool = False, **options: Any) -> None:
        super().__init__(validate=Length(min=shortest, max=longest), **options)
        self.longest, self.multiline = longest, multiline

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options))
        if self.multiline:
            return canonical_body(text)
        return text if len(text) > max(1000, MOST_RAW * self.longest) else canonical(text)


class Name(Text):
    """What certificates and official documents print: the name of an outlet, a person, a bureau. Every character must
    be one that a typeface has; the first that is not is told with its code point and its place from 1. Such names are
    public (rankings, permits, certificates): an identity number, a bank card or a phone is no part of one."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if len(text) <= self.longest and (found := missing(text)) is not None:
            raise ValidationError(Rule(UNPRINTABLE, **found))
        if len(text) <= self.longest and mask_numbers(text) != text:
            raise ValidationError(Rule("text.personal_number"))
        return text


class Several(ma.List[Any]):
    """A list of at most `most` items. One that is longer is refused as a whole: to look at every item of a list
    that fills the largest body keeps a service busy for seconds."""

    def __init__(self, item: ma.Field[Any], most: int, *, least: int = 0, **options: Any) -> None:
        super().__init__(item, validate=Length(min=least or None, max=most), **options)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > self.most:
            raise ValidationError(Rule("length.max", max=self.most, unit="items"))
        return super()._deserialize(value, attr, data, **options)


class Checked(Text):
    """A short text in one canonical spelling, with a check that answers the rule it breaks, or None."""

    def __init__(
        self,
        check: Callable[[str], str | None],
        canonical: Callable[[str], str],
        longest: int,
        **options: Any,
    ) -> None:
        super().__init__(longest, **options)
        self.check, self.canonical = check, canonical

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if len(text) > 1000:
            return text  # refused by its length; no need to look at all of it
        text = self.canonical(text)
        if text and (rule := self.check(text)) is not None:
            raise ValidationError(Rule(rule))
        return text


class Choice(ma.Enum[StrEnum]):
    """One of an enumeration's values; a refusal names them all. `of`: the area of their labels, where `shared.labels`
    does not know the enumeration itself."""

    def __init__(self, enum: type[StrEnum], *, of: str = "", **options: Any) -> None:
        super().__init__(enum, by_value=ma.String, **options)
        self.of = of or AREAS.get(enum, "")

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        try:
            return self.enum(value)
        except (ValueError, TypeError):
            allowed = [str(member.value) for member in self.enum]
            raise ValidationError(Rule("choice", allowed=allowed, of=self.of)) from None


class Moment(ma.AwareDateTime):
    """A moment with its zone (RFC 3339) of this century, in UTC to the millisecond, as MongoDB keeps it."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> datetime:
        found = super()._deserialize(value, attr, data, **options)
        if not 2000 <= found.year < 2100:
            raise ValidationError(Rule("moment.century"))
        moment = found.astimezone(UTC)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class TrueFalse(ma.Boolean):
    """A truth value and nothing that could be taken for one."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


def note(text: str) -> dict[str, str]:
    """What a field is, for the document."""
    return {"description": text}


class FileId(ma.String):
    """The id of an uploaded file. Who names one here uses it; nowhere else is looked (`gateway.files.naming`)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=Pattern(ID, "id"), **options)


def identifier(**options: Any) -> ma.String:
    """An id that the system gave: outlet, account, submission, … (of a file: `FileId`)."""
    return ma.String(validate=Pattern(ID, "id"), **options)


def whole(lowest: int, highest: int, **options: Any) -> ma.Integer:
    """A whole number (no text, no fraction)."""
    return ma.Integer(strict=True, validate=Range(lowest, highest), **options)


def several(item: Any, most: int, *, least: int = 0, **options: Any) -> Several:
    """A list, of fields or of nested schemas, with bounds."""
    inner = item if isinstance(item, ma.Field) else ma.Nested(item)
    return Several(inner, most, least=least, **options)


def url(**options: Any) -> Text:
    """An absolute http or https address."""
    return Checked(url_problem, str.strip, 500, **options)


def phone(**options: Any) -> Text:
    """A mainland mobile or landline number; kept as 13912345678 or 0571-87654321."""
    return Checked(phone_problem, normalise_phone, 30, **options)


def email(**options: Any) -> Text:
    """An e-mail address (the common form of RFC 5321, no quoted local part)."""
    return Checked(email_problem, str.strip, 254, **options)


def credit_code(**options: Any) -> Text:
    """A unified social credit code, GB 32100-2015."""
    return Checked(credit_code_problem, compact, 24, **options)


def resident_id(**options: Any) -> Text:
    """A citizen identity number, GB 11643-1999."""
    return Checked(resident_id_problem, compact, 24, **options)


def cursor() -> ma.String:
    """Where a list goes on."""
    return ma.String(validate=Length(min=1, max=MAX_CURSOR), metadata=note("The `next` of the page before."))


def limit(most: int = MAX_PAGE) -> ma.Integer:
    """How many items a page has at most."""
    return whole(1, most, load_default=min(20, most), metadata=note("Most items on one page."))


def url_problem(text: str) -> str | None:
    """The rule that an address breaks, if any."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not NOT_IN_URL.search(text)
        good = good and (parts.port is None or parts.port > 0)  # .port raises when out of range
    except ValueError:
        good = False
    return None if good else "url"


def email_problem(text: str) -> str | None:
    """The rule that an e-mail address breaks, if any."""
    return None if EMAIL.fullmatch(text) else "email"
