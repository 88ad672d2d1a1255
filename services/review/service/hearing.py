"""Facts of other services. They come late, again, and in any order."""

from __future__ import annotations

from services.review.domain import Act, Arrival, Review, claiming, outlet_of, rounds
from services.review.service.screening import Screening
from shared.clock import now
from shared.contracts.submission_terms import SubmissionStatus
from shared.events import (
    ACCOUNT_FACTS,
    OUTLET_FACTS,
    AccountEvent,
    OutletEvent,
    PublicationRefused,
    PublicationWithdrawn,
    Received,
    SubmissionEvent,
    SubmissionPublished,
    SubmissionRevised,
    SubmissionSubmitted,
    SubmissionWithdrawn,
    WorkdaysAdopted,
)
from shared.ids import new_id
from shared.messaging import NotYet, handles
from shared.mongo import Unit


class HearingMethods(Screening):
    """What outlets are, and what they do with their submissions."""

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state; what its people have in hand of its works is free
        at once."""
        outlet = outlet_of(event.data.outlet)
        newer = self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)
        for review in self.reviews.held_by(event.bureau, outlet.members, now()):
            if newer and review.claim is not None and outlet.id in review.outlets:
                self._vacate(unit, review, review.claim.account, "own_outlet")

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may review; what somebody has in hand who no longer may is free at once."""
        person = self.accounts.keep(unit, event)
        for review in self.reviews.held_by(event.bureau, [person.id], now()):
            if why := claiming.unfit(review, person):
                self._vacate(unit, review, person.id, why)

    @handles(WorkdaysAdopted)
    def workdays_adopted(self, unit: Unit, event: Received[WorkdaysAdopted]) -> None:
        """Keep how a year's days count; what waits follows within moments."""
        self.calendars.keep(unit, event)

    @handles(SubmissionSubmitted)
    def submitted(self, unit: Unit, event: Received[SubmissionSubmitted]) -> None:
        """Screen what was handed in and begin its round; whatever stood of earlier rounds is over.

        Raises: NotYet while an outlet that it names is not known here.
        """
        fact = event.data
        case = self.reviews.case(event.bureau, fact.submission.id)
        if case.withdrawn or case.round >= fact.round:
            return
        known = self.outlets.several(event.bureau, [fact.submission.outlet])
        outlet = known.get(fact.submission.outlet)
        before = self.reviews.of_submission(event.bureau, fact.submission.id)
        arrival = Arrival(new_id(), event.bureau, fact, outlet, tuple(before)) if outlet else None
        if arrival is None or set(self.outlets.several(event.bureau, arrival.outlets)) != set(arrival.outlets):
            raise NotYet("an outlet of the submission is not known yet")
        for review in before:
            self._end(unit, review, Act.SUPERSEDE)
        office = self.office(event.bureau, self.current_policy(event.bureau))
        moment = now()
        screened = self.screened(unit, arrival, office.policy, moment)
        self.reviews.open(unit, rounds.open_round(arrival, office, screened, moment), arrival.content)
        self.reviews.save_case(unit, case, case.evolve(round_=fact.round))

    @handles(SubmissionRevised)
    def revised(self, unit: Unit, event: Received[SubmissionRevised]) -> None:
        """An approval is of exactly one content: the permit of what was changed is void."""
        fact = event.data
        for review in self.reviews.of_submission(event.bureau, fact.submission.id):
            if review.content_hash == fact.voided_hash and review.revision < fact.submission.revision:
                self._end(unit, review, Act.VOID)

    @handles(SubmissionWithdrawn)
    def withdrawn(self, unit: Unit, event: Received[SubmissionWithdrawn]) -> None:
        """Nothing of it is reviewed any longer, and no permit holds."""
        fact = event.data
        case = self.reviews.case(event.bureau, fact.submission.id)
        for review in self.reviews.of_submission(event.bureau, fact.submission.id):
            self._end(unit, review, Act.WITHDRAW, fact.reason)
        self.prints.forget(unit, event.bureau, fact.submission.id)
        self.reviews.save_case(unit, case, case.evolve(withdrawn=True))

    @handles(SubmissionPublished, PublicationRefused, PublicationWithdrawn)
    def published(self, unit: Unit, event: Received[SubmissionEvent]) -> None:
        """While it is published an approval cannot be revoked; when its last publication is refused or withdrawn, it
        can be again."""
        case = self.reviews.case(event.bureau, event.data.submission.id)
        published = event.data.submission.status == SubmissionStatus.PUBLISHED
        if (new := case.told(published=published, version=event.version)) is not case:
            self.reviews.save_case(unit, case, new)

    def _vacate(self, unit: Unit, review: Review, account: str, why: str) -> None:
        change = claiming.vacate(review, account, why, now())
        if change is not None:
            self.reviews.save(unit, review, change)

    def _end(self, unit: Unit, review: Review, act: Act, reason: str = "") -> None:
        permit = self.permit_store.of_review(review.bureau, review.id)
        change = rounds.end(review, permit, act, now(), reason)
        if change is None:
            return
        self.reviews.save(unit, review, change)
        if permit is not None and change.permit is not None:
            self.permit_store.save(unit, permit, change.permit)
