"""Reading activities; nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.liaison import activity_views as views
from services.liaison.domain.activities import Guest, Invitee, permissions
from services.liaison.repository import Chosen
from services.liaison.service.activities import ActivityMethods
from services.liaison.service.activity_base import Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import activities as contracts
from shared.contracts.activity_terms import ActivityStatus, InviteeKind, Seat
from shared.contracts.outlet_terms import Status
from shared.errors import NotFound
from shared.messaging import query
from shared.paging import after_id, after_moment, page

HAS = (Seat.SEATED, Seat.WAITING)
EVERY = Chosen({})


class ActivityQueries(ActivityMethods):
    """What one may see, and no more."""

    @query(contracts.ActivityQuery)
    def activity(self, data: Data, context: RequestContext) -> Data:
        """One activity."""
        found, guest = self.seen_activity(data["activity"], context)
        return self.activity_view(found, self.activities.seats(context.bureau, found.id), guest)

    @query(contracts.ActivityListQuery)
    def activities_list(self, data: Data, context: RequestContext) -> Data:
        """Activities that one may see, by when they begin."""
        bureau, guest = context.bureau, self.guest(context)
        own = self.activities.of_account(bureau, guest.actor.account)
        among = [{id_ for id_, each in own.items() if each.seat in HAS}] if data.get("mine") else []
        if data.get("suggested"):
            permissions.require_readers(guest)
            among.append(set(self.outcomes.suggested(bureau)))
        equal = {name: data[name].value for name in ("kind",) if name in data}
        equal |= {"status": data["state"].value} if "state" in data else {}
        chosen = Chosen(
            equal,
            reached=None if guest.actor.is_staff else reached(guest),
            attended=guest.attended,
            among=tuple(set.intersection(*among)) if among else None,
            drafts=guest.actor.has(*permissions.READERS),
            since=data.get("since"),
            until=data.get("until"),
            ended=data.get("ended"),
            latest=bool(data.get("latest")),
        )
        if data.get("unanswered"):
            chosen = self.unanswered(guest, now(), chosen)
        found = self.activities.listed(bureau, chosen, after_moment(data), data["limit"], data.get("q", ""))
        shown = page(found, data["limit"], lambda each: [each.starts_at.isoformat(), each.id])
        seats = self.activities.seats_of(bureau, [each.id for each in shown["items"]])
        items = [views.summary_view(each, seats[each.id], own.get(each.id)) for each in shown["items"]]
        return shown | {"items": items, "may": list(permissions.may_at_large(guest))}

    def unanswered(self, guest: Guest, moment: datetime, chosen: Chosen = EVERY) -> Chosen:
        """Those to come that one is invited to, for a verified outlet of one's own, and has not replied to."""
        bureau, account = guest.actor.bureau, guest.actor.account
        able = replace(guest, own=tuple(each for each in guest.own if each.status == Status.VERIFIED))
        return replace(
            chosen,
            equal={**chosen.equal, "status": ActivityStatus.ANNOUNCED.value},
            reached=reached(able),
            attended=frozenset(),
            but=tuple(self.activities.of_account(bureau, account)),
            begins_after=moment,
        )

    @query(contracts.SignUpsQuery)
    def sign_ups(self, data: Data, context: RequestContext) -> Data:
        """Who replied, in their order."""
        found, guest = self.seen_activity(data["activity"], context)
        permissions.require_reader(found, guest)
        equal: Data = {name: data[name].value for name in ("seat", "reply") if name in data}
        equal |= {"attended_at": {"$type": "date"}} if data.get("attended") else {}
        equal |= {"walk_in": {"$type": "object"}} if data.get("walk_in") else {}
        rows = self.activities.sign_ups(context.bureau, found.id, equal, after_id(data), data["limit"])
        shown = page(rows, data["limit"], lambda each: [each.order])
        return shown | {"items": self.sign_up_views(context.bureau, shown["items"])}

    @query(contracts.CheckInQuery)
    def check_in_code(self, data: Data, context: RequestContext) -> Data:
        """Whose a code is; it is only looked at."""
        found, guest = self.seen_activity(data["activity"], context)
        permissions.require_keeper(found, guest)
        sign_up = self.by_code(found, data["code"])
        return self.sign_up_views(context.bureau, [sign_up])[0]

    @query(contracts.ActivityActsQuery)
    def activity_acts(self, data: Data, context: RequestContext) -> Data:
        """What happened to an activity, newest first."""
        found, guest = self.seen_activity(data["activity"], context)
        rows = self.activities.acts(context.bureau, found.id, after_id(data), data["limit"])
        shown = page(rows, data["limit"], lambda row: [row["_id"]])
        names = self.people(context.bureau, [row["by"] for row in shown["items"]])
        reader = guest.actor.has(*permissions.READERS)
        return shown | {"items": [views.act_view(row, names, reader=reader) for row in shown["items"]]}

    @query(contracts.ActivityFileQuery)
    def activity_file(self, data: Data, context: RequestContext) -> Data:
        """A file of an activity that one may see."""
        found, _ = self.seen_activity(data["activity"], context)
        if data["file"] not in {*found.files, *self.outcomes.minutes(context.bureau, found.id).photos}:
            raise NotFound("file.unknown")
        return {"file": data["file"]}


def reached(guest: Guest) -> tuple[Invitee, ...]:
    """The invitations that reach somebody of an outlet; nobody without one."""
    if not guest.own:
        return ()
    mine = [Invitee(InviteeKind.ALL), Invitee(InviteeKind.PERSON, guest.actor.account)]
    mine += [Invitee(InviteeKind.CATEGORY, each.category) for each in guest.own]
    mine += [Invitee(InviteeKind.OUTLET, each.id) for each in guest.own]
    return tuple(dict.fromkeys(mine))
