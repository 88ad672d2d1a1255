"""What the scoring contracts share."""

from __future__ import annotations

from typing import Any

from marshmallow import fields as ma

from shared.contracts.fields import Form, Pattern, identifier, note

PERIOD = r"20[0-9]{2}(-Q[1-4])?"
QUARTER = r"20[0-9]{2}-Q[1-4]"


def period(**options: Any) -> ma.String:
    """A quarter or a year."""
    told = note("A quarter (2026-Q3) or a year (2026).")
    return ma.String(validate=Pattern(PERIOD, "period"), metadata=told, **options)


def quarter(**options: Any) -> ma.String:
    """A quarter."""
    return ma.String(
        validate=Pattern(QUARTER, "period.quarter"), metadata=note("A quarter, such as 2026-Q3."), **options
    )


def amount(text: str = "Points with two places.", **options: Any) -> ma.String:
    """Points in an answer: a decimal as text, so that nobody reads a float."""
    return ma.String(required=True, metadata={"description": text, "example": "12.50"}, **options)


class OnPeriod(Form):
    """Something about a period, which is named in the path: another text than a period's is one that there is not."""

    period = identifier(required=True, metadata=note("A quarter (2026-Q3) or a year (2026)."))


class OnOutlet(Form):
    """Something about an outlet."""

    outlet = identifier(required=True, metadata=note("The outlet's id."))
