"""Sessions and forms in a real browser: many tabs, two at one thing, who is signed out, whoever presses twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from shared.clock import local_date, now
from tests.e2e.office import Office, office
from tests.e2e.people import Data, People, Person, eventually, join, problem, register, verify
from tests.e2e.rounds import claim, handed_in
from tests.e2e.stack import Stack
from tests.e2e.windows import Window, button, form, window
from tests.e2e.works import approved, begin
from tests.support.waiting import HOPE

BUREAU = "330117"
TABS = 10
TEXT = "写了很久的一段话，" * 10
EDIT, SAVE = "textarea[name=body]", "存为新修订"


@pytest.fixture(scope="module")
def there(stack: Stack, people: People) -> Office:
    return office(stack, people, BUREAU)


@pytest.fixture
def outlet(browser: Browser, people: People, there: Office) -> Iterator[Window]:
    """A window of the outlet's owner."""
    with window(browser, people, there.owner) as found:
        yield found


def draft(there: Office) -> tuple[Data, str]:
    """A new draft and the page on which it is edited."""
    work = begin(there.owner, there.outlet["id"])
    return work, f"/works/{work['id']}/edit"


def body(there: Office, work: Data) -> str:
    return str(there.owner.ok("GET", f"/submissions/{work['id']}")["body"])


def test_ten_tabs_renew_once_with_a_token_that_ran_out(outlet: Window, stack: Stack) -> None:
    tabs = [outlet.tab() for _ in range(TABS)]
    before = outlet.session
    outlet.age()
    for number, tab in enumerate(tabs):
        # Not `goto`, which would have one wait for the other.
        tab.evaluate("there => { location.href = there }", f"{stack.url}/works?q={number}")
    for number, tab in enumerate(tabs):
        tab.wait_for_url(f"{stack.url}/works?q={number}")
        assert tab.input_value("[name=q]") == str(number)
    row, after = outlet.kept(), outlet.session
    assert row is not None and len(row["used"]) == 1, "the refresh tokens that were used up"
    assert before is not None and after is not None and after.refresh != before.refresh
    for tab in tabs:
        tab.goto("/works")
        assert tab.url == f"{stack.url}/works"


def test_signing_out_in_one_tab_ends_all_of_them(outlet: Window, stack: Stack, there: Office) -> None:
    one, other, third = outlet.tab("/"), outlet.tab("/works"), outlet.tab("/inbox")
    found = outlet.session
    assert found is not None
    button(one, "/sign-out").click()
    one.wait_for_url(f"{stack.url}/sign-in")
    other.goto("/works?status=draft")
    assert other.url == f"{stack.url}/sign-in?next=/works?status%3Ddraft"
    # Whoever looks at a page with a live count need not even click.
    third.wait_for_url(f"{stack.url}/sign-in?next=/inbox")
    # A change: reads are answered for some seconds more.
    bearer = {"Authorization": f"Bearer {found.access}"}
    problem(requests.delete(f"{stack.url}/v1/sessions/current", headers=bearer, timeout=HOPE), 401)
    assert there.owner.ok("GET", "/accounts/me")["id"] == there.owner.account, "other sign-ins go on"


def test_signing_out_everywhere_ends_another_browser_s_session(
    browser: Browser, stack: Stack, people: People, there: Office
) -> None:
    person = people.new(bureau=BUREAU)
    with window(browser, people, person) as here, window(browser, people, person) as elsewhere:
        far, writing = elsewhere.tab("/account"), elsewhere.tab("/account")
        writing.fill("[name=name]", "别处写的姓名")
        page = here.tab("/account")
        button(page, "/account/sessions/end").click()
        page.wait_for_url(f"{stack.url}/sign-in")
        far.wait_for_url(f"{stack.url}/sign-in?next=/account")
        # What is being written there stays, and whoever writes it is told.
        expect(writing.locator("#toasts .toast-line")).to_be_visible()
        assert writing.input_value("[name=name]") == "别处写的姓名"
        with writing.expect_response("**/account/details") as answered:
            button(writing, "/account/details").click()
        assert answered.value.status == 401
        elsewhere.sign_in(far, person)
        far.wait_for_url(f"{stack.url}/account")
        assert far.locator("table tbody tr").count() == 1, "of three sign-ins one is left: this one"


@contextmanager
def foreign_page(action: str) -> Iterator[int]:
    """The port of a site of others, whose page sends a form to us as soon as it is opened."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f"<form method=post action='{action}'></form><script>document.forms[0].submit()</script>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


# The same host at another port is the same site: its forms come with our cookies.
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_form_of_another_origin_is_refused(outlet: Window, stack: Stack, host: str) -> None:
    page = outlet.tab()
    with foreign_page(f"{stack.url}/sign-out") as port, page.expect_response("**/sign-out") as answered:
        page.goto(f"http://{host}:{port}/", wait_until="commit")
    assert answered.value.status == 403
    page.wait_for_url(f"{stack.url}/sign-out")  # until the refusal is shown: going on before would be interrupted by it
    assert outlet.kept() is not None
    page.goto("/works")
    assert page.url == f"{stack.url}/works"


def test_who_comes_second_keeps_the_text_and_can_send_it_on(outlet: Window, there: Office) -> None:
    work, path = draft(there)
    one, other = outlet.tab(path), outlet.tab(path)
    one.fill(EDIT, "第一人写的。")
    button(one, path).click()
    one.wait_for_url(f"**/works/{work['id']}")
    other.fill(EDIT, TEXT)
    with other.expect_response(f"**{path}") as answered:
        button(other, path).click()
    assert answered.value.status == 412
    expect(other.locator("[role=alert]")).to_be_focused()
    assert other.input_value(EDIT) == TEXT
    assert body(there, work) == "第一人写的。"
    button(other, path).click()
    other.wait_for_url(f"**/works/{work['id']}")
    assert body(there, work) == TEXT
    expect(other.get_by_text(TEXT)).to_be_visible()


@pytest.mark.parametrize("how", ["ended", "lost"])
def test_whoever_is_signed_out_meanwhile_keeps_the_text_through_signing_in(
    outlet: Window, stack: Stack, there: Office, how: str
) -> None:
    work, path = draft(there)
    page = outlet.tab(path)
    page.fill(EDIT, TEXT)
    row = outlet.kept()
    assert row is not None
    if how == "ended":
        stack.db["sessions"].delete_one({"_id": row["_id"]})
    else:
        outlet.forget()
    with page.expect_response(f"**{path}") as answered:
        button(page, path).click()
    assert answered.value.status == 401
    assert page.locator("main textarea").input_value() == TEXT
    with page.expect_popup() as opened:
        page.locator("main a[target=_blank]").click()
    outlet.sign_in(opened.value, there.owner)
    opened.value.wait_for_url(f"{stack.url}/")
    button(page, path).click()
    page.wait_for_url(f"**/works/{work['id']}")
    assert body(there, work) == TEXT


def test_what_was_typed_is_offered_again_after_the_page_was_left(outlet: Window, there: Office) -> None:
    _, path = draft(there)
    page = outlet.tab(path)
    page.fill(EDIT, TEXT)
    page.goto("/works")
    page.goto(path)
    assert page.input_value(EDIT) != TEXT
    page.locator("[data-take]").click()
    assert page.input_value(EDIT) == TEXT


def test_unsent_text_is_its_account_s_alone_and_goes_with_who_signs_out(
    browser: Browser, stack: Stack, people: People, there: Office
) -> None:
    """On a machine that several people share: a session that ended by itself leaves it there, for the same account."""
    colleague = people.new(bureau=BUREAU)
    join(there.owner, colleague, there.outlet["id"])
    _, path = draft(there)
    with window(browser, people, there.owner) as shared:
        page = shared.tab(path)
        page.fill(EDIT, TEXT)
        shared.forget()

        def as_(person: Person) -> None:
            page.goto("/sign-in")
            shared.sign_in(page, person)
            page.wait_for_url(f"{stack.url}/")
            page.goto(path)

        def leave() -> None:
            button(page, "/sign-out").click()
            page.wait_for_url(f"{stack.url}/sign-in")

        as_(colleague)
        expect(page.locator("[data-take]")).to_have_count(0)
        assert TEXT not in page.content()
        leave()
        as_(there.owner)
        page.locator("[data-take]").click()
        assert page.input_value(EDIT) == TEXT
        leave()
        assert page.evaluate("JSON.stringify(localStorage)") == "{}"
        as_(there.owner)
        expect(page.locator("[data-take]")).to_have_count(0)


def posts(page: Page) -> list[str]:
    """What the page sends from now on."""
    found: list[str] = []
    page.on("request", lambda asked: found.append(asked.url) if asked.method == "POST" else None)
    return found


def test_a_double_click_on_an_outlet_s_buttons_has_one_effect(
    outlet: Window, stack: Stack, people: People, there: Office
) -> None:
    work, _ = draft(there)
    own = f"/submissions/{work['id']}"
    page = outlet.tab(f"/works/{work['id']}")
    sent = posts(page)
    button(page, f"/works/{work['id']}/submit").dblclick()
    expect(page.locator(".said")).to_be_visible()
    assert len(sent) == 1
    acts = [each["act"] for each in there.owner.ok("GET", f"{own}/history")["items"]]
    assert len([act for act in acts if act.startswith("submit")]) == 1

    done = approved(people, there.owner, there.outlet["id"])
    page.goto(f"/works/{done['id']}/publications")
    report = form(page, f"/works/{done['id']}/publications")
    report.locator("[name=published_at]").fill(f"{local_date(now())}T00:00")
    report.locator("[name=url]").fill(f"https://example.com/{done['id']}")
    report.locator("summary").click()
    report.locator("[name=earlier]").check()
    button(page, f"/works/{done['id']}/publications").dblclick()
    expect(page.locator(".said")).to_be_visible()
    (publication,) = there.owner.ok("GET", f"/submissions/{done['id']}/publications")["items"]

    numbers = f"/works/{done['id']}/publications/{publication['id']}/metrics"
    page.locator("details", has=form(page, numbers)).locator("> summary").click()
    form(page, numbers).locator("[name=observed_at]").fill(f"{local_date(now())}T00:00")
    form(page, numbers).locator("[name=reads]").fill("1,200")
    button(page, numbers).dblclick()
    expect(page.locator(".said")).to_be_visible()
    (snapshot,) = there.owner.ok("GET", f"/publications/{publication['id']}/metrics")["items"]
    assert snapshot["reads"] == 1200
    assert len(sent) == 3


def test_a_double_click_decides_once(browser: Browser, people: People, there: Office) -> None:
    review = handed_in(there.owner, there.outlet["id"], there.first)
    own = f"/reviews/{review['id']}"
    claim(there.first, review)
    with window(browser, people, there.first) as reviewer:
        page = reviewer.tab(own)
        sent = posts(page)
        page.locator("[for=d-pass]").click()
        button(page, f"{own}/decision").dblclick()
        page.wait_for_url(f"**{own}/recorded")
        assert len(sent) == 1
    found = there.final.ok("GET", own)
    assert [each["decision"] for each in found["decisions"]] == ["pass"]
    assert found["status"] == "open", "the next level is not decided along with it"


def streams(stack: Stack) -> float:
    """How many live inboxes the gateway serves."""
    told = requests.get(f"http://127.0.0.1:{stack.gateway.health}/metrics", timeout=HOPE).text
    return sum(float(line.split()[1]) for line in told.splitlines() if line.startswith("jingmei_http_streams"))


def test_tabs_share_one_live_stream(outlet: Window, stack: Stack, there: Office) -> None:
    eventually(lambda: streams(stack), lambda count: count == 0)
    tabs = [outlet.tab(path) for path in ("/", "/works", "/account")]
    for tab in tabs:
        tab.evaluate("() => { window.sameDocument = true }")
    eventually(lambda: streams(stack), lambda count: count == 1)
    unread = there.owner.ok("GET", "/inbox/unread")["unread"]
    made = register(there.owner)
    verify(there.liaison, made)
    for tab in tabs:
        expect(tab.locator(".toast-line", has_text=made["name"])).to_be_visible()
        expect(tab.locator(".places [data-unread]")).to_have_text(str(unread + 1))
        expect(tab).to_have_title(f"({unread + 1}) " + tab.title().partition(") ")[2])
        assert tab.evaluate("window.sameDocument")
    assert streams(stack) == 1
    for tab in tabs[1:]:
        tab.close()
    assert outlet.said == []
