"""Periods (考评周期), the ledger (积分流水) and points by hand."""

from __future__ import annotations

from typing import Any

from gateway.accounts.factor_schemas import Confirmed
from gateway.api import scoring_examples as examples
from gateway.api.ask import ask
from gateway.api.confirming import confirmed
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, Access, only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import scoring as contracts

area = Area("scoring", zh="量化考评", en="Scoring", service="scoring")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
SEES = Access(OWN | BUSINESS_ROLES)
MANAGES = only(Role.SCORING_MANAGER)
SIGNS = only(Role.LEADER)


class Signing(contracts.FinalisePeriod, Confirmed):
    """Sign a publicised period's ranking, with one's password or code."""


ONE: dict[str, Any] = {"answer": contracts.PeriodView(), "etag": True, "answer_example": examples.PERIOD}
ADJUSTED: dict[str, Any] = {
    "answer": contracts.AdjustmentView(), "etag": True, "answer_example": examples.ADJUSTMENT,
}  # fmt: skip


@area.get(
    "/periods", access=SIGNED_IN, query=contracts.PeriodsQuery(), answer=contracts.PeriodPage(), paged=True,
    answer_example=page(examples.PERIOD),
    zh="考评周期列表\n季度与年度，由近及远。",
    en="Periods\nQuarters and years, the latest first.",
)  # fmt: skip
def periods(data: Data) -> Data:
    return ask("scoring.periods_list", data)


@area.get(
    "/periods/<id:period>", access=SIGNED_IN, **(ONE | {"etag": False}),
    zh="查看考评周期\n状态、可行操作，以及作品、刊发、数据与流水的计数（随事实到达而增加）。",
    en="One period\nIts state, the moves that it allows, and what it counts: works, publications, metrics, entries.",
)  # fmt: skip
def period(period: str) -> Data:
    return ask("scoring.period", {"period": period})


@area.post(
    "/periods/<id:period>/closure", access=MANAGES, **ONE,
    zh="截止\n周期结束后方可截止，季度须按先后；此后不再计入，迟到的计入下一个未截止的季度并注明。任何媒体的成员不得办理。",
    en="Close a period\nOnce it is over, quarters in their order. What comes late goes to the next open quarter and "
       "says so. Not by who belongs to an outlet.",
)  # fmt: skip
def close(period: str) -> Data:
    return ask("scoring.close_period", {"period": period})


@area.post(
    "/periods/<id:period>/publication", access=MANAGES, body=contracts.PublicisePeriod(exclude=("period",)),
    example={"working_days": 5}, **ONE,
    zh="公示\n公示若干个工作日（节假日顺延），期间受理申诉，最后一天（appeals_until）仍受理。任何媒体的成员不得办理。",
    en="Make a ranking public\nFor so many working days, in which appeals are taken; on the last of them "
       "(appeals_until), too. Not by who belongs to an outlet.",
)  # fmt: skip
def publicise(period: str, data: Data) -> Data:
    return ask("scoring.publicise_period", {**data, "period": period})


@area.post(
    "/periods/<id:period>/finalisation", access=SIGNS, body=Signing(exclude=("period",)), errors=(429,),
    example={"early": False, "password": "correct horse battery"}, **ONE,
    zh="定榜\n局领导签署：公示期满且没有未答复的申诉；提前定榜须说明理由。榜单自此不可更改，以摘要封存。任何媒体的成员不得签署。"
       "须再次输入本人密码，启用了二次验证的输入验证码（五分钟内输入过的可省），否则答复 403"
       "（auth.prove_by_password、auth.prove_by_code）；输错与登录失败一并计数、锁定；临时密码无效。"
       "只用外部身份登录的，先请管理员重置密码，改成自己的密码后方可签署。",
    en="Sign a ranking\nAfter the time for appeals, when none is open; earlier with a reason. It is immutable from "
       "then on, sealed by its digest. Not by who belongs to an outlet. It takes one's password again, of who has a "
       "second factor a code (not where it was given within five minutes), else it is 403 (auth.prove_by_password, "
       "auth.prove_by_code); wrong ones count and lock like failed sign-ins, a temporary one does not serve. Who only "
       "signs in by an outside issuer has an administrator reset the password, changes it to one of their own, and "
       "signs with that.",
)  # fmt: skip
def finalise(period: str, data: Data) -> Data:
    return ask("scoring.finalise_period", {**confirmed(data), "period": period})


@area.post(
    "/periods/<id:period>/rebuild", access=MANAGES, answer=contracts.RebuildView(), answer_example=examples.REBUILD,
    zh="重算核对\n由收到的事实从零重算季度流水，逐条比对，不改变任何数据。",
    en="Rebuild and compare\nThe ledger of a quarter from nothing but what came in, entry by entry; changes nothing.",
)  # fmt: skip
def rebuild(period: str) -> Data:
    return ask("scoring.rebuild_period", {"period": period})


@area.get(
    "/submissions/<id:submission>/points", access=SEES, answer=contracts.SubmissionPointsView(),
    answer_example=examples.POINTS,
    zh="一件作品的积分\n各媒体所得、每条流水的算式，以及未计分的原因。",
    en="Points of a submission\nWhat each outlet got, the working of each entry, and why something has none.",
)  # fmt: skip
def points(submission: str) -> Data:
    return ask("scoring.submission_points", {"submission": submission})


@area.get(
    "/outlets/<id:outlet>/ledger", access=SEES, query=contracts.LedgerQuery(exclude=("outlet",)), paged=True,
    answer=contracts.EntryPage(), answer_example=page(examples.ENTRY),
    zh="积分流水\n按起因的时间；可只看一个周期。",
    en="The ledger of an outlet\nBy the moments of the causes; of one quarter, if wanted.",
)  # fmt: skip
def ledger(outlet: str, data: Data) -> Data:
    return ask("scoring.outlet_ledger", {**data, "outlet": outlet})


@area.get(
    "/adjustments", access=SIGNED_IN, query=contracts.AdjustmentsQuery(), answer=contracts.AdjustmentPage(), paged=True,
    answer_example=page(examples.LISTED_ADJUSTMENT) | {"may": ["adjust"]},
    zh="人工加减分列表\n由新到旧，可只看某一媒体、某一季度的，或仍有效的；申诉更正也在内。媒体成员只看到本媒体的。",
    en="Points by hand\nNewest first; of an outlet, of a quarter, or those that stand, if wanted; corrections by "
       "appeals are among them. People of outlets see their own.",
)  # fmt: skip
def adjustments(data: Data) -> Data:
    return ask("scoring.adjustments_list", data)


@area.get(
    "/adjustments/<id:adjustment>", access=SEES, answer=contracts.ListedAdjustment(), etag=True,
    answer_example=examples.LISTED_ADJUSTMENT,
    zh="查看人工加减分\n一次加减分的分值、理由、是否已撤销，以及可行操作。",
    en="One entry by hand\nIts points, its reason, whether it was taken back, and what may be done with it.",
)  # fmt: skip
def adjustment(adjustment: str) -> Data:
    return ask("scoring.adjustment", {"adjustment": adjustment})


@area.post(
    "/adjustments", access=MANAGES, body=contracts.Adjust(), status=201, errors=(404,),
    example=examples.ADJUSTMENT_INPUT, **ADJUSTED,
    zh="人工加减分\n限于计分办法所列项目、分值与次数，须说明理由。",
    en="Enter points by hand\nWhat the scheme lists, within its limits, with a reason.",
)  # fmt: skip
def adjust(data: Data) -> Data:
    return ask("scoring.adjust_points", data)


@area.post(
    "/adjustments/<id:adjustment>/reversal", access=MANAGES, body=contracts.ReverseAdjustment(exclude=("adjustment",)),
    example={"reason": "批示对象登记有误。"}, **ADJUSTED,
    zh="撤销人工加减分\n以一条相反的流水冲回。",
    en="Take points by hand back\nBy an entry that reverses the other.",
)  # fmt: skip
def reverse(adjustment: str, data: Data) -> Data:
    return ask("scoring.reverse_adjustment", {**data, "adjustment": adjustment})
