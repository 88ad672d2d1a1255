"""The service on a database of its own."""

from __future__ import annotations

from typing import Any

import pytest

from services.scoring.service import ScoringService
from tests.services.scoring.desk import Desk


@pytest.fixture
def desk(stage: Any) -> Desk:
    return Desk(stage(ScoringService))
