"""What a reviewer is advised to do about a finding, in Chinese and English."""

from __future__ import annotations

from services.review.domain.screening import Hit
from shared.contracts.review_terms import FindingRule

R = FindingRule
ADVICE: dict[str, dict[FindingRule, str]] = {
    "zh": {
        R.RESIDENT_ID: "疑为公民身份号码，请删除或遮盖。",
        R.PHONE: "疑为电话号码；如非公开的服务电话，请删除或遮盖。",
        R.BANK_CARD: "疑为银行卡号，请删除或遮盖。",
        R.LICENCE_PLATE: "疑为机动车号牌，请删除或遮盖。",
        R.BANNED_WORD: "属于禁用词，请修改。",
        R.SENSITIVE_WORD: "属于敏感词，请核对用法。",
        R.NEAR_DUPLICATE: "与此前投稿 {named} 相似 {percent}%，请核对是否重复或抄袭。",
    },
    "en": {
        R.RESIDENT_ID: "Looks like a resident identity number: remove or mask it.",
        R.PHONE: "Looks like a phone number: remove or mask it unless it is a public service's.",
        R.BANK_CARD: "Looks like a bank card number: remove or mask it.",
        R.LICENCE_PLATE: "Looks like a licence plate: remove or mask it.",
        R.BANNED_WORD: "A banned word: write something else.",
        R.SENSITIVE_WORD: "A sensitive word: check how it is used.",
        R.NEAR_DUPLICATE: "{percent}% like the earlier submission {named}: check whether it was copied.",
    },
}
INSTEAD = {"zh": "建议改为“{word}”。", "en": "Write “{word}” instead."}


def advice(hit: Hit, locale: str) -> str:
    """The suggestion of a finding."""
    language = locale if locale in ADVICE else "en"
    text = ADVICE[language][hit.rule].format(named=hit.excerpt, percent=hit.percent)
    return f"{text}{INSTEAD[language].format(word=hit.suggestion)}" if hit.suggestion else text
