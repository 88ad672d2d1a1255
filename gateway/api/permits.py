"""Publication permits (发布许可): for staff in full, for anyone to verify."""

from __future__ import annotations

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.reasons import worded
from gateway.auth.access import PUBLIC, STAFF
from gateway.current import current
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared.codes import bureau_of
from shared.context import Actor
from shared.contracts import review as contracts

area = Area("permits", zh="发布许可", en="Publication permits", service="review")


@area.get(
    "/permits", access=STAFF, query=contracts.PermitsQuery(), answer=contracts.PermitPage(), paged=True,
    answer_example=page(examples.PERMIT),
    zh="发布许可列表\n由新到旧；编号按年连续，没有空号。",
    en="Permits\nNewest first. Numbers of a year have no gap.",
)  # fmt: skip
def permits(data: Data) -> Data:
    return worded(ask("review.permits", data))


@area.get(
    "/permits/<id:code>", access=PUBLIC, answer=contracts.PublicPermitView(), answer_example=examples.PUBLIC_PERMIT,
    zh="核验发布许可\n任何人凭编码核验：编号、标题、媒体名称、日期、状态与解禁时间。"
       "编码不分大小写，连字符可省，O 与 0、I、L 与 1 相同。",
    en="Verify a permit\nAnyone, by its code, in any spelling: number, title, outlet, date, state and embargo.",
)  # fmt: skip
def permit(code: str) -> Data:
    # Nobody is signed in: the code itself says whose permit it is.
    anyone = current().context_of(Actor("", bureau_of(code)))
    found: Data = runtime().rpc.call("review.permit", {"code": code}, anyone)[0]
    return found
