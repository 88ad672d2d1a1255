"""The quarter is closed, publicised, appealed against, finalised and signed; awards follow from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from deploy.demo.people import LEADER, LIAISON, MANAGER
from deploy.demo.quarter import Quarter
from deploy.demo.stage import Data, Stage
from deploy.demo.waiting import patiently, until
from shared.clock import SHANGHAI

Step = Callable[[], object]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def close(stage: Stage, step: Step) -> None:
    """Every fact has reached the ledger; the scoring manager closes the quarter and publicises the ranking."""
    manager, period = stage.people[MANAGER.login], stage.quarter.period
    wanted = expected(stage.quarter)

    def counted() -> bool:
        found = patiently(lambda: manager.scoring.period(period))
        return found["status"] != "open" or all(found["counters"][name] >= count for name, count in wanted.items())

    until("every publication in the ledger", counted)
    step()
    manager.scoring.close(period, key=stage.key("closure"))
    step()
    manager.scoring.publicise(period, key=stage.key("publicised"))
    step()


def appeal(stage: Stage, step: Step) -> None:
    """The second in the ranking (one who is alone in it: the first) asks why; the scoring manager answers."""
    manager, period = stage.people[MANAGER.login], stage.quarter.period
    if not (ranked := _ranking(stage)):
        return
    second = ranked[:2][-1]
    editor = stage.editor(second["name"])
    reason = "申请复核本季度得分：请说明各项系数的依据。"
    made = editor.appeals.open_appeal(period, outlet=second["outlet"], reason=reason, key=stage.key("appeal"))
    step()
    stage.notes["appellant"] = second["outlet"]
    answer = "已逐条复核流水，各项得分与系数均符合计分办法，维持原得分。"
    manager.appeals.answer(made["id"], decision="dismissed", answer=answer, key=stage.key("answer"))
    step()


def finalise(stage: Stage, step: Step) -> None:
    """A leader signs the ranking."""
    leader, period = stage.people[LEADER.login], stage.quarter.period
    reason, key = "演示：公示期内唯一的申诉已答复。", stage.key("finalisation")
    password = stage.passwords[LEADER.login]
    signed = leader.scoring.finalise(period, password=password, early=True, reason=reason, key=key)
    stage.notes["period"] = signed
    step()


def award(stage: Stage, step: Step) -> None:
    """Awards by the scheme's rules; the gift packs are handed over, each with a photo."""
    manager, liaison, period = stage.people[MANAGER.login], stage.people[LIAISON.login], stage.quarter.period
    manager.awards.grant(period, key=stage.key("awards"))
    step()
    stage.notes["awards"] = awards = list(liaison.awards.awards(period, limit=100))
    for each in awards:
        if each["kind"] == "gift_pack" and each["status"] != "delivered":
            photo = liaison.files.upload(("交付照片.png", PIXEL), kind="evidence", key=stage.key("photo", each["id"]))
            liaison.awards.deliver(
                each["id"],
                delivered_at=datetime.now(UTC),
                received_by=each["outlet_name"],
                delivered_by=liaison.accounts.me()["id"],
                photo=photo["id"],
            )
    step()


def expected(quarter: Quarter) -> Counter[str]:
    """What of the workbook belongs to the quarter itself: publications by their own moment, Asia/Shanghai."""
    own = {row.number for row in quarter.publications if _quarter(row.published_at) == quarter.period}
    metrics = sum(row.publication in own for row in quarter.metrics)
    works = {row.work for row in quarter.publications if row.number in own}
    return Counter(works=len(works), publications=len(own), metrics=metrics)


def _quarter(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _ranking(stage: Stage) -> list[Data]:
    return list(stage.people[MANAGER.login].rankings.ranking(stage.quarter.period, limit=10))
