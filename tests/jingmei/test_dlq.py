"""Dead letters on real servers: chosen, shown, replayed to their service alone, discarded, with a record of who."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import amqp
import pytest

from jingmei.broker import Broker
from jingmei.dlq.choosing import moment
from jingmei.dlq.commands import ID_SHOWN, discard_one
from jingmei.dlq.handling import paced
from jingmei.stores import DEAD, REPLAYED, REPLAYING, Choice, Stores
from services import SERVICES
from shared.clock import SHANGHAI, now
from shared.events import OutletClosed, OutletVerified
from shared.events.envelope import CONTENT_TYPE
from shared.ids import new_id
from shared.messaging import topology
from shared.mongo.dead_letters import DeadLetter, store

Jingmei = Callable[..., Any]


def die(stores: Stores, service: str = "notification", **changes: Any) -> str:
    """Have a service record a dead letter; gives the event's id."""
    known: dict[str, Any] = {
        "service": service,
        "event_id": new_id(),
        "type": OutletVerified.type(),
        "bureau": "370829",
        "subject": "o1",
        "reason": "exhausted",
        "error_class": "ValueError",
        "error": "boom",
        "attempts": 6,
        "first_at": now(),
        "body": b'{"the": "original"}',
        "content_type": CONTENT_TYPE,
        "headers": {"original": "{}"},
    }
    letter = DeadLetter(**(known | changes))
    store(stores.database(service), letter)
    return letter.event_id


def rows(stores: Stores, service: str = "notification") -> dict[str, dict[str, Any]]:
    """Event id → row."""
    return {row["event_id"]: row for row in stores.database(service)["dead_letters"].find()}


def waiting(channel: amqp.Channel, service: str) -> list[amqp.Message]:
    """Everything in a service's event queue, taken out."""
    found = []
    while (message := channel.basic_get(topology.events_queue(service), no_ack=True)) is not None:
        found.append(message)
    return found


def test_letters_are_listed_newest_first_over_all_services(deployment: Stores, jingmei: Jingmei) -> None:
    ids = [die(deployment, service) for service in ("notification", "review", "notification")]
    listed = jingmei("dlq", "list", "--json")
    assert (listed.code, [row["event_id"] for row in listed.json]) == (0, ids[::-1])
    table = jingmei("dlq", "list", "--limit", "2")
    shown = [id_[:ID_SHOWN] in table.out for id_ in ids]
    assert shown == [False, True, True]
    assert "Only the first 2" in table.err


def test_no_letter_is_no_error(deployment: Stores, jingmei: Jingmei) -> None:
    assert jingmei("dlq", "list").code == 0
    assert jingmei("dlq", "list", "--json").json == []
    assert jingmei("dlq", "replay", "--all", "--yes").code == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--service", "review"], {"b"}),
        (["-s", "review", "-s", "notification"], {"a", "b", "c"}),
        (["--type", OutletClosed.name], {"c"}),
        (["--type", f"{OutletClosed.name}.v1"], {"c"}),
        (["--type", OutletVerified.type()], {"a", "b"}),
        (["--type", "Outlet"], set()),
        (["--reason", "refused"], {"b"}),
        (["--reason", "refused", "--reason", "exhausted"], {"a", "b", "c"}),
        (["--bureau", "370830"], {"c"}),
        (["--since", "1h"], {"a", "b", "c"}),
        (["--until", "1h"], set()),
        (["--since", "2999-01-01"], set()),
        (["--until", "2999-01-01T00:00:00+08:00", "--service", "review"], {"b"}),
        (["--state", "replayed"], set()),
    ],
)
def test_filters(deployment: Stores, jingmei: Jingmei, options: list[str], expected: set[str]) -> None:
    die(deployment, event_id="a")
    die(deployment, "review", event_id="b", reason="refused")
    die(deployment, event_id="c", type=OutletClosed.type(), bureau="370830")
    assert {row["event_id"] for row in jingmei("dlq", "list", "--json", *options).json} == expected


@pytest.mark.parametrize("options", [["-s", "nobody"], ["--state", "x"], ["--since", "soon"], ["--limit", "0"]])
def test_a_bad_filter_is_a_usage_error(deployment: Stores, jingmei: Jingmei, options: list[str]) -> None:
    outcome = jingmei("dlq", "list", *options)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err


def test_one_letter_is_shown_whole(deployment: Stores, jingmei: Jingmei) -> None:
    id_ = die(deployment)
    die(deployment, body=b"x" * 5_000_000)
    shown = jingmei("dlq", "show", id_)
    assert shown.code == 0
    assert shown.json["body"] == '{"the": "original"}'
    assert shown.json["history"][0]["action"] == "died"
    assert jingmei("dlq", "show", "nothing").code == 1
    assert jingmei("dlq", "show", "0").code == 1


def test_a_replay_hands_the_original_to_its_service_alone(
    deployment: Stores, queues: amqp.Channel, jingmei: Jingmei
) -> None:
    id_ = die(deployment)
    die(deployment, "review")
    outcome = jingmei("dlq", "replay", id_, "--yes", "--by", "wang")
    assert (outcome.code, "Replayed 1" in outcome.err) == (0, True)
    (message,) = waiting(queues, "notification")
    assert bytes(message.body) == b'{"the": "original"}'
    assert message.properties["content_type"] == CONTENT_TYPE
    assert message.properties["message_id"] == id_
    assert message.properties["delivery_mode"] == 2
    # Nothing of ours and nothing of its earlier life: the ladder begins anew.
    assert set(message.headers) <= {"x-delivery-count"}
    assert [each for each in SERVICES if each != "notification" and waiting(queues, each)] == []
    row = rows(deployment)[id_]
    assert row["state"] == REPLAYED
    assert [(entry["by"], entry["action"]) for entry in row["history"]] == [
        ("notification", "died"),
        ("wang", "replaying"),
        ("wang", "replayed"),
    ]


def test_a_body_too_large_for_its_row_is_replayed_as_it_was(
    deployment: Stores, queues: amqp.Channel, jingmei: Jingmei
) -> None:
    body = b"\x00\xff" * 2_500_000
    die(deployment, body=body, reason="oversize")
    assert jingmei("dlq", "replay", "--reason", "oversize", "--yes").code == 0
    assert bytes(waiting(queues, "notification")[0].body) == body


def test_a_replayed_letter_is_not_taken_again(deployment: Stores, queues: amqp.Channel, jingmei: Jingmei) -> None:
    die(deployment)
    for _ in range(2):
        assert jingmei("dlq", "replay", "--all", "--yes").code == 0
    assert len(waiting(queues, "notification")) == 1


def test_a_letter_that_dies_again_is_dead_again(
    deployment: Stores, queues: amqp.Channel, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = die(deployment)
    hand = Broker.hand

    def hand_and_fail_at_once(self: Any, *arguments: Any) -> str | None:
        problem = hand(self, *arguments)
        die(deployment, event_id=id_)
        return problem

    monkeypatch.setattr(Broker, "hand", hand_and_fail_at_once)
    assert jingmei("dlq", "replay", "--all", "--yes").code == 0
    row = rows(deployment)[id_]
    assert (row["state"], [entry["action"] for entry in row["history"]]) == (DEAD, ["died", "replaying", "died"])


def test_without_the_queue_nothing_is_lost(deployment: Stores, jingmei: Jingmei) -> None:
    id_ = die(deployment)
    outcome = jingmei("dlq", "replay", "--all", "--yes")
    assert (outcome.code, "failed 1" in outcome.err) == (1, True)
    assert rows(deployment)[id_]["state"] == DEAD


def test_without_the_broker_nothing_is_touched(
    deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = die(deployment)
    monkeypatch.setenv("JINGMEI_AMQP_URI", "amqp://127.0.0.1:1/")
    outcome = jingmei("dlq", "replay", "--all", "--yes")
    assert (outcome.code, "RabbitMQ does not answer" in outcome.err) == (1, True)
    assert rows(deployment)[id_]["state"] == DEAD


def test_a_replay_that_was_cut_off_can_be_taken_up(deployment: Stores, queues: amqp.Channel, jingmei: Jingmei) -> None:
    id_ = die(deployment)
    (row,) = deployment.letters(Choice())
    assert deployment.turn(row, [DEAD], REPLAYING, "li", "replaying")
    assert jingmei("dlq", "replay", "--all", "--yes").code == 0
    assert waiting(queues, "notification") == []
    assert jingmei("dlq", "replay", "--state", "replaying", "--all", "--yes").code == 0
    assert (len(waiting(queues, "notification")), rows(deployment)[id_]["state"]) == (1, REPLAYED)


def test_of_two_operators_one_acts(deployment: Stores) -> None:
    die(deployment)
    (row,) = deployment.letters(Choice())
    assert [discard_one(deployment, row, who) for who in ("wang", "li")] == [None, ""]


def test_discarding_keeps_the_row_and_says_who(deployment: Stores, jingmei: Jingmei) -> None:
    id_ = die(deployment)
    kept = die(deployment, "review")
    assert jingmei("dlq", "discard", "--service", "notification", "--yes", "--by", "wang").code == 0
    row = rows(deployment)[id_]
    assert (row["state"], row["history"][-1]["by"], row["history"][-1]["action"]) == ("discarded", "wang", "discarded")
    assert rows(deployment, "review")[kept]["state"] == DEAD
    assert [each["event_id"] for each in jingmei("dlq", "list", "--json").json] == [kept]
    assert jingmei("dlq", "list", "--json", "--state", "discarded").json[0]["event_id"] == id_


def test_a_dry_run_changes_nothing(deployment: Stores, queues: amqp.Channel, jingmei: Jingmei) -> None:
    id_ = die(deployment)
    for verb in ("replay", "discard"):
        outcome = jingmei("dlq", verb, "--all", "--dry-run")
        assert (outcome.code, "Would take 1" in outcome.err, "exhausted" in outcome.out) == (0, True, True)
    row = rows(deployment)[id_]
    assert (row["state"], len(row["history"])) == (DEAD, 1)
    assert waiting(queues, "notification") == []


@pytest.mark.parametrize("verb", ["replay", "discard"])
def test_nothing_is_taken_without_a_choice_or_an_answer(deployment: Stores, jingmei: Jingmei, verb: str) -> None:
    id_ = die(deployment)
    assert jingmei("dlq", verb, "--yes").code == 2
    unasked = jingmei("dlq", verb, "--all")
    assert (unasked.code, "--yes" in unasked.err) == (2, True)
    assert rows(deployment)[id_]["state"] == DEAD


def test_the_rate_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    at = [(row["n"], round(clock[0], 6)) for row in paced([{"n": n} for n in range(4)], 2.0)]
    assert at == [(0, 0.0), (1, 0.5), (2, 1.0), (3, 1.5)]


def test_times_are_ages_or_moments() -> None:
    age = moment("90m")
    assert age is not None
    assert abs(now() - timedelta(minutes=90) - age) < timedelta(seconds=5)
    plain = moment("2026-09-30T08:00")
    assert plain is not None
    assert plain.tzinfo is SHANGHAI
    assert moment(None) is None
