"""One whole system for all of these tests, gone before those of other folders, and the people who use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from deploy.chromium import chromium
from deploy.local.servers import Broker, Database
from tests.e2e.people import People
from tests.e2e.stack import Stack
from tests.support.waiting import HOPE


@pytest.fixture(scope="package")
def stack(broker: Broker, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    made = Stack(broker, database, tmp_path_factory.mktemp("stack"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def people(stack: Stack) -> People:
    return People(stack)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real one, without a screen; of each file its own: one Playwright runs in a thread at a time."""
    expect.set_options(timeout=HOPE * 1000)
    with chromium() as found:
        yield found
