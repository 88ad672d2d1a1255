"""What waits for whom in the bureau, and which of its periods everybody may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shared.clock import now
from shared.context import Role
from shared.contracts import scoring as contracts
from tests.services.scoring.desk import LEADER, MANAGER, START, Desk
from tests.services.stage import asking

LIAISON = asking("liaison", Role.LIAISON)
SPRING = START - timedelta(days=90)
THIRD = "2026年第三季度"
NOTHING: dict[str, Any] = {"periods": [], "appeals": [], "awards": 0}


def waiting(desk: Desk, who: Any = MANAGER) -> Any:
    found = desk.ask("waiting", who)
    assert set(contracts.ScoringWaiting().dump(found)) == set(found) == set(NOTHING)
    return found


def move(act: str) -> dict[str, Any]:
    return NOTHING | {"periods": [{"period": "2026-Q3", "name": THIRD, "act": act}]}


def test_each_move_of_a_period_waits_for_who_makes_it(desk: Desk) -> None:
    assert waiting(desk) == NOTHING
    outlet = desk.outlet()
    member = asking(f"of-{outlet}")
    desk.tell(desk.work(outlet, grade="A"))
    assert (waiting(desk), waiting(desk, LEADER)) == (move("close"), NOTHING)
    desk.do("close_period", period="2026-Q3")
    assert (waiting(desk), waiting(desk, LEADER)) == (move("publicise"), NOTHING)
    public = desk.do("publicise_period", period="2026-Q3")
    appeal = desk.do("open_appeal", member, period="2026-Q3", outlet=outlet, reason="请复核")
    until = {name: public[name] for name in ("appeals_until", "appeals_exact")}
    assert waiting(desk) == NOTHING | {"appeals": [{"period": "2026-Q3", "name": THIRD, "open": 1} | until]}
    assert waiting(desk, LEADER) == waiting(desk, member) == NOTHING
    desk.do("answer_appeal", appeal=appeal["id"], decision="dismissed", answer="维持原分")
    assert waiting(desk) == waiting(desk, LEADER) == NOTHING
    over = {"appeals_until": datetime(2026, 10, 9, tzinfo=UTC)}
    desk.stage.db["periods"].update_one({"id": "2026-Q3"}, {"$set": over})
    assert (waiting(desk), waiting(desk, LEADER)) == (NOTHING, move("finalise"))
    desk.do("finalise_period", LEADER, period="2026-Q3")
    assert waiting(desk) == waiting(desk, LEADER) == NOTHING


def test_periods_wait_in_their_order_and_not_before_they_are_over(desk: Desk) -> None:
    desk.tell(desk.work())
    desk.tell(desk.work(at=SPRING))
    desk.tell(desk.work(at=now()))
    assert [(one["period"], one["act"]) for one in waiting(desk)["periods"]] == [("2026-Q2", "close")]
    desk.do("close_period", period="2026-Q2")
    acts = {one["period"]: one["act"] for one in waiting(desk)["periods"]}
    assert acts == {"2026-Q2": "publicise", "2026-Q3": "close"}


def test_what_is_to_be_handed_over_waits_for_a_liaison(desk: Desk) -> None:
    desk.tell(desk.work(desk.outlet(), levels=("provincial",), grade="A"))
    desk.finalised()
    desk.do("grant_awards", period="2026-Q3")
    awards = desk.ask("awards_list", period="2026-Q3")["items"]
    to_hand = [one["id"] for one in awards if one["kind"] in {"gift_pack", "certificate", "consolation"}]
    assert to_hand and waiting(desk, LIAISON) == NOTHING | {"awards": len(to_hand)}
    assert waiting(desk) == NOTHING
    handed = {"delivered_at": now().isoformat(), "received_by": "王芳", "delivered_by": "liaison", "photo": "photo"}
    desk.do("deliver_award", LIAISON, award=to_hand[0], **handed)
    assert waiting(desk, LIAISON)["awards"] == len(to_hand) - 1


def test_everybody_sees_which_periods_of_a_bureau_are_signed(desk: Desk) -> None:
    desk.tell(desk.work(at=SPRING))
    desk.tell(desk.work())
    final, nobody = desk.finalised("2026-Q2"), asking("")

    def listed(**more: Any) -> Any:
        return desk.ask("public_rankings", nobody, **{"bureau": nobody.bureau} | more)

    shown = {
        "id": "2026-Q2", "kind": "quarter", "name": "2026年第二季度", "name_en": "Q2 2026", "digest": final["digest"],
        "signed_by": final["finalised"]["name"], "signed_at": final["finalised"]["at"],
    }  # fmt: skip
    assert listed() == {"items": [shown], "next": None}
    desk.finalised("2026-Q3")
    first = listed(limit=1)
    assert [one["id"] for one in first["items"]] == ["2026-Q3"]
    assert listed(limit=1, cursor=first["next"]) == {"items": [shown], "next": None}
    assert listed(bureau="330199")["items"] == []
