"""What liaisons do with activities, what people reply, and who came."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from services.liaison import activity_views as views
from services.liaison.domain import announcing
from services.liaison.domain.activities import (
    Activity,
    Arrival,
    Change,
    Invitee,
    Seats,
    SignUp,
    arrivals,
    moves,
    permissions,
    walk_ins,
)
from services.liaison.domain.activities import seats as rules
from services.liaison.domain.participations import Thing
from services.liaison.service.activity_base import ActivityBase, Data
from shared.clock import now
from shared.codes import signs_of
from shared.context import RequestContext, Role
from shared.contracts import activities as contracts
from shared.contracts.activity_terms import ActivityStatus, CheckedBy, InviteeKind
from shared.contracts.participation_terms import ParticipationKind
from shared.errors import Conflict, FieldProblem, Invalid, NotFound
from shared.ids import new_id
from shared.messaging import command
from shared.mongo import Unit

Decide = Callable[[Activity, Seats], Change]


class ActivityMethods(ActivityBase):
    """Planned, announced, moved, cancelled, held; replied to; and checked in."""

    @command(contracts.PlanActivity)
    def plan_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A new draft. Raises: Forbidden, Invalid."""
        guest = self.guest(context)
        permissions.require_liaison(guest)
        self._require_host(unit, context)
        change = moves.planned(views.new_activity(data, context.bureau, now()), context.actor.account)
        self._require_known(change.activity)
        self.activities.add(unit, change)
        fresh = change.activity
        return self.activity_view(fresh, Seats(fresh.id, fresh.bureau, fresh.most, fresh.status), guest)

    @command(contracts.ChangeActivity)
    def change_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It as it is from now on; with more seats, or fewer who are invited, whoever waited has one."""
        wanted = views.wanted(data)
        before = self._kept_activity(unit, data, context)
        context.require_version(before.version)
        seats: Seats = self.activities.seats(context.bureau, before.id)
        leaving = self._uninvited(replace(before, invited=wanted["invited"])) if before.open else []
        taken = rules.without(seats, leaving).taken
        change = moves.changed(before, wanted, taken, context.actor.account, now(), leaving=leaving)
        self._require_known(change.activity, before.invited)
        if before.open:
            told = announcing.anew(announcing.of_activity(change.activity), announcing.of_activity(before))
            self.require_announceable(context.bureau, told)
        return self._moved(unit, before, change, seats, context, leaving=leaving)

    @command(contracts.AnnounceActivity)
    def announce_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Tell whoever is invited. Raises: Invalid also for texts with what must not leave: it stays a draft."""

        def decide(before: Activity, _seats: Seats) -> Change:
            change = moves.announced(before, context.actor.account, now())
            self.require_announceable(before.bureau, announcing.of_activity(before))
            return change

        return self._move(unit, data, context, decide)

    @command(contracts.CancelActivity)
    def cancel_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It does not take place."""
        by, reason = context.actor.account, data["reason"]

        def decide(before: Activity, _seats: Seats) -> Change:
            change = moves.cancelled(before, reason, by, now())
            if before.open:
                self.require_announceable(before.bureau, [("/reason", reason)])
            return change

        return self._move(unit, data, context, decide)

    @command(contracts.HoldActivity)
    def hold_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It took place."""

        def decide(before: Activity, _seats: Seats) -> Change:
            there = self.activities.sign_ups(before.bureau, before.id, {"attended_at": {"$type": "date"}})
            self.took_part(unit, before.bureau, [each.outlet for each in there], _attendance(before))
            return moves.held(before, there, context.actor.account, now())

        return self._move(unit, data, context, decide)

    @command(contracts.CloseActivity)
    def close_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Nothing more is to come of it."""
        return self._move(unit, data, context, lambda before, _: moves.closed(before, context.actor.account, now()))

    @command(contracts.RepeatActivity)
    def repeat_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A draft of next year's."""
        before = self._kept_activity(unit, data, context)
        change = moves.repeated(before, new_id(), context.actor.account, now())
        self.activities.add(unit, change)
        fresh = change.activity
        seats = Seats(fresh.id, fresh.bureau, fresh.most, fresh.status)
        return self.activity_view(fresh, seats, self.guest(context))

    @command(contracts.ReplyToActivity)
    def reply_to_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Whether one comes: a seat or the next place on the waiting list, for people of a verified outlet."""
        activity, guest = self.seen_activity(data["activity"], context)
        outlet = permissions.require_guest(activity, guest, data["outlet"])
        self.accounts.require_actor(unit, context.actor)
        self.outlets.rely_on(unit, context.bureau, outlet.id, guest.actor.account)
        self.activities.rely_on(unit, activity)
        seats: Seats = self.activities.seats(context.bureau, activity.id)
        before = self.activities.sign_up(context.bureau, activity.id, guest.actor.account)
        given = views.new_sign_up(activity, data, guest.actor.account, now())
        first = self._first_waiting(activity, guest.actor.account)
        made = rules.replied(activity, seats, before, given, first)
        self._keep_reply(unit, activity, seats, before, made)
        return self.activity_view(activity, rules.applied(seats, made.take), guest, made.sign_up)

    @command(contracts.CheckIn)
    def check_in(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Somebody came: by their code, or by hand. Raises: what says why not."""
        activity = self._kept_activity(unit, data, context)
        if ("code" in data) == ("account" in data):
            raise Invalid("validation", problems=[FieldProblem("/code", "check_in.one")])
        how = CheckedBy.CODE if "code" in data else CheckedBy.HAND
        found = self.by_code(activity, data["code"]) if "code" in data else self._of(activity, data["account"])
        made = arrivals.arrived(activity, found, how, context.actor.account, now())
        return self._keep_arrival(unit, activity, found, self.took_part_late(unit, activity, made))

    def took_part_late(self, unit: Unit, activity: Activity, made: Arrival) -> Arrival:
        """Record that an outlet was there, if it was held: the others that came have been recorded. It is so while
        nobody is found not to have been there at that moment."""
        if activity.status is not ActivityStatus.HELD:
            return made
        self.took_part(unit, activity.bureau, [made.sign_up.outlet], _attendance(activity))
        seats: Seats = made.seen or self.activities.seats(activity.bureau, activity.id)
        return replace(made, seen=seats, seats=made.seats or seats)

    @command(contracts.UndoCheckIn)
    def undo_check_in(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """It was noted by mistake."""
        activity = self._kept_activity(unit, data, context)
        found = self._of(activity, data["account"])
        if found.walk_in is None:
            return self._keep_arrival(unit, activity, found, arrivals.undone(activity, found))
        seats: Seats = self.activities.seats(context.bureau, activity.id)
        door = walk_ins.Door(activity, seats, context.actor.account, now())
        made = walk_ins.undone(door, found, self._first_waiting(activity, found.account))
        return self._keep_arrival(unit, activity, found, made)

    def by_code(self, activity: Activity, code: str) -> SignUp:
        """Whose a code is. Raises: NotFound of nobody's, Conflict of one for another activity."""
        found: SignUp | None = self.activities.by_code(activity.bureau, signs_of(code))
        if found is None:
            raise NotFound("check_in.unknown")
        if found.activity != activity.id:
            other = self.activities.get(activity.bureau, found.activity)
            raise Conflict("check_in.other", title=other.title)
        return found

    def _of(self, activity: Activity, account: str) -> SignUp:
        found: SignUp | None = self.activities.sign_up(activity.bureau, activity.id, account)
        if found is None:
            raise NotFound("check_in.nobody")
        return found

    def sign_up_views(self, bureau: str, found: Sequence[SignUp]) -> list[Data]:
        """`SignUpView` of each."""
        names = self.people(bureau, [one for each in found for one in _people_of(each)])
        outlets = self.outlets.several(bureau, [each.outlet for each in found])
        return [views.sign_up_view(each, names, outlets) for each in found]

    def _keep_arrival(self, unit: Unit, activity: Activity, before: SignUp | None, made: Arrival) -> Data:
        self.activities.arrive(unit, activity, before, made)
        self._emit(unit, activity, made.events)
        return self.sign_up_views(activity.bureau, [made.sign_up])[0]

    def _move(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Data:
        """What `decide` makes of an activity, as its view. Raises: what the rule does."""
        before = self._kept_activity(unit, data, context)
        context.require_version(before.version)
        seats: Seats = self.activities.seats(context.bureau, before.id)
        return self._moved(unit, before, decide(before, seats), seats, context)

    def _moved(
        self, unit: Unit, before: Activity, change: Change, seats: Seats, context: RequestContext,
        *, leaving: Sequence[SignUp] = (),
    ) -> Data:  # fmt: skip
        """Saved, with the seats that come free for those who wait, as its view."""
        activity, left = change.activity, rules.without(seats, leaving)
        free = activity.most - left.taken if activity.open else 0
        gone = {each.account for each in leaving}
        waiting = self.activities.first_waiting(context.bureau, before.id, free + len(gone)) if free > 0 else []
        given = rules.more(activity, [each for each in waiting if each.account not in gone], free)
        taken, line = left.taken + len(given), left.waiting - len(given)
        then = replace(left, capacity=activity.most, status=activity.status, taken=taken, waiting=line)
        self.activities.save(unit, before, change, seats, then)
        for each in leaving:
            self.activities.reply(unit, each, rules.gone(each))
        for promoted, fact in given:
            self.activities.promote(unit, promoted)
            self._emit(unit, activity, (fact,))
        return self.activity_view(activity, then, self.guest(context))

    def _uninvited(self, activity: Activity) -> list[SignUp]:
        """Those who wanted to come and whom it does not invite."""
        replies = self.activities.sign_ups(activity.bureau, activity.id, {})
        return rules.uninvited(
            activity, replies, self.outlets.several(activity.bureau, [each.outlet for each in replies])
        )  # fmt: skip

    def _kept_activity(self, unit: Unit, data: Data, context: RequestContext) -> Activity:
        """An activity, for a liaison who is one at the commit, too."""
        activity, guest = self.seen_activity(data["activity"], context)
        permissions.require_keeper(activity, guest)
        self._require_host(unit, context)
        return activity

    def _require_host(self, unit: Unit, context: RequestContext) -> None:
        """What `permissions.require_liaison` asks, at the commit."""
        self.accounts.require_actor(unit, context.actor, Role.LIAISON)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)

    def _require_known(self, activity: Activity, before: Collection[Invitee] = ()) -> None:
        """Raises: Invalid at each new invitation of an outlet that nobody knows, or of who is of no outlet."""
        of = {kind: [each.id for each in activity.invited if each.to is kind] for kind in InviteeKind}
        outlets = self.outlets.several(activity.bureau, of[InviteeKind.OUTLET])
        people = self.people(activity.bureau, of[InviteeKind.PERSON])
        members = {each for each in people if self.outlets.of_account(activity.bureau, each)}
        problems = [
            FieldProblem(f"/invited/{number}/id", rule)
            for number, each in enumerate(activity.invited)
            if each not in before and (rule := moves.unfit(each, outlets, people, members))
        ]
        if problems:
            raise Invalid("validation", problems=problems)


def _attendance(activity: Activity) -> Thing:
    """What outlets took part in that were there."""
    return Thing(ParticipationKind.ACTIVITY, activity.id, activity.title, activity.starts_at)


def _people_of(sign_up: SignUp) -> tuple[str, ...]:
    return sign_up.account, sign_up.checker, sign_up.corrected.by if sign_up.corrected else ""
