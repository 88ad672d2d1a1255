"""With which words nothing leaves the bureau, and what it says to outlets."""

from __future__ import annotations

from collections.abc import Iterable

from services.liaison.domain import announcing
from services.liaison.domain.announcing import Said
from services.liaison.repository import WordLists
from services.liaison.service.base import Base
from shared.errors import FieldProblem
from shared.messaging import Repository
from shared.screening import Words, matcher
from shared.simplified import folding

_matchers: dict[str, tuple[str, Words]] = {}


class ScreeningBase(Base):
    """The bureau's banned words, and what is looked at by them."""

    word_lists = Repository(WordLists)

    def require_announceable(self, bureau: str, said: Iterable[Said]) -> None:
        """Raises: Invalid for texts to outlets with what must not leave."""
        announcing.require_clean(said, folding(), self.banned_words(bureau))

    def unannounceable(self, bureau: str, said: Iterable[Said]) -> list[FieldProblem]:
        """What in texts to outlets must not leave."""
        return announcing.findings(said, folding(), self.banned_words(bureau))

    def banned_words(self, bureau: str) -> Words:
        """The bureau's banned words as they are now; made anew when a list changed."""
        mark, held = self.word_lists.mark(bureau), _matchers.get(bureau)
        if held is None or held[0] != mark:
            held = _matchers[bureau] = (mark, matcher(self.word_lists.banned(bureau)))
        return held[1]
