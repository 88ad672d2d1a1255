"""What was written: texts and files of a revision, as `SubmissionSubmitted` carries them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AttachmentState:
    """One attached file, by the id that the gateway gave it; `size` in bytes, `sha256` of the bytes in hex."""

    file: str
    name: str
    media_type: str
    sha256: str
    size: int


@dataclass(frozen=True)
class ContentState:
    """What reviewers read: one immutable revision. `hash` is SHA-256 over its canonical form, in hex."""

    revision: int
    hash: str
    title: str
    body: str
    attachments: tuple[AttachmentState, ...] = ()


@dataclass(frozen=True)
class ReadingState:
    """What was read in an attached file. `unread`: there is more in it than that, or nothing could be read."""

    file: str
    text: str
    unread: bool
