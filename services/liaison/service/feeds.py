"""Calendar feeds: a private address that shows what its owner may see, as long as they may."""

from __future__ import annotations

from datetime import timedelta

from services.liaison.domain.activities import Guest
from services.liaison.domain.requests import Asker
from services.liaison.repository import Chosen, Feeds
from services.liaison.service.activity_queries import reached
from services.liaison.service.appointments import AppointmentMethods
from services.liaison.service.base import Data
from services.liaison.service.outcomes import OutcomeMethods
from shared.clock import now
from shared.context import Actor, RequestContext
from shared.contracts import calendar_feeds as contracts
from shared.errors import NotFound
from shared.messaging import Repository, command, query
from shared.mongo import Unit

# What a calendar has of the past, and how many entries at most.
BACK = timedelta(days=90)
MOST = 500
SAME = ("id", "version", "title", "text", "starts_at", "ends_at", "place", "link", "updated_at")


class FeedMethods(AppointmentMethods, OutcomeMethods):
    """One address per account."""

    feeds = Repository(Feeds)

    @command(contracts.MakeFeed)
    def make_feed(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new address in place of the one before."""
        self.accounts.require_actor(unit, context.actor)
        moment = now()
        self.feeds.keep(unit, context.bureau, context.actor.account, data["digest"], moment)
        return {"made_at": moment}

    @command(contracts.EndFeed)
    def end_feed(self, unit: Unit, _data: Data, context: RequestContext) -> Data:
        """No address any more."""
        self.feeds.end(unit, context.bureau, context.actor.account)
        return {"made_at": None}

    @query(contracts.FeedQuery)
    def feed(self, _data: Data, context: RequestContext) -> Data:
        """Whether one has an address."""
        return {"made_at": self.feeds.made_at(context.bureau, context.actor.account)}

    @query(contracts.FeedActivitiesQuery)
    def feed_activities(self, data: Data, context: RequestContext) -> Data:
        """What the owner of the address may see now. Raises: NotFound of nobody's, and of a closed account's."""
        bureau, account = context.bureau, self.feeds.account(context.bureau, data["digest"])
        person = self.accounts.find(bureau, account) if account else None
        if account is None or (person is not None and person.closed):
            raise NotFound("feed.not_found")
        actor = Actor(account, bureau, person.roles if person else frozenset())
        guest = Guest(actor, tuple(self.outlets.several(bureau, self.outlets.of_account(bureau, account)).values()))
        attended = self.activities.attended(bureau, account)
        chosen = Chosen({}, None if actor.is_staff else reached(guest), attended, since=now() - BACK)
        found = self.activities.listed(bureau, chosen, None, MOST)[:MOST]
        items = [{name: getattr(each, name) for name in SAME} | {"state": each.status} for each in found]
        asker = Asker(actor, frozenset(each.id for each in guest.own), self.office(bureau))
        return {"items": items, "appointments": self._dated(asker)}

    def _dated(self, asker: Asker) -> list[Data]:
        """`FeedAppointmentView` of each appointment."""
        found = self.appointments_of(asker, now() - BACK)
        return [
            view | {"version": each.request.version, "text": each.text, "updated_at": each.request.updated_at}
            for view, each in zip(self.appointment_views(asker.actor.bureau, found), found, strict=True)
        ]
