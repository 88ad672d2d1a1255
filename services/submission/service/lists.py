"""Lists, queues and how long they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.submission import placing, schemas, statistics
from services.submission.domain import may, permissions
from services.submission.domain.verification import wanted
from services.submission.repository import Filter
from services.submission.repository.reports import FLAGGED, UNFLAGGED
from services.submission.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import submission as contracts
from shared.contracts.submission_terms import SubmissionSort, SubmissionStatus, Task
from shared.messaging import query
from shared.months import months, months_before, span_of
from shared.paging import after, after_id, after_moment, page

Position = Sequence[str | datetime]


class ListMethods(Base):
    """What waits for whom."""

    @query(contracts.SearchSubmissions)
    def search(self, data: Data, context: RequestContext) -> Data:
        """What the account may see: staff everything that was handed in, others that of their outlets."""
        own = self.own(context)
        chosen = self._chosen(data, context, own)
        place: Position | None = after(data, str, str) if chosen.sort is SubmissionSort.TITLE else after_moment(data)
        found = self.submissions.page(context.bureau, chosen, place, data["limit"])
        by = chosen.order[0][0]
        shown = page(found, data["limit"], lambda row: [_told(row[by]), row["_id"]])
        names = self.outlets.several(context.bureau, [row["outlet"] for row in shown["items"]])
        items = [
            schemas.summary_view(
                row, names[row["outlet"]].name if row["outlet"] in names else "", own=row["outlet"] in own
            )
            for row in shown["items"]
        ]
        return shown | {"items": items}

    @query(contracts.SubmissionCountsQuery)
    def counts(self, data: Data, context: RequestContext) -> Data:
        """How many submissions the same lists have by state and by what is to be done, and for staff the queues."""
        own = self.own(context)
        states = self.submissions.by_status(context.bureau, self._chosen(data, context, own))
        tasks = {
            task.value: self.submissions.count(context.bureau, self._chosen({**data, task.value: True}, context, own))
            for task in Task
        }
        queues = self._queues(context.bureau) if context.actor.is_staff else None
        return {"by_status": {each.value: states.get(each, 0) for each in SubmissionStatus}, **tasks, "queues": queues}

    @query(contracts.PublicationsQueue)
    def publications_queue(self, data: Data, context: RequestContext) -> Data:
        """Publications in the order in which they were reported; for staff."""
        permissions.require_staff(context.actor)
        chosen = {"queue": data["state"]} | _given(data, outlet="outlet", platform="platform", host_differs="doubtful")
        found = self.reports.publications_queue(context.bureau, chosen, data["sort"], after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        works = self.submissions.several(context.bureau, [one.submission for one in shown["items"]])
        titles = self.submissions.sent_titles(context.bureau, works)
        outlets = self.outlets.several(context.bureau, [one.outlet for one in shown["items"]])
        levels = placing.levels(self.directory(context), outlets, map(wanted, shown["items"]))
        asker = self.asker(context, works.values())
        items = [
            schemas.queued_view(one, works[one.submission], titles[one.submission], outlets[one.outlet], levels[one.id])
            | {"may": may.with_publication(asker, works[one.submission], one)}
            for one in shown["items"]
        ]
        return shown | {"items": items}

    @query(contracts.MetricsQueue)
    def metrics_queue(self, data: Data, context: RequestContext) -> Data:
        """Snapshots in the order in which they were reported, with what they are of and what was known before; for
        staff."""
        permissions.require_staff(context.actor)
        chosen = {"standing": data["state"]} | _given(data, outlet="outlet", platform="platform", flag="flags")
        if "flagged" in data:
            chosen |= FLAGGED if data["flagged"] else UNFLAGGED
        found = self.reports.queue(context.bureau, chosen, data["sort"], after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        return shown | {"items": self.measured(shown["items"], context)}

    @query(contracts.StatisticsQuery)
    def statistics(self, data: Data, context: RequestContext) -> Data:
        """What happened in some months, and in as many before; for staff."""
        permissions.require_staff(context.actor)
        asked = months(data["from"], data["to"])
        earlier = months_before(data["from"], len(asked)) if "compare" in data else []
        counted = self.counted.months(context.bureau, [*earlier, *asked])
        called = self.topics.of(context.bureau).name_of
        return {
            "total": statistics.span_view(counted, asked, called),
            "months": [statistics.month_view(month, counted[month], called) for month in asked],
            "previous": statistics.span_view(counted, earlier, called) if earlier else None,
        }

    def _queues(self, bureau: str) -> Data:
        return {
            "publications": self.reports.waiting(bureau),
            "metrics": self.reports.metrics_waiting(bureau, flagged=False),
            "metrics_flagged": self.reports.metrics_waiting(bureau, flagged=True),
        }

    def _chosen(self, data: Data, context: RequestContext, own: Sequence[str]) -> Filter:
        """The filter of a list or of its counts, for who asks, now."""
        spans = [(data.get("submitted_from"), data.get("submitted_to"))]
        spans += [span_of(data["period"])] if "period" in data else []
        return Filter(
            readers=None if context.actor.is_staff else tuple(own),
            equal={name: str(data[name]) for name in data},
            statuses=tuple(data.get("status", ())),
            submitted=[span for span in spans if any(span)],
            level=str(data.get("level", "")),
            topics=self.topics.of(context.bureau).spellings(data["topic"]) if "topic" in data else (),
            submitter=context.actor.account if data.get("mine") else "",
            tasks=tuple(task for task in Task if data.get(task.value)),
            at=now(),
            q=data.get("q", ""),
            sort=data.get("sort", SubmissionSort.NEWEST),
        )


def _given(data: Data, **names: str) -> dict[str, Any]:
    """The given values of a query by the names of the documents' fields."""
    return {field: data[name] for name, field in names.items() if name in data}


def _told(value: str | datetime) -> str:
    return value.isoformat() if isinstance(value, datetime) else value
