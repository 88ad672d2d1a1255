"""Commands about the bureau's policy and word lists."""

from __future__ import annotations

from services.review import schemas
from services.review.domain import require_sound
from services.review.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import review as contracts
from shared.errors import FieldProblem, Forbidden, Invalid
from shared.messaging import command
from shared.mongo import Unit


class PolicyMethods(Base):
    """Each is a new version; what has begun goes on by the version that it began with."""

    @command(contracts.CreatePolicy)
    def create_policy(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new version of the policy. Raises: Invalid when it does not fit together."""
        _require_keeper(context)
        version = self.current_policy(context.bureau).version + 1
        made = require_sound(schemas.new_policy(data, version, context.actor.account, now()))
        self.policy_store.add(unit, context.bureau, made)
        return schemas.policy_view(made, version)

    @command(contracts.CreateWordList)
    def create_word_list(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new version of a word list, used for what is handed in from now on. Raises: Invalid."""
        _require_keeper(context)
        _require_once(data)
        before = self.policy_store.newest_list(context.bureau, data["list"])
        version = before["version"] + 1 if before else 1
        made = schemas.new_word_list(data, version, context.bureau, context.actor.account, now())
        self.policy_store.add_list(unit, before, made)
        return schemas.word_list_view(made)


def _require_keeper(context: RequestContext) -> None:
    if not context.actor.has(Role.ADMIN, Role.REVIEWER_FINAL):
        raise Forbidden("review.forbidden.keeper")


def _require_once(data: Data) -> None:
    seen: set[str] = set()
    problems = []
    for number, each in enumerate(data["words"]):
        if each["word"] in seen:
            problems.append(FieldProblem(f"/words/{number}/word", "word.twice"))
        seen.add(each["word"])
    if problems:
        raise Invalid("validation", problems=problems[:100])
