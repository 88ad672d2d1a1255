"""活动签到 / Check-in at activities. Made from the OpenAPI document by `make client`: not to be edited."""

# fmt: off
from __future__ import annotations

from typing import Unpack

from jingmei_client.answers import Answer
from jingmei_client.area import Area
from jingmei_client.sending import ABSENT, Absent, Options, part


class CheckIns(Area):
    """活动签到 / Check-in at activities"""

    def look(self, activity: str, code: str, **options: Unpack[Options]) -> Answer:
        """查签到码 / Look at a code."""
        return self._call("GET", f"/v1/activities/{part(activity)}/codes/{part(code)}", options)

    def check_in(
        self, activity: str, *, code: str | Absent = ABSENT, account: str | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """签到 / Check in."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/check-ins", options, body={"code": code, "account": account},
        )

    def walk_in(
        self, activity: str, *, outlet: str, account: str | Absent = ABSENT, name: str | Absent = ABSENT,
        over_capacity: bool | Absent = ABSENT, uninvited: bool | Absent = ABSENT, **options: Unpack[Options],
    ) -> Answer:
        """未报名到场的签到 / Check in a walk-in."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/walk-ins", options, body={"outlet": outlet, "account": account,
            "name": name, "over_capacity": over_capacity, "uninvited": uninvited},
        )

    def undo(self, activity: str, account: str, **options: Unpack[Options]) -> Answer:
        """撤销签到 / Undo a check-in."""
        return self._call("POST", f"/v1/activities/{part(activity)}/check-ins/{part(account)}/undoing", options)

    def correct(self, activity: str, account: str, *, reason: str, **options: Unpack[Options]) -> Answer:
        """更正到场记录 / Correct attendance."""
        return self._call(
            "POST", f"/v1/activities/{part(activity)}/check-ins/{part(account)}/correction", options,
            body={"reason": reason},
        )
