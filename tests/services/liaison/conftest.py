"""The service on a database of its own."""

from __future__ import annotations

from typing import Any

import pytest

from services.liaison.service import LiaisonService
from tests.services.liaison.desk import Desk


@pytest.fixture
def desk(stage: Any) -> Desk:
    return Desk(stage(LiaisonService))
