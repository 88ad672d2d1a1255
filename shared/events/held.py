"""The fact about publications whose permit is gone: told by the submission service, as all facts about works."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events.submission import PublicationState, SubmissionEvent


@dataclass(frozen=True)
class PublicationHeld(SubmissionEvent):
    """Review took the permit of the work back while this was being reported: whatever it was before, it waits for a
    liaison officer and does not count until then. `revoked_by` is the account that took the permit back."""

    publication: PublicationState
    reason: str
    revoked_by: str = ""
