"""The certificate of an award: from the award to the words on it."""

from __future__ import annotations

from datetime import date

from gateway.documents.model import Certificate
from gateway.documents.results import ALL, Granted, Ladder
from shared.labels.wording import told_period
from shared.titles import in_marks


def certificate(award: Granted, period: str, *, code: str, address: str, issuer: str, dated: date) -> Certificate:
    """The certificate of an award of a period. `address` is where its code is verified, if known."""
    return Certificate(
        recipient=award.name,
        body=f"在{told_period(period, 'zh')}警媒协作宣传工作中{_merit(award)}。",
        number=award.number,
        code=code,
        address=address,
        issuer=issuer,
        dated=dated,
    )


def _merit(award: Granted) -> str:
    if award.work:
        return f"，作品{in_marks(award.work)}主题鲜明、反响良好，荣获“{award.title}”"
    if award.place is None:
        return f"成绩突出，荣获“{award.title}”"
    ladder = ALL if award.overall else Ladder(award.category, ()).name
    return f"成绩突出，位列{ladder}第{award.place}名，荣获“{award.title}”"
