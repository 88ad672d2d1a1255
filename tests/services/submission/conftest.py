"""The service on a database of its own."""

from __future__ import annotations

from typing import Any

import pytest

from services.submission.service import SubmissionService
from tests.services.submission.desk import Desk


@pytest.fixture
def desk(stage: Any) -> Desk:
    return Desk(stage(SubmissionService))
