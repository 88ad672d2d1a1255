"""Outboxes and queues at a glance, on real servers."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import amqp
import pytest
from rich.cells import cell_len

from jingmei.stores import Stores
from services import PROGRAMS, SERVICES
from shared.clock import now
from shared.messaging import topology
from tests.jingmei.conftest import on_terminal

Jingmei = Callable[..., Any]


def test_what_is_not_yet_sent_shows(deployment: Stores, jingmei: Jingmei) -> None:
    moment = now()
    free, held = moment - timedelta(seconds=1), moment + timedelta(seconds=30)
    rows = [
        {"_id": "1", "seq": "1", "state": "pending", "lease_until": free, "last_error": "unroutable"},
        {"_id": "2", "seq": "2", "state": "pending", "lease_until": held, "last_error": None},
        {"_id": "3", "seq": "3", "state": "sent", "lease_until": free, "sent_at": moment},
        {"_id": "4", "seq": "4", "state": "sent", "lease_until": free, "sent_at": moment - timedelta(hours=2)},
    ]
    created = moment - timedelta(minutes=2)
    deployment.database("outlet")["outbox"].insert_many([{"created_at": created, **row} for row in rows])
    found = {row["service"]: row for row in jingmei("outbox", "--json").json}
    assert found.keys() == set(PROGRAMS)
    oldest = found["outlet"].pop("oldest_seconds")
    assert 120 <= oldest < 180
    assert found["outlet"] == {
        "service": "outlet",
        "pending": 2,
        "leased": 1,
        "unroutable": 1,
        "last_error": "unroutable",
        "sent_last_hour": 1,
    }
    assert found["review"]["pending"] == 0
    table = jingmei("outbox")
    assert (table.code, "unroutable" in table.out) == (0, True)


def test_what_was_sent_shortly_before_a_backup_is_sent_again(deployment: Stores, jingmei: Jingmei) -> None:
    assert jingmei("resend", "--json").json == []
    # Days ago, as it is in a backup: what counts is the newest fact of all.
    newest = now() - timedelta(days=3)
    for owner, minutes in (("outlet", 0), ("outlet", 5), ("gateway", 59), ("gateway", 61)):
        row = {"seq": "1", "state": "sent", "lease_until": newest, "sent_at": newest - timedelta(minutes=minutes)}
        deployment.database(owner)["outbox"].insert_one({"_id": f"{minutes}", "created_at": newest, **row})
    counts = {row["service"]: row["count"] for row in jingmei("resend", "--json").json}
    assert {owner: count for owner, count in counts.items() if count} == {"outlet": 2, "gateway": 1}
    assert {row["service"]: row["pending"] for row in jingmei("outbox", "--json").json if row["pending"]} == {
        "outlet": 2,
        "gateway": 1,
    }


@pytest.mark.parametrize(("columns", "cut"), [(120, True), (80, False)])
def test_an_error_gives_way_to_the_other_columns_on_a_terminal_alone(
    deployment: Stores, jingmei: Jingmei, monkeypatch: pytest.MonkeyPatch, columns: int, cut: bool
) -> None:
    why, moment = f"{'拒绝' * 100}, they said", now()
    row = {"_id": "1", "seq": "1", "state": "pending", "lease_until": moment, "created_at": moment, "last_error": why}
    deployment.database("outlet")["outbox"].insert_one(row)
    (piped,) = [line for line in jingmei("outbox").out.splitlines() if line.startswith("outlet ")]
    assert piped.endswith(f"  {why}")
    monkeypatch.delenv("COLUMNS")
    shown = on_terminal(columns, os.environ, "outbox").splitlines()
    (line,) = [line for line in shown if line.startswith("outlet ")]
    # Where there is no room for an error worth reading, the terminal breaks the line.
    assert line.endswith("…") == cut and (why in line) != cut
    assert (cell_len(line) <= columns) == cut


def test_queues_show_depth_and_consumers(deployment: Stores, queues: amqp.Channel, jingmei: Jingmei) -> None:
    queue = topology.events_queue("review")
    queues.basic_publish_confirm(amqp.Message(b"x"), "", queue)
    found = {row["queue"]: row for row in jingmei("queues", "--json").json}
    assert found[queue] == {"service": "review", "queue": queue, "ready": 1, "consumers": 0}
    assert found[topology.dead_queue("outlet")]["ready"] == 0
    assert found[topology.retry_queue("outlet", 2)]["ready"] == 0
    # Command queues go with their last consumer: no service runs here.
    assert found[topology.rpc_queue("outlet")]["ready"] is None
    table = jingmei("queues")
    rows = [line for line in table.out.splitlines() if line.split()[1] in found]
    assert len(rows) == len(found) and [row.split()[1] for row in rows] == list(found)
    assert [line for line in table.out.splitlines() if line != line.rstrip()] == []
    unheard = ", ".join(topology.events_queue(service) for service in SERVICES)
    assert f"without a consumer: {unheard}" in table.err
    assert queue in table.out


@pytest.mark.parametrize(
    ("name", "value", "command", "complaint"),
    [
        ("JINGMEI_MONGO_URI", "mongodb://127.0.0.1:1/", "outbox", "MongoDB does not answer"),
        ("JINGMEI_AMQP_URI", "amqp://127.0.0.1:1/", "queues", "RabbitMQ does not answer"),
        ("JINGMEI_AMQP_URI", "amqp://nobody:x@{host}/", "queues", "RabbitMQ does not answer"),
    ],
)
def test_an_absent_server_is_told_in_a_line(
    deployment: Stores,
    jingmei: Jingmei,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    command: str,
    complaint: str,
) -> None:
    from jingmei.settings import settings

    host = settings().amqp_uri.partition("@")[2].partition("/")[0]
    monkeypatch.setenv(name, value.format(host=host))
    outcome = jingmei(command)
    assert (outcome.code, complaint in outcome.err, "Traceback" in outcome.err) == (1, True, False)
