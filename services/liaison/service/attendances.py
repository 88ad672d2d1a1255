"""Certificates of attendance (参加证明): what they say, and what anyone may know of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.liaison import activity_views as views
from services.liaison.domain.activities import Activity, Seats, SignUp, arrivals, attendances, permissions
from services.liaison.domain.participations import id_of
from services.liaison.service.activities import ActivityMethods
from services.liaison.service.activity_base import Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import activities as contracts
from shared.contracts.participation_terms import ParticipationKind
from shared.errors import NotFound
from shared.messaging import command, query
from shared.mongo import Unit


class AttendanceMethods(ActivityMethods):
    """Who was there has a certificate once it was held, until that is corrected or the outlet's part withdrawn."""

    @command(contracts.CorrectAttendance)
    def correct_attendance(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Somebody was not there: the outlet took part no more, if nobody else of it was. Raises: Conflict, Invalid."""
        activity = self._kept_activity(unit, data, context)
        before = self._of(activity, data["account"])
        self.outlets.require_stranger(unit, context.bureau, [before.outlet], context.actor.account)
        self.require_announceable(context.bureau, [("/reason", data["reason"])])
        made = arrivals.corrected(activity, before, data["reason"], context.actor.account, now())
        of_outlet: Data = {"outlet": before.outlet, "attended_at": {"$type": "date"}}
        seats: Seats = self.activities.seats(context.bureau, activity.id)
        if [each.key for each in self.activities.sign_ups(context.bureau, activity.id, of_outlet)] == [before.key]:
            self.took_no_part(
                unit, context.bureau, before.outlet, ParticipationKind.ACTIVITY, activity.id, reason=data["reason"]
            )
        return self._keep_arrival(unit, activity, before, replace(made, seen=seats, seats=seats))

    @query(contracts.AttendanceQuery)
    def attendance(self, data: Data, context: RequestContext) -> Data:
        """That one attended it, or that somebody did. Raises: NotFound, Conflict, Forbidden."""
        activity, guest = self.seen_activity(data["activity"], context)
        key, own = guest.actor.account, "sign_up" not in data
        if not own:
            permissions.require_keeper(activity, guest)
            key = data["sign_up"]
        sign_up = attendances.certified(activity, self.activities.sign_up(context.bureau, activity.id, key))
        if sign_up is None:
            raise NotFound("activity.not_attended") if own else NotFound("attendance.nobody")
        attendances.require_valid(self._withdrawn_at(sign_up))
        outlet, person = self._names_on(sign_up)
        if sign_up.account == guest.actor.account:
            person = self.accounts.who(context.actor).name
        by = self.activities.holder(context.bureau, activity.id)
        signer = self.people(context.bureau, [by]).get(by)
        return views.attendance_view(activity, sign_up, person, outlet, signer.name if signer else "")

    @query(contracts.AttendanceCodeQuery)
    def attendance_certificate(self, data: Data, context: RequestContext) -> Data:
        """What anyone may know of a certificate. Raises: NotFound."""
        code = attendances.read_code(data["code"])
        found: SignUp | None = self.activities.by_certificate(context.bureau, code) if code else None
        if found is None:
            raise NotFound("attendance.not_found")
        activity: Activity = self.activities.get(context.bureau, found.activity)
        if (sign_up := attendances.certified(activity, found)) is None:
            raise NotFound("attendance.not_found")
        outlet, person = self._names_on(sign_up)
        return views.certificate_view(activity, sign_up, person, outlet, self._withdrawn_at(sign_up))

    def _names_on(self, sign_up: SignUp) -> tuple[str, str]:
        """What outlet and person are called."""
        outlet = self.outlets.find(sign_up.bureau, sign_up.outlet)
        person = self.people(sign_up.bureau, [sign_up.account]).get(sign_up.account)
        return outlet.name if outlet else "", person.name if person else sign_up.name

    def _withdrawn_at(self, sign_up: SignUp) -> datetime | None:
        """When it turned out that they were not there, or the outlet's part in it was withdrawn."""
        if sign_up.corrected is not None:
            return sign_up.corrected.at
        id_ = id_of(sign_up.bureau, sign_up.outlet, ParticipationKind.ACTIVITY, sign_up.activity)
        part = self.participation_store.several(sign_up.bureau, [id_]).get(id_)
        return part.withdrawn_at if part else None
