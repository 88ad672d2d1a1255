"""Signatures and looks at personal data: they take password or code, unless it was given a moment ago."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from werkzeug.test import TestResponse

from gateway.accounts.second_factors import STEP
from shared.clock import now
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Person, code, rules

PROOF, FACTOR = "/sessions/current/proof", "/accounts/me/second-factor"
# What is passed on to a service, which is not there.
PASSED = 503


@pytest.fixture
def clock() -> Iterator[Any]:
    """The middle of a step, standing still."""
    with time_machine.travel(int(now().timestamp()) // STEP * STEP + STEP / 2, tick=False) as made:
        yield made


@pytest.fixture
def officer(clock: Any, bureau: Bureau) -> Person:
    return bureau.officer("chenlu", "liaison", "leader")


def reveal(person: Person, **body: str) -> TestResponse:
    return person("POST", "/outlets/0192f0c4-0000-7000-8000-000000000001/revelation", body)


def sign(person: Person, **body: str) -> TestResponse:
    return person("POST", "/periods/2026-Q3/finalisation", body)


def own_data(person: Person, **body: str) -> TestResponse:
    return person("POST", "/accounts/me/data", body)


@pytest.mark.parametrize("act", [reveal, sign, own_data])
def test_five_minutes_after_a_sign_in_the_password_is_asked_for(clock: Any, officer: Person, act: Any) -> None:
    clock.shift(timedelta(minutes=4, seconds=59))
    assert act(officer).status_code == PASSED
    clock.shift(timedelta(seconds=1))
    assert code(act(officer)) == "auth.prove_by_password"
    assert rules(act(officer, password=OTHER)) == {"/password": "accounts.password_not_yours"}
    assert act(officer, password=PASSWORD).status_code == PASSED
    clock.shift(timedelta(minutes=4))
    assert act(officer).status_code == PASSED, "given along, it is good for five minutes, too"


def test_it_is_given_for_this_session_alone(clock: Any, bureau: Bureau, officer: Person) -> None:
    other = bureau.person()
    other.sign_in("chenlu")
    clock.shift(timedelta(minutes=6))
    assert rules(officer("POST", PROOF, {})) == {"/password": "required"}
    assert rules(officer("POST", PROOF, {"password": OTHER})) == {"/password": "accounts.password_not_yours"}
    assert officer("POST", PROOF, {"password": PASSWORD}).status_code == 200
    assert reveal(officer).status_code == PASSED
    assert code(reveal(other)) == "auth.prove_by_password"


def test_of_who_has_a_second_factor_it_is_a_code(clock: Any, officer: Person) -> None:
    secret = officer("POST", FACTOR, {"password": PASSWORD}).get_json()["secret"]
    maker = pyotp.TOTP(secret)
    assert officer("POST", f"{FACTOR}/confirmation", {"code": maker.at(now())}).status_code == 200
    clock.shift(timedelta(minutes=6))
    assert code(reveal(officer, password=PASSWORD)) == "auth.prove_by_code", "a password is not enough"
    assert rules(officer("POST", PROOF, {"password": PASSWORD})) == {"/code": "required"}
    assert rules(reveal(officer, code="000000")) == {"/code": "accounts.code_wrong"}
    assert officer("POST", PROOF, {"code": maker.at(now())}).status_code == 200
    assert sign(officer).status_code == PASSED
    assert rules(sign(officer, code=maker.at(now()))) == {"/code": "accounts.code_wrong"}, "used"


def test_wrong_proofs_lock_like_wrong_passwords(clock: Any, officer: Person) -> None:
    for _ in range(5):
        assert rules(officer("POST", PROOF, {"password": OTHER})) == {"/password": "accounts.password_not_yours"}
    assert code(officer("POST", PROOF, {"password": PASSWORD})) == "auth.locked"
