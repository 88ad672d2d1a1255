"""Working days on a real database: adopted in versions by administrators, read by all, missed when nobody does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.outlet.service import OutletService
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.events import AccountClosed, AccountState, WorkdaysAdopted, WorkdaysMissing
from shared.events.envelope import Received, decode
from shared.mongo import Unit
from tests.services.outlet.year import SOURCE, entered, holiday, makeup, weekday, weekend
from tests.services.stage import BUREAU, Stage, asking, inputs_of, received

MANAGER = asking("manager", Role.SCORING_MANAGER)
MEMBER = asking("member")
LIAISON = asking("liaison", Role.LIAISON)
METHODS = inputs_of("outlet", "command", "query")
YEAR = local_date(now()).year + 1


class Desk:
    """Asks and commands by the names of the contract."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def adopt(self, *more: dict[str, Any], by: RequestContext = MANAGER, year: int = YEAR, source: str = SOURCE) -> Any:
        data = {"year": str(year), "days": entered(year, *more), "source": source, "reason": "按通知"}
        return self.stage.do("adopt_workdays", METHODS["adopt_workdays"], data, by)

    def ask(self, method: str, by: RequestContext = MEMBER, **data: Any) -> Any:
        return self.stage.ask(method, METHODS[method], data, by)

    def told(self) -> list[Received[Any]]:
        rows = self.stage.db["outbox"].find().sort("seq", 1)
        return [decode(bytes(row["body"]), "application/cloudevents+json") for row in rows]

    def miss(self, moment: datetime) -> int:
        """Run what looks for years that nobody entered; gives how many had effect."""
        jobs = list(OutletService.miss_workdays.__wrapped__(self.stage.service, moment))  # type: ignore[attr-defined]
        return sum(self.stage.run(key, run) for key, run in jobs)

    def outlet(self, bureau: str) -> None:
        """The bureau has an outlet."""
        self.stage.db["outlets"].insert_one({"_id": f"o-{bureau}", "bureau": bureau, "name": "甲"})


@pytest.fixture
def desk(stage: Callable[[type[Any]], Stage]) -> Desk:
    return Desk(stage(OutletService))


def at(by: RequestContext, version: int) -> RequestContext:
    return replace(by, expected_version=version)


def test_a_year_that_nobody_entered_is_a_guess_of_version_0(desk: Desk) -> None:
    guessed = desk.ask("workdays", year="2099")
    assert (guessed["version"], guessed["basis"], guessed["at"]) == (0, "guess", None)
    assert {each["name"] for each in guessed["days"]} == {"元旦", "劳动节", "国庆节"}
    known = desk.ask("workdays", year="2026")
    assert (known["basis"], known["missing"]) == ("notice", False)
    assert {"date": date(2026, 2, 14), "kind": "makeup", "name": "春节"} in known["days"]


def test_an_adopted_year_is_read_by_everybody_and_told(desk: Desk) -> None:
    extra = makeup(weekend(date(YEAR, 3, 1)))
    made = desk.adopt(extra)
    assert (made["version"], made["basis"], made["by"], made["source"]) == (1, "entered", "manager", SOURCE)
    assert made["reason"] == "按通知" and made["missing"] is False
    for by in (MEMBER, LIAISON):
        assert desk.ask("workdays", by, year=str(YEAR)) == made
    (event,) = desk.told()
    assert isinstance(event.data, WorkdaysAdopted)
    assert (event.subject, event.version, event.bureau, event.data.by) == (str(YEAR), 1, BUREAU, "manager")
    assert date.fromisoformat(extra["date"]) in {each.day for each in event.data.workdays.days if each.worked}


def test_a_correction_is_the_next_version_and_the_history_has_all_of_them(desk: Desk) -> None:
    desk.adopt()
    with pytest.raises(VersionMismatch):
        desk.adopt(by=at(MANAGER, 0))
    again = desk.adopt(holiday(weekday(date(YEAR, 7, 1))), by=at(MANAGER, 1), source="市局通知")
    assert again["version"] == 2
    assert [each.version for each in desk.told()] == [1, 2]
    page = desk.ask("workdays_history", year=str(YEAR), limit=2)
    assert [each["version"] for each in page["items"]] == [2, 1]
    rest = desk.ask("workdays_history", year=str(YEAR), limit=2, cursor=page["next"])
    assert [(each["version"], each["by"], each["source"]) for each in rest["items"]] == [(0, "", "")]
    assert rest["next"] is None


def test_what_says_nothing_new_makes_no_version_and_tells_nothing(desk: Desk) -> None:
    assert desk.adopt() == desk.adopt()
    assert len(desk.told()) == 1


def test_of_two_who_adopt_at_once_one_is_told_so(desk: Desk) -> None:
    service, data = desk.stage.service, {"year": str(YEAR), "days": [], "source": SOURCE, "reason": ""}
    units = [Unit(), Unit()]
    for number, unit in enumerate(units):
        days = [
            each | {"date": date.fromisoformat(each["date"])}
            for each in entered(YEAR, holiday(weekday(date(YEAR, 8, 2 + 7 * number))))
        ]
        OutletService.adopt_workdays.__wrapped__(service, unit, data | {"days": days}, MANAGER)  # type: ignore[attr-defined]
    desk.stage._committer.commit(units[0])
    with pytest.raises(Conflict) as told:
        desk.stage._committer.commit(units[1])
    assert told.value.code == "concurrent_change"


def test_only_administrators_enter_and_what_is_bad_names_its_place(desk: Desk) -> None:
    for by in (LIAISON, MEMBER, asking("leader", Role.LEADER)):
        with pytest.raises(Forbidden):
            desk.adopt(by=by)
    with pytest.raises(Invalid) as told:
        desk.adopt(makeup(weekday(date(YEAR, 3, 1))))
    assert told.value.problems[0].rule == "workdays.makeup_on_workday"
    for year in ("1999", "20x7", "2027-Q1"):
        with pytest.raises(NotFound):
            desk.ask("workdays", year=year)
    assert desk.told() == []


def test_years_are_listed_newest_first_each_bureaus_own(desk: Desk) -> None:
    desk.adopt()
    shown = desk.ask("workdays_list")["items"]
    assert [(each["year"], each["version"]) for each in shown] == [(YEAR, 1), (YEAR - 1, 0)]
    other = desk.ask("workdays_list", asking("member", bureau="370830"))["items"]
    assert [each["version"] for each in other] == [0, 0]
    assert desk.ask("workdays_list")["may"] == []
    assert desk.ask("workdays_list", asking("chief", Role.SCORING_MANAGER))["may"] == ["adopt"]


def test_administrators_are_told_once_a_month_that_a_year_is_not_known(desk: Desk) -> None:
    for bureau in (BUREAU, "370830"):
        desk.outlet(bureau)
    early, late, later = (datetime(2098, month, day, 2, tzinfo=UTC) for month, day in ((11, 10), (11, 16), (12, 2)))
    desk.stage.db["workdays"].insert_one({
        "_id": f"{BUREAU}:2098:000001", "bureau": BUREAU, "year": 2098, "version": 1, "basis": "entered", "days": [],
        "made": {"by": "manager", "at": None, "source": SOURCE, "reason": ""}, "since": None, "counted": [],
    })  # fmt: skip
    assert desk.miss(early) == 1  # the other bureau lacks even this year
    assert [desk.miss(late), desk.miss(late), desk.miss(later)] == [2, 0, 2]
    told = [(each.bureau, each.data.year) for each in desk.told() if isinstance(each.data, WorkdaysMissing)]
    assert told[0] == ("370830", 2098)
    assert sorted(told[1:]) == [(BUREAU, 2099)] * 2 + [("370830", 2099)] * 2


def test_who_has_no_open_account_enters_nothing(desk: Desk) -> None:
    gone = received(
        AccountClosed(AccountState("manager", "王芳", ("scoring_manager",), True), "other"), "manager", version=2
    )
    desk.stage.deliver(gone, "account_changed")
    with pytest.raises(Invalid):
        desk.adopt()
