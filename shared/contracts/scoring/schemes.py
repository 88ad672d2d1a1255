"""Schemes (计分办法): what is taken and answered about them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError
from marshmallow import fields as ma

from shared.contracts.days import Day
from shared.contracts.fields import Form, Rule, cursor, identifier, limit, note, whole
from shared.contracts.scoring.fields import amount, period
from shared.text import canonical

FORM = "services/scoring/schemes/scheme.schema.json"
# A text beyond this is refused by its length as it is.
LONGEST = 1000
MAX_PROMISED = 1000
MAY = note("What the caller may do: try, adopt (a scheme of their own, or one made from it).")


class SchemeData(ma.Dict):
    """A scheme as data, its texts in the form in which texts are kept (`shared.text`), names of its parts too: a topic
    with something unseen in it would meet none. The service checks it by its JSON Schema."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=ma.String(), metadata=note(f"Its form is the JSON Schema {FORM}."), **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:
        kept = _kept(value, ())
        return super()._deserialize(kept, attr, data, **options)  # type: ignore[no-untyped-call]


def _kept(value: Any, place: tuple[Any, ...]) -> Any:
    """The data with its texts as they are kept. Raises: ValidationError for two names that become one."""
    if isinstance(value, str):
        return canonical(value) if len(value) <= LONGEST else value
    if isinstance(value, list):
        return [_kept(each, (*place, number)) for number, each in enumerate(value)]
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for name, part in value.items():
        kept = _kept(name, place)
        if kept in found:
            raise ValidationError(_at((*place, kept), Rule("scheme.repeated")))
        found[kept] = _kept(part, (*place, kept))
    return found


def _at(place: tuple[Any, ...], rule: Rule) -> dict[Any, Any]:
    """A message as marshmallow nests it."""
    nested: Any = [rule]
    for name in reversed(place):
        nested = {name: nested}
    found: dict[Any, Any] = nested
    return found


class AdoptScheme(Form):
    """Adopt a scheme from a date on, which must not be in a period that is closed."""

    scheme = SchemeData(required=True)
    effective_from = Day(
        required=True, metadata=note("For works published first on this day (Asia/Shanghai) or later.")
    )


class CheckScheme(Form):
    """Whether data is a scheme, without effect."""

    scheme = SchemeData(required=True)


class SchemesQuery(Form):
    """The schemes of the bureau, newest first; the shipped one is the last."""

    cursor = cursor()
    limit = limit()


class SchemeQuery(Form):
    """One scheme."""

    scheme = identifier(required=True, metadata=note("Its id; `county` is the shipped one."))


class SchemeFormQuery(Form):
    """What a scheme's data must look like; takes nothing."""


class SchemeFormView(Schema):
    """What a scheme's data must look like."""

    schema = ma.Dict(keys=ma.String(), required=True, metadata=note("A JSON Schema, draft 2020-12."))


class TryScheme(Form):
    """What a period would be under a scheme, without effect."""

    scheme = identifier(required=True, metadata=note("Its id; `county` is the shipped one."))
    period = period(required=True)
    limit = whole(1, 500, load_default=100, metadata=note("Most outlets in the answer."))


class TryDraft(Form):
    """What a period would be under a scheme that nobody adopted, without effect."""

    scheme = SchemeData(required=True)
    period = period(required=True)
    limit = whole(1, 500, load_default=100, metadata=note("Most outlets in the answer."))


class SchemeSummary(Schema):
    """A scheme in a list."""

    id = ma.String(required=True)
    serial = ma.Integer(required=True, metadata=note("Counts the bureau's schemes from 1; 0 is the shipped one."))
    name = ma.String(required=True)
    effective_from = ma.Date(required=True, allow_none=True, metadata=note("Null: since ever."))
    in_force = ma.Boolean(required=True, metadata=note("Whether it is the one in force today."))
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)


class CallPointsQuery(Form):
    """What the scheme in force gives of what a call for works promises."""

    points = whole(0, MAX_PROMISED, required=True, metadata=note("What the call promises to each work."))


class CallPointsView(Schema):
    """What a work that answers a call has of it. The day of its first publication decides by which scheme."""

    points = amount("What a work has; 0.00 when the scheme gives nothing for calls.")
    per_work = amount("The most for one work; null: the scheme gives nothing for calls.", allow_none=True)
    per_quarter = amount("The most for an outlet in a quarter; null: no such limit.", allow_none=True)


class SchemeView(SchemeSummary):
    """A scheme with its data."""

    scheme = ma.Dict(keys=ma.String(), required=True)
    may = ma.List(ma.String(), required=True, metadata=MAY)


class SchemePage(Schema):
    """A page of schemes."""

    items = ma.List(ma.Nested(SchemeSummary), required=True)
    next = ma.String(required=True, allow_none=True)
    may = ma.List(ma.String(), required=True, metadata=MAY)


class SchemeProblem(Schema):
    """One fault of a scheme."""

    pointer = ma.String(required=True, metadata=note("Where: a JSON pointer into the scheme."))
    rule = ma.String(required=True)
    params = ma.Dict(keys=ma.String(), required=True)


class SchemeCheckView(Schema):
    """Whether data is a scheme."""

    valid = ma.Boolean(required=True)
    problems = ma.List(ma.Nested(SchemeProblem), required=True)


class TrialRow(Schema):
    """One outlet: as it is, and as it would be."""

    outlet = ma.String(required=True)
    name = ma.String(required=True)
    category = ma.String(required=True)
    rank = ma.Integer(required=True, allow_none=True, metadata=note("Among all, under the tried scheme."))
    points = amount("Under the tried scheme.")
    works = ma.Integer(required=True)
    rank_now = ma.Integer(required=True, allow_none=True)
    points_now = amount("As it is.")


class TrialView(Schema):
    """A trial: as if the scheme had been in force when each fact came in. What came late counts in the quarter that was
    open then, as in the ledger; points by hand stay as they are."""

    period = ma.String(required=True)
    scheme = ma.String(required=True, metadata=note("Its id; empty for one that nobody adopted."))
    works = ma.Integer(required=True, metadata=note("How many works were computed."))
    late = ma.Integer(
        required=True,
        metadata=note("How many of the works came late, from another period into this one or out of it into a later."),
    )
    outlets = ma.Integer(required=True)
    points = amount("Of all outlets, under the tried scheme.")
    points_now = amount("Of all outlets, as it is.")
    items = ma.List(ma.Nested(TrialRow), required=True)
