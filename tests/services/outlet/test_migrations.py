"""What is stored is found and compared as what is stored now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.outlet.domain import fold
from services.outlet.migrations import name_keys, parts_of_names
from services.outlet.service import OutletService
from tests.services.stage import Stage


def test_keys_of_names_pass_over_what_is_not_seen(stage: Callable[[type[Any]], Stage]) -> None:
    outlets = stage(OutletService).db["outlets"]
    outlets.insert_many(
        [
            {"_id": "old", "bureau": "330108", "name": "滨江\u200b播报", "name_key": "滨江\u200b播报"},
            {"_id": "new", "bureau": "330108", "name": "滨江日报", "name_key": "滨江日报"},
        ]
    )
    for _ in range(2):
        name_keys.upgrade(outlets.database)
        found = {row["_id"]: (row["name"], row["name_key"]) for row in outlets.find()}
        assert found == {"old": ("滨江\u200b播报", "滨江播报"), "new": ("滨江日报", "滨江日报")}


def test_outlets_from_before_are_found_by_parts_of_their_name(stage: Callable[[type[Any]], Stage]) -> None:
    outlets = stage(OutletService).db["outlets"]
    outlets.insert_one({"_id": "old", "bureau": "330108", "name": "濱江 播报"})
    for _ in range(2):
        parts_of_names.upgrade(outlets.database)
        found = outlets.find_one({"grams": {"$all": ["江播", "播报"]}})
        assert found is not None and found["searched"] == "滨江播报"


def test_a_name_is_the_same_with_and_without_what_is_not_seen() -> None:
    assert fold("滨江\u200b播报\ufeff") == fold("滨江播报") == "滨江播报"
    assert fold("ＡＢＣ　新闻") == fold("abc  新闻") == "abc 新闻"
