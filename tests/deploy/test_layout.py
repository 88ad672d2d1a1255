"""Two copies of the project on one machine never take each other's servers for their own."""

from __future__ import annotations

import socket
from pathlib import Path

from deploy.local.layout import Layout
from deploy.local.processes import free_ports, hold, let_go
from services import PROGRAMS


def made(home: Path) -> Layout:
    layout = Layout.load(home)
    layout.ports = {"broker": 1, "database": 2, "gateway": 3, "health": 4}
    layout.save()
    return layout


def test_each_copy_has_a_replica_set_of_its_own_and_remembers_it(tmp_path: Path) -> None:
    one, other = made(tmp_path / "one"), made(tmp_path / "other")
    assert one.replica_set != other.replica_set
    assert one.settings()["JINGMEI_MONGO_URI"].endswith(f"?replicaSet={one.replica_set}")
    assert Layout.load(tmp_path / "one").replica_set == one.replica_set


def test_two_that_choose_at_once_are_given_different_ports(tmp_path: Path) -> None:
    one, other = Layout.load(tmp_path / "one"), Layout.load(tmp_path / "other")
    try:
        one.choose_ports()
        other.choose_ports()
        assert set(one.ports) == set(other.ports) == {"broker", "database", "gateway", "health"}
        assert not set(one.ports.values()) & set(other.ports.values())
    finally:
        let_go(range(65_536))


def test_a_held_port_is_left_to_the_server_that_starts() -> None:
    port = free_ports(1)[0]
    assert hold([port])
    assert not hold([port])
    let_go([port])
    with socket.create_server(("127.0.0.1", port)):
        assert not hold([port])


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    layout = made(tmp_path / "one")
    assert layout.settings() == Layout.load(tmp_path / "one").settings()
    assert layout.env_file.stat().st_mode & 0o077 == 0


def test_a_newer_version_adds_the_keys_that_it_needs_and_keeps_the_others(tmp_path: Path) -> None:
    layout = made(tmp_path / "one")
    before = layout.settings()
    lines = layout.env_file.read_text().splitlines(keepends=True)
    layout.env_file.write_text("".join(line for line in lines if not line.startswith("JINGMEI_AUDIT_KEYS=")))
    after = layout.settings()
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"JINGMEI_AUDIT_KEYS"}
    assert layout.settings() == after and layout.env_file.stat().st_mode & 0o077 == 0


def test_each_program_has_the_keys_that_it_uses_and_no_other(tmp_path: Path) -> None:
    layout = made(tmp_path / "one")
    layout.settings()
    with layout.env_file.open("a") as out:
        out.write("JINGMEI_CONSOLE_KEYS=k\n")
    keys = {name for name in layout.settings() if "KEY" in name}
    assert keys == {f"JINGMEI_{name}_KEYS" for name in ("FIELD", "AUDIT", "SIGNING", "CONSOLE")} | {"JINGMEI_TOKEN_KEY"}
    sealing = {"JINGMEI_SIGNING_KEYS", "JINGMEI_FIELD_KEYS"}
    expected = {program: {"JINGMEI_SIGNING_KEYS"} for program in PROGRAMS}
    expected |= {"gateway": keys, "outlet": sealing, "notification": sealing}
    for program in PROGRAMS:
        told = layout.settings_of(program)
        assert {name for name in told if "KEY" in name} == expected[program], program
        assert told["JINGMEI_AMQP_URI"] != layout.settings()["JINGMEI_AMQP_URI"]


def test_where_the_pages_are_is_known_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    layout = made(tmp_path / "one")
    assert layout.settings()["JINGMEI_PUBLIC_URL"] == layout.gateway_url
    with layout.env_file.open("a") as out:
        out.write("JINGMEI_PUBLIC_URL=https://jingmei.example\n")
    assert layout.settings()["JINGMEI_PUBLIC_URL"] == "https://jingmei.example"
