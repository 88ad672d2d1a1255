"""The pages in a browser without JavaScript: nothing that has to be done needs it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.cast import PNG
from tests.e2e.office import Office, office
from tests.e2e.people import People, eventually
from tests.e2e.requesting import ask_for
from tests.e2e.rounds import handed_in
from tests.e2e.stack import Stack
from tests.e2e.windows import PHONE, Window, button, form, window
from tests.e2e.works import begin, in_state

BUREAU = "330118"
PAGE = 20  # rows of a list
TEXT = "写了很久的一段话。\n第二段。"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture(scope="module")
def outlet(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    """The window of the outlet's owner."""
    with window(browser, people, there.owner, java_script_enabled=False) as found:
        yield found


def test_one_signs_in_after_a_slip(browser: Browser, stack: Stack, people: People, there: Office) -> None:
    with window(browser, people, java_script_enabled=False) as somebody:
        page = somebody.tab("/works?status=draft")
        somebody.sign_in(page, there.owner, "not the password")
        assert page.locator("[role=alert]").inner_text()
        assert page.input_value("[name=login]") == there.owner.login
        assert page.input_value("[name=password]") == ""
        somebody.sign_in(page, there.owner)
        assert page.url == f"{stack.url}/works?status=draft"


def test_on_a_phone_filters_are_folded_until_they_are_asked_for(outlet: Window) -> None:
    page, field = outlet.tab("/works"), "[name=q]"
    assert page.locator(field).is_visible() and not page.locator(".fold").is_visible()
    page.set_viewport_size(PHONE["viewport"])
    assert not page.locator(field).is_visible()
    page.locator(".fold summary").click()
    page.fill(field, "没有这件")
    with page.expect_navigation():
        page.locator(".filters button").click()
    assert page.locator(".chip").count() == 1
    assert page.input_value(field) == "没有这件" and page.locator(field).is_visible(), "one is on"


def test_a_list_is_filtered_and_leafed_through(outlet: Window, there: Office) -> None:
    for _ in range(PAGE + 2):
        begin(there.owner, there.outlet["id"], genre="photo_set")
    begin(there.owner, there.outlet["id"], title="只此一件", genre="video")
    page, rows = outlet.tab("/works"), "#list tbody th"
    assert page.locator(rows).count() == PAGE
    page.select_option("[name=genre]", "photo_set")
    with page.expect_navigation():
        page.locator(".filters button").click()
    first = page.locator(rows).all_inner_texts()
    assert (len(first), "只此一件" in first) == (PAGE, False)
    with page.expect_navigation():
        page.locator("tr.more a").click()
    assert len(page.locator(rows).all_inner_texts()) == 2
    assert not set(page.locator(rows).all_inner_texts()) & set(first)
    assert page.locator(".chip").count() == 1, "the filter is on still"
    with page.expect_navigation():
        page.locator(".chip").click()
    page.fill("[name=q]", "只此")
    with page.expect_navigation():
        page.locator(".filters button").click()
    assert page.locator(rows).all_inner_texts() == ["只此一件"]
    page.close()


def test_requests_calls_and_activities_are_looked_for(outlet: Window, there: Office) -> None:
    for kind, title in (("material", "龙舟竞渡画面"), ("material", "夜查画面"), ("expert", "龙舟安全讲座")):
        ask_for(there.owner, there.outlet["id"], kind=kind, title=title)
    page, rows = outlet.tab("/requests"), "#list tbody th"
    page.select_option("[name=kind]", "material")
    page.fill("[name=q]", "龍舟")
    with page.expect_navigation():
        page.locator(".filters button").click()
    assert [title.strip() for title in page.locator(f"{rows} a").all_inner_texts()] == ["龙舟竞渡画面"]
    assert (page.input_value("[name=kind]"), page.input_value("[name=q]")) == ("material", "龍舟")
    assert page.locator(".chip").count() == 2, "both are on, and each can be taken off"
    page.close()
    for path in ("/requests", "/requests/cases", "/calls", "/activities", "/activities/past"):
        page = outlet.tab(f"{path}?q=没有这样的")
        assert page.input_value("[name=q]") == "没有这样的"
        assert page.locator("#list .empty").inner_text() and not page.locator(rows).count()
        page.close()


def test_a_work_is_drafted_with_a_file_and_handed_in(outlet: Window, there: Office, tmp_path: Path) -> None:
    photo = tmp_path / "现场.png"
    photo.write_bytes(PNG)
    page = outlet.tab("/works/new")
    page.fill("[name=title]", "没有脚本的稿件")
    page.fill("[name=body]", TEXT)
    page.select_option("[name=genre]", "article")
    page.locator("[name='attachments.file']").first.set_input_files(photo)
    button(page, "/works").click()
    work = page.url.partition("?")[0].rpartition("/")[2]
    found = there.owner.ok("GET", f"/submissions/{work}")
    assert (found["status"], found["title"], found["body"]) == ("draft", "没有脚本的稿件", TEXT)
    assert [file["name"] for file in found["attachments"]] == ["现场.png"]
    button(page, f"/works/{work}/submit").click()
    assert page.locator("[role=status].said").inner_text()
    in_state(there.owner, found, "in_review")
    page.close()


def test_a_file_that_is_not_taken_costs_no_text(outlet: Window, there: Office, tmp_path: Path) -> None:
    program = tmp_path / "照片.png"
    program.write_bytes(b"MZ" + bytes(500))
    page = outlet.tab("/works/new")
    page.fill("[name=title]", "附件不收的稿件")
    page.fill("[name=body]", TEXT)
    page.locator("[name='attachments.file']").first.set_input_files(program)
    with page.expect_response("**/works") as answered:
        button(page, "/works").click()
    assert answered.value.status == 422
    assert page.locator("[role=alert]").inner_text()
    assert page.input_value("[name=body]") == TEXT
    button(page, "/works").click()
    assert there.owner.ok("GET", "/submissions?q=附件不收")["items"][0]["status"] == "draft"
    page.close()


def test_a_review_is_taken_and_decided(browser: Browser, stack: Stack, people: People, there: Office) -> None:
    review = handed_in(there.owner, there.outlet["id"], there.first, body="第一段。\n要改的一句。")
    own = f"/reviews/{review['id']}"
    with window(browser, people, there.first, java_script_enabled=False) as reviewer:
        page = reviewer.tab("/reviews")
        page.get_by_role("link", name=review["title"], exact=True).click()
        button(page, f"{own}/claim").click()
        assert there.first.ok("GET", own)["claimed_by"] == there.first.account
        decision = form(page, f"{own}/decision")
        decision.locator("[name$='.quote']").first.fill("要改的一句。")
        decision.locator("[name$='.text']").first.fill("请写明来源")
        decision.locator("[for=d-changes]").click()
        decision.locator("[name=reason]").fill("一处要改")
        button(page, f"{own}/decision").click()
        assert page.url == f"{stack.url}{own}/recorded"
    (made,) = there.first.ok("GET", own)["decisions"]
    assert (made["decision"], made["reason"]) == ("changes", "一处要改")
    (remark,) = made["comments"]
    assert (remark["field"], remark["start"], remark["text"]) == ("body", 5, "请写明来源")


def test_a_double_click_has_one_effect(outlet: Window, there: Office) -> None:
    work = begin(there.owner, there.outlet["id"])
    page = outlet.tab(f"/works/{work['id']}")
    button(page, f"/works/{work['id']}/submit").dblclick()
    # The page must be there before it is looked at; and one in fifty that were closed while it came never closed.
    page.get_by_role("status").filter(has_text="已提交审核").wait_for()
    page.wait_for_load_state()
    # Which review tells when it has heard of it.
    eventually(lambda: there.owner.ok("GET", f"/submissions/{work['id']}"), lambda one: one["status"] == "in_review")
    acts = [each["act"] for each in there.owner.ok("GET", f"/submissions/{work['id']}/history")["items"]]
    assert len([act for act in acts if act.startswith("submit")]) == 1
    assert page.locator("[role=alert]").count() == 0, "whoever clicked twice is told of no error"
    page.close()
