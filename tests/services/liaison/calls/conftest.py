"""The service with two outlets, for calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.liaison.service import LiaisonService
from tests.services.liaison.calls.desk import Desk


@pytest.fixture
def desk(stage: Any) -> Iterator[Desk]:
    yield Desk(stage(LiaisonService))
