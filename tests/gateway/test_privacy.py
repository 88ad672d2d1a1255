"""The privacy notice and who agreed to it: asked for anew when it changes, withdrawn, and nothing refused for that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gateway import privacy
from gateway.privacy import NOTICE, consents, notice
from tests.gateway.accounts.desk import Bureau, Desk, Person, form, rules
from tests.gateway.accounts.fixtures import bureau, cheap_passwords, desk
from tests.support.trail import trail
from tests.support.waiting import until

__all__ = ["bureau", "cheap_passwords", "desk"]
MINE = "/accounts/me/consents"


def asked(person: Person) -> bool:
    return bool(person("GET", MINE).get_json()["asked"])


def test_the_notice_is_the_same_edition_in_both_languages(bureau: Bureau) -> None:
    assert notice("zh").edition == notice("en").edition == NOTICE
    assert len(notice("zh").paragraphs) == len(notice("en").paragraphs)
    nobody = bureau.person()
    for locale in ("zh", "en"):
        told = nobody("GET", "/privacy-notice", None, {"Accept-Language": locale}).get_json()
        assert told == {"edition": NOTICE, "title": notice(locale).title, "paragraphs": list(notice(locale).paragraphs)}


def test_who_signs_up_with_it_is_not_asked_again(desk: Desk, bureau: Bureau) -> None:
    person = bureau.person()
    wrong = person("POST", "/accounts/sign-up", {**form("wangfang"), "bureau": bureau.code, "notice": "1999-01"})
    assert rules(wrong) == {"/notice": "consent.not_current"}
    made = person("POST", "/accounts/sign-up", {**form("wangfang"), "bureau": bureau.code, "notice": NOTICE})
    assert made.status_code == 201
    assert person.sign_in(made.get_json()["login"])["notice_asked"] is False
    told = person("GET", MINE).get_json()
    assert [(each["edition"], each["withdrawn_at"]) for each in told["items"]] == [(NOTICE, None)]
    assert (told["current"], told["asked"]) == (NOTICE, False)


def test_who_did_not_is_asked_agrees_once_and_withdraws(desk: Desk, bureau: Bureau) -> None:
    person = bureau.outsider("wangfang")
    assert person.sign_in("wangfang")["notice_asked"] and asked(person)
    assert rules(person("POST", MINE, {"edition": "1999-01"})) == {"/edition": "consent.not_current"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: person("POST", MINE, {"edition": NOTICE}), range(4)))
    assert {each.status_code for each in answers} == {200}
    assert desk.db["consents"].count_documents({"account": person.account}) == 1
    assert not asked(person) and not person.sign_in("wangfang")["notice_asked"]
    gone = person("POST", f"{MINE}/withdrawal").get_json()
    assert gone["asked"] and gone["items"][0]["withdrawn_at"]
    assert person("GET", "/accounts/me").status_code == 200, "nothing is refused for it"
    assert person("POST", MINE, {"edition": NOTICE}).get_json()["asked"] is False
    assert desk.db["consents"].count_documents({"account": person.account}) == 2, "both are the proof"
    rows = until("rows", lambda: trail(desk.db, operation="privacy.withdraw", account=person.account))
    assert rows[0]["status"] in (None, 200)


def test_another_edition_is_asked_for(desk: Desk, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    person = bureau.outsider("wangfang")
    person("POST", MINE, {"edition": NOTICE})
    for module in (privacy, consents):
        monkeypatch.setattr(module, "NOTICE", "2099-01")
    assert person.sign_in("wangfang")["notice_asked"]
    told: Any = desk.db["consents"].find_one({"account": person.account})
    assert told["edition"] == NOTICE and told["withdrawn_at"] is None
