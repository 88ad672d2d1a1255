"""Hashing: what is stored, and how many may wait."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import argon2
import pytest

from gateway.accounts import passwords
from gateway.accounts.guessing import orders
from gateway.errors import ServiceUnavailable
from shared.errors import Invalid
from tests.support.waiting import HOPE, until

ROOT = Path(__file__).parents[3]
# Seconds of a processor for three of the costliest texts, of which each takes some hundredths.
BOUND = 5.0
# As in a worker. The lock is a native one: were the hash made on the loop, nobody would be left to release it.
UNDER_GEVENT = """
from gevent import monkey; monkey.patch_all()
import gevent
from gateway.accounts import passwords
held = monkey.get_original("_thread", "allocate_lock")()
held.acquire()
class Slow:
    def hash(self, password):
        return "released by the loop" if held.acquire(timeout=100) else "the loop stood still"
passwords._hasher = Slow()
gevent.spawn_later(0.05, held.release)
print(gevent.spawn(passwords.hash_password, "x").get())
"""


def test_a_password_is_stored_as_argon2id_with_64_mib() -> None:
    stored = passwords.hash_password("correct horse battery")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(stored, "correct horse battery")
    assert not passwords.matches(stored, "correct horse batterx")
    assert not passwords.matches("not a hash", "correct horse battery")
    assert not passwords.outdated(stored)


def test_an_unknown_account_is_compared_with_a_hash_as_costly_as_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who measures how long a refusal takes does not learn which accounts exist."""
    stored, compared = passwords.hash_password("correct horse battery"), []

    class Told(argon2.PasswordHasher):
        def verify(self, against: str | bytes, password: str | bytes) -> Literal[True]:
            compared.append(argon2.extract_parameters(str(against)))
            return super().verify(against, password)

    monkeypatch.setattr(passwords, "_hasher", Told())
    assert not passwords.matches(stored, "wrong")
    assert not passwords.matches(None, "wrong")
    assert len(compared) == 2 and compared[0] == compared[1]


def test_the_loop_goes_on_while_a_password_is_hashed() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UNDER_GEVENT], capture_output=True, text=True, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "released by the loop\n"), done.stderr


def test_two_hash_at_once_a_few_wait_and_the_rest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, end, at_once, most = threading.Semaphore(0), threading.Event(), [0], [0]

    class Slow:
        def hash(self, _password: str) -> str:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            begun.release()
            assert end.wait(HOPE)
            at_once[0] -= 1
            return "hash"

    monkeypatch.setattr(passwords, "_hasher", Slow())
    room = passwords.AT_ONCE + passwords.WAITING
    with ThreadPoolExecutor(room) as pool:
        waiting = [pool.submit(passwords.hash_password, "x") for _ in range(room)]
        assert all(begun.acquire(timeout=HOPE) for _ in range(passwords.AT_ONCE))
        refusal = refused()
        end.set()
        assert [each.result(HOPE) for each in waiting] == ["hash"] * room
    assert refusal.params["retry_after"] == 3
    assert most[0] == passwords.AT_ONCE


def refused() -> ServiceUnavailable:
    """The refusal that comes once everybody else stands in line."""
    until("everybody in line", lambda: not passwords._places._value)  # type: ignore[attr-defined]
    with pytest.raises(ServiceUnavailable) as caught:
        passwords.hash_password("x")
    return caught.value


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("yi er san 4", "accounts.password_length"),
        ("x" * 129, "accounts.password_length"),
        ("2026-LiJing!", "accounts.password_login"),
        # The list of the package, with what people do to its words
        ("Woaini1314520", "accounts.password_common"),
        ("Password123!", "accounts.password_common"),
        ("P@ssw0rd2026!", "accounts.password_common"),
        ("drowssap2026!", "accounts.password_common"),
        ("ｐａｓｓｗｏｒｄ１２３４", "accounts.password_common"),
        ("summer is good", "accounts.password_common"),
        # Runs, repetitions, keys
        ("lkjihgfedcba", "accounts.password_common"),
        ("abababababab", "accounts.password_common"),
        ("Xq7!Xq7!Xq7!", "accounts.password_common"),
        ("1qaz2wsx3edc", "accounts.password_common"),
        ("qwe123!@#asd", "accounts.password_common"),
        # This country: love in numbers, police, names and birthdays, phones and identity cards
        ("zhangwei5201314", "accounts.password_common"),
        ("gongan110110110", "accounts.password_common"),
        ("wangfang19900307", "accounts.password_common"),
        ("警媒通公安2026年！！", "accounts.password_common"),
        ("我爱你我爱你我爱你我爱你", "accounts.password_common"),
        ("zhang13805711234", "accounts.password_common"),
        ("330108199003071234", "accounts.password_common"),
    ],
)
def test_weak_passwords(password: str, rule: str) -> None:
    with pytest.raises(Invalid) as caught:
        passwords.check_rules(password, "lijing", "/new")
    assert [(problem.pointer, problem.rule) for problem in caught.value.problems] == [("/new", rule)]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery", "滨江派出所的门前有两棵树", "qiantangjiang shang de yueliang", "Xq7!vb2#Lm9z",
        pytest.param(passwords.temporary(), id="temporary"),
    ],
)  # fmt: skip
def test_good_passwords(password: str) -> None:
    passwords.check_rules(password, "lijing", "/new")


@pytest.mark.parametrize("own", ["qiantang", "QIANTANG"])
def test_words_of_its_owner_are_guessed_first(own: str) -> None:
    passwords.check_rules("Qiantang-k2-2026", "lijing", "/new")
    with pytest.raises(Invalid) as caught:
        passwords.check_rules("Qiantang-k2-2026", "lijing", "/new", [own])
    assert [problem.rule for problem in caught.value.problems] == ["accounts.password_own"]


def test_what_unfolds_to_many_characters_is_looked_at_in_bounded_time() -> None:
    """Each of these is eighteen characters in another form; the work would be that of 2,304."""
    before = time.process_time()
    assert orders("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * passwords.LONGEST) < passwords.LEAST_ORDERS * 5
    assert orders("ß" * passwords.LONGEST) < passwords.LEAST_ORDERS
    assert orders("4@8({[<369&1!70$5+7%2" * 6) > passwords.LEAST_ORDERS
    assert time.process_time() - before < BOUND


def test_pages_and_guides_say_the_length_that_is_asked_for() -> None:
    for place in ("console/locales/zh/sign.po", "console/locales/en/sign.po", "docs/police.md", "docs/media.md"):
        told = re.findall(r"(\d+) (?:个字符|characters)", (ROOT / place).read_text("utf-8"))
        assert told and set(told) == {str(passwords.SHORTEST)}, place


def test_temporary_passwords_differ_and_can_be_read_out() -> None:
    many = {passwords.temporary() for _ in range(100)}
    assert len(many) == 100
    assert not set("".join(many)) & set("0o1il")
