"""The bureau's working days (工作日历): which days of a year are holidays, and which are worked to make up for them."""

from __future__ import annotations

from typing import Any

from gateway.api import workday_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import outlet_workdays as contracts

area = Area("workdays", zh="工作日历", en="Working days", service="outlet")

PATH = ("year",)
ONE: dict[str, Any] = {"answer": contracts.WorkdaysView(), "etag": True, "answer_example": examples.VIEW}


@area.get(
    "/workdays", access=SIGNED_IN, answer=contracts.WorkdaysList(), answer_example=page(examples.SUMMARY) | {"may": []},
    zh="工作日历一览\n今年、明年与已录入的各年，由新到旧；basis 为所依据的：本局录入（entered）、"
       "国务院办公厅通知（notice）或推算（guess）。missing=true：已到应知之时而仍为推算，请考评员录入。",
    en="By what years count\nThis year, the next and those entered, newest first: by what the bureau entered, "
       "by the State Council's notice, or by a guess. missing=true: it is time to enter it.",
)  # fmt: skip
def years() -> Data:
    return ask("outlet.workdays_list", {})


@area.get(
    "/workdays/<id:year>", access=SIGNED_IN, **ONE,
    zh="查看一年的工作日历\n周一至周五上班，所列各日除外；第 0 版为未经本局录入的通知或推算。",
    en="How a year counts\nMonday to Friday but for the days that are listed; version 0 is the notice, or the guess.",
)  # fmt: skip
def get(year: str) -> Data:
    return ask("outlet.workdays", {"year": year})


@area.put(
    "/workdays/<id:year>", access=only(Role.SCORING_MANAGER), body=contracts.AdoptWorkdays(exclude=PATH),
    example=examples.INPUT,
    **ONE,
    zh="录入或更正一年的工作日历\n今年或明年，一次录入全年的放假（含其中的周末）与补班，未列的日子按星期；更正同样给出全年，"
       "形成新的一版，次日起算，已过的日子照旧。未到期的审核时限据此重算；公示的申诉截止日只在当初为推算时顺延，不提前。",
    en="Enter or correct a year\nThis one or the next: all of its holidays (weekends within them, too) and make-up "
       "days; any other day is as its weekday is. A correction gives the whole year again; it is a new version and "
       "counts from the next day on. Times of reviews that are not over are counted anew; a last day for appeals moves "
       "only when it rested on a guess, and never to an earlier day.",
)  # fmt: skip
def adopt(year: str, data: Data) -> Data:
    return ask("outlet.adopt_workdays", {**data, "year": year})


@area.get(
    "/workdays/<id:year>/history", access=SIGNED_IN, query=contracts.WorkdaysHistoryQuery(exclude=PATH),
    answer=contracts.WorkdaysHistoryPage(), paged=True, answer_example=page(examples.VIEW),
    zh="一年工作日历的各版本\n由新到旧：谁、何时、依据什么、为何录入或更正。",
    en="Versions of a year\nNewest first: who entered or corrected it, when, by what notice and why.",
)  # fmt: skip
def history(year: str, data: Data) -> Data:
    return ask("outlet.workdays_history", {**data, "year": year})
