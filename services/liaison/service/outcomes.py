"""What comes of activities: minutes with tasks, suggestions and their answers, feedback."""

from __future__ import annotations

from services.liaison.domain import announcing
from services.liaison.domain.activities import Activity, Guest, permissions
from services.liaison.domain.activities import outcomes as rules
from services.liaison.domain.activities.outcomes import Feedback, Minutes, Suggestion, Task
from services.liaison.domain.participations import Thing
from services.liaison.schemas import files, person_view
from services.liaison.service.activity_base import Data
from services.liaison.service.activity_queries import ActivityQueries
from shared.clock import now
from shared.context import BUSINESS_ROLES, RequestContext
from shared.contracts import outcomes as contracts
from shared.contracts.participation_terms import ParticipationKind
from shared.ids import new_id
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after_id, page
from shared.people import require_person

SAME = ("id", "at", "outlet", "text", "adopted", "answer", "answered_at")

TASK = ("id", "text", "unit", "outlet", "due", "done_at", "call", "request")


class OutcomeMethods(ActivityQueries):
    """Minutes, suggestions, feedback."""

    @command(contracts.KeepMinutes)
    def keep_minutes(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """The minutes as they are from now on; officers who have a task are told."""
        activity = self._kept_activity(unit, data, context)
        before: Minutes = self.outcomes.minutes(context.bureau, activity.id)
        context.require_version(before.version)
        tasks = tuple(
            Task(
                each.get("id") or new_id(),
                each["text"],
                each["due"],
                each.get("person", ""),
                each["unit"],
                each.get("outlet", ""),
            )
            for each in data["tasks"]
        )
        wanted = Minutes(activity.id, context.bureau, 0, data["text"], tasks, files(data["photos"]), now())
        minutes, facts = rules.kept(activity, before, wanted, context.actor.account)
        people = self.people(context.bureau, [each.person for each in tasks])
        for number, each in enumerate(tasks):
            if each.person:
                require_person(people.get(each.person), f"/tasks/{number}/person", *BUSINESS_ROLES)
                self.accounts.rely_on(unit, context.bureau, each.person, *BUSINESS_ROLES)
        known = self.outlets.several(context.bureau, [each.outlet for each in tasks if each.outlet])
        rules.require_outlets(tasks, known)
        said = announcing.anew(announcing.of_minutes(minutes), announcing.of_minutes(before))
        self.require_announceable(context.bureau, said)
        self.outcomes.keep(unit, before, minutes)
        self._rely_on_state(unit, activity)
        self._emit(unit, activity, facts)
        return self._minutes_view(minutes, self.guest(context))

    @command(contracts.FinishTask)
    def finish_task(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A task is done, says whose it is, or a liaison."""
        activity, guest = self.seen_activity(data["activity"], context)
        self.accounts.require_actor(unit, context.actor)
        before: Minutes = self.outcomes.minutes(context.bureau, activity.id)
        account, own = context.actor.account, self.own(context)
        minutes, task = rules.finished(before, data["task"], account, now(), own, keeper=guest.keeps)
        if task.person != account:
            self._require_host(unit, context)
        elif task.outlet:
            self.outlets.require_stranger(unit, context.bureau, [task.outlet], account)
        self.outcomes.keep(unit, before, minutes)
        return self._minutes_view(minutes, guest)

    @query(contracts.MinutesQuery)
    def minutes(self, data: Data, context: RequestContext) -> Data:
        """The minutes; outlets are not told who is to do what."""
        activity, guest = self.seen_activity(data["activity"], context)
        return self._minutes_view(self.outcomes.minutes(context.bureau, activity.id), guest)

    @command(contracts.Suggest)
    def suggest(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Something is suggested, for an outlet of one's own."""
        activity, guest = self.seen_activity(data["activity"], context)
        outlet = permissions.require_guest(activity, guest, data["outlet"])
        self.accounts.require_actor(unit, context.actor)
        self.outlets.rely_on(unit, context.bureau, outlet.id, context.actor.account)
        made = Suggestion(
            new_id(), activity.id, context.bureau, outlet.id, context.actor.account, data["text"], now()
        )  # fmt: skip
        fact = rules.suggested(activity, made)
        self.outcomes.add(unit, made)
        self._rely_on_state(unit, activity)
        self._emit(unit, activity, (fact,))
        return self._suggestion_views(guest, [made])[0]

    @command(contracts.AnswerSuggestion)
    def answer_suggestion(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """What comes of it; of one that is adopted there is a fact that scoring can count."""
        activity = self._kept_activity(unit, data, context)
        before: Suggestion = self.outcomes.suggestion(context.bureau, activity.id, data["suggestion"])
        new, fact = rules.answered(
            activity, before, data["text"], context.actor.account, now(), adopted=data["adopted"]
        )  # fmt: skip
        self.outlets.require_stranger(unit, context.bureau, [before.outlet], context.actor.account)
        self.require_announceable(context.bureau, [("/text", new.answer)])
        self.outcomes.save(unit, before, new)
        self._emit(unit, activity, (fact,))
        if new.adopted:
            thing = Thing(ParticipationKind.SUGGESTION, new.id, activity.title, now())
            self.took_part(unit, context.bureau, [new.outlet], thing)
        return self._suggestion_views(self.guest(context), [new])[0]

    @query(contracts.SuggestionsQuery)
    def suggestions(self, data: Data, context: RequestContext) -> Data:
        """Suggestions: to the bureau all, to outlets their own."""
        activity, guest = self.seen_activity(data["activity"], context)
        outlets = None if guest.actor.has(*permissions.READERS) else [each.id for each in guest.own]
        found = self.outcomes.suggestions(context.bureau, activity.id, outlets, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda each: [each.id])
        return shown | {"items": self._suggestion_views(guest, shown["items"])}

    @command(contracts.RateActivity)
    def rate_activity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """How it was, of who was there, once."""
        activity, guest = self.seen_activity(data["activity"], context)
        permissions.require_outlets(guest)
        account = context.actor.account
        rules.require_attended(activity, self.activities.sign_up(context.bureau, activity.id, account))
        self.accounts.require_actor(unit, context.actor)
        made = Feedback(activity.id, context.bureau, account, data["stars"], data["comment"], now())
        self.outcomes.rate(unit, made)
        self._rely_on_state(unit, activity)
        return self._feedback_view(made, self.people(context.bureau, [account]))

    @query(contracts.FeedbackQuery)
    def feedback(self, data: Data, context: RequestContext) -> Data:
        """What those who attended said."""
        activity, guest = self.seen_activity(data["activity"], context)
        permissions.require_reader(activity, guest)
        found = self.outcomes.feedback(context.bureau, activity.id, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda each: [f"{each.activity}:{each.account}"])
        names = self.people(context.bureau, [each.account for each in shown["items"]])
        count, mean = self.outcomes.stars(context.bureau, activity.id)
        items = [self._feedback_view(each, names) for each in shown["items"]]
        return shown | {"items": items, "count": count, "mean": mean}

    def _rely_on_state(self, unit: Unit, activity: Activity) -> None:
        self.activities.rely_on_state(unit, activity)

    def _minutes_view(self, minutes: Minutes, guest: Guest) -> Data:
        account, own = guest.actor.account, {each.id for each in guest.own}
        names = self.people(minutes.bureau, [each.person for each in minutes.tasks])
        outlets = self.outlets.several(minutes.bureau, [each.outlet for each in minutes.tasks if each.outlet])
        tasks = [
            {name: getattr(each, name) for name in TASK}
            | {
                "person": person_view(each.person, names) if each.person else None,
                "outlet_name": outlets[each.outlet].name if each.outlet in outlets else "",
                "may": ["finish"] if rules.finishes(each, account, own, keeper=guest.keeps) else [],
            }
            for each in minutes.tasks
        ]
        shown = {"version": minutes.version, "text": minutes.text, "photos": list(minutes.photos), "at": minutes.at}
        return shown | {"tasks": tasks if guest.actor.is_staff else []}

    def _suggestion_views(self, guest: Guest, found: list[Suggestion]) -> list[Data]:
        bureau = guest.actor.bureau
        names = self.people(bureau, [each.account for each in found])
        outlets = self.outlets.several(bureau, [each.outlet for each in found])
        return [
            {name: getattr(each, name) for name in SAME}
            | {
                "person": person_view(each.account, names),
                "outlet_name": outlets[each.outlet].name if each.outlet in outlets else "",
                "may": ["answer"] if guest.able and guest.keeps and each.adopted is None else [],
            }
            for each in found
        ]

    def _feedback_view(self, feedback: Feedback, names: Data) -> Data:
        person = person_view(feedback.account, names)
        return {"person": person, "at": feedback.at, "stars": feedback.stars, "comment": feedback.comment}
