"""Outlets (媒体): registration, profile, verification and what follows from it. The outlet service decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gateway.api import examples
from gateway.api.ask import ask
from gateway.api.confirming import WITH_PROOF, confirmed
from gateway.auth.access import SIGNED_IN, STAFF, Access, only
from gateway.current import asking
from gateway.files.references import of_proofs, require_own
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import outlet as contracts

area = Area("outlets", zh="媒体", en="Outlets", service="outlet")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
SEES = Access(OWN | BUSINESS_ROLES)
MANAGES = only(Role.OUTLET_OWNER, Role.LIAISON)
RULES = only(Role.LIAISON)
ASSIGNS = only(Role.LIAISON, Role.LEADER)
# For who lost the answer: later it takes password or code again.
REPEATED = timedelta(minutes=1)
REVEALS = only(Role.OUTLET_OWNER, Role.LIAISON)

PATH = ("outlet",)
ASSIGN = contracts.AssignLiaison(exclude=PATH)
RESUBMIT = contracts.ResubmitOutlet(exclude=PATH)
EVIDENCE = contracts.VerifyOutlet(exclude=PATH)
VIEW = contracts.OutletView()
ONE: dict[str, Any] = {"answer": VIEW, "etag": True, "answer_example": examples.OUTLET}
RULED: dict[str, Any] = {"access": RULES, "example": examples.REASON, **ONE}


@area.post(
    "/outlets", access=SIGNED_IN, body=contracts.RegisterOutlet(), status=201, location="/v1/outlets/{id}",
    example=examples.REGISTRATION, **ONE,
    zh="登记媒体\n任何账号都可登记，登记者成为负责人；审核通过前为待审核状态。可附证明材料（本人上传的文件），供认证的民警查看。",
    en="Register an outlet\nAny account may; it becomes the owner. The outlet is pending until a liaison verifies it, "
       "who sees the proofs (files of one's own) sent along.",
)  # fmt: skip
def register(data: Data) -> Data:
    return ask("outlet.register", _with_own_proofs(contracts.RegisterOutlet(), data))


@area.get(
    "/outlets", access=STAFF, query=contracts.SearchOutlets(), answer=contracts.OutletPage(), paged=True,
    answer_example=examples.page(examples.SUMMARY),
    zh="查找媒体\n本局的媒体，按登记时间或名称排序，条件可以组合；q 为名称的任一部分，一个字也可。",
    en="Find outlets\nThose of the bureau, newest first or by name; filters are combined. q is any part of the name, "
       "be it one character.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("outlet.search", data)


@area.get(
    "/outlets/counts", access=STAFF, query=contracts.OutletCountsQuery(), answer=contracts.OutletCounts(),
    answer_example=examples.OUTLET_COUNTS,
    zh="媒体数量\n各状态的媒体数，30 日内到期须复核的、没有对接民警的、本人对接的；与按同一条件查找的结果一致。",
    en="Counts of outlets\nBy state, to be verified again within 30 days, without a liaison, in the caller's own "
       "charge; each is what the list shows with the filter of that name.",
)  # fmt: skip
def counts(data: Data) -> Data:
    return ask("outlet.counts", data)


@area.get(
    "/outlets/names", access=SIGNED_IN, query=contracts.CalledOutlets(), answer=contracts.OutletNames(), errors=(429,),
    answer_example={"items": [{"id": examples.ID, "name": "滨江播报"}], "more": False},
    zh="按名称找媒体\n供填写联合作者：已认证媒体的编号与名称，按名称的任一部分（至少两个字符）查找，至多十家，不含其他信息；有频次限制。"
       "民警与已认证媒体的成员可用。",
    en="Outlets by name\nTo name a co-author: ids and names of verified outlets by any part of the name (two "
       "characters at least), ten at most, and nothing else of them; so many a minute. For staff and people of "
       "verified outlets.",
)  # fmt: skip
def names(data: Data) -> Data:
    runtime().rates.hit("lookup", asking().account)
    return ask("outlet.called", data)


@area.get(
    "/outlets/left", access=only(Role.LEADER), query=contracts.LeftOutlets(), answer=contracts.OutletPage(), paged=True,
    answer_example=examples.page({**examples.SUMMARY, "liaison": ""}),
    zh="待指定对接民警的媒体\n原对接民警停用账号、失去职务或加入了该媒体，且当时无人可以接替的；由新到旧。",
    en="Outlets without a liaison\nThe one in charge left, lost the role or joined the outlet, and nobody could take "
       "over; newest first.",
)  # fmt: skip
def left(data: Data) -> Data:
    return ask("outlet.left", data)


@area.get(
    "/outlets/mine", access=SIGNED_IN, query=contracts.MyOutlets(), answer=contracts.MyOutletPage(), paged=True,
    answer_example=examples.page({**examples.SUMMARY, "role": "outlet_owner"}),
    zh="我的媒体\n本账号所属的媒体及在其中的身份。",
    en="One's own outlets\nThose that the account belongs to, with its role in each.",
)  # fmt: skip
def mine(data: Data) -> Data:
    return ask("outlet.mine", data)


@area.get(
    "/outlets/<id:outlet>", access=SEES, **ONE,
    zh="查看媒体\n个人信息以掩码显示。",
    en="One outlet\nPersonal data is masked.",
)  # fmt: skip
def get(outlet: str) -> Data:
    return ask("outlet.get", {"outlet": outlet})


@area.patch(
    "/outlets/<id:outlet>", access=MANAGES, body=contracts.ChangeProfile(exclude=PATH), example={"region": "西兴"},
    **ONE,
    zh="修改媒体资料\n只改给出的字段；认证后身份字段（名称、类别、信用代码、运营者）只能由对接民警修改。",
    en="Change the profile\nWhat is left out stays. After verification only a liaison changes the identity.",
)  # fmt: skip
def change_profile(outlet: str, data: Data) -> Data:
    return ask("outlet.change_profile", {**data, "outlet": outlet})


@area.put(
    "/outlets/<id:outlet>/liaison", access=ASSIGNS, body=ASSIGN, example={"liaison": examples.ID}, **ONE,
    zh="指定对接民警\n须为本局在用的对接民警账号，且不属于该媒体；原对接民警离任且无人可接替时，由局领导指定。",
    en="Put a liaison officer in charge\nAn open account with the role, not of the outlet itself. "
       "Leaders do so where the one in charge left and nobody could take over.",
)  # fmt: skip
def assign_liaison(outlet: str, data: Data) -> Data:
    return ask("outlet.assign_liaison", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/resubmission", access=MANAGES, body=RESUBMIT,
    example={"note": "已补充授权书"}, **ONE,
    zh="重新提交登记\n被驳回的登记修改后再次提交。",
    en="Send a registration again\nAfter it was rejected and corrected.",
)  # fmt: skip
def resubmit(outlet: str, data: Data) -> Data:
    return ask("outlet.resubmit", {**_with_own_proofs(RESUBMIT, data), "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/verification", access=RULES, body=EVIDENCE,
    example=examples.EVIDENCE, **ONE,
    zh="认证媒体\n凭许可证号或账号归属证明，有效期一年。",
    en="Verify an outlet\nOn a licence number or proof of account ownership; it holds for a year.",
)  # fmt: skip
def verify(outlet: str, data: Data) -> Data:
    return ask("outlet.verify", _with_evidence(outlet, data))


@area.post(
    "/outlets/<id:outlet>/reverification", access=RULES, body=contracts.ReverifyOutlet(exclude=PATH),
    example=examples.EVIDENCE, **ONE,
    zh="年度复核\n续期一年；因到期而暂停的媒体同时恢复。",
    en="Renew the verification\nFor another year; an outlet suspended because it lapsed is reinstated.",
)  # fmt: skip
def reverify(outlet: str, data: Data) -> Data:
    return ask("outlet.reverify", _with_evidence(outlet, data))


@area.post(
    "/outlets/<id:outlet>/rejection", body=contracts.RejectOutlet(exclude=PATH), **RULED,
    zh="驳回登记\n须说明可据以改正的理由。",
    en="Reject a registration\nWith a reason that the outlet can act on.",
)  # fmt: skip
def reject(outlet: str, data: Data) -> Data:
    return ask("outlet.reject", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/suspension", body=contracts.SuspendOutlet(exclude=PATH), **RULED,
    zh="暂停媒体\n暂停期间不能投稿。",
    en="Suspend an outlet\nIt may not submit meanwhile.",
)  # fmt: skip
def suspend(outlet: str, data: Data) -> Data:
    return ask("outlet.suspend", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/reinstatement", body=contracts.ReinstateOutlet(exclude=PATH), **RULED,
    zh="恢复媒体\n因认证到期而暂停的须重新认证。",
    en="End a suspension\nNot one for a lapsed verification: that takes a new verification.",
)  # fmt: skip
def reinstate(outlet: str, data: Data) -> Data:
    return ask("outlet.reinstate", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/closure", body=contracts.CloseOutlet(exclude=PATH), **(RULED | {"access": MANAGES}),
    zh="注销媒体\n任何状态均可，不可撤销。",
    en="Close an outlet\nFrom any state, for good.",
)  # fmt: skip
def close(outlet: str, data: Data) -> Data:
    return ask("outlet.close", {**data, "outlet": outlet})


@area.get(
    "/outlets/<id:outlet>/history", access=SEES, query=contracts.HistoryQuery(exclude=PATH),
    answer=contracts.HistoryPage(), paged=True,
    zh="变更历史\n由新到旧：谁、何时、何事、为何；本媒体人员看不到是哪位民警。",
    en="History\nNewest first: who, when, what, why. Its own people are not told who of the bureau acted.",
)  # fmt: skip
def history(outlet: str, data: Data) -> Data:
    return ask("outlet.history", {**data, "outlet": outlet})


@area.post(
    "/outlets/<id:outlet>/revelation", access=REVEALS, answer=contracts.RevealedView(), stored=True, **WITH_PROOF,
    kept=REPEATED, example={},
    zh="查看完整个人信息\n运营者证件号与联系方式；每次查看均留痕。五分钟内没有输入过密码（启用二次验证的为验证码）的，须随请求给出，"
       "否则答复 403（auth.prove_by_password、auth.prove_by_code）。",
    en="Personal data in full\nIdentity number, phones and addresses; every use is on the audit trail. Who has not "
       "given the password (with a second factor: a code) within five minutes gives it along; else it is 403 "
       "(auth.prove_by_password, auth.prove_by_code).",
)  # fmt: skip
def reveal(outlet: str, data: Data) -> Data:
    return ask("outlet.reveal", {**confirmed(data), "outlet": outlet})


def _with_own_proofs(form: Any, data: Data) -> Data:
    """The data, whose proofs are files of one's own. Raises: Invalid."""
    if data.get("proofs"):
        require_own(runtime().files, asking(), of_proofs(validation.load(form, data)["proofs"]))
    return data


def _with_evidence(outlet: str, data: Data) -> Data:
    """The same of a verification, which may also rest on what the applicant sent along. Raises: Invalid, NotFound."""
    if data.get("proofs"):
        given = validation.load(EVIDENCE, data)["proofs"]
        require_own(runtime().files, asking(), of_proofs(given), known=files_of(outlet))
    return {**data, "outlet": outlet}


def files_of(outlet: str) -> set[str]:
    """What an outlet sent along when it registered, and what its channels are verified on. Raises: NotFound."""
    shown = ask("outlet.get", {"outlet": outlet})
    verified = [channel["verification"] for channel in shown["channels"] if channel["verification"]]
    return {file for proof in [*shown["proofs"], *verified] for file in proof["files"]}
