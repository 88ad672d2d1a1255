"""What the facts about working days tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import calendar_keepers, scoring_managers
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

YEAR = "workdays"

WORKDAY_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.WorkdaysAdopted: (Rule(Kind.WORKDAYS_ADOPTED, calendar_keepers, ("year", "notice"), about=YEAR),),
    facts.WorkdaysMissing: (Rule(Kind.WORKDAYS_MISSING, scoring_managers, ("year",), urgent=True, about=YEAR),),
}
