"""Commands about the bureau's policy and word lists: somebody proposes, somebody else confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from services.review import proposal_schemas, schemas
from services.review.domain import Proposal, permissions, proposals, require_floor, require_sound
from services.review.repository.documents import policy_document, policy_of, word_list_fact
from services.review.service.proposed import ProposedMethods
from services.review.settings import FLOOR, review_floor
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.contracts.review_terms import ProposalState, RuleKind, Sensitivity
from shared.errors import Conflict, FieldProblem, Forbidden, Invalid
from shared.events import RulesConfirmed, RulesLapsed, RulesProposed, RulesRefused
from shared.messaging import command, scheduled
from shared.mongo import Unit
from shared.settings import KernelSettings

Data = dict[str, Any]


class PolicyMethods(ProposedMethods):
    """What stands holds until another person than the proposer confirms; what has begun goes on by the version that it
    began with."""

    floor: ClassVar[Sensitivity] = FLOOR

    @classmethod
    def configure(cls, _settings: KernelSettings) -> None:
        """Take what this service needs of the settings, before anything starts. Raises: SettingsError."""
        cls.floor = review_floor()

    @command(contracts.ProposePolicy)
    def propose_policy(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Another policy. Raises: Forbidden, Invalid when it does not fit together or is below the floor."""
        self._require_keeper(unit, context)
        base = self.current_policy(context.bureau).version
        policy = require_sound(schemas.new_policy(data, base + 1))
        content = policy_document("", context.bureau, require_floor(policy, self.floor))
        made = proposal_schemas.new_proposal(RuleKind.POLICY, data, base, content, context)
        return self._propose(unit, made, context)

    @command(contracts.ProposeWordList)
    def propose_word_list(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Another version of a word list, or a new one. Raises: Forbidden, Invalid."""
        self._require_keeper(unit, context)
        _require_once(data)
        before = self.policy_store.newest_list(context.bureau, data["list"])
        content = {name: data[name] for name in ("list", "title", "level", "words")}
        base = before["version"] if before else 0
        made = proposal_schemas.new_proposal(RuleKind.WORD_LIST, data, base, content, context)
        return self._propose(unit, made, context)

    @command(contracts.ConfirmProposal)
    def confirm_proposal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Have it stand from now on; what else was proposed in its place has ended. Raises: Forbidden, Conflict,
        Invalid when it is below a floor that was raised since."""
        self._require_keeper(unit, context)
        moment, found = now(), self.proposal_store.get(context.bureau, data["proposal"])
        proposals.require_second(context.actor, found, moment)
        proposals.require_beneath(found, self.standing(found))
        self._require_apart(unit, found)
        done = proposals.ended(found, ProposalState.CONFIRMED, context.actor.account, moment)
        self._adopt(unit, done, moment)
        self._end_proposal(unit, found, done, RulesConfirmed, adopted=found.base + 1)
        for other in self.proposal_store.open_beside(found):
            self._lapse(unit, other, ProposalState.OVERTAKEN, context.actor.account, moment)
        return self.proposal_view(done, context)

    @command(contracts.RefuseProposal)
    def refuse_proposal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Leave what stands as it is. Raises: Forbidden, Conflict."""
        self._require_keeper(unit, context)
        moment, found = now(), self.proposal_store.get(context.bureau, data["proposal"])
        proposals.require_second(context.actor, found, moment)
        done = proposals.ended(found, ProposalState.REFUSED, context.actor.account, moment, data["reason"])
        self._end_proposal(unit, found, done, RulesRefused, reason=data["reason"])
        return self.proposal_view(done, context)

    @command(contracts.WithdrawProposal)
    def withdraw_proposal(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take back one's own. Raises: Forbidden, Conflict."""
        self._require_keeper(unit, context)
        moment, found = now(), self.proposal_store.get(context.bureau, data["proposal"])
        proposals.require_first(context.actor, found, moment)
        done = self._lapse(unit, found, ProposalState.WITHDRAWN, context.actor.account, moment)
        return self.proposal_view(done, context)

    @scheduled(every=timedelta(minutes=1))
    def end_proposals(self, moment: datetime) -> Iterator[tuple[str, Callable[[Unit], None]]]:
        """End what nobody confirmed in time, and what was proposed just as another one was confirmed."""
        for found in self.proposal_store.waiting():
            state = proposals.lapse(found, self.standing(found), moment)
            if state is not None:
                yield found.id, partial(self._end_late, found.bureau, found.id, state, moment)

    @scheduled(every=timedelta(minutes=1))
    def tell_word_lists(self, _moment: datetime) -> Iterator[tuple[str, Callable[[Unit], None]]]:
        """Tell of lists from before anybody was told of them, each once."""
        for bureau, id_ in self.policy_store.untold():
            yield id_, partial(self._tell_late, bureau, id_)

    def _propose(self, unit: Unit, made: Proposal, context: RequestContext) -> Data:
        self.proposal_store.add(unit, made)
        fact = RulesProposed(proposal_schemas.proposal_state(made), made.by, made.reason)
        unit.emit(fact, subject=made.id, version=made.version, bureau=made.bureau)
        return self.proposal_view(made, context)

    def _adopt(self, unit: Unit, done: Proposal, moment: datetime) -> None:
        """Write the version that stands from now on."""
        if done.kind is RuleKind.POLICY:
            made = replace(
                policy_of(dict(done.content)), by=done.by, at=moment, reason=done.reason, confirmed_by=done.decided_by
            )
            self.policy_store.add(unit, done.bureau, require_floor(made, self.floor))
            return
        before = self.policy_store.newest_list(done.bureau, done.list)
        listed = schemas.new_word_list(done, moment)
        self.policy_store.add_list(unit, before, listed)
        self._tell(unit, listed)

    def _lapse(self, unit: Unit, found: Proposal, state: ProposalState, by: str, moment: datetime) -> Proposal:
        done = proposals.ended(found, state, by, moment)
        self._end_proposal(unit, found, done, RulesLapsed, outcome=state.value)
        return done

    def _end_proposal(self, unit: Unit, found: Proposal, done: Proposal, fact: type[Any], **more: Any) -> None:
        self.proposal_store.save(unit, found, done)
        told = fact(proposal_schemas.proposal_state(done), done.decided_by, **more)
        unit.emit(told, subject=done.id, version=done.version, bureau=done.bureau)

    def _end_late(self, bureau: str, id_: str, state: ProposalState, moment: datetime, unit: Unit) -> None:
        found = self.proposal_store.get(bureau, id_)
        if found.state is ProposalState.OPEN:
            self._lapse(unit, found, state, "", moment)

    def _tell_late(self, bureau: str, id_: str, unit: Unit) -> None:
        found = self.policy_store.word_list(bureau, id_)
        self.policy_store.told(unit, found)
        self._tell(unit, found)

    def _tell(self, unit: Unit, made: Data) -> None:
        fact = word_list_fact(made)
        unit.emit(fact, subject=made["list"], version=made["version"], bureau=made["bureau"])

    def _require_keeper(self, unit: Unit, context: RequestContext) -> None:
        """Who says how all are reviewed acts for no outlet of the bureau, now and at the commit."""
        if not context.actor.has(*permissions.KEEPERS):
            raise Forbidden("review.forbidden.keeper")
        if self.own(context):
            raise Forbidden("review.own_outlet_rules")
        self.accounts.require_actor(unit, context.actor, *permissions.KEEPERS)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)

    def _require_apart(self, unit: Unit, found: Proposal) -> None:
        """Who proposed it acts for no outlet either, also when they joined one since."""
        if self.outlets.of_account(found.bureau, found.by):
            raise Conflict("rule_proposal.proposer_of_outlet")
        self.outlets.require_apart(unit, found.bureau, found.by)


def _require_once(data: Data) -> None:
    seen: set[str] = set()
    problems = []
    for number, each in enumerate(data["words"]):
        if each["word"] in seen:
            problems.append(FieldProblem(f"/words/{number}/word", "word.twice"))
        seen.add(each["word"])
    if problems:
        raise Invalid("validation", problems=problems[:100])
