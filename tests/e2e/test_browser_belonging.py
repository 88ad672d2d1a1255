"""Officers who belong to an outlet: pages show them what the API would take, and nothing of the desk's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser

from shared.context import Role
from tests.e2e.access_participations import lent_by
from tests.e2e.gathering import announced, begun, planned, replied
from tests.e2e.office import Office, office
from tests.e2e.people import Data, People, Person, eventually, join, register, verify
from tests.e2e.requesting import ask_for, name_officers, unit_of
from tests.e2e.stack import Stack
from tests.e2e.windows import window

BUREAU: Final = "330128"
ID: Final = re.compile(r"(?<=/)[0-9a-f-]{32,36}(?=/|\Z)")
ROLES: Final = (Role.LIAISON, Role.LEADER)
SUGGEST: Final = "/activities/*/outcomes/suggestions"
FEED: Final = "/activities/calendar/feed"
# Of other outlets a liaison records what they lent all the same.
LENT: Final = {"/participations", "/participations/*/withdrawal"}


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture(scope="module")
def other(people: People, there: Office) -> Data:
    """An outlet of somebody else."""
    return verify(there.liaison, register(people.new(bureau=BUREAU)))


@pytest.fixture(scope="module")
def held(there: Office) -> Data:
    """An activity with minutes, a task and a suggestion."""
    made = announced(there.liaison)
    replied(there.owner, made["id"], there.outlet["id"])
    path = f"/activities/{made['id']}"
    begun(there.liaison, made)
    there.liaison.ok("POST", f"{path}/holding")
    task = {"text": "提供案例", "unit": "反诈中心", "due": "2099-01-01"}
    there.liaison.ok("PUT", f"{path}/minutes", json={"tasks": [task]}, headers={"If-Match": '"0"'})
    there.owner.ok("POST", f"{path}/suggestions", json={"outlet": there.outlet["id"], "text": "开放素材库。"})
    return made


@pytest.fixture(scope="module")
def paths(there: Office, other: Data, held: Data) -> list[str]:
    """Pages on which officers do something, each with something on it."""
    draft = planned(there.liaison)
    lent_by(there.liaison, there.outlet["id"])
    lent_by(there.liaison, other["id"])
    call = there.liaison.ok(
        "POST",
        "/calls",
        json={"kind": "call", "title": "百日行", "brief": "一种新骗局。", "closes_at": "2099-01-01T00:00:00+08:00"},
    )
    asked = ask_for(there.owner, there.outlet["id"], kind="rumour", title="网传停水")
    topic = there.liaison.ok("GET", "/topics")["items"][0]["id"]
    lists = ["/activities", "/activities/past", "/calls", "/topics", "/participations", "/requests"]
    desk = ["/request-desk/units", "/request-desk/times"]
    ones = [f"/activities/{draft['id']}", f"/activities/{held['id']}", f"/activities/{held['id']}/outcomes"]
    return [*lists, *desk, *ones, f"/calls/{call['id']}", f"/topics/{topic}", f"/requests/{asked['id']}"]


@pytest.fixture(scope="module")
def members(people: People, stack: Stack, there: Office, paths: list[str]) -> Iterator[dict[Role, Person]]:
    """Officers in these roles who joined the outlet, as the service has heard."""
    made = {role: people.new(role, bureau=BUREAU, name=f"{role}成员") for role in ROLES}
    unit_of(there.leader, there.leader, there.liaison)
    for each in made.values():
        join(there.owner, each, there.outlet["id"])
    known = stack.client[stack.db.name.removesuffix("gateway") + "liaison"]["outlets"]
    for each in made.values():
        eventually(lambda each=each: known.find_one({"_id": there.outlet["id"], "members": each.account}))
    yield made


@pytest.mark.parametrize("role, does", [(Role.LIAISON, {SUGGEST} | LENT), (Role.LEADER, {SUGGEST})])
def test_pages_offer_them_nothing_that_is_refused(
    browser: Browser, people: People, members: dict[Role, Person], paths: list[str], role: Role, does: set[str]
) -> None:
    with window(browser, people, members[role], java_script_enabled=False) as officer:
        forms, ways = set(), set()
        for path in paths:
            officer.open(path)
            assert officer.main.get_by_role("heading", level=1).count() == 1, path
            for form in officer.main.locator("form[method=post]").all():
                forms.add(ID.sub("*", form.get_attribute("action") or path))
            for way in officer.main.locator("a.btn").all():
                ways.add(way.get_attribute("href") or "")
        assert forms - {"/requests/*/messages", "/requests/*/withdrawal"} == does
        assert {each for each in ways if each.endswith(("/new", "/edit", "/door"))} == {"/requests/new"}
        for path in ("/activities/new", "/calls/new"):
            answer = officer.page.goto(path)
            assert role is not Role.LIAISON or (answer is not None and answer.status == 403), path


def test_they_ask_and_come_for_their_outlet(
    browser: Browser, people: People, there: Office, other: Data, members: dict[Role, Person]
) -> None:
    liaison = members[Role.LIAISON]
    made = announced(there.liaison, title="媒体座谈会", invited=[{"to": "outlet", "id": there.outlet["id"]}])
    with window(browser, people, liaison, java_script_enabled=False) as officer:
        officer.open("/requests")
        officer.follow("提出需求")
        officer.fill({"标题": "夜巡画面", "具体内容": "一段。"})
        officer.press("提交需求")
        officer.sees("夜巡画面", "待受理")
        officer.open("/requests?state=opened&desk=true")
        officer.sees("本人所属媒体提出的不在此列")
        assert "夜巡画面" not in officer.main.inner_text()
        officer.follow("一并显示")
        officer.sees("夜巡画面")
        officer.open(f"/activities/{made['id']}")
        assert officer.field("媒体").locator("option").all_inner_texts() == [there.outlet["name"]]
        officer.press("提交答复")
        officer.told("报名成功")


def test_a_reply_is_for_an_outlet_that_is_invited(
    browser: Browser, people: People, there: Office, other: Data, members: dict[Role, Person]
) -> None:
    """Somebody of two verified outlets, of which one is invited."""
    second = verify(there.liaison, register(there.owner, name="西兴社区号"))
    made = announced(there.liaison, title="社区座谈", invited=[{"to": "outlet", "id": second["id"]}])
    eventually(lambda: there.owner.call("GET", f"/v1/activities/{made['id']}"), lambda one: one.status_code == 200)
    with window(browser, people, there.owner, java_script_enabled=False) as owner:
        owner.open(f"/activities/{made['id']}")
        assert owner.field("媒体").locator("option").all_inner_texts() == ["西兴社区号"]


def test_a_named_officer_finds_who_is_named(browser: Browser, people: People, there: Office) -> None:
    officer = people.new(Role.REVIEWER_FIRST, bureau=BUREAU, name="专办民警甲")
    with window(browser, people, officer, java_script_enabled=False) as named:
        named.open("/requests")
        assert named.main.get_by_role("link", name="专办民警").count() == 0
        name_officers(there.leader, officer)
        named.open("/requests")
        named.follow("专办民警")
        named.sees("专办民警甲")
        assert named.main.locator("form[method=post]").count() == 0
