"""Texts of notices: one template file per language, checked when it is loaded, filled when an item is read.

A template names facts of its kind as `{outlet}` and nothing else (no attributes, indexes or formats), so
that a template that somebody else writes cannot reach into objects. Raises: TemplateError for others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Any

from services.notification.domain import PARAMS, Kind, masked
from shared.clock import spoken
from shared.contracts.review_terms import reason_of
from shared.titles import in_marks

FOLDER = Path(__file__).with_name("templates")
LOCALES = ("zh", "en")
SEPARATORS = {"zh": "、", "en": ", "}
ABSENT = "—"
MOMENTS = frozenset({
    "expires_at", "due_at", "due_before", "embargo_until", "permit_embargo", "delivered_at", "published_at",
})  # fmt: skip
TERMS = frozenset({
    "bulletin_kind", "role", "platform", "level", "category", "kind", "stage", "next_stage", "grade", "reads",
    "decision",
})  # fmt: skip
# What stands behind a fact only where there is something to say of it.
NOTES = frozenset({"calendar"})
REASON = "reason"
MARKED = re.compile(r"《\{([a-z_]+)\}》")
IN_MARKS = "《》"  # behind a fact's name: the fact within its marks
CUT = "cut"
MAX_LENGTH = 2_000


class TemplateError(ValueError):
    """A template that cannot be used; says which kind and why."""


@dataclass(frozen=True)
class Template:
    """Title and body of one kind in one language."""

    title: str
    body: str


@dataclass(frozen=True)
class Language:
    """All templates of one language, and its words for roles, platforms, categories and fields."""

    locale: str
    words: Mapping[str, str]
    templates: Mapping[Kind, Template]

    def render(self, kind: str, params: Mapping[str, Any]) -> Template:
        """The texts of one notice; a fact that an old notice does not hold is shown as a dash."""
        template = self.templates[Kind(kind)]
        values = _Values({name: self._word(name, value) for name, value in params.items()})
        return Template(_filled(template.title, values), _filled(template.body, values))

    def _word(self, name: str, value: Any) -> str:
        if isinstance(value, list):
            joined = SEPARATORS[self.locale].join(self.words.get(each, each) for each in value)
            return joined or self.words["none"]
        if name in MOMENTS and value and value not in self.words:
            return spoken(datetime.fromisoformat(value))
        if name in NOTES:
            return self.words.get(str(value), "")
        # Facts of before are stored as they were written.
        text = masked(name, value) if isinstance(value, str) else str(value)
        if name == REASON:
            # The system's own reasons are codes; those that people wrote stand as they are.
            text = reason_of(text)
            return self.words.get(f"{REASON}.{text}", text) or ABSENT
        return (self.words.get(text, text) if name in TERMS | MOMENTS else text) or ABSENT


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "" if name in NOTES else ABSENT


def _filled(text: str, values: _Values) -> str:
    """The text with its facts; one that stands within 《》 stands there as a title does."""
    titles = {f"{name}{IN_MARKS}": in_marks(values[name]) for name in MARKED.findall(text)}
    return MARKED.sub(rf"{{\1{IN_MARKS}}}", text).format_map(_Values(values | titles))


def language(locale: str, text: str) -> Language:
    """Read and check one template file (TOML). Raises: TemplateError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{locale}: {error}") from error
    words = tables.pop("words", {})
    kinds = {kind.value for kind in Kind}
    if tables.keys() != kinds:
        raise TemplateError(
            f"{locale}: unknown {sorted(tables.keys() - kinds)}, missing {sorted(kinds - tables.keys())}"
        )
    return Language(locale, words, {Kind(name): template(Kind(name), table) for name, table in tables.items()})


def template(kind: Kind, table: Mapping[str, Any]) -> Template:
    """One checked template. Raises: TemplateError."""
    if table.keys() != {"title", "body"}:
        raise TemplateError(f"{kind}: a title and a body are expected, got {sorted(table)}")
    for text in table.values():
        _check(kind, text)
    return Template(**table)


def _check(kind: Kind, text: Any) -> None:
    if not isinstance(text, str) or not text.strip() or len(text) > MAX_LENGTH:
        raise TemplateError(f"{kind}: text of 1 to {MAX_LENGTH} characters expected")
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as error:
        raise TemplateError(f"{kind}: {error}") from error
    for _, name, spec, conversion in pieces:
        if name is not None and (name not in PARAMS[kind] or spec or conversion):
            raise TemplateError(f"{kind}: {{{name}}} is not one of {sorted(PARAMS[kind])}")


# Read once, when the service starts: a bad file stops it with its reason.
LANGUAGES: Mapping[str, Language] = {
    locale: language(locale, (FOLDER / f"{locale}.toml").read_text("utf-8")) for locale in LOCALES
}


def render(locale: str, kind: str, params: Mapping[str, Any]) -> Template:
    """The texts of one notice in the reader's language, Chinese when that is unknown."""
    return LANGUAGES.get(locale, LANGUAGES["zh"]).render(kind, params)


def cut_mark(locale: str) -> str:
    """What stands at the end of a text that had to be cut, and says where the whole is."""
    return LANGUAGES.get(locale, LANGUAGES["zh"]).words[CUT]
