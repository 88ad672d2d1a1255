"""Response times: what is counted change by change is what a count of all requests gives; nothing of what is secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.liaison.service import LiaisonService
from shared.clock import SHANGHAI, now
from shared.context import RequestContext, Role
from shared.errors import DomainError, Invalid
from shared.events import AccountRolesChanged, AccountState, OutletState, OutletVerified
from shared.events.outlet import MemberState
from shared.histograms import mean, percent, within
from shared.months import month_of
from tests.services.stage import Stage, asking, inputs_of, received

LIAISON, OFFICER = asking("liaison", Role.LIAISON), asking("officer", Role.LIAISON)
NAMED, LEADER = asking("named", Role.LIAISON), asking("leader", Role.LEADER)
REVIEWER, WRITER = asking("reviewer", Role.REVIEWER_FIRST), asking("writer")
# Serves outlets and belongs to one.
TORN = asking("torn", Role.LIAISON)
EVERYBODY = (LIAISON, OFFICER, NAMED, LEADER, REVIEWER, TORN)
INPUTS = inputs_of("liaison", "command", "query")
REFUSAL = {"kind": "refusal", "text": "涉案画面，不能提供。"}
NEVER = {"count": 0, "median_minutes": None, "p90_minutes": None, "in_time": 0, "in_time_percent": None}
Key = tuple[str, str, str, str, str]


class Desk:
    """The service with an outlet, a unit and who works on requests."""

    def __init__(self, stage: Stage) -> None:
        self.stage, versions = stage, count(1)
        for each in EVERYBODY:
            account = each.actor.account
            state = AccountState(account, f"{account}警官", tuple(sorted(each.actor.roles)), closed=False)
            told = received(AccountRolesChanged(state, "admin"), account, version=next(versions))
            stage.deliver(told, "account_changed")
        for outlet, member in (("o1", "writer"), ("o2", "torn")):
            members = (MemberState(member, "outlet_member"),)
            verified = OutletVerified(OutletState(outlet, "滨江播报", "self_media", "verified", members=members), "x")
            stage.deliver(received(verified, outlet, version=next(versions)), "outlet_changed")
        self.unit = self.do("add_unit", LEADER, name="新闻科", head="leader", officers=["officer", "named"])["id"]
        self.do("name_officers", LEADER, expected=0, accounts=["named"])

    def do(self, method: str, by: RequestContext, **data: Any) -> Any:
        data.pop("expected", None)
        return self.stage.do(method, INPUTS[method], data, by)

    def shown(self, by: RequestContext = LEADER, **more: str) -> Any:
        month = month_of(now())
        return self.stage.ask("statistics", INPUTS["statistics"], {"from": month, "to": month} | more, by)

    def asked(self, kind: str = "material") -> str:
        made = self.do("open_request", WRITER, kind=kind, outlet="o1", title="画面", text="一段。")
        return str(made["id"])

    def assigned(self, kind: str = "material") -> str:
        request = self.asked(kind)
        self.do("assign_request", LIAISON, request=request, unit=self.unit, officer="officer")
        return request

    def counted(self) -> dict[str, Any]:
        return {each["_id"]: each for each in self.stage.db["statistics"].find()}


@pytest.fixture
def desk(stage: Callable[[type[Any]], Stage]) -> Desk:
    return Desk(stage(LiaisonService))


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 100))
def test_figures_of_a_histogram_are_exact(values: list[int], share: int) -> None:
    found = within(Counter(values), share)
    if not values:
        assert (found, mean({}), percent(0, 0)) == (None, None, None)
        return
    assert found is not None
    assert sum(value <= found for value in values) * 100 >= share * len(values)
    assert sum(value < found for value in values) * 100 < share * len(values)
    assert abs(float(mean(Counter(values)) or "") - sum(values) / len(values)) <= 0.05 + 1e-9


def test_what_is_done_is_counted_by_kind_unit_and_person(desk: Desk) -> None:
    request = desk.assigned()
    desk.do("answer_request", OFFICER, request=request, **REFUSAL)
    desk.do("rate_request", WRITER, request=request, stars=4)
    desk.do("answer_request", LIAISON, request=desk.asked("interview"), **REFUSAL)
    told = desk.shown(compare="previous")
    assert (told["total"]["acknowledgement"]["count"], told["total"]["answer"]["count"]) == (2, 2)
    assert told["total"]["satisfaction"] == {"count": 1, "mean": "4.0", "stars": [0, 0, 0, 1, 0]}
    assert told["total"]["answer"]["in_time_percent"] == "100.0"
    kinds = {each["kind"]: each for each in told["kinds"]}
    assert set(kinds) == {"material", "interview", "expert", "rumour", "suggestion"}
    assert kinds["material"]["answer"]["count"] == kinds["interview"]["answer"]["count"] == 1
    assert kinds["expert"]["answer"] == NEVER
    assert (kinds["material"]["acknowledgement_minutes"], kinds["material"]["answer_minutes"]) == (120, 840)
    units = [(each["unit_name"], each["answer"]["count"]) for each in told["units"]]
    assert units == [("新闻科", 1), ("", 1)]
    officers = {each["officer"]["name"]: each for each in told["officers"]}
    assert {name: each["answer"]["count"] for name, each in officers.items()} == {"officer警官": 1, "liaison警官": 1}
    assert officers["officer警官"]["satisfaction"]["mean"] == "4.0"
    assert told["months"][0]["answer"] == told["total"]["answer"]
    assert told["previous"]["total"]["answer"] == NEVER


def test_a_rating_counts_until_its_asker_asks_again(desk: Desk) -> None:
    request = desk.assigned()
    desk.do("answer_request", OFFICER, request=request, **REFUSAL)
    desk.do("rate_request", WRITER, request=request, stars=1)
    desk.do("reopen_request", WRITER, request=request, reason="没有说明理由。")
    assert desk.shown()["total"]["satisfaction"] == {"count": 0, "mean": None, "stars": [0, 0, 0, 0, 0]}
    desk.do("answer_request", OFFICER, request=request, **REFUSAL)
    desk.do("rate_request", WRITER, request=request, stars=5)
    told = desk.shown()["total"]
    assert told["satisfaction"] == {"count": 1, "mean": "5.0", "stars": [0, 0, 0, 0, 1]}
    assert told["answer"]["count"] == 2


def test_what_was_late_is_not_in_time(desk: Desk) -> None:
    for hours in (0, 1):
        request = desk.assigned()
        due = {"clock.due_at": now() - timedelta(hours=1), "due_at": now() - timedelta(hours=1)} if hours else {}
        if due:
            desk.stage.db["requests"].update_one({"_id": request}, {"$set": due})
        desk.do("answer_request", OFFICER, request=request, **REFUSAL)
    told = desk.shown()["total"]["answer"]
    assert (told["count"], told["in_time"], told["in_time_percent"]) == (2, 1, "50.0")


def test_nothing_is_counted_of_what_is_confidential(desk: Desk) -> None:
    before, shown = desk.counted(), desk.shown()
    case = desk.asked("rights")
    desk.do("assign_request", NAMED, request=case, unit=desk.unit, officer="named")
    desk.do("answer_request", NAMED, request=case, kind="reply", text="已约谈当事人。")
    desk.do("rate_request", WRITER, request=case, stars=5)
    assert (desk.counted(), desk.shown()) == (before, shown)


def test_persons_are_for_who_serves_outlets_and_belongs_to_none(desk: Desk) -> None:
    desk.do("answer_request", OFFICER, request=desk.assigned(), **REFUSAL)
    for by in (LIAISON, LEADER):
        assert [each["officer"]["account"] for each in desk.shown(by)["officers"]] == ["liaison", "officer"]
    for by in (WRITER, REVIEWER, TORN):
        told = desk.shown(by)
        assert told["officers"] == [] and told["total"]["answer"]["count"] == 1
        assert "officer警官" not in str(told)
    far = desk.shown(asking("far", Role.LEADER, bureau="330108"))
    assert far["total"]["answer"] == NEVER and far["units"] == []
    for wrong in ({"to": "2020-01"}, {"from": "2026-13"}, {"from": "2020-01"}):
        with pytest.raises(Invalid):
            desk.shown(**wrong)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_counted_by_the_way_is_what_a_count_of_all_gives(desk: Desk, seed: int) -> None:
    draw = Random(seed)
    requests = [desk.asked(draw.choice(["material", "interview", "rights"])) for _ in range(8)]
    acts: list[tuple[str, RequestContext, dict[str, Any]]] = [
        ("acknowledge_request", LIAISON, {}),
        ("assign_request", LIAISON, {"unit": desk.unit, "officer": "officer"}),
        ("answer_request", OFFICER, REFUSAL),
        ("answer_request", LIAISON, REFUSAL),
        ("answer_request", NAMED, REFUSAL),
        ("reopen_request", WRITER, {"reason": "不清楚"}),
        ("withdraw_request", WRITER, {"reason": ""}),
    ]
    done = 0
    for _ in range(160):
        request = draw.choice(requests)
        method, by, given_ = draw.choice(
            [*acts[:-1], *acts[:-1], ("rate_request", WRITER, {"stars": draw.randint(1, 5)}), acts[-1]]
        )
        try:
            desk.do(method, by, request=request, **given_)
            done += 1
        except DomainError:
            continue
    assert done > 20
    kept: Counter[Key] = Counter()
    late: Counter[Key] = Counter()
    for each in desk.counted().values():
        place = tuple(each[name] for name in ("month", "kind", "target", "unit", "officer"))
        for value, times in each["values"].items():
            kept[*place, value] += times
        late[place] += each["late"]
    expected = _from_scratch(desk)
    assert +kept == expected and len(expected) >= 4
    assert not any(late.values()) and min(kept.values()) >= 0


def _from_scratch(desk: Desk) -> Counter[Any]:
    """The same, counted here from the stored requests."""

    def month(at: datetime) -> str:
        return at.astimezone(SHANGHAI).strftime("%Y-%m")

    found: Counter[Any] = Counter()
    for each in desk.stage.db["requests"].find({"kind": {"$ne": "rights"}}):
        for took in each["took"]:
            value = str(took["minutes"])
            found[month(took["at"]), each["kind"], took["target"], took["unit"], took["officer"], value] += 1
        if each["rating"]:
            stars = str(each["rating"]["stars"])
            found[month(each["rating"]["at"]), each["kind"], "rating", each["unit"], each["officer"], stars] += 1
    return found
