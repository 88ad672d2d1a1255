"""Commands about what an outlet writes."""

from __future__ import annotations

from datetime import datetime

from services.submission import schemas
from services.submission.domain import Change, Consent, Submission, authorship, permissions, topics, writing
from services.submission.service.base import Base, Data, Known
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import submission as contracts
from shared.messaging import command
from shared.mongo import Unit


class WritingMethods(Base):
    """From the first draft to handing in, withdrawing, and putting an idea into practice."""

    @command(contracts.CreateSubmission)
    def create(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Begin a work, or hand an idea in."""
        outlet = self.outlets.find(context.bureau, data["outlet"])
        outlet = permissions.require_member(context.actor, outlet)
        self.accounts.require_open(context.actor)
        moment = now()
        named = topics.settled(data, self.topics.of(context.bureau))
        asked = schemas.new_submission(named, outlet, context.actor, moment)
        known, read = self.known(asked, data), schemas.readings(data)
        writing.create(asked, known, read)  # what is refused takes no number
        numbered = schemas.numbered(asked, self.submissions.next_number(context.bureau, moment))
        change = writing.create(numbered, known, read)
        self.require_call(unit, change.submission, outlet, moment)
        self.submissions.save(unit, None, change)
        return self.view(change.submission, known, context, own=True)

    @command(contracts.ReviseSubmission)
    def revise(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Write a new revision."""
        values = schemas.values(data)
        listed = self.topics.of(context.bureau)

        def decide(one: Submission, known: Known, at: datetime) -> Change:
            named = topics.settled(values, listed, one.revision)
            change = writing.revise(one, context.actor.account, named, known, at)
            if change.submission.revision.call != one.revision.call:
                self.require_call(unit, change.submission, known[one.outlet], at)
            return change

        return self.change(unit, data, context, decide)

    @command(contracts.SubmitSubmission)
    def submit(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Hand a work in."""
        read = schemas.readings(data)

        def decide(one: Submission, known: Known, at: datetime) -> Change:
            # What was handed in while the call was open is mended and handed in again when it no longer is.
            if not one.submitted_at:
                self.require_call(unit, one, known[one.outlet], at)
            return writing.submit(one, context.actor.account, known, at, read)

        return self.change(unit, data, context, decide)

    @command(contracts.WithdrawSubmission)
    def withdraw(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take a work back."""
        return self.change(
            unit, data, context, lambda one, _, at: writing.withdraw(one, context.actor.account, data["reason"], at)
        )

    @command(contracts.AnswerAuthorship)
    def answer_authorship(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Say for an outlet whether it is a co-author of another one's work."""
        submission, own = self.seen(data["submission"], context)
        outlet = permissions.require_member(context.actor, self.outlets.find(context.bureau, data["outlet"]))
        self.accounts.require_open(context.actor)
        context.require_version(submission.version)
        authorship.require_answerable(submission, [outlet.id])
        said = Consent(outlet.id, data["accept"], context.actor.account, now(), data["reason"])
        change = authorship.answer(submission, self.shown(submission, own=False), said)
        self.submissions.save(unit, submission, change)
        return self.view(change.submission, self.known(submission, {}), context, own=own)

    @command(contracts.ImplementIdea)
    def implement(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Record that an idea was put into practice."""
        submission, own = self.seen(data["submission"], context)
        self.require_neutral(unit, context, submission)
        context.require_version(submission.version)
        change = writing.implement(submission, context.actor.account, data["note"], now())
        self.submissions.save(unit, submission, change)
        return self.view(change.submission, self.known(submission, {}), context, own=own)
