"""Publication permits (发布许可): for staff in full, for anyone to verify."""

from __future__ import annotations

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.api.reasons import worded
from gateway.api.verifying import verified
from gateway.auth.access import PUBLIC, STAFF
from gateway.http.area import Area
from gateway.http.reading import Data
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
    errors=(429,),
    zh="核验发布许可\n任何人凭编码核验：编号、标题、媒体名称、日期、状态与解禁时间。"
       "编码不分大小写，连字符可省，O 与 0、I、L 与 1 相同。有频次限制。",
    en="Verify a permit\nAnyone, by its code, in any spelling: number, title, outlet, date, state and embargo. "
       "So many a minute.",
)  # fmt: skip
def permit(code: str) -> Data:
    return verified("review.permit", code)
