"""Calls for works: what a liaison does with them, and what time does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from services.liaison import call_schemas as schemas
from services.liaison.domain import announcing
from services.liaison.domain import calls as rules
from services.liaison.domain.calls import Call, CallChange
from services.liaison.domain.outlets import Outlet
from services.liaison.repository.calls import Calls
from services.liaison.repository.works import Works
from services.liaison.schemas import person_view
from services.liaison.service.base import Data
from services.liaison.service.participations import ParticipationBase
from services.liaison.service.screening import ScreeningBase
from services.liaison.service.topics import TopicBase
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import liaison_calls as contracts
from shared.errors import FieldProblem, Forbidden, Invalid
from shared.messaging import Repository, command, scheduled
from shared.mongo import Unit
from shared.topics import TopicList


class CallBase(TopicBase, ParticipationBase, ScreeningBase):
    """What reading and changing calls share."""

    calls_kept = Repository(Calls)
    works_known = Repository(Works)

    def call_shown(self, call: Call, context: RequestContext) -> Data:
        """`CallView` for who asks."""
        staff, own = context.actor.is_staff, self.own(context)
        answered = self.works_known.who_answered(call.bureau, [call.id]).get(call.id, set())
        names = self.people(call.bureau, [call.by, call.closed_by]) if staff else {}
        people = {each: person_view(each, names) for each in (call.by, call.closed_by)} if staff else None
        summary = schemas.summary_view(call, len(answered if staff else answered & own), now())
        may = [act.value for act in rules.allowed(call.status)] if self.keeps_calls(context) else []
        if not staff and any(rules.answerable(call, each, now()) for each in self.outlets_of(call.bureau, own)):
            may.append("answer")
        return summary | schemas.call_view(call, None if staff else own, people) | {"may": may}

    def outlets_of(self, bureau: str, ids: frozenset[str]) -> list[Outlet]:
        """The known ones of these outlets."""
        return list(self.outlets.several(bureau, ids).values())

    def keeps_calls(self, context: RequestContext) -> bool:
        """A liaison who acts for no outlet of the bureau makes calls."""
        return context.actor.has(Role.LIAISON) and not self.own(context)


class CallMethods(CallBase):
    """Written as a draft, opened, closed or cancelled."""

    @command(contracts.AddCall)
    def add_call(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A draft."""
        self._require_call_keeper(unit, context)
        return self.call_shown(self.drafted(unit, data, context), context)

    @command(contracts.ChangeCall)
    def change_call(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """With other values."""
        before = self.calls_kept.get(context.bureau, data["call"])
        values = schemas.values(self._with_topic(data, context, before.topic))
        known = self.outlets.several(context.bureau, values["outlets"])
        by = context.actor.account

        def decide(call: Call, at: datetime) -> CallChange:
            change = rules.changed(call, values, known, by, at)
            if call.opened_at is None:
                self._require_openable(change.call)
            else:
                told = announcing.anew(announcing.of_call(change.call), announcing.of_call(call))
                self.require_announceable(call.bureau, told)
            return change

        return self._move_call(unit, data, context, decide)

    @command(contracts.OpenCall)
    def open_call(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Works can be handed in. Raises: Invalid also for texts with what must not leave: it stays a draft."""

        def decide(call: Call, at: datetime) -> CallChange:
            change = rules.opened(call, context.actor.account, at)
            self.require_announceable(call.bureau, announcing.of_call(call))
            return change

        return self._move_call(unit, data, context, decide)

    @command(contracts.CloseCall)
    def close_call(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """No further works."""
        return self._move_call(unit, data, context, lambda call, at: rules.closed(call, context.actor.account, at))

    @command(contracts.CancelCall)
    def cancel_call(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Not wanted any more."""
        by, reason = context.actor.account, data["reason"]

        def decide(call: Call, at: datetime) -> CallChange:
            change = rules.cancelled(call, reason, by, at)
            if call.opened_at is not None:
                self.require_announceable(call.bureau, [("/reason", reason)])
            return change

        return self._move_call(unit, data, context, decide)

    def drafted(self, unit: Unit, data: Data, context: RequestContext) -> Call:
        """A draft of what a form says."""
        moment = now()
        call = schemas.new_call(self._with_topic(data, context), context.actor, moment)
        change = rules.added(call, self.outlets.several(context.bureau, call.outlets), moment)
        self._require_openable(change.call)
        self.calls_kept.save(unit, None, change)
        return change.call

    @scheduled(every=timedelta(seconds=30))
    def time_calls(self, moment: datetime) -> Iterator[tuple[str, Callable[[Unit], None]]]:
        """Open what begins, remind who has not answered, close what is over."""
        for bureau, id_, version in self.calls_kept.due(moment):
            yield f"{id_}:{version}", partial(self._time_call, bureau, id_, moment)

    def _time_call(self, bureau: str, id_: str, moment: datetime, unit: Unit) -> None:
        call = self.calls_kept.get(bureau, id_)
        answered = self.works_known.who_answered(bureau, [id_]).get(id_, set())
        found = self.unannounceable(bureau, announcing.of_call(call)) if call.opened_at is None else []
        change = rules.timed(call, self.outlets.verified(bureau), answered, moment, found)
        if change is not None:
            self.calls_kept.save(unit, call, change)

    def _move_call(
        self, unit: Unit, data: Data, context: RequestContext, decide: Callable[[Call, datetime], CallChange]
    ) -> Data:
        """What a rule makes of a call, as its view."""
        self._require_call_keeper(unit, context)
        call: Call = self.calls_kept.get(context.bureau, data["call"])
        context.require_version(call.version)
        change = decide(call, now())
        self.calls_kept.save(unit, call, change)
        return self.call_shown(change.call, context)

    def _require_openable(self, draft: Call) -> None:
        """Raises: Invalid for a draft with what must not leave that opens by itself: then nobody is there."""
        if draft.opens_at is not None:
            self.require_announceable(draft.bureau, announcing.of_call(draft))

    def _with_topic(self, data: Data, context: RequestContext, before: str = "") -> Data:
        """With the topic by the name of the bureau's list. Raises: Invalid for another one where the list is strict."""
        topics: TopicList = self.topic_store.of(context.bureau)
        topic: str = data["topic"]
        if topic and topic != before and topics.strict and topics.called(topic) is None:
            told: dict[str, Any] = {"name": topic, "nearest": topics.nearest(topic)}
            raise Invalid("validation", problems=[FieldProblem("/topic", "topic.unknown", told)])
        return {**data, "topic": topics.name_of(topic)}

    def _require_call_keeper(self, unit: Unit, context: RequestContext) -> None:
        """A liaison who acts for no outlet, now and at the commit. Raises: Forbidden, Invalid for a closed account."""
        if not context.actor.has(Role.LIAISON):
            raise Forbidden("call.forbidden")
        if self.own(context):
            raise Forbidden("liaison.own_outlet_rules")
        self.accounts.require_actor(unit, context.actor, Role.LIAISON)
        self.outlets.require_apart(unit, context.bureau, context.actor.account)
