"""Facts of other services."""

from __future__ import annotations

from services.submission.domain import Act, outlet_of, revocation, rulings
from services.submission.domain.calls import call_of
from services.submission.service.base import Base
from shared.events import ACCOUNT_FACTS, OUTLET_FACTS, AccountEvent, OutletEvent, Received, ReviewEvent
from shared.events.calls import CALL_FACTS, CallEvent
from shared.events.topics import TopicKept, TopicListRuled
from shared.messaging import handles
from shared.mongo import Unit


class HearingMethods(Base):
    """What outlets are, and what review decided."""

    @handles(*OUTLET_FACTS)
    def outlet_changed(self, unit: Unit, event: Received[OutletEvent]) -> None:
        """Keep what this service needs of the outlet's newest state."""
        outlet = outlet_of(event.data.outlet)
        self.outlets.keep(unit, outlet, version=event.version, bureau=event.bureau)

    @handles(*ACCOUNT_FACTS)
    def account_changed(self, unit: Unit, event: Received[AccountEvent]) -> None:
        """Keep who may act."""
        self.accounts.keep(unit, event)

    @handles(TopicKept)
    def topic_kept(self, unit: Unit, event: Received[TopicKept]) -> None:
        """Keep what works can be about."""
        self.topics.keep(unit, event)

    @handles(TopicListRuled)
    def topics_ruled(self, unit: Unit, event: Received[TopicListRuled]) -> None:
        """Keep whether works name topics of the list alone."""
        self.topics.keep_rule(unit, event)

    @handles(*CALL_FACTS)
    def call_changed(self, unit: Unit, event: Received[CallEvent]) -> None:
        """Keep for what works can be handed in."""
        call = call_of(event.data.call)
        self.calls.keep(unit, call, version=event.version, bureau=event.bureau)

    @handles(*rulings.ACTS)
    def review_decided(self, unit: Unit, event: Received[ReviewEvent]) -> None:
        """Move the submission, and with a revocation its publications; a fact that no longer fits is kept in the
        history alone.

        Raises: NotFound for a submission that never was: review hears of each from us.
        """
        submission = self.submissions.get(event.bureau, event.data.review.submission)
        change = rulings.hear(submission, event.data, event.time)
        if change.act is Act.REVOKE and change.applied:
            published = self.reports.publications(event.bureau, submission.id)
            change, moved = revocation.revoked(change, published)
            for before, after in moved:
                self.reports.moved(unit, before, after, change)
        self.submissions.save(unit, submission, change, cause=event.id)
