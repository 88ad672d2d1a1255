"""A suggestion that is adopted is recorded as its outlet's part, and taken back when it is answered otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from services.liaison.domain.participations import Thing
from services.liaison.domain.requests import Request, adoption
from services.liaison.service.participations import ParticipationBase
from shared.clock import now
from shared.contracts.participation_terms import ParticipationKind
from shared.mongo import Unit

KIND = ParticipationKind.SUGGESTION


class AdoptingMethods(ParticipationBase):
    """Once for an outlet and what was answered together."""

    def adopted(self, unit: Unit, before: Sequence[Request], after: Sequence[Request]) -> None:
        """What an answer to requests, as they were and are, makes of the parts of their outlets."""
        parts: dict[tuple[str, str], str] = {}
        for each in after:
            if each.answer and each.answer.adopted_as:
                parts.setdefault((each.outlet, each.answer.adopted_as), each.title)
        for (outlet, object_), title in parts.items():
            self.took_part(unit, after[0].bureau, [outlet], Thing(KIND, object_, title, now()))
        asked = [each.id for each in before]
        ended = {(each.outlet, object_) for each in before if (object_ := adoption.recorded(each))} - parts.keys()
        for outlet, object_ in sorted(ended):
            if not self.requests.adopted(before[0].bureau, outlet, object_, asked):
                self.took_no_part(unit, before[0].bureau, outlet, KIND, object_)
