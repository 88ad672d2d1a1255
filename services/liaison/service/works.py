"""Facts about works: for which call they were handed in, and what came of them."""

from __future__ import annotations

from dataclasses import replace

from services.liaison.domain import uses
from services.liaison.domain import works as rules
from services.liaison.domain.calls import Call
from services.liaison.domain.participations import Thing
from services.liaison.domain.requests import Request
from services.liaison.domain.works import Work
from services.liaison.service.calls import CallBase
from shared import events as facts
from shared.contracts.participation_terms import ParticipationKind
from shared.events import Received
from shared.events.calls import CallAnswered, CallAnswerWithdrawn
from shared.messaging import handles
from shared.mongo import Unit

WORK_FACTS = (
    facts.SubmissionSubmitted,
    facts.SubmissionRevised,
    facts.SubmissionWithdrawn,
    facts.SubmissionPublished,
    facts.PublicationReported,
    facts.PublicationVerified,
    facts.PublicationRefused,
    facts.PublicationCorrected,
    facts.PublicationWithdrawn,
    facts.PublicationHeld,
    facts.MetricsReported,
    facts.MetricsVerified,
    facts.MetricsCorrected,
    facts.MetricsRefused,
    facts.IdeaImplemented,
)


class WorkMethods(CallBase):
    """They come late, again, and in any order."""

    @handles(*WORK_FACTS)
    def work_told(self, unit: Unit, event: Received[facts.SubmissionEvent]) -> None:
        """Keep what is known of a work; the first one of an outlet for a call is told."""
        state = event.data.submission
        before: Work = self.works_known.find(event.bureau, state.id)
        work = rules.heard(before, event.data, event.version)
        self.works_known.save(unit, before, work)
        if before.call and not work.answers(before.call):
            self._take_back(unit, event, before)
        if state.call and isinstance(event.data, facts.SubmissionSubmitted) and work.answers(state.call):
            self._answer(unit, event, state)
        if isinstance(event.data, uses.Fact):
            self._use(unit, event.bureau, event.data)

    @handles(*rules.DECIDED)
    def work_decided(self, unit: Unit, event: Received[facts.ReviewEvent]) -> None:
        """Keep what review said of a work."""
        before = self.works_known.find(event.bureau, event.data.review.submission)
        self.works_known.save(unit, before, rules.decided(before, event.data))

    def _use(self, unit: Unit, bureau: str, fact: uses.Fact) -> None:
        """Keep which publications name material of a request, and how far they came; who answered hears of each."""
        before = self.uses.find(bureau, fact.publication.id)
        known = uses.heard(before, fact, bureau)
        if known is not None and known.news:
            request: Request = self.requests.get(bureau, known.request)
            known, told = uses.notice(known, request)
            unit.emit(told, subject=request.id, version=request.version, bureau=bureau)
        if known is not None and known != before:
            self.uses.save(unit, before, known)

    def _answer(self, unit: Unit, event: Received[facts.SubmissionEvent], state: facts.SubmissionState) -> None:
        """The first work of an outlet for a call is told, and the first one after it had none any more."""
        call: Call = self.calls_kept.get(event.bureau, state.call)
        before = self.calls_kept.answer(event.bureau, call.id, state.outlet)
        self.calls_kept.answered(unit, before, replace(before, stands=True), event.time)
        if before.stands:
            return
        told = CallAnswered(call.state(), event.data.by, state.outlet, state.id)
        unit.emit(told, subject=call.id, version=call.version, bureau=call.bureau)
        thing = Thing(ParticipationKind.CALL, call.id, call.title, event.time)
        self.took_part(unit, call.bureau, [state.outlet], thing)

    def _take_back(self, unit: Unit, event: Received[facts.SubmissionEvent], work: Work) -> None:
        """A work is no answer any more: with the last one the outlet has not answered."""
        before = self.calls_kept.answer(event.bureau, work.call, work.outlet)
        if not before.stands:
            return
        stands = self.works_known.answered_besides(event.bureau, work.call, work.outlet, work.id)
        self.calls_kept.answered(unit, before, replace(before, stands=stands), event.time)
        if not stands:
            call: Call = self.calls_kept.get(event.bureau, work.call)
            told = CallAnswerWithdrawn(call.state(), event.data.by, work.outlet, work.id)
            unit.emit(told, subject=call.id, version=call.version, bureau=call.bureau)
            self.took_no_part(unit, call.bureau, work.outlet, ParticipationKind.CALL, call.id)
