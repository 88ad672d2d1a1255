"""The pages of accounts for who keeps them, who says what they may, and who reads the trail."""

from __future__ import annotations

from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import Bureau


def signed_in(browser: Browser, login: str) -> Browser:
    made = Browser(browser.app, browser.bureau)
    made.sign_in(login)
    return made


def test_each_has_the_forms_of_what_they_may(browser: Browser, bureau: Bureau) -> None:
    officer, security = bureau.officer("lijing", "liaison"), bureau.security
    page = f"/accounts/{officer.account}"
    keeps, gives = signed_in(browser, "chief"), signed_in(browser, "security")
    shown = keeps.get(page).text
    assert all(words in shown for words in ("资料</h2>", "重置密码</button>", "停用账号</button>", "由安全管理员授予"))
    assert "保存职务" not in shown and 'name="roles"' not in keeps.get("/accounts/new").text
    shown = gives.get(page).text
    assert all(words in shown for words in ("保存职务</button>", "解除锁定</button>"))
    assert not any(words in shown for words in ("资料</h2>", "重置密码</button>", "停用账号</button>"))
    own = gives.get(f"/accounts/{security.account}").text
    assert "保存职务" not in own and "另一名安全管理员" in own
    assert "新建民警账号" in keeps.get("/accounts").text and "新建民警账号" not in gives.get("/accounts").text
    assert gives.get("/accounts/new").status_code == 403


def test_a_security_administrator_gives_roles_by_the_form(browser: Browser, bureau: Bureau) -> None:
    officer, _ = bureau.officer("lijing", "liaison"), bureau.security
    page = f"/accounts/{officer.account}"
    keeps, gives = signed_in(browser, "chief"), signed_in(browser, "security")
    version = values(gives.get(page).text)["version"]
    refused = keeps.post(f"{page}/roles", {"version": version, "roles": "leader"})
    assert refused.status_code == 403
    both = gives.post(f"{page}/roles", {"version": version, "roles": ["admin", "leader"]})
    assert both.status_code == 422 and "不能与其他职务兼任" in both.text
    done = gives.post(f"{page}/roles", {"version": version, "roles": ["reviewer_first", "leader"]})
    assert (done.status_code, done.location) == (303, page)
    assert officer("GET", "/accounts/me").get_json()["roles"] == ["leader", "reviewer_first"]


def test_the_trail_is_the_auditors(browser: Browser, bureau: Bureau) -> None:
    assert bureau.auditor.account and bureau.security.account
    reads = signed_in(browser, "auditor")
    assert reads.get("/audit").status_code == 200
    assert reads.get("/accounts").status_code == 403
    for login in ("chief", "security"):
        assert signed_in(browser, login).get("/audit").status_code == 403
