"""What the broker of the containers loads at its start, loaded by a real one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import amqp
import pytest
from amqp.exceptions import AccessRefused

from deploy.docker.broker_users import OPERATOR, VHOST, main
from deploy.local.servers import Broker
from services import PROGRAMS
from shared.messaging import topology
from tests.support.caller import connect

ROOT = Path(__file__).parents[2]
PASSWORDS = {f"JINGMEI_AMQP_{program.upper()}": f"of-{program}" for program in PROGRAMS}
PASSWORDS["JINGMEI_AMQP_PASSWORD"] = "of-the-operator"


@pytest.fixture
def loaded(broker: Broker, tmp_path: Path) -> Iterator[Broker]:
    """A broker that has it, twice over."""
    file = tmp_path / "definitions.json"
    for _ in range(2):
        assert main([str(file)], PASSWORDS) == 0
        broker.define(json.loads(file.read_text(encoding="utf-8")))
    assert "of-outlet" not in file.read_text(encoding="utf-8")
    yield broker
    broker.delete_vhost(VHOST)
    for user in (*PROGRAMS, OPERATOR):
        broker.delete_user(user)


def test_each_comes_in_with_its_own_password_and_does_its_own_work(loaded: Broker) -> None:
    for program in PROGRAMS:
        with closing(connect(loaded.uri(VHOST, program, f"of-{program}"))) as connection:
            topology.declare_exchanges(connection.channel())
        with pytest.raises(AccessRefused):
            connect(loaded.uri(VHOST, program, "of-another"))
    with closing(connect(loaded.uri(VHOST, "review", "of-review"))) as connection, pytest.raises(AccessRefused):
        channel = connection.channel()
        channel.confirm_select()
        channel.basic_publish_confirm(amqp.Message(b"{}"), topology.EVENTS, "outlet.OutletVerified.v1.330108")
    with closing(connect(loaded.uri(VHOST, OPERATOR, "of-the-operator"))) as connection:
        assert connection.connected


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "definitions.json"
    env = {name: value for name, value in PASSWORDS.items() if name != "JINGMEI_AMQP_SCORING"}
    done = subprocess.run(
        [sys.executable, "-m", "deploy.docker.broker_users", file], cwd=ROOT, env=env, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "not set: JINGMEI_AMQP_SCORING\n")
    assert not file.exists()
