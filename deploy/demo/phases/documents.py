"""Notice, table and certificates go to `out/`; everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from deploy.demo.people import EDITORS, LIAISON, MANAGER
from deploy.demo.quarter import write_refusals
from deploy.demo.stage import Stage
from deploy.demo.waiting import until
from jingmei_client import Download

Step = Callable[[], object]


def write(stage: Stage, step: Step) -> None:
    """What a county office prints and signs, and the rows that did not go in."""
    manager, period = stage.people[MANAGER.login], stage.quarter.period
    stage.out.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, Callable[[], Download]] = {
        "通报.docx": lambda: manager.documents.notice(period),
        "考评表.xlsx": lambda: manager.documents.table(period),
    }
    for each in stage.notes["awards"]:
        if each["code"]:
            name = f"证书-{each['number']}-{each['outlet_name']}.pdf"
            wanted[name] = partial(manager.documents.certificate, each["id"])
    stage.notes["files"] = []

    def one(item: tuple[str, Callable[[], Download]]) -> None:
        name, download = item
        stage.notes["files"].append(download().save(stage.out / _safe(name)))

    stage.side_by_side(one, wanted.items(), step)
    refused = stage.out / "未导入.xlsx"
    write_refusals(refused, stage.quarter.refused)
    stage.notes["files"].append(refused)


def notify(stage: Stage, step: Step) -> None:
    """The liaison officer sends a bulletin to all; every editor finds the ranking and the bulletin in the inbox."""
    liaison, period = stage.people[LIAISON.login], stage.quarter.period
    liaison.bulletins.publish(
        kind="news",
        title=f"{period} 宣传考评结果已公布",
        body="排名、逐项说明与证书均可在系统中查看。感谢各媒体对公安宣传工作的支持。",
        audience=["all"],
        key=stage.key("bulletin"),
    )
    step()
    for login in {login for login in EDITORS if login in stage.notes["editors"].values()}:
        person = stage.people[login]

        def told() -> bool:
            kinds = {item["kind"] for item in person.inbox.inbox(limit=100).first()["items"]}  # noqa: B023 (asked at once)
            return {"period.finalised", "bulletin.published"} <= kinds

        until(f"the inbox of {login}", told)
        step()


def _safe(name: str) -> str:
    return Path(name.replace("/", "-")).name
