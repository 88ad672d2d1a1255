"""The bureau's units, and what an answer of theirs to a request may begin with."""

from __future__ import annotations

from typing import Any, Final

from console.asking import api, me

# How many units come at once: as many as the API gives.
SHOWN: Final = 100


def texts(kind: str) -> list[dict[str, Any]]:
    """The bureau's texts that an answer to a request of this kind may begin with."""
    return [each for each in api().liaison_desk.policy()["texts"] if each["kind"] == kind]


def takers(kind: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(unit's name, [(unit:officer, their name)]) of those that one may give it to: a case to who is named alone."""
    named = {each["account"] for each in api().liaison_desk.named()["accounts"]} if kind == "rights" else None
    found = [
        (each["name"], [
            (f"{each['id']}:{person['account']}", person["name"])
            for person in {one["account"]: one for one in (each["head"], *each["officers"])}.values()
            if named is None or person["account"] in named
        ])
        for each in every_unit() if each["active"]
    ]  # fmt: skip
    return [(unit, officers) for unit, officers in found if officers]


def every_unit() -> list[dict[str, Any]]:
    """The bureau's units, for its staff."""
    return list(api().liaison_desk.units(limit=SHOWN)) if me().staff else []
