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
        R.HOME_ADDRESS: "疑为个人住址，请删除，或只写到乡镇、街道；公开的办公地址可排除。",
        R.MINOR: "涉案未成年人的姓名、学校、亲属不得披露：改为“某某”，学校写“某小学”。",
        R.VICTIM: "被害人、证人、举报人不得实名：改为“张某”，身份可不写的不写。",
        R.TECHNIQUE: "涉及侦查手段或警力部署细节，请删除，或改为“经工作”“缜密侦查”。",
        R.SECRET_MARK: "疑带密级或内部资料标志：核对来源，未经解密或批准不得刊发。",
        R.SUSPECT: "判决生效前称“犯罪嫌疑人”，姓名写“张某”；通缉、已判决的可排除。",
        R.UNSOURCED_FIGURE: "数据没有出处：注明哪个单位、何时发布；查不到出处的删除。",
        R.BANNED_WORD: "属于禁用词，请修改。",
        R.SENSITIVE_WORD: "属于敏感词，请核对用法。",
        R.NEAR_DUPLICATE: "与此前投稿 {named} 相似 {percent}%，请核对是否重复或抄袭。",
        R.UNREAD_FILE: "系统没有读出这些文件的全部文字（图片、音视频、扫描件等），请打开看过后再排除。",
    },
    "en": {
        R.RESIDENT_ID: "Looks like a resident identity number: remove or mask it.",
        R.PHONE: "Looks like a phone number: remove or mask it unless it is a public service's.",
        R.BANK_CARD: "Looks like a bank card number: remove or mask it.",
        R.LICENCE_PLATE: "Looks like a licence plate: remove or mask it.",
        R.HOME_ADDRESS: "Looks like a home address: remove it or name the town alone; dismiss it if it is an office's.",
        R.MINOR: "Nothing tells who a minor in a case is: write 某某, and 某小学 for the school.",
        R.VICTIM: "Victims, witnesses and informants are not named: write 张某, and leave out what tells who it is.",
        R.TECHNIQUE: "Tells of means of investigation or of deployment: remove it, or write 经工作, 缜密侦查.",
        R.SECRET_MARK: "Bears a mark of a secret or of internal papers: find out where it is from and who released it.",
        R.SUSPECT: "Before a verdict it is 犯罪嫌疑人, and 张某 for the name; dismiss it after a verdict or if wanted.",
        R.UNSOURCED_FIGURE: "A figure without a source: say who published it and when, or remove it.",
        R.BANNED_WORD: "A banned word: write something else.",
        R.SENSITIVE_WORD: "A sensitive word: check how it is used.",
        R.NEAR_DUPLICATE: "{percent}% like the earlier submission {named}: check whether it was copied.",
        R.UNREAD_FILE: "Not all that is written in these files was read (pictures, films, scans): look, then dismiss.",
    },
}
INSTEAD = {"zh": "建议改为“{word}”。", "en": "Write “{word}” instead."}


def advice(hit: Hit, locale: str) -> str:
    """The suggestion of a finding."""
    language = locale if locale in ADVICE else "en"
    text = ADVICE[language][hit.rule].format(named=hit.excerpt, percent=hit.percent)
    return f"{text}{INSTEAD[language].format(word=hit.suggestion)}" if hit.suggestion else text
