"""Commands about the bureau's policy and word lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from services.review import schemas
from services.review.domain import require_sound
from services.review.domain.permissions import KEEPERS
from services.review.repository.documents import word_list_fact
from services.review.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.errors import FieldProblem, Forbidden, Invalid
from shared.messaging import command, scheduled
from shared.mongo import Unit


class PolicyMethods(Base):
    """Each is a new version; what has begun goes on by the version that it began with."""

    @command(contracts.CreatePolicy)
    def create_policy(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new version of the policy. Raises: Forbidden, Invalid when it does not fit together."""
        self._require_keeper(unit, context)
        version = self.current_policy(context.bureau).version + 1
        made = require_sound(schemas.new_policy(data, version, context.actor.account, now()))
        self.policy_store.add(unit, context.bureau, made)
        return schemas.policy_view(made, version)

    @command(contracts.CreateWordList)
    def create_word_list(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new version of a word list, used for what is handed in from now on. Raises: Forbidden, Invalid."""
        self._require_keeper(unit, context)
        _require_once(data)
        before = self.policy_store.newest_list(context.bureau, data["list"])
        version = before["version"] + 1 if before else 1
        made = schemas.new_word_list(data, version, context.bureau, context.actor.account, now())
        self.policy_store.add_list(unit, before, made)
        self._tell(unit, made)
        return schemas.word_list_view(made) | {"may": self.keeps(context, "create_word_list")}

    @scheduled(every=timedelta(minutes=1))
    def tell_word_lists(self, _moment: datetime) -> Iterator[tuple[str, Callable[[Unit], None]]]:
        """Tell of lists from before anybody was told of them, each once."""
        for bureau, id_ in self.policy_store.untold():
            yield id_, partial(self._tell_late, bureau, id_)

    def _tell_late(self, bureau: str, id_: str, unit: Unit) -> None:
        found = self.policy_store.word_list(bureau, id_)
        self.policy_store.told(unit, found)
        self._tell(unit, found)

    def _tell(self, unit: Unit, made: Data) -> None:
        fact = word_list_fact(made)
        unit.emit(fact, subject=made["list"], version=made["version"], bureau=made["bureau"])

    def _require_keeper(self, unit: Unit, context: RequestContext) -> None:
        """Who says how all are reviewed acts for no outlet of the bureau, now and at the commit."""
        if not context.actor.has(*KEEPERS):
            raise Forbidden("review.forbidden.keeper")
        if self.own(context):
            raise Forbidden("review.own_outlet_rules")
        self.accounts.require_actor(unit, context.actor, *KEEPERS)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)


def _require_once(data: Data) -> None:
    seen: set[str] = set()
    problems = []
    for number, each in enumerate(data["words"]):
        if each["word"] in seen:
            problems.append(FieldProblem(f"/words/{number}/word", "word.twice"))
        seen.add(each["word"])
    if problems:
        raise Invalid("validation", problems=problems[:100])
