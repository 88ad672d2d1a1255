"""The outlets register; the liaison officer verifies each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from deploy.demo.admission import admitted, go_on
from deploy.demo.people import LIAISON
from deploy.demo.quarter import Outlet
from deploy.demo.stage import Stage

Step = Callable[[], object]


def register(stage: Stage, step: Step) -> None:
    """Every outlet asks to be admitted, by its editor."""
    known, channels = stage.ids.setdefault("outlets", {}), stage.ids.setdefault("channels", {})

    def one(outlet: Outlet) -> None:
        register = partial(
            stage.editor(outlet.name).outlets.register,
            name=outlet.name,
            category=outlet.category,
            credit_code=outlet.credit_code,
            contacts=[{"name": outlet.contact, "phone": outlet.phone}],
            region=outlet.region,
            channels=[_claimed(outlet.channel)],
            key=stage.key("outlet", str(outlet.row)),
        )
        if made := admitted(stage, "媒体", outlet.row, register):
            known[outlet.name] = made["id"]
            channels[outlet.name] = made["channels"][0]["id"]

    stage.side_by_side(one, stage.quarter.outlets, step)
    go_on(stage)
    # An editor without an outlet is told nothing of what all outlets are told.
    stage.notes["editors"] = {name: editor for name, editor in stage.notes["editors"].items() if name in known}


def verify(stage: Stage, step: Step) -> None:
    """The liaison officer looks at each and verifies it, and its channel with the level of the sheet."""
    liaison = stage.people[LIAISON.login]

    def one(outlet: Outlet) -> None:
        id_ = stage.ids["outlets"][outlet.name]
        found = liaison.outlets.get(id_)
        if found["status"] == "pending":
            key = stage.key("verify", str(outlet.row))
            liaison.outlets.verify(id_, **_evidence(found, outlet.channel["level"]), key=key)

    stage.side_by_side(one, stage.quarter.outlets, step)


def _claimed(channel: dict[str, Any]) -> dict[str, Any]:
    """The channel as its outlet registers it: the level is no more than its word."""
    return {name: value for name, value in channel.items() if name != "level"} | {"claimed_level": channel["level"]}


def _evidence(outlet: dict[str, Any], level: str) -> dict[str, Any]:
    note = "后台截图与主体一致"
    proofs = [{"channel": channel["id"], "level": level, "note": note} for channel in outlet["channels"]]
    return {"licence_number": f"浙备{outlet['id'][-6:]}", "proofs": proofs, "note": "已当面核验"}
