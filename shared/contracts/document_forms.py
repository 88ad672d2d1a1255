"""What may be said of a document when it is asked for. Checked by the gateway, which makes the documents."""

from __future__ import annotations

from marshmallow import fields as ma

from shared.contracts.days import Day
from shared.contracts.fields import Form, Pattern, Text, note

# GB/T 9704-2012, 7.2.5: the issuer's word, the year in full in 〔〕, the number without 第 and without leading zeros.
NUMBER = r"^[\u4e00-\u9fff]{1,12}〔20[0-9]{2}〕[1-9][0-9]{0,4}号$"


def _dated() -> Day:
    return Day(metadata=note("成文日期；不给则为签署日 / The date on it; that of the signing when absent."))


class NoticeForm(Form):
    """What the office adds to a notice."""

    number = ma.String(
        validate=Pattern(NUMBER, "documents.number"),
        metadata=note(
            "发文字号，如 滨公通〔2026〕35号；不给则留空待填 / The document's number; left open when absent."
        ),
    )
    addressees = Text(200, load_default="各协作媒体", metadata=note("主送机关 / Whom it is for."))
    copies = Text(300, shortest=0, load_default="", metadata=note("抄送机关 / Who gets a copy."))
    dated = _dated()


class TableForm(Form):
    """What the office adds to the tables."""

    dated = _dated()
