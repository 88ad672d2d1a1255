"""Material and clarifications by clicking: refused with what was found, released, used, and a rumour answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser

from tests.e2e.cast import PNG
from tests.e2e.office import Office, office
from tests.e2e.people import People, Person, eventually
from tests.e2e.played.browsing import Visitor
from tests.e2e.requesting import ask_for, step
from tests.e2e.stack import Stack
from tests.e2e.windows import Window, window
from tests.e2e.works import approved

BUREAU = "330134"
RESIDENT_ID = "11010519491231002X"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture(scope="module")
def liaison(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    with window(browser, people, there.liaison, java_script_enabled=False) as found:
        yield found
    assert [line for line in found.said if "422" not in line] == [], "a browser says of a refusal that it is one"


@pytest.fixture(scope="module")
def owner(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    with window(browser, people, there.owner, java_script_enabled=False) as found:
        yield found
    assert found.said == []


def faults(browser: Browser, people: People, person: Person, path: str) -> list[str]:
    """What is wrong with a page in either language, at either width."""
    found = []
    for language in ("zh", "en"):
        with window(browser, people, person, language=language) as opened:
            found += Visitor(opened.tab(), people.stack.url).look(path, 200)
    return found


def written(folder: Path, text: str) -> Path:
    made, path = docx.Document(), folder / "通报.docx"
    made.add_paragraph(text)
    made.save(path)
    return path


def test_material_is_mended_where_something_was_found(
    browser: Browser, people: People, there: Office, liaison: Window, owner: Window, tmp_path: Path
) -> None:
    path = f"/requests/{ask_for(there.owner, there.outlet['id'])['id']}"
    picture = tmp_path / "现场.png"
    picture.write_bytes(PNG)
    page = liaison.page
    liaison.open(path)
    form = page.locator(f"form[action='{path}/answer']")
    form.locator("[name=text]").fill(f"当事人证号\n{RESIDENT_ID}。")
    form.locator("[type=file]").set_input_files([written(tmp_path, "联系 139 1234 5678"), picture])
    liaison.press("答复", form)
    liaison.sees("素材中有不能对外提供的内容", "第 2 段第 1 字“11**************2X”：公民身份号码", "请自己逐一看过")
    liaison.sees("文件“通报.docx”第 1 段第 4 字")
    assert "公民身份号码" in form.locator(".field", has=page.locator("[name=text]")).inner_text(), "beside the text"
    assert RESIDENT_ID in form.locator("[name=text]").input_value(), "nobody's text is lost"
    liaison.open(path)
    form.locator("[name=text]").fill("可横竖屏使用。")
    form.locator("[type=file]").set_input_files([written(tmp_path, "今日路况平稳。"), picture])
    form.locator("[name=embargo_until]").fill("2099-01-01T09:00")
    form.locator("[name=source_line]").fill("滨江公安")
    form.locator("[name=looked]").check()
    liaison.press("答复", form)
    owner.open(path)
    owner.sees("2099年1月1日", "前不得刊发（解禁时间）", "刊发时署名： 滨江公安", "还没有刊发")
    for person in (there.owner, there.liaison):
        assert faults(browser, people, person, path) == []


def test_a_message_is_mended_where_something_was_found(
    browser: Browser, people: People, there: Office, liaison: Window, owner: Window, tmp_path: Path
) -> None:
    path = f"/requests/{ask_for(there.owner, there.outlet['id'])['id']}"
    liaison.open(path)
    form = liaison.page.locator(f"form[action='{path}/messages']")
    form.locator("[name=text]").fill(f"证号{RESIDENT_ID}")
    form.locator("[type=file]").set_input_files([written(tmp_path, "联系 139 1234 5678")])
    form.locator("button:not([type=button])").last.click()
    liaison.sees("留言中有不能对外提供的内容", "文件“通报.docx”第 1 段第 4 字")
    assert "公民身份号码" in form.locator(".field", has=liaison.page.locator("[name=text]")).inner_text()
    picture = tmp_path / "现场.png"
    picture.write_bytes(PNG)
    liaison.open(path)
    form.locator("[name=text]").fill("样片见附件。")
    form.locator("[type=file]").set_input_files([picture])
    form.locator("[name=looked]").check()
    form.locator("button:not([type=button])").last.click()
    owner.open(path)
    owner.sees("样片见附件。")
    assert owner.page.locator("[name=looked]").count() == 0, "what an outlet sends is not screened"


def test_a_publication_names_its_material_and_the_request_shows_it(
    browser: Browser, people: People, there: Office, owner: Window
) -> None:
    asked = ask_for(there.owner, there.outlet["id"], title="国庆现场画面")
    file = there.liaison.ok("POST", "/files", files={"file": ("a.png", PNG, "image/png")}, data={"kind": "evidence"})
    step(there.liaison, asked["id"], "answer", kind="material", files=[{"file": file["id"]}], looked=True)
    work = approved(people, there.owner, there.outlet["id"])
    path = f"/works/{work['id']}/publications"
    form = owner.page.locator(f"form[action='{path}']")

    def reported() -> bool:
        owner.open(path)
        form.locator("[name=url]").fill(f"https://example.com/{work['id']}")
        form.locator("[name=published_at]").fill("2026-01-02T09:00")
        form.locator("summary").click()
        form.locator("[name=earlier]").check()
        form.locator("[name=material]").select_option(asked["id"])
        form.locator("button:not([type=button])").last.click()
        return "所用素材：" + asked["number"] in " ".join(owner.main.inner_text().split())

    eventually(reported)
    owner.open(f"/requests/{asked['id']}")
    owner.finds("素材使用情况", work["title"])
    assert faults(browser, people, there.owner, f"/requests/{asked['id']}") == []
    assert faults(browser, people, there.owner, path) == []
    step(there.owner, asked["id"], "reopening", reason="分辨率不够。")
    owner.open(path)
    select = owner.page.locator(".more-forms [name=material]")
    assert select.input_value() == asked["id"], "to correct something else leaves it, whatever became of the request"
    assert form.locator(f"[name=material] option[value='{asked['id']}']").count() == 1, "given once, it may be named"
    owner.open(f"/requests/{asked['id']}")
    owner.finds("素材使用情况", work["title"])
    (publication,) = there.owner.ok("GET", f"/submissions/{work['id']}/publications")["items"]
    assert faults(browser, people, there.liaison, f"/publications/{publication['id']}") == []


def test_a_rumour_is_answered_by_the_clarification_that_is_begun_from_it(
    browser: Browser, people: People, there: Office, liaison: Window, owner: Window
) -> None:
    rumour = ask_for(there.owner, there.outlet["id"], kind="rumour", title="网传大桥封闭", text="截图见附件。")
    liaison.open(f"/requests/{rumour['id']}")
    liaison.follow("发布辟谣信息")
    page = liaison.page
    assert page.locator("[name=clarifies]").input_value() == rumour["id"]
    assert page.locator("[name=kind][value=clarification]").is_checked()
    page.fill("[name=title]", "关于网传消息的说明")
    page.fill("[name=body]", "经核实，大桥正常通行。")
    page.check("[name=audience][value=all]")
    assert faults(browser, people, there.liaison, f"/bulletins/new?clarifies={rumour['id']}") == []
    liaison.press("下一步：核对")
    liaison.sees("查看所答复的不实信息举报")
    liaison.press("发布")
    liaison.follow("查看所答复的不实信息举报")
    owner.open(f"/requests/{rumour['id']}")
    owner.finds("查看辟谣信息", "关于网传消息的说明")
    assert faults(browser, people, there.owner, f"/requests/{rumour['id']}") == []
    owner.follow("查看辟谣信息")
    owner.sees("经核实，大桥正常通行。")
