"""What was published without any approval (未经审核发布): records, objections (申诉), rulings."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.api import unapproved_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served
from gateway.api.examples import page
from gateway.api.proof import with_own_proof
from gateway.api.submissions import SEES, WRITES
from gateway.auth.access import SIGNED_IN, only
from gateway.current import asking
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.context import Role
from shared.contracts import submission_unapproved as contracts

area = Area("unapproved", zh="未经审核发布", en="Unapproved publications", service="submission")

RECORD: dict[str, Any] = {
    "answer": contracts.UnapprovedView(), "etag": True, "answer_example": examples.RECORD,
}  # fmt: skip


@area.post(
    "/unapproved-publications", access=only(Role.LIAISON), status=201, body=contracts.RecordUnapproved(),
    location="/v1/unapproved-publications/{id}", example=examples.RECORD_INPUT, **RECORD,
    zh="记录未经审核发布\n附证据；同一网址已是审核通过作品的刊发，或已记录过的，不能再记。媒体随即得到通知，可以申诉；"
       "计分办法可据此扣分。不能记录本人所属媒体。",
    en="Record an unapproved publication\nWith proof. An address that is a publication of an approved work, or was "
       "recorded before, is refused. The outlet is told and may object; the scheme may deduct points for it. Not of an "
       "outlet that one belongs to.",
)  # fmt: skip
def add(data: Data) -> Data:
    return ask("submission.record_unapproved", with_own_proof(contracts.RecordUnapproved(), data))


@area.get(
    "/unapproved-publications", access=SIGNED_IN, query=contracts.UnapprovedListQuery(), paged=True,
    answer=contracts.UnapprovedPage(), answer_example=page(examples.RECORD) | {"may": []},
    zh="未经审核发布记录\n由新到旧；媒体成员只看到本媒体的。",
    en="Unapproved publications\nNewest first; people of outlets see their own.",
)  # fmt: skip
def records(data: Data) -> Data:
    return ask("submission.unapproved_list", data)


@area.get(
    "/unapproved-publications/<id:record>", access=SEES, **RECORD,
    zh="查看一条记录\n申诉与裁定也在其中；媒体成员只能看本媒体的。",
    en="One record\nWith the objection and the ruling; people of outlets see their own.",
)  # fmt: skip
def record(record: str) -> Data:
    return ask("submission.unapproved", {"record": record})


@area.get(
    "/unapproved-publications/<id:record>/proof/<id:file>", access=SEES, audited=True, media_type="*/*",
    zh="下载证据\n限可以查看该记录的人；每次下载均留痕。",
    en="Download proof\nFor those who may see the record; every download is on the audit trail.",
)  # fmt: skip
def proof(record: str, file: str) -> Response:
    named = ask("submission.unapproved_proof", {"record": record, "file": file})["file"]
    return served(runtime().files.find(named, asking().bureau))


@area.post(
    "/unapproved-publications/<id:record>/objection", access=WRITES, example=examples.OBJECTION,
    body=contracts.ObjectUnapproved(exclude=("record",)), **RECORD,
    zh="申诉\n由本媒体成员提出一次，说明理由，可附证据。",
    en="Object\nOnce, by people of the outlet, with a reason and proof if there is any.",
)  # fmt: skip
def object_to(record: str, data: Data) -> Data:
    given = {**data, "record": record}
    return ask("submission.object_unapproved", with_own_proof(contracts.ObjectUnapproved(), given))


@area.post(
    "/unapproved-publications/<id:record>/withdrawal", access=only(Role.LIAISON), example=examples.WITHDRAWAL,
    body=contracts.WithdrawUnapproved(exclude=("record",)), **RECORD,
    zh="撤回记录\n记错的，由与该媒体无关的对接民警说明理由撤回，扣分冲回；媒体已申诉的，以裁定为准。",
    en="Withdraw a record\nOne that was a mistake, by a liaison who does not belong to the outlet, with a reason; the "
       "deduction is reversed. Once the outlet has objected, a ruling decides.",
)  # fmt: skip
def withdraw(record: str, data: Data) -> Data:
    return ask("submission.withdraw_unapproved", {**data, "record": record})


@area.post(
    "/unapproved-publications/<id:record>/ruling", access=only(Role.LIAISON, Role.REVIEWER_FINAL),
    body=contracts.RuleUnapproved(exclude=("record",)), example=examples.RULING, **RECORD,
    zh="裁定申诉\n由记录人以外、与该媒体无关的对接民警或终审作出：withdrawn 申诉成立，记录撤销、扣分冲回；"
       "kept 申诉不成立。",
    en="Rule on an objection\nBy a liaison or the final reviewer who neither recorded it nor belongs to the outlet. "
       "withdrawn: upheld, the deduction is reversed; kept: not upheld.",
)  # fmt: skip
def rule_on(record: str, data: Data) -> Data:
    return ask("submission.rule_unapproved", {**data, "record": record})
