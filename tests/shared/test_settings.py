"""Every error of a service's settings at once, by name."""

from __future__ import annotations

import pytest

from shared.settings import BAD_SETTINGS, SettingsError, complain, kernel_settings

WRONG = {
    "MONGO_URI": "postgres://",
    "DATABASE_PREFIX": "Bad-",
    "HEALTH_PORT": "99999",
    "LOG_LEVEL": "loud",
    "RETRY_LADDER": "5,never",
    "FIELD_KEYS": "k1:short",
    "HEARTBEAT": "0",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WRONG.items():
        monkeypatch.setenv(f"JINGMEI_{name}", value)


def test_every_error_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        kernel_settings()
    assert {name.removeprefix("JINGMEI_") for name in caught.value.problems} == {*WRONG, "AMQP_URI"}


def test_they_are_printed_a_line_each_and_end_the_process_with_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        kernel_settings()
    with pytest.raises(SystemExit) as ended:
        complain(caught.value)
    lines = capsys.readouterr().err.splitlines()
    assert ended.value.code == BAD_SETTINGS
    assert sorted(line.split(": ")[1] for line in lines) == sorted(f"JINGMEI_{name}" for name in (*WRONG, "AMQP_URI"))


def test_a_line_break_at_the_end_is_no_part_of_a_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JINGMEI_DATABASE_PREFIX", "jingmei_\n")
    with pytest.raises(SettingsError) as caught:
        kernel_settings()
    assert "JINGMEI_DATABASE_PREFIX" in caught.value.problems
