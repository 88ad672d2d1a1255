"""Servers that these tests kill and freeze, so nobody else uses them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import command_line
from deploy.local.servers import Broker, Database, free_ports


def left_behind(home: Path) -> list[str]:
    """Command lines of processes that name `home`, in their arguments or in their environment."""
    mark = str(home).encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            told = (entry / "environ").read_bytes() + (entry / "cmdline").read_bytes()
        except OSError:  # gone, or another user's
            continue
        if mark in told:
            found.append(command_line(int(entry.name)))
    return found


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = Broker(tmp_path_factory.mktemp("broker"), free_ports(3)[0])
    made.start()
    yield made
    made.stop()
    assert left_behind(made.home) == []


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(tmp_path_factory.mktemp("database"), free_ports(3)[0], members=3)
    made.start()
    yield made
    made.stop()
