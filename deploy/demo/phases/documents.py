"""Notice, table and certificates go to `out/`; everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from deploy.demo.people import EDITORS, LIAISON, MANAGER
from deploy.demo.quarter import write_refusals
from deploy.demo.stage import Stage
from deploy.demo.waiting import until

Step = Callable[[], object]
CERTIFICATE = "certificate"


def write(stage: Stage, step: Step) -> None:
    """What a county office prints and signs, and the rows that did not go in."""
    manager, period = stage.people[MANAGER.login], stage.quarter.period
    stage.out.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, str] = {
        "通报.docx": f"/periods/{period}/notice.docx",
        "考评表.xlsx": f"/periods/{period}/table.xlsx",
    }
    for each in stage.notes["awards"]:
        if each["code"]:
            wanted[f"证书-{each['number']}-{each['outlet_name']}.pdf"] = f"/awards/{each['id']}/certificate.pdf"
    stage.notes["files"] = []

    def one(item: tuple[str, str]) -> None:
        file = stage.out / _safe(item[0])
        file.write_bytes(manager.download(item[1]))
        stage.notes["files"].append(file)

    stage.side_by_side(one, wanted.items(), step)
    refused = stage.out / "未导入.xlsx"
    write_refusals(refused, stage.quarter.refused)
    stage.notes["files"].append(refused)


def notify(stage: Stage, step: Step) -> None:
    """The liaison officer sends a bulletin to all; every editor finds the ranking and the bulletin in the inbox."""
    liaison, period = stage.people[LIAISON.login], stage.quarter.period
    form = {
        "kind": "news",
        "title": f"{period} 宣传考评结果已公布",
        "body": "排名、逐项说明与证书均可在系统中查看。感谢各媒体对公安宣传工作的支持。",
        "audience": {"all": True},
    }
    liaison.post("/bulletins", form, key=stage.key("bulletin"))
    step()
    for login in {login for login in EDITORS if login in stage.notes["editors"].values()}:
        person = stage.people[login]

        def told() -> bool:
            kinds = {item["kind"] for item in person.get("/inbox", limit=100)["items"]}  # noqa: B023 (asked at once)
            return {"period.finalised", "bulletin.published"} <= kinds

        until(f"the inbox of {login}", told)
        step()


def _safe(name: str) -> str:
    return Path(name.replace("/", "-")).name
