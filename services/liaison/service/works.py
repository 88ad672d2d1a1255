"""Facts about works: for which call they were handed in, and what came of them."""

from __future__ import annotations

from services.liaison.domain import uses
from services.liaison.domain import works as rules
from services.liaison.domain.participations import Thing
from services.liaison.domain.requests import Request
from services.liaison.service.calls import CallBase
from shared import events as facts
from shared.contracts.participation_terms import ParticipationKind
from shared.events import Received
from shared.events.calls import CallAnswered
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
        before = self.works_known.find(event.bureau, state.id)
        self.works_known.save(unit, before, rules.heard(before, event.data, event.version))
        if state.call and isinstance(event.data, facts.SubmissionSubmitted):
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
        if self.calls_kept.has_answered(event.bureau, state.call, state.outlet):
            return
        call = self.calls_kept.get(event.bureau, state.call)
        self.calls_kept.answered(unit, event.bureau, call.id, state.outlet, event.time)
        told = CallAnswered(call.state(), event.data.by, state.outlet, state.id)
        unit.emit(told, subject=call.id, version=call.version, bureau=call.bureau)
        thing = Thing(ParticipationKind.CALL, call.id, call.title, event.time)
        self.took_part(unit, call.bureau, [state.outlet], thing)
