"""Material: screened before it is released, and what came of it."""

from __future__ import annotations

from dataclasses import replace

from services.liaison import schemas
from services.liaison.domain import material
from services.liaison.service.base import Data
from services.liaison.service.screening import ScreeningBase
from shared.contracts.liaison_terms import AnswerKind
from shared.events import Received, WordListAdopted
from shared.messaging import handles
from shared.mongo import Unit
from shared.simplified import folding


class MaterialMethods(ScreeningBase):
    """What leaves, and with which words it must not."""

    @handles(WordListAdopted)
    def word_list_adopted(self, unit: Unit, event: Received[WordListAdopted]) -> None:
        """Keep the words of a list, for what is released from now on."""
        self.word_lists.keep(unit, event)

    def screened(self, bureau: str, data: Data) -> Data:
        """What the history says of how an answer was screened. Raises: Invalid for material that must not leave."""
        released = schemas.released(data)
        if data["kind"] is not AnswerKind.MATERIAL:
            # Other words say whom to call and where; what is attached to them leaves as material does.
            released = replace(released, text="", source_line="", place="")
        unread = self.looked_at(bureau, released)
        return {"looked_at": unread} if unread else {}

    def looked_at(self, bureau: str, released: material.Released) -> list[str]:
        """The files that whoever sends this has looked at. Raises: Invalid for what must not leave."""
        material.require_clean(released, folding(), self.banned_words(bureau))
        return released.unread
