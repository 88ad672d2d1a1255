"""Material: screened before it is released, and what came of it."""

from __future__ import annotations

from dataclasses import replace

from services.liaison import schemas
from services.liaison.domain import material
from services.liaison.repository import WordLists
from services.liaison.service.base import Base, Data
from shared.contracts.liaison_terms import AnswerKind
from shared.events import Received, WordListAdopted
from shared.messaging import Repository, handles
from shared.mongo import Unit
from shared.screening import Words, matcher
from shared.simplified import folding

_matchers: dict[str, tuple[str, Words]] = {}


class MaterialMethods(Base):
    """What leaves, and with which words it must not."""

    word_lists = Repository(WordLists)

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
        material.require_clean(released, folding(), self._words(bureau))
        return released.unread

    def _words(self, bureau: str) -> Words:
        """The bureau's banned words as they are now; made anew when a list changed."""
        mark, held = self.word_lists.mark(bureau), _matchers.get(bureau)
        if held is None or held[0] != mark:
            held = _matchers[bureau] = (mark, matcher(self.word_lists.banned(bureau)))
        return held[1]
