"""What outlets say of being named in a work of another."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.submission import SubmissionEvent


@dataclass(frozen=True)
class AuthorshipAnswered(SubmissionEvent):
    """An outlet that another one named as co-author agreed to its part, or refused; `authors` say whose parts count."""

    outlet: str
    accepted: bool
    reason: str = ""
