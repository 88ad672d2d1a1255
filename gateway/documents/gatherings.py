"""What is printed of an activity: the list at the door, and a certificate of attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from gateway.documents.model import Certificate, Kind, Sheet, SheetColumn, Workbook, chinese_date
from shared.clock import SHANGHAI, local_date
from shared.labels import label

COLUMNS: Final = (
    SheetColumn("序号", 6, Kind.NUMBER),
    SheetColumn("姓名", 14),
    SheetColumn("媒体", 34),
    SheetColumn("名额", 10, Kind.MARK),
    SheetColumn("备注", 30),
    SheetColumn("签到时间", 17, Kind.MOMENT),
    SheetColumn("签名", 20),
)


@dataclass(frozen=True)
class Coming:
    """Somebody on the list."""

    name: str
    outlet: str
    seat: str
    remark: str
    attended_at: datetime | None
    walk_in: bool = False

    @property
    def mark(self) -> str:
        """What stands of their seat: 现场, of who came without one."""
        return "现场" if self.walk_in else label("activity.seat", self.seat, "zh")


@dataclass(frozen=True)
class Attended:
    """What a certificate of attendance is about. `number` is typed in to verify it, at `address` if there is one;
    `signer` marked the activity as held."""

    person: str
    outlet: str
    kind: str
    title: str
    starts_at: datetime
    number: str
    address: str
    signer: str


def participants(title: str, where: str, starts_at: datetime, rows: tuple[Coming, ...], issuer: str) -> Workbook:
    """The list for the door: who has a seat, then who waits, in their order, with room to sign."""
    day = local_date(starts_at)
    begins = starts_at.astimezone(SHANGHAI).strftime("%H:%M")
    note = "　　".join(part for part in (f"时间：{chinese_date(day)} {begins}", where and f"地点：{where}") if part)
    cells = tuple(
        (number, each.name, each.outlet, each.mark, each.remark, each.attended_at, "")
        for number, each in enumerate(rows, 1)
    )
    sheet = Sheet("签到表", f"“{title}”签到表", f"{note}　　共 {len(rows)} 人", COLUMNS, cells, frozen=2)
    return Workbook(f"{title}签到表", issuer, day, (sheet,))


def attendance(of: Attended, issuer: str, dated: date) -> Certificate:
    """The certificate that somebody attended an activity."""
    day = chinese_date(local_date(of.starts_at))
    body = f"（{of.outlet}）于{day}参加{label('activity.kind', of.kind, 'zh')}“{of.title}”。"
    return Certificate(
        recipient=of.person, body=body, number=of.number, code=of.number, address=of.address, issuer=issuer,
        dated=dated, heading="参加证明", closing="特此证明。", signer=of.signer,
    )  # fmt: skip
