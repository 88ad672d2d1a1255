"""Who comes to an activity without a seat, as the officer at the door lets them in."""

from __future__ import annotations

from services.liaison import activity_views as views
from services.liaison.domain.activities import Activity, Seats, SignUp, walk_ins
from services.liaison.domain.outlets import Outlet
from services.liaison.service.activities import ActivityMethods
from services.liaison.service.activity_base import Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import activities as contracts
from shared.errors import FieldProblem, Invalid
from shared.messaging import command
from shared.mongo import Unit
from shared.people import require_person


class WalkInMethods(ActivityMethods):
    """People of verified outlets; nobody of one's own."""

    @command(contracts.AdmitWalkIn)
    def admit_walk_in(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Somebody came without a seat. Raises: what says why not."""
        activity = self._kept_activity(unit, data, context)
        if ("account" in data) == ("name" in data):
            raise Invalid("validation", problems=[FieldProblem("/name", "check_in.one_person")])
        outlet = self._outlet(unit, data, context)
        moment = now()
        fresh = views.new_walk_in(activity, data, moment)
        before: SignUp | None = self.activities.sign_up(context.bureau, activity.id, fresh.key)
        seats: Seats = self.activities.seats(context.bureau, activity.id)
        door = walk_ins.Door(
            activity, seats, context.actor.account, moment,
            over_capacity=data["over_capacity"], uninvited=data["uninvited"],
        )  # fmt: skip
        made = walk_ins.walked_in(door, outlet, before, fresh)
        self._rely_on_invitation(unit, activity, made.sign_up)
        return self._keep_arrival(unit, activity, before, self.took_part_late(unit, activity, made))

    def _outlet(self, unit: Unit, data: Data, context: RequestContext) -> Outlet:
        """The outlet that somebody came for, as it is at the commit, too. Raises: Invalid."""
        bureau, account = context.bureau, data.get("account")
        outlet: Outlet | None = self.outlets.find(bureau, data["outlet"])
        if outlet is None:
            raise Invalid("validation", problems=[FieldProblem("/outlet", "activity.outlet_unknown")])
        self.outlets.require_stranger(unit, bureau, [outlet.id], context.actor.account)
        if account is None:
            self.outlets.rely_on_verified(unit, bureau, outlet.id)
            return outlet
        if account not in outlet.members:
            raise Invalid("validation", problems=[FieldProblem("/account", "check_in.no_member")])
        if (person := self.accounts.find(bureau, account)) is not None:
            require_person(person, "/account")
            self.accounts.rely_on(unit, bureau, account)
        self.outlets.rely_on(unit, bureau, outlet.id, account)
        return outlet

    def _rely_on_invitation(self, unit: Unit, activity: Activity, sign_up: SignUp) -> None:
        """Who is let in as invited is so at the commit, too."""
        if sign_up.walk_in is not None and not sign_up.walk_in.uninvited:
            self.activities.rely_on(unit, activity)
