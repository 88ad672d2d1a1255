"""Records of what was published without approval: from checked inputs to the domain, and from the domain to views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.submission.domain import Unapproved
from shared.context import Actor
from shared.ids import new_id

GIVEN = ("outlet", "title", "platform", "media", "url", "published_at", "reason")
HIDDEN = ("bureau", "status", "objection", "ruling")


def new_record(data: Mapping[str, Any], actor: Actor, now: datetime) -> Unapproved:
    """The record that is asked for, not checked yet."""
    return Unapproved(
        id=new_id(),
        bureau=actor.bureau,
        version=1,
        proof=files(data["proof"]),
        by=actor.account,
        recorded_at=now,
        channel=data.get("channel", ""),
        **{name: data[name] for name in GIVEN},
    )


def files(given: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The ids of named uploads."""
    return tuple(each["file"] for each in given)


def record_view(record: Unapproved, outlet_name: str, *, staff: bool) -> dict[str, Any]:
    """`UnapprovedView` but for `may`; outlets are not told who of the bureau recorded and ruled."""
    view = {name: value for name, value in asdict(record).items() if name not in HIDDEN}
    ruling = asdict(record.ruling) if record.ruling else None
    if not staff:
        view["by"] = ""
        ruling = ruling and ruling | {"by": ""}
    objection = asdict(record.objection) if record.objection else None
    return view | {"outlet_name": outlet_name, "state": record.status, "objection": objection, "ruling": ruling}
