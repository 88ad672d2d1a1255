"""What outlets took part in on its page, without JavaScript; and whether the page is whole, with it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from shared.clock import local_date, now
from tests.e2e.access_participations import lent_by
from tests.e2e.office import Office, office
from tests.e2e.people import People
from tests.e2e.played.browsing import Visitor
from tests.e2e.stack import Stack
from tests.e2e.windows import window

BUREAU = "330127"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    made = office(stack, people, BUREAU)
    lent_by(made.liaison, made.outlet["id"])  # from here on the service knows the outlet
    return made


def test_lent_material_is_recorded_seen_and_withdrawn(browser: Browser, people: People, there: Office) -> None:
    title = "夜巡航拍，用于反诈宣传片"
    with (
        window(browser, people, there.liaison, java_script_enabled=False) as desk,
        window(browser, people, there.owner, java_script_enabled=False) as outlet,
    ):
        desk.open("/participations")
        entries = {"媒体": there.outlet["name"], "提供了什么": title}
        desk.fill(entries | {"日期": "2098-01-01"})
        desk.press("登记应邀提供素材")
        assert desk.field("提供了什么").input_value() == title and desk.main.get_by_role("alert").count()
        desk.fill({"日期": local_date(now()).isoformat()})
        desk.press("登记应邀提供素材")
        desk.told("已登记。")
        assert "有效" in desk.row(title).inner_text()

        outlet.open("/activities")
        outlet.follow("参与协作")
        outlet.sees(title, "应邀提供素材")
        assert outlet.main.get_by_role("button", name="撤销").count() == 0

        withdrawing = desk.unfold("撤销", desk.row(title))
        desk.fill({"原因": "重复登记。"}, withdrawing)
        desk.press("撤销", withdrawing)
        desk.told("已撤销，相应积分会冲回。")
        outlet.page.reload()
        assert "重复登记。" in outlet.row(title).inner_text()
        outlet.open("/participations?kind=call")
        outlet.sees("还没有记录")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_page_is_whole(browser: Browser, people: People, there: Office, language: str) -> None:
    wrong = {}
    for person in (there.owner, there.liaison, there.leader):
        with window(browser, people, person, language=language) as somebody:
            visitor = Visitor(somebody.tab(), people.stack.url)
            for path in ("/participations", "/participations?kind=lent"):
                wrong |= {f"{person.login} {path}": told for told in [visitor.look(path, 200)] if told}
    assert wrong == {}
