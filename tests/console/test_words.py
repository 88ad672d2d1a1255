"""Times as people here read them."""

from __future__ import annotations

import pytest
import time_machine
from flask import g

from console.app import create_app
from console.settings import ConsoleSettings
from console.words import moment, near
from jingmei_client.transport import Transport

APP = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))


@pytest.mark.parametrize(
    ("at", "language", "words"),
    [
        ("2026-11-29T16:30:00+00:00", "zh", "今天 00:30"),
        ("2026-11-30T15:59:00+00:00", "en", "today, 23:59"),
        ("2026-11-30T16:00:00+00:00", "zh", "明天 00:00"),
        ("2026-11-29T15:59:00+00:00", "zh", "昨天 23:59"),
        ("2026-12-02T09:30:00+00:00", "zh", "2026年12月2日 17:30"),
    ],
)
@time_machine.travel("2026-11-30T01:00:00Z", tick=False)
def test_a_deadline_is_read_by_the_days_next_to_today_in_shanghai(at: str, language: str, words: str) -> None:
    with APP.test_request_context():
        g.language = language
        assert near(at) == words


def test_a_time_that_there_is_not() -> None:
    assert near(None) == moment(None) == "—"
