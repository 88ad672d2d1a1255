"""An official document as a county writes it, for the tests of its layout."""

from __future__ import annotations

from datetime import date

from gateway.documents.model import Attachment, Column, Grid, Heading, OfficialDocument, Paragraph

GRID = Grid(
    (Column("名次", 2), Column("媒体名称", 8, text=True), Column("积分", 3)),
    tuple((str(place), f"滨江县第{place}融媒体工作室", f"{2310 - 37 * place}.50") for place in range(1, 41)),
)
BODY = (
    Paragraph("根据考评办法，县公安局对2026年第三季度各协作媒体宣传工作进行了量化考评。现将结果通报如下。"),
    Heading("一、总体情况"),
    Paragraph("本季度共有36家媒体参加考评，计分作品128件。" * 12),
    Heading("二、考评排名"),
    Heading("（一）官方媒体", 2),
    Heading("1. 前三名", 3),
    Paragraph("滨江县融媒体中心（2,310.00分）。"),
)


def official(**changes: object) -> OfficialDocument:
    """The document with some of its parts changed."""
    parts: dict[str, object] = {
        "issuer": "滨江县公安局",
        "head": "滨江县公安局文件",
        "number": "滨公通〔2026〕35号",
        "title": ("滨江县公安局关于2026年第三季度", "警媒协作宣传工作量化考评结果的通报"),
        "addressees": "各镇（街道）宣传办，各协作媒体",
        "body": BODY,
        "dated": date(2026, 10, 3),
        "attachments": (Attachment("官方媒体量化考评排名", (GRID,)), Attachment("自媒体量化考评排名", (GRID,))),
        "note": "此件公开发布",
        "copies": "市公安局，县委宣传部",
        "printed": date(2026, 10, 9),
    }
    return OfficialDocument(**{**parts, **changes})  # type: ignore[arg-type]
