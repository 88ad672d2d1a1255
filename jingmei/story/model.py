"""The story of one submission, request, activity or call: steps in the order of their time. Personal data is masked
before it gets here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from shared.identity.masking import mask_email, mask_numbers

# Ids and digests: by chance there are digits in them that look like a phone.
NOBODY: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,64})")
MAIL: Final = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
Details = Mapping[str, Any]


class Kind(StrEnum):
    """What a step is. In this order when several have the same moment: the cause before the effect."""

    COMMAND = "command"
    MOVE = "move"
    REVIEW = "review"
    REQUEST = "request"
    ACTIVITY = "activity"
    PERMIT = "permit"
    PUBLICATION = "publication"
    METRICS = "metrics"
    EVENT = "event"
    HANDLER = "handler"
    POINTS = "points"
    AWARD = "award"
    MESSAGE = "message"
    DELIVERY = "delivery"
    DEAD = "dead"


ORDER: Final = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Step:
    """Something that happened. `cause` is the request or event behind it, `who` an account, empty for the system."""

    at: datetime
    kind: Kind
    service: str
    what: str
    id: str = ""
    who: str = ""
    name: str = ""
    result: str = ""
    cause: str = ""
    details: Details = field(default_factory=dict)


@dataclass(frozen=True)
class Gone:
    """What is known to have been and is not kept any more."""

    kind: Kind
    count: int
    days: int


@dataclass(frozen=True)
class Story:
    """What it is of (`submission`, `request`, `activity`, `call`) as it stands, and how it came to."""

    of: str
    head: Details
    steps: tuple[Step, ...]
    gone: tuple[Gone, ...] = ()


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By time; what has the same moment by its kind, then by its id."""
    return tuple(sorted(steps, key=lambda step: (step.at, ORDER[step.kind], step.id)))


def named(steps: Iterable[Step], names: Mapping[str, str]) -> tuple[Step, ...]:
    """The steps with the masked names of who did them."""
    return tuple(replace(step, name=mask_name(names[step.who])) if step.who in names else step for step in steps)


def mask_name(name: str) -> str:
    """The first character of a person's name stays."""
    return name[:1] + "*" * len(name[1:])


def hidden(value: Any) -> Any:
    """The value without identity numbers, phones and addresses that somebody wrote into a text."""
    if isinstance(value, str):
        return "".join(part if NOBODY.fullmatch(part) else _hidden(part) for part in NOBODY.split(value))
    if isinstance(value, Mapping):
        return {name: hidden(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [hidden(each) for each in value]
    return value


def _hidden(text: str) -> str:
    return MAIL.sub(lambda found: mask_email(found[0]), mask_numbers(text))


def some(document: Details, *names: str) -> Details:
    """These fields of a document, as far as they say something, masked."""
    return {name: hidden(document[name]) for name in names if document.get(name) not in (None, "", [], {}, False, ())}


def moment_of(id_: str) -> datetime:
    """When a UUIDv7 was made (RFC 9562, 5.7)."""
    return datetime.fromtimestamp(int(id_.replace("-", "")[:12], 16) / 1000, UTC)


def id_at(moment: datetime) -> str:
    """The least UUIDv7 of a moment: what was made since sorts behind it."""
    digits = f"{max(0, int(moment.timestamp() * 1000)):012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-000000000000"
