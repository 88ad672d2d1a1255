"""Forms with files and unsent text in a real browser: nothing goes without what was put into it, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.cast import PNG
from tests.e2e.office import Office, office
from tests.e2e.people import Data, People
from tests.e2e.requesting import ask_for
from tests.e2e.stack import Stack
from tests.e2e.windows import Window, form, window

BUREAU = "330140"
UPLOADS = "**/files"
TEXT = "写了很久的一段话，" * 10


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture(scope="module")
def owner(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    with window(browser, people, there.owner) as found:
        yield found


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    made = tmp_path / "现场.png"
    made.write_bytes(PNG)
    return made


@pytest.fixture
def asked(there: Office) -> Data:
    return ask_for(there.owner, there.outlet["id"])


def messages(there: Office, asked: Data) -> list[Data]:
    found: list[Data] = there.owner.ok("GET", f"/requests/{asked['id']}/messages")["items"]
    return found


def talk(owner: Window, asked: Data) -> tuple[Page, Locator]:
    """The page of a request, and its form for a message."""
    page = owner.tab(f"/requests/{asked['id']}")
    return page, form(page, f"/requests/{asked['id']}/messages")


def held_back(page: Page) -> Callable[[], None]:
    """Uploads of the page wait until what this gives is called."""
    waiting: list[Route] = []

    def go() -> None:
        for each in waiting:
            each.continue_()

    page.route(UPLOADS, lambda route: waiting.append(route))  # noqa: PLW0108 a wrapper is put on it
    return go


def test_a_form_waits_for_a_file_that_is_still_on_its_way(
    owner: Window, there: Office, asked: Data, photo: Path
) -> None:
    page, said = talk(owner, asked)
    go_on = held_back(page)
    said.locator("[name=text]").fill("样张见附件。")
    with page.expect_request(UPLOADS):
        said.locator("[type=file]").set_input_files(photo)
    expect(said.locator("ul.files")).to_contain_text("现场.png")
    said.locator("button:not([type=button])").click()
    expect(said.locator(".upload-hint")).to_have_text("附件还在上传，传完后自动提交。")
    assert messages(there, asked) == []
    with page.expect_navigation():
        go_on()
    (message,) = messages(there, asked)
    assert len(message["files"]) == 1


def test_a_form_does_not_go_without_a_file_that_failed(owner: Window, there: Office, asked: Data, photo: Path) -> None:
    page, said = talk(owner, asked)
    page.route(UPLOADS, lambda route: route.abort())
    said.locator("[name=text]").fill("样张见附件。")
    said.locator("[type=file]").set_input_files(photo)
    send, failed = said.locator("button:not([type=button])"), said.locator("ul.files .failed")
    expect(failed).to_contain_text("没有上传成功")
    send.click()
    expect(said.locator(".upload-hint")).to_contain_text("请移除，或重新选择这个文件")
    assert messages(there, asked) == []
    page.unroute(UPLOADS)
    said.locator("[type=file]").set_input_files(photo)
    expect(said.locator("ul.files a")).to_have_count(1)
    expect(failed).to_have_count(0)
    said.locator("[type=file]").set_input_files(photo.with_name(_unfit(photo)))
    expect(failed).to_contain_text("脚本.png")
    failed.locator("[data-remove]").click()
    with page.expect_navigation():
        send.click()
    (message,) = messages(there, asked)
    assert len(message["files"]) == 1


def test_unsent_text_is_offered_in_every_form_that_keeps_it_until_it_was_sent(owner: Window, asked: Data) -> None:
    page = owner.tab("/requests/new")
    page.fill("[name=text]", TEXT)
    page.goto("/requests")
    page.goto("/requests/new")
    page.locator("[data-take]").click()
    assert page.input_value("[name=text]") == TEXT
    page.fill("[name=title]", "夜查画面")
    with page.expect_navigation():
        page.locator("form[data-keep] button:not([type=button])").last.click()
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page, said = talk(owner, asked)
    said.locator("[name=text]").fill(TEXT)
    with page.expect_navigation():
        said.locator("button:not([type=button])").click()
    expect(page.locator("main")).to_contain_text(TEXT)
    expect(page.locator("[data-take]")).to_have_count(0)
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"


def test_no_identity_number_is_kept_on_the_machine(owner: Window) -> None:
    page = owner.tab("/register")
    page.fill("[name=name]", "浦沿播报")
    page.fill("[name='operator.id_number']", "11010519491231002X")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "浦沿播报" in kept and "11010519491231002X" not in kept
    page.evaluate("localStorage.clear()")


def _unfit(photo: Path) -> str:
    """A file beside it that is refused, whatever its name says."""
    (photo.parent / "脚本.png").write_bytes(b"#!/bin/sh\n")
    return "脚本.png"
