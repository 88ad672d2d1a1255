"""What the form of a scheme asks for, in Chinese and English: people are shown no patterns and no types of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, str]
TYPES: Final[Mapping[str, Words]] = {
    "object": {"zh": "一组名称与值", "en": "an object"},
    "array": {"zh": "列表", "en": "a list"},
    "string": {"zh": "文字（加引号）", "en": "text (in quotation marks)"},
    "integer": {"zh": "整数（不加引号）", "en": "a whole number (without quotation marks)"},
    "boolean": {"zh": "true 或 false（不加引号）", "en": "true or false (without quotation marks)"},
}
# By the definitions of `scheme.schema.json` that have a pattern; topics and audiences have that of names.
PATTERNS: Final[Mapping[str, Words]] = {
    "id": {
        "zh": "小写字母开头，只含小写字母、数字和下划线，最多 40 个，如 first_report",
        "en": "small letters, digits and underlines, 40 at most, a letter first, such as first_report",
    },
    "name": {
        "zh": "一行文字，首尾无空格，不含控制字符",
        "en": "one line of text without blanks around it or control characters in it",
    },
    "points": {
        "zh": "不带正负号的数，整数部分最多六位，小数最多两位，如 30 或 2.5",
        "en": "a number without a sign, with up to six digits and two decimals, such as 30 or 2.5",
    },
    "factor": {
        "zh": "不带正负号的数，整数部分最多六位，小数最多四位，如 2 或 1.25",
        "en": "a number without a sign, with up to six digits and four decimals, such as 2 or 1.25",
    },
}
