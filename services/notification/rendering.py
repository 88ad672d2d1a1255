"""Texts of notices: one template file per language, checked when it is loaded, filled when an item is read.

A template names facts of its kind as `{outlet}` and nothing else (no attributes, indexes or formats), so
that a template that somebody else writes cannot reach into objects. Raises: TemplateError for others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from services.notification.domain import PARAMS, Kind, masked
from services.notification.domain.named import CAPPED
from shared.contracts.review_terms import reason_of
from shared.labels import LANGUAGES as LOCALES
from shared.labels import label
from shared.labels.wording import listed, told_day, told_moment, told_period
from shared.reads import reads_told
from shared.titles import in_marks

FOLDER = Path(__file__).with_name("templates")
ABSENT = "—"
# In which area the codes of a fact are labelled.
TERMS = {
    "bulletin_kind": "bulletin.kind",
    "role": "role",
    "platform": "platform",
    "level": "level",
    "category": "category",
    "changed": "outlet.field",
    "kind": "submission.kind",
    "stage": "stage",
    "next_stage": "stage",
    "grade": "grade",
    "decision": "appeal.state",
    "reason": "reason",
    "request_kind": "request.kind",
    "request_target": "request.target",
    "answer_kind": "answer.kind",
    "closing": "request.closing",
    "call_kind": "call.kind",
    "rule_kind": "rule.kind",
    "proposal_state": "rule_proposal.state",
    "found": "finding.rule",
    "activity_kind": "activity.kind",
}
# What stands behind a fact only where there is something to say of it.
NOTES = frozenset({"calendar"})
REASON, POINTS = "reason", "points"
# What WeChat shows no more than that of.
LEAST_CAPPED = 100_001
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
    """All templates of one language, and its words for what is absent or a guess."""

    locale: str
    words: Mapping[str, str]
    templates: Mapping[Kind, Template]

    def render(self, kind: str, params: Mapping[str, Any]) -> Template:
        """The texts of one notice; a fact that an old notice does not hold is shown as a dash."""
        template = self.templates[Kind(kind)]
        values = _Values({name: self._word(name, value) for name, value in params.items()})
        return Template(_filled(template.title, values), _filled(template.body, values))

    def _word(self, name: str, value: Any) -> str:
        if name in NOTES:
            return self.words.get(str(value), "")
        if isinstance(value, list):
            return listed([self._code(name, each) for each in value], self.locale) or self.words["none"]
        if value in self.words or value == "":
            return self.words.get(value, ABSENT)
        return self._told(name, value) or ABSENT

    def _told(self, name: str, value: Any) -> str:
        if name in AS:
            return AS[name](value, self.locale)
        if name == POINTS:
            sign = "deducted" if str(value).startswith("-") else "added"
            return self.words[sign].format(points=str(value).lstrip("+-"))
        # Facts of before are stored as they were written.
        text = masked(name, value) if isinstance(value, str) else str(value)
        # The system's own reasons are codes; those that people wrote stand as they are.
        return self._code(name, reason_of(text) if name == REASON else text)

    def _code(self, name: str, text: str) -> str:
        return label(TERMS[name], text, self.locale) if name in TERMS else text


def _reads(value: int | str, locale: str) -> str:
    return (
        reads_told(LEAST_CAPPED, locale, capped=True)
        if value == CAPPED
        else reads_told(int(value), locale, capped=False)
    )


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


AS: Mapping[str, Callable[[Any, str], str]] = {
    **dict.fromkeys(
        (
            "expires_at",
            "due_at",
            "due_before",
            "due_former",
            "closes_at",
            "embargo_until",
            "permit_embargo",
            "delivered_at",
            "published_at",
            "starts_at",
            "starts_before",
        ),
        told_moment,
    ),
    **dict.fromkeys(("verified_until", "due", "appeals_until", "until_before"), told_day),
    "period": told_period,
    "reads": _reads,
}
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
