"""E-mail addresses of accounts at rest, and keys that are changed: of fields, and of access tokens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.accounts.store import Accounts
from shared.identity.cipher import FieldCipher
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code

ADDRESS = "wangfang@example.com"
OLD, NEW = ("k1", bytes(range(32))), ("k2", bytes(range(1, 33)))


@pytest.fixture
def person(bureau: Bureau) -> Person:
    """Somebody who gave an address."""
    made = bureau.outsider()
    given = {"email": ADDRESS, "password": PASSWORD}
    assert made("PATCH", "/accounts/me", given, {"If-Match": "*"}).status_code == 200
    return made


def kept(person: Person) -> str:
    """What the database has."""
    row = person.desk.db["accounts"].find_one({"_id": person.account})
    assert row is not None
    return str(row["email"])


def shown(person: Person) -> str:
    return str(person("GET", "/accounts/me").get_json()["email"])


def test_an_address_is_read_by_its_owner_and_not_in_the_database(person: Person) -> None:
    assert shown(person) == ADDRESS
    assert kept(person).startswith("k1:") and "@" not in kept(person)
    assert "wangfang@" not in str(list(person.desk.db["accounts"].find({"_id": person.account})))


def test_one_from_before_is_sealed_once_and_read_all_the_while(person: Person) -> None:
    accounts = person.desk.runtime.people.accounts
    person.desk.db["accounts"].update_one({"_id": person.account}, {"$set": {"email": ADDRESS}})
    version = accounts.get(person.bureau, person.account).version
    assert shown(person) == ADDRESS
    while accounts.bring_up(2):
        pass
    assert (shown(person), accounts.get(person.bureau, person.account).version) == (ADDRESS, version)
    assert "@" not in kept(person)


def test_a_new_key_seals_and_the_old_one_opens(person: Person) -> None:
    db = person.desk.db
    turned = Accounts(db, FieldCipher([NEW, OLD]))
    before = turned.get(person.bureau, person.account)
    assert before.email == ADDRESS
    turned_person = replace(before, name="王方")
    with db.client.start_session() as session:
        turned.save(before, turned_person, "", session)
    assert kept(person).startswith("k2:")
    assert Accounts(db, FieldCipher([NEW])).get(person.bureau, person.account).address == ADDRESS


def test_what_cannot_be_opened_is_no_address_and_is_not_lost(person: Person, bureau: Bureau) -> None:
    db, sealed = person.desk.db, kept(person)
    away = Accounts(db, FieldCipher([NEW]))
    before = away.get(person.bureau, person.account)
    assert before.address == "" and before.view()["email"] == ""
    with db.client.start_session() as session:
        away.save(before, replace(before, name="王方"), "", session)
    assert kept(person) == sealed
    assert shown(person) == ADDRESS, "with its key it is there again"
    other = bureau.outsider("liuyan")
    db["accounts"].update_one({"_id": other.account}, {"$set": {"email": sealed}})
    assert shown(other) == "", "what is sealed opens as its own account's alone"


def test_an_operators_command_without_keys_loses_none(person: Person) -> None:
    sealed, plain = kept(person), Accounts(person.desk.db)
    before = plain.get(person.bureau, person.account)
    with person.desk.db.client.start_session() as session:
        plain.save(before, replace(before, name="王方"), "", session)
    assert kept(person) == sealed and plain.bring_up(10) == 0


def test_a_new_token_key_ends_access_tokens_and_no_session(desk: Desk, bureau: Bureau, mongo_uri: str) -> None:
    person = bureau.outsider()
    prefix = desk.db.name.removesuffix("gateway")
    turned = Desk(mongo_uri, database_prefix=prefix, token_key=bytes(range(1, 33)))
    try:
        there = Person(turned, bureau.code, token=person.token)
        assert code(there("GET", "/accounts/me")) == "auth.token_invalid"
        renewed = Person(turned, bureau.code)("POST", "/sessions/refresh", {"refresh_token": person.refresh})
        assert renewed.status_code in (200, 201), renewed.text
        there.keep(renewed)
        assert there("GET", "/accounts/me").status_code == 200
        assert code(Person(desk, bureau.code, token=there.token)("GET", "/accounts/me")) == "auth.token_invalid"
    finally:
        turned.runtime.stop()
