"""What each rule of screening weighs, and the law that it rests on (DOMAIN.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.contracts.review_terms import FindingRule, FindingSeverity, Statute

R, S, L = FindingRule, FindingSeverity, Statute


@dataclass(frozen=True)
class Weight:
    """How severe it is when it is true, and by which law."""

    severity: FindingSeverity
    statutes: tuple[Statute, ...] = ()


WEIGHTS: Final[Mapping[FindingRule, Weight]] = {
    R.RESIDENT_ID: Weight(S.HIGH, (L.PERSONAL_DATA_28, L.GB_11643)),
    R.PHONE: Weight(S.HIGH, (L.PERSONAL_DATA_28,)),
    R.BANK_CARD: Weight(S.HIGH, (L.PERSONAL_DATA_28,)),
    R.LICENCE_PLATE: Weight(S.HIGH, (L.PERSONAL_DATA_28,)),
    R.HOME_ADDRESS: Weight(S.HIGH, (L.PERSONAL_DATA_28,)),
    R.MINOR: Weight(S.HIGH, (L.MINORS_103, L.MINORS_49)),
    R.VICTIM: Weight(S.HIGH, (L.PROCEDURE_76, L.DOMESTIC_VIOLENCE_5)),
    R.TECHNIQUE: Weight(S.HIGH, (L.POLICE_22, L.SECRETS_13, L.PROCEDURE_263, L.COUNTER_TERRORISM_63)),
    R.SECRET_MARK: Weight(S.HIGH, (L.SECRETS_13, L.SECRETS_35, L.SECRETS_64)),
    R.SUSPECT: Weight(S.MEDIUM, (L.CRIMINAL_PROCEDURE_12,)),
    R.UNSOURCED_FIGURE: Weight(S.MEDIUM, (L.NEWS_SERVICES_15,)),
    R.BANNED_WORD: Weight(S.HIGH),
    R.SENSITIVE_WORD: Weight(S.LOW),
    R.NEAR_DUPLICATE: Weight(S.MEDIUM),
    R.UNREAD_FILE: Weight(S.LOW),
}
# A confirmed finding of these must be gone from the text before it can pass.
BLOCKING: Final = frozenset(rule for rule, weight in WEIGHTS.items() if weight.severity is S.HIGH)
