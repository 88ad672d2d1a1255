"""What is raised for a value that cannot be read."""

from __future__ import annotations

from typing import Any


class BadValue(ValueError):
    """Why a value cannot be read: the key of its text in both languages, and what that text names."""

    def __init__(self, rule: str, **params: Any) -> None:
        super().__init__(rule)
        self.rule, self.params = rule, params
