"""Texts that mean harm, or that are merely long or run the other way, on the pages of those who have to read them."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.office import Office, office
from tests.e2e.people import Data, People
from tests.e2e.rounds import claim, decide, handed_in
from tests.e2e.stack import Stack
from tests.e2e.windows import PHONE, Window, window
from tests.e2e.works import begin

BUREAU = "330119"
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TEMPLATE = "{{ 7 * 7 }}${7*7}&lt;b&gt;</textarea></title>"
LONG = "W" * 90
TURNED = "שלום עולם 2026-1 مرحبا"
# Titles of what is handed in have to be printable, which the last is not: a draft may have it.
TITLES: Final = (MARKUP, TEMPLATE, LONG)
REMARKS: Final = (MARKUP + TURNED, TURNED, LONG * 3)
BODY = "\n".join((*TITLES, TURNED, "W" * 900, "长" * 900, "\u202e倒着写\u202c", "🚓" * 80))
# Whoever turns the direction of a line alone must be a box that holds nothing but what the person wrote.
LEAKS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!/[\\u0590-\\u08ff\\u202a-\\u202e]/.test(node.data)) continue;
    let box = node.parentElement;
    if (box.closest("script, style, template, title, option, textarea")) continue;
    const style = (each) => getComputedStyle(each);
    while (style(box).display === "inline" && !style(box).unicodeBidi.startsWith("isolate")) box = box.parentElement;
    const own = box.closest("[lang='zh-CN']:not(html)");
    if (!own) found.push(box.outerHTML.slice(0, 160));
  }
  return found;
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU, name=f"{MARKUP}报社", region='"><b>西兴')


@pytest.fixture(scope="module")
def draft(there: Office) -> Data:
    return begin(there.owner, there.outlet["id"], title=TURNED, body=BODY)


@pytest.fixture(scope="module")
def reviews(there: Office) -> list[Data]:
    """Rounds of works with such titles: the first goes back to its outlet, the others wait for the last level; what was
    said of them is as bad."""
    made = [handed_in(there.owner, there.outlet["id"], there.first, title=title, body=BODY) for title in TITLES]
    for review, text, said in zip(made, REMARKS, ("changes", "pass", "pass"), strict=True):
        why = f"{MARKUP}{TURNED}"
        claim(there.first, review)
        if open_ := [each["id"] for each in review["findings"] if each["state"] == "open"]:
            body = {"findings": open_, "reason": why}
            there.first.ok("POST", f"/reviews/{review['id']}/findings/dismissal", json=body)
        remark = {"field": "body", "start": 0, "end": len(MARKUP), "text": text}
        decide(there.first, review, decision=said, reason=why, comments=[remark])
    return made


def ills(window_: Window, page: Page, path: str) -> list[str]:
    """What is wrong with a page."""
    answer = page.goto(path)
    status = answer.status if answer is not None else 0
    found = [f"status {status}"] if status != 200 else []
    if wide := page.evaluate(WIDER):
        found.append(f"{wide} px wider than the window")
    if page.locator("img[src=x], main script, [onerror]").count():
        found.append("markup of a text is markup of the page")
    found += [f"leaks {each}" for each in page.evaluate(LEAKS)]
    found += [f"says {each}" for each in window_.said]
    window_.said.clear()
    return found


@pytest.mark.parametrize("who", ["owner", "first", "final", "leader", "liaison"])
def test_they_are_shown_and_do_nothing(
    browser: Browser, people: People, there: Office, reviews: list[Data], draft: Data, who: str
) -> None:
    works = [review["submission"] for review in reviews]
    common = ["/works", *(f"/works/{work}" for work in works)]
    own = [f"/works/{draft['id']}", f"/works/{draft['id']}/edit"]
    rounds = [
        "/reviews?all=true",
        *(f"/reviews/{each['id']}" for each in reviews),
        f"/reviews/{reviews[0]['id']}/history",
    ]
    pages = {
        "owner": ["/", *common, *own, f"/works/{works[1]}/edit", "/outlet"],
        "first": ["/", *rounds],
        "final": ["/reviews", *rounds],
        "leader": ["/overview", *common, *rounds, "/outlets", f"/outlets/{there.outlet['id']}"],
        "liaison": ["/", "/outlets", f"/outlets/{there.outlet['id']}", "/inbox"],
    }
    with window(browser, people, getattr(there, who), **PHONE) as somebody:
        page = somebody.tab()
        found = {path: wrong for path in pages[who] if (wrong := ills(somebody, page, path))}
    assert found == {}


def test_they_are_kept_as_they_were_written(
    browser: Browser, people: People, there: Office, reviews: list[Data]
) -> None:
    with window(browser, people, there.owner) as outlet:
        page = outlet.tab(f"/works/{reviews[0]['submission']}")
        assert page.locator("h1").inner_text() == MARKUP
        assert page.locator("main [lang='zh-CN']", has_text=there.outlet["name"]).count()
        shown = page.locator(".prose").first.inner_text()
    assert all(title in shown for title in TITLES)
    assert "\u202e" not in shown, "what turns the direction of all that follows is not kept at all"
