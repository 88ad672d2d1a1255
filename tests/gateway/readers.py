"""Refusals are read by people: no code of the API stands in a Chinese one, but in what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

HAN: Final = re.compile(r"[\u4e00-\u9fff]")
# A code, and not a part of a header's name, an address or a number.
CODE: Final = re.compile(r"(?<![A-Za-z0-9.:/-])[a-z_]{3,}(?![A-Za-z0-9.:/-])")
QUOTED: Final = re.compile(r"“[^”]*”|《[^》]*》|「[^」]*」")
# Endings of names of files, schemes of addresses, and what stands as an example.
WORDS: Final = frozenset({"xlsx", "http", "https", "true", "false", "first_report"})
# Values that people or other systems wrote.
WRITTEN: Final = (
    "name", "media", "outlet_name", "reason", "number", "holder", "nearest", "names", "part", "known", "char", "sheet",
    "near", "column", "columns", "expected",
)  # fmt: skip


def require_words(problem: Mapping[str, Any]) -> None:
    """Raises: AssertionError for a code in a Chinese detail or message of a problem."""
    params = problem.get("params", {})
    told = [(problem["detail"], params)]
    told += [(each["message"], {**params, **each["params"]}) for each in problem.get("errors", ())]
    for text, values in told:
        assert list(codes(text, values)) == [], (problem["code"], text)


def codes(text: str, values: Mapping[str, Any]) -> Iterator[str]:
    """The codes in a text that people read."""
    for value in (values[name] for name in WRITTEN if name in values):
        for each in value if isinstance(value, list) else [value]:
            text = text.replace(str(each), "")
    said = QUOTED.sub("", text)
    if HAN.search(said) is not None:  # what people wrote may be Chinese in an English sentence
        yield from (code for code in CODE.findall(said) if code not in WORDS)
