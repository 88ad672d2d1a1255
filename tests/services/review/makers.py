"""Texts, policies and moments for tests of the rules."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
# Numbers with good check digits that belong to nobody.
RESIDENT_ID = "11010519491231002X"
CARD = "6222020000000000000"
MOBILE = "13912345678"


def prose(length: int, seed: int = 1) -> str:
    """A text of so many Chinese characters that resembles no other one."""
    draw = random.Random(seed)
    return "".join(chr(draw.randint(0x4E00, 0x8FFF)) for _ in range(length))


def policy_input(**changes: Any) -> dict[str, Any]:
    """A policy as a bureau writes one."""
    roles = {stage: [f"reviewer_{stage}"] for stage in ("first", "second", "final")}
    stages = [{"stage": stage, "hours": 4, "roles": roles[stage]} for stage in roles]
    every = ["official_media", "department", "self_media", "influencer"]
    made: dict[str, Any] = {
        "title": "本局审核规程",
        "reason": "按本局实际修订",
        "working_hours": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}],
        "lease_minutes": 15,
        "remind_hours": 1,
        "duplicate_percent": 80,
        "routes": [
            {"categories": every, "sensitivities": ["normal"], "stages": [stages[0], stages[2]]},
            {"categories": every, "sensitivities": ["sensitive", "major"], "stages": stages},
        ],
        "ideas": {
            "hours": 8, "roles": roles["first"] + roles["final"], "minimum": 2, "threshold": "70.00",
            "weights": {"novelty": 1, "feasibility": 2, "benefit": 1},
        },
    }  # fmt: skip
    return made | changes
