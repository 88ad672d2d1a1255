"""The people of outlets whom one can invite to activities by name."""

from __future__ import annotations

from gateway.api.activities import KEEPER
from gateway.api.ask import ask
from gateway.api.examples import ID, page
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.contracts import liaison_guests as contracts

area = Area("guests", zh="可邀人员", en="Guests", service="liaison")


@area.get(
    "/activity-guests", access=KEEPER, query=contracts.GuestsQuery(), paged=True, answer=contracts.GuestPage(),
    answer_example=page({"outlet": ID, "outlet_name": "滨江播报", "people": [{"account": ID, "name": "王芳"}]}),
    zh="可邀人员\n已认证媒体及其成员，供按姓名邀请和现场签到；可按媒体名称的任意部分查找。",
    en="Guests\nVerified outlets with their people, to be invited by name or checked in; by any part of an outlet's "
       "name.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("liaison.guests", data)
