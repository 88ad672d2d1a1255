"""Points by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from services.scoring import schemas
from services.scoring.domain import adjusting, calendar, periods
from services.scoring.domain.adjusting import Adjustment
from services.scoring.domain.periods import Period
from services.scoring.service.base import Data, require, signature
from services.scoring.service.entering import Desk, Entering
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring as contracts
from shared.contracts.scoring_terms import PeriodStatus
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.messaging import command, query
from shared.mongo import Unit
from shared.paging import after_id, page

REVERSE: Final = "reverse_adjustment"
STANDING: Final[Data] = {"reversed_at": None, "taken_back": {"$in": ["", None]}}
OVER: Final[Data] = {"$or": [{"reversed_at": {"$ne": None}}, {"taken_back": {"$nin": ["", None]}}]}


class AdjustmentMethods(Entering):
    """Bonuses and penalties that the scheme lists."""

    @command(contracts.Adjust)
    def adjust_points(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Enter a bonus or penalty into an open quarter; not for an outlet that one belongs to."""
        require(context.actor, Role.SCORING_MANAGER)
        self.seen_outlet(data["outlet"], context)
        self.require_neutral(unit, context, [data["outlet"]], Role.SCORING_MANAGER)
        desk = self.desk(context.bureau)
        made = self._drafted(data, context, desk)
        used = self.adjustments.count(made)
        scheme = desk.book.on(min(local_date(made.at), calendar.ends(made.period)))
        points = Decimal(data["points"]) if "points" in data else None
        rule, cents = adjusting.amount(scheme, made.rule, points, used)
        made = replace(made, name=rule.name, cents=cents, scheme=scheme.serial)
        self.adjustments.save(unit, None, made, used)
        self.adjust(unit, desk, made, adjusting.entered(made))
        return schemas.adjustment_view(made)

    @command(contracts.ReverseAdjustment)
    def reverse_adjustment(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take one back; not of an outlet that one belongs to."""
        require(context.actor, Role.SCORING_MANAGER)
        desk = self.desk(context.bureau)
        made = self.adjustments.get(context.bureau, data["adjustment"])
        self.require_neutral(unit, context, [made.outlet], Role.SCORING_MANAGER)
        context.require_version(made.version)
        used = self.adjustments.count(made)
        done, entry = adjusting.reverse(made, signature(context), data["reason"], desk.frontier)
        self.adjustments.save(unit, made, done, used)
        self.adjust(unit, desk, done, entry)
        return schemas.adjustment_view(done)

    @query(contracts.AdjustmentsQuery)
    def adjustments_list(self, data: Data, context: RequestContext) -> Data:
        """Points by hand, the newest first: everybody's for staff, those of one's own outlets for others."""
        chosen: Data = {name: data[name] for name in ("outlet", "period") if name in data}
        if "stands" in data:
            chosen |= STANDING if data["stands"] else OVER
        if "outlet" in data:
            self.seen_outlet(data["outlet"], context)
        elif not context.actor.is_staff:
            chosen["outlet"] = {"$in": self.own(context)}
        found = self.adjustments.page(context.bureau, chosen, after_id(data), data["limit"])
        shown = page(found, data["limit"], lambda one: [one.id])
        may = ["adjust"] if context.actor.has(Role.SCORING_MANAGER) else []
        return shown | {"items": self._listed(shown["items"], context), "may": may}

    @query(contracts.AdjustmentQuery)
    def adjustment(self, data: Data, context: RequestContext) -> Data:
        """One. Raises: NotFound, also to people of other outlets."""
        found = self.adjustments.get(context.bureau, data["adjustment"])
        try:
            self.seen_outlet(found.outlet, context)
        except NotFound:
            raise NotFound("adjustment.not_found") from None
        return self._listed([found], context)[0]

    def _listed(self, found: Sequence[Adjustment], context: RequestContext) -> list[Data]:
        """What is shown of them, with whose they are and what the asker may do."""
        outlets = self.outlets.several(context.bureau, [one.outlet for one in found])
        own, manager = frozenset(self.own(context)), context.actor.has(Role.SCORING_MANAGER)
        return [
            schemas.listed_adjustment(
                one,
                outlets[one.outlet].name if one.outlet in outlets else "",
                [REVERSE] if manager and one.outlet not in own and _reversible(one) else [],
                staff=context.actor.is_staff and one.outlet not in own,
            )
            for one in found
        ]

    def _drafted(self, data: Data, context: RequestContext, desk: Desk) -> Adjustment:
        """The adjustment but for its points.

        Raises: Conflict for a quarter that is not open, NotFound; Invalid for a work that the outlet has no part in.
        """
        moment = now()
        id_ = data.get("period") or calendar.target(calendar.quarter_of(moment), desk.frontier)
        period = desk.known.get(id_, Period(id_, context.bureau))
        if period.status is not PeriodStatus.OPEN or desk.shut(id_):
            allowed = list(periods.MOVES[period.status])
            raise Conflict("period.illegal_move", status=period.status, action="adjust", allowed=allowed)
        if calendar.starts(id_) > local_date(moment) and "period" in data:
            raise Conflict("period.not_begun", starts=calendar.starts(id_).isoformat())
        if "submission" in data:
            self.require_part(context.bureau, data["submission"], data["outlet"], "/submission")
        return Adjustment(
            id=new_id(),
            bureau=context.bureau,
            outlet=data["outlet"],
            period=id_,
            rule=data["rule"],
            name="",
            cents=0,
            scheme=0,
            reason=data["reason"],
            by=context.actor.account,
            by_name=context.actor.name,
            at=moment,
            submission=data.get("submission", ""),
        )


def _reversible(made: Adjustment) -> bool:
    try:
        adjusting.require_reversible(made)
    except Conflict:
        return False
    return True
