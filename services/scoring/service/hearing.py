"""Facts of other services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.scoring.domain import Outlet, outlet_of
from services.scoring.domain.facts import Facts, Promise, merge
from services.scoring.domain.heard import METRICS_FACTS, PUBLICATION_FACTS, told
from services.scoring.domain.ledger import Received as Heard
from services.scoring.domain.ledger import Scored
from services.scoring.domain.periods import Period
from services.scoring.repository import Promises, Seat
from services.scoring.service.entering import Desk, Entering
from shared.contracts.scoring_terms import Cause, PeriodStatus
from shared.events import (
    ACCOUNT_FACTS,
    OUTLET_FACTS,
    PARTICIPATION_FACTS,
    AccountEvent,
    AuthorshipAnswered,
    Event,
    IdeaAdopted,
    IdeaImplemented,
    OutletEvent,
    ParticipationEvent,
    Received,
    ReviewEvent,
    SubmissionApproved,
    SubmissionEvent,
    SubmissionSubmitted,
    UnapprovedEvent,
    UnapprovedRecorded,
    UnapprovedWithdrawn,
    WorkdaysAdopted,
)
from shared.events.calls import CallOpened
from shared.messaging import NotYet, Repository, handles
from shared.mongo import Unit


class HearingMethods(Entering):
    """What outlets are and take part in, what was handed in, approved, published (without approval, too), measured and
    adopted."""

    promises = Repository(Promises)

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state, and have its open standings follow."""
        outlet = replace(outlet_of(event.data.outlet), version=event.version)
        rev, periods = self.outlets.presences(event.bureau, [outlet.id])[outlet.id]
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)
        self.outlets.present(unit, event.bureau, outlet.id, rev)
        if periods:
            self._rename(unit, self.desk(event.bureau), outlet, periods)

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may act."""
        self.accounts.keep(unit, event)

    @handles(WorkdaysAdopted)
    def workdays_adopted(self, unit: Unit, event: Received[WorkdaysAdopted]) -> None:
        """Keep how a year's days count; last days that rest on a guess follow within moments."""
        self.calendars.keep(unit, event)

    @handles(CallOpened)
    def call_opened(self, unit: Unit, event: Received[CallOpened]) -> None:
        """Keep what a call promises: nothing changes that from then on."""
        self.promises.keep(unit, event)

    @handles(
        SubmissionSubmitted,
        AuthorshipAnswered,
        *PUBLICATION_FACTS,
        *METRICS_FACTS,
        IdeaImplemented,
        SubmissionApproved,
        IdeaAdopted,
        UnapprovedRecorded,
        UnapprovedWithdrawn,
        *PARTICIPATION_FACTS,
    )
    def submission_changed(self, unit: Unit, event: Received[Event]) -> None:
        """Merge what the event says into what is known, and enter what follows from it.

        Raises: NotYet while the call that a work answers is not known here.
        """
        data = event.data
        id_ = data.review.submission if isinstance(data, ReviewEvent) else _subject(data)
        desk = self.desk(event.bureau)
        scored = self.works.get(event.bureau, id_)
        fact = merge(told(data, event.version, event.time), self._promised(data, scored))
        self.receive(unit, desk, scored, Heard(event.id, Cause.FACT, event.time, fact, desk.frontier))

    def _promised(self, event: Event, scored: Scored) -> Facts:
        """What the call promised that a work answers, where that is not among its facts."""
        call = event.submission.call if isinstance(event, SubmissionEvent) else ""
        if not call or call in scored.facts.promises:
            return Facts()
        promise: Promise | None = self.promises.find(scored.bureau, call)
        if promise is None:
            raise NotYet(f"call {call} is not known here so far")
        return Facts(promises={call: promise})

    def _rename(self, unit: Unit, desk: Desk, outlet: Outlet, periods: Iterable[str]) -> None:
        """Have the outlet's standings in these periods follow it, where they are open."""
        for id_ in periods:
            period = desk.known.get(id_, Period(id_, desk.bureau))
            if period.status is PeriodStatus.OPEN:
                self.periods.enter(unit, desk.bureau, id_, serial=desk.book.serial, entries=0)
                self.standings.rename(unit, Seat(desk.bureau, id_, outlet, self.rules(period, desk.book)))


def _subject(event: Event) -> str:
    if isinstance(event, UnapprovedEvent):
        return event.unapproved.id
    if isinstance(event, ParticipationEvent):
        return event.participation.id
    assert isinstance(event, SubmissionEvent)
    return event.submission.id
