"""What the facts about pieces that were published without approval tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import judges, members, outlet_and, recorder
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

PIECE = ("outlet", "title", "media", "reason")
RECORD = "unapproved"

UNAPPROVED_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.UnapprovedRecorded: (Rule(Kind.UNAPPROVED_RECORDED, members, PIECE, urgent=True, about=RECORD),),
    facts.UnapprovedObjected: (Rule(Kind.UNAPPROVED_OBJECTED, outlet_and(judges), PIECE, about=RECORD),),
    facts.UnapprovedKept: (Rule(Kind.UNAPPROVED_KEPT, outlet_and(recorder), PIECE, about=RECORD),),
    facts.UnapprovedWithdrawn: (Rule(Kind.UNAPPROVED_WITHDRAWN, outlet_and(recorder), PIECE, about=RECORD),),
}
