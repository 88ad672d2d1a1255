"""Facts about a bureau's working days, for the services that count by them."""

from __future__ import annotations

from datetime import date
from typing import Any

from shared.events import DayState, Received, WorkdaysAdopted, WorkdaysState
from tests.services.stage import BUREAU, received


def adopted(year: int, *days: tuple[date, bool], version: int = 1, bureau: str = BUREAU) -> Received[Any]:
    """A year is entered; `days`: date and whether it is worked."""
    state = WorkdaysState(year, tuple(DayState(*each) for each in days), "国办发明电〔2026〕7号")
    return received(WorkdaysAdopted("admin", state), str(year), version=version, bureau=bureau)
