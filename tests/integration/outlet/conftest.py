"""A database for each test of the outlet service, lent as to the tests of every service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.outlet.service import OutletService
from tests.integration.outlet.harness import Harness
from tests.services.conftest import Databases, databases

__all__ = ["databases"]


@pytest.fixture
def outlets(databases: Databases) -> Iterator[Harness]:
    db = databases.take(OutletService)
    harness = Harness(databases.client, db)
    yield harness
    harness.committer.stop()
    databases.give_back(OutletService, db)
