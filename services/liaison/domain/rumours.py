"""A rumour report (不实信息举报) is answered by the bulletin that clarifies it (辟谣)."""

from __future__ import annotations

from collections.abc import Sequence

from services.liaison.domain.requests import Acting, Answer, Change, Request, moves
from shared.contracts.liaison_terms import AnswerKind, RequestKind
from shared.events import BulletinState


def clarified(request: Request, bulletin: BulletinState, joined: Sequence[Request], by: Acting) -> list[Change]:
    """A report, and those that were joined to it, answered by a bulletin; nothing for one that is answered already."""
    if request.kind is not RequestKind.RUMOUR or not request.open:
        return []
    given = Answer(AnswerKind.REPLY, by.account, by.now, text=bulletin.title, bulletin=bulletin.id)
    return moves.answer(request, given, joined, by)
