"""What people do to requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from services.liaison import schemas
from services.liaison.domain.material import Released
from services.liaison.domain.office import Office
from services.liaison.domain.requests import (
    Act,
    Acting,
    Asker,
    Change,
    Rating,
    Request,
    moves,
    permissions,
)
from services.liaison.domain.requests.telling import told
from services.liaison.service.adopting import AdoptingMethods
from services.liaison.service.base import Data
from services.liaison.service.material import MaterialMethods
from services.liaison.service.relying import RelyingMethods
from shared.clock import now
from shared.context import Actor, RequestContext
from shared.contracts import liaison as contracts
from shared.contracts.liaison_terms import CONFIDENTIAL
from shared.errors import FieldProblem, Invalid, NotFound
from shared.events import PrivateNotice, RequestNoted, RequestSpoken
from shared.messaging import command
from shared.mongo import Unit

Decide = Callable[[Request, Acting], Change]


class RequestMethods(AdoptingMethods, MaterialMethods, RelyingMethods):
    """An outlet asks; the bureau takes note, assigns and answers; the outlet rates it or asks again."""

    @command(contracts.OpenRequest)
    def open_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Ask. Raises: NotFound of an outlet that is not one's own, Conflict of one that is not verified, Invalid."""
        if data["outlet"] not in self.own(context):
            raise NotFound("outlet.not_found")
        self.accounts.require_actor(unit, context.actor)
        made = self.asked(unit, data, context.actor.account, context)
        return self.view(made, self.asker(context, self.office(context.bureau, made.outlet)))

    def asked(self, unit: Unit, data: Data, asker: str, context: RequestContext) -> Request:
        """The request of a verified outlet by one of its people. Raises: NotFound, Conflict, Invalid."""
        self._require_unnoted(data, context)
        outlet = self.outlets.find(context.bureau, data["outlet"])
        if outlet is None:
            raise NotFound("outlet.not_found")
        outlet.require_may_ask()
        self.outlets.rely_on(unit, context.bureau, outlet.id, asker)
        office = self.office(context.bureau, outlet.id)
        moment = now()
        number = self.requests.next_number(context.bureau, moment, confidential=data["kind"] in CONFIDENTIAL)
        request = schemas.new_request(data, Actor(asker, context.bureau, frozenset()), number, office, moment)
        if request.confidential:
            self.rely_on_somebody(unit, request)
        change = moves.opened(request, Acting(context.actor.account, office, moment))
        self.requests.add(unit, change)
        return change.request

    @command(contracts.AcknowledgeRequest)
    def acknowledge_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take note of it."""
        return self._act(unit, data, context, Act.ACKNOWLEDGE, moves.acknowledge)

    @command(contracts.AssignRequest)
    def assign_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Give it to an officer of a unit. Raises: Invalid also for one whom the unit has still, and who cannot."""

        def decide(request: Request, by: Acting) -> Change:
            change = moves.assign(request, data["unit"], data["officer"], by, data["reason"])
            self.rely_on_officer(unit, request, data["officer"])
            return change

        return self._act(unit, data, context, Act.ASSIGN, decide)

    @command(contracts.HandBackRequest)
    def hand_back_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Give it back: to the head of the unit, if they can answer it and have it not yet; else to the desk."""

        def decide(request: Request, by: Acting) -> Change:
            head = by.office.head(request.unit)
            if head == request.officer or not self.able(request, head):
                head = ""
            if head:
                self.rely_on_able(unit, request, head)
            return moves.hand_back(request, head, data["reason"], by)

        return self._act(unit, data, context, Act.HAND_BACK, decide)

    @command(contracts.AnswerRequest)
    def answer_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Answer it, and those that were joined to it. Raises: Invalid also for material that must not leave."""
        request, asker = self.found(data, context, Act.ANSWER)
        self._require_unnoted(data, context)
        noted = self.screened(context.bureau, data)
        joined = self.requests.joined(request.bureau, request.id)
        permissions.require_stranger(joined, asker)
        self.rely_on_doer(unit, request, asker, context, Act.ANSWER)
        outlets = [each.outlet for each in joined]
        self.outlets.require_stranger(unit, context.bureau, outlets, context.actor.account)
        given = schemas.new_answer(data, context.actor.account, now())
        changes = moves.answer(request, given, joined, self.acting(context, asker.office))
        for before, change in zip((request, *joined), changes, strict=True):
            self.requests.save(unit, before, replace(change, details={**change.details, **noted}))
        self.adopted(unit, (request, *joined), [each.request for each in changes])
        return self.view(changes[0].request, asker)

    @command(contracts.JoinRequest)
    def join_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Have it answered with another one."""
        request, asker = self.found(data, context, Act.JOIN)
        # After its own state and version: what is not for who asks is refused as what does not exist.
        to = self._named(data["to"], asker, context)
        self.rely_on_doer(unit, request, asker, context, Act.JOIN)
        with_it, carried = (self.requests.joined(context.bureau, each.id) for each in (to, request))
        permissions.require_stranger([*with_it, *carried], asker)
        outlets = [each.outlet for each in (to, *with_it, *carried)]
        self.outlets.require_stranger(unit, context.bureau, outlets, asker.account)
        change = moves.join(request, to, len(with_it), self.acting(context, asker.office), carried=len(carried))
        self.requests.save(unit, request, change)
        self.requests.joined_to(unit, to)
        return self.view(change.request, asker)

    @command(contracts.PartRequest)
    def part_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Have it answered by itself."""
        return self._act(unit, data, context, Act.PART, moves.part)

    @command(contracts.HandOverCase)
    def hand_over_case(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Record that a case went to the criminal side."""
        given = schemas.new_hand_over(data, context.actor.account, now())
        return self._act(unit, data, context, Act.HAND_OVER, lambda request, by: moves.hand_over(request, given, by))

    @command(contracts.RecordOutcome)
    def record_outcome(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """What came of it there, which its asker reads: screened as a message is."""

        def decide(request: Request, by: Acting) -> Change:
            change = moves.record_outcome(request, schemas.new_outcome(data, by.account, by.now), by)
            self.looked_at(request.bureau, Released(data["text"], "", (), said=True))
            return change

        return self._act(unit, data, context, Act.RECORD_OUTCOME, decide)

    @command(contracts.RateRequest)
    def rate_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Say how content one is."""
        given = Rating(data["stars"], context.actor.account, now(), data["comment"])
        return self._act(unit, data, context, Act.RATE, lambda request, by: moves.rate(request, given, by))

    @command(contracts.ReopenRequest)
    def reopen_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Ask again: whoever answered it, if they still can; else it is to be assigned anew."""

        def decide(request: Request, by: Acting) -> Change:
            if able := self.able(request, request.officer):
                self.rely_on_able(unit, request, request.officer)
            return moves.reopen(request, data["reason"], by, able=able)

        return self._act(unit, data, context, Act.REOPEN, decide)

    @command(contracts.WithdrawRequest)
    def withdraw_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It is needed no more; what was joined to it is to be answered by itself."""

        def decide(request: Request, by: Acting) -> Change:
            for each in self.requests.joined(request.bureau, request.id):
                self.requests.save(unit, each, moves.part(each, replace(by, account="")))
            return moves.withdraw(request, data["reason"], by)

        return self._act(unit, data, context, Act.WITHDRAW, decide)

    @command(contracts.SayOnRequest)
    def say_on_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A message to the other side. Raises: Invalid for one of the bureau's with what must not leave."""
        request, asker = self.seen(data["request"], context)
        moves.require_spoken_on(request)
        permissions.require_speaker(request, asker)
        self._require_unnoted(data, context)
        self.rely_on_doer(unit, request, asker, context)
        from_bureau = asker.is_officer(request)
        seen = self.looked_at(context.bureau, schemas.spoken(data)) if from_bureau else []
        said = schemas.new_said(data, context.actor.account, now(), from_bureau=from_bureau, looked_at=seen)
        self.requests.say(unit, request, said)
        fact = RequestSpoken(request.state(), said.by, from_bureau)
        for each in told(request, fact, asker.office, asker=from_bureau, officers=not from_bureau):
            unit.emit(each, subject=request.id, version=request.version, bureau=request.bureau)
        return schemas.said_view(said, self.people(request.bureau, [said.by]), staff=from_bureau)

    @command(contracts.NoteOnRequest)
    def note_on_request(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A note for the bureau alone."""
        request, asker = self.seen(data["request"], context)
        permissions.require_bureau(request, asker)
        self.rely_on_doer(unit, request, asker, context)
        said = schemas.new_said(data, context.actor.account, now(), from_bureau=True)
        self.requests.note(unit, request, said)
        if to := self._concerned(request, said.by, asker.office):
            fact = PrivateNotice(to) if request.confidential else RequestNoted(request.state(), said.by, to)
            unit.emit(fact, subject=request.id, version=request.version, bureau=request.bureau)
        return schemas.said_view(said, self.people(request.bureau, [said.by]), staff=True)

    def _require_unnoted(self, data: Data, context: RequestContext) -> None:
        """Raises: Invalid for files of a note, which never go to the other side."""
        given = schemas.files(data["files"])
        noted = self.requests.noted(context.bureau, given)
        if problems := [
            FieldProblem(f"/files/{number}/file", "request.file_noted")
            for number, file in enumerate(given)
            if file in noted
        ]:
            raise Invalid("validation", problems=problems)

    def _concerned(self, request: Request, writer: str, office: Office) -> tuple[str, ...]:
        """The officers who have to do with a request, besides the writer of a note: who is to answer it, acted on it or
        noted something; of a case those of them who are named for it still."""
        known = permissions.answerers(request, office) | self.requests.took_part(request.bureau, request.id)
        return tuple(sorted(self.able_of(request, known - {writer})))

    def _act(self, unit: Unit, data: Data, context: RequestContext, act: Act, decide: Decide) -> Data:
        """What `decide` makes of a request, as its view. Raises: what the rule does."""
        request, asker = self.found(data, context, act)
        self.rely_on_doer(unit, request, asker, context, act)
        change = decide(request, self.acting(context, asker.office))
        self.requests.save(unit, request, change)
        return self.view(change.request, asker)

    def _named(self, name: str, asker: Asker, context: RequestContext) -> Request:
        """The request that another one is to be answered with, by its id or number; one that is not for who asks is
        refused as one that there is not. Raises: Invalid, Forbidden, Conflict."""
        try:
            found: Request = self.requests.named(context.bureau, name)
            permissions.require_desk(found, asker, Act.ANSWER)
        except NotFound:
            raise Invalid("validation", problems=[FieldProblem("/to", "request.unknown")]) from None
        return found

    def found(self, data: Data, context: RequestContext, act: Act) -> tuple[Request, Asker]:
        """A request, for who may do something to it now."""
        request, asker = self.seen(data["request"], context)
        permissions.require(request, asker, act)
        self.accounts.require_open(context.actor)
        context.require_version(request.version)
        return request, asker
