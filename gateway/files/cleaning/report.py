"""What a cleaning has found, and the reasons for which a file cannot be cleaned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class FieldClass(StrEnum):
    """What a removed field told of."""

    PLACE = "place"
    DEVICE = "device"
    AUTHOR = "author"
    HISTORY = "history"
    COMMENT = "comment"
    OTHER = "other"


Found = Counter[FieldClass]


@dataclass(frozen=True)
class Report:
    """The outcome of a cleaning.

    `removed` counts the fields that were taken out by what they told of. `signatures` is the number of electronic
    signatures that went with them: a changed file cannot keep them. An unclean file has the `rule` and the `params`
    of the message that says why, and no copy was written.
    """

    removed: Mapping[FieldClass, int] = field(default_factory=dict)
    signatures: int = 0
    clean: bool = True
    rule: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def nothing_removed(self) -> bool:
        """Whether the file told nothing in the first place."""
        return not self.removed and not self.signatures

    def to_wire(self) -> dict[str, Any]:
        """The report as JSON data."""
        counts = {str(name): count for name, count in self.removed.items()}
        return {
            "removed": counts, "signatures": self.signatures, "clean": self.clean, "rule": self.rule,
            "params": dict(self.params),
        }  # fmt: skip

    @classmethod
    def from_wire(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_wire` gave."""
        return cls(**{**data, "removed": {FieldClass(name): count for name, count in data["removed"].items()}})


class Unclean(Exception):
    """The file cannot be cleaned: `rule` is the message key (`file.…`), `params` the values that it names."""

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.params = params


def broken() -> Unclean:
    """The file is cut short or damaged."""
    return Unclean("file.broken")
