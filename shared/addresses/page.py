"""An address taken apart, in the form that the recognisers of platforms read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Page:
    """A normalised address. `path` has no slash at its end, `query` is in the order of the address, percent-decoded
    by nobody yet, `route` is the fragment where it is the page (`/…` or `!/…`), else empty."""

    host: str
    port: str
    path: str
    query: tuple[tuple[str, str], ...]
    route: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The segments of the path."""
        return tuple(part for part in self.path.split("/") if part)

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The first value of each parameter."""
        found: dict[str, str] = {}
        for name, value in self.query:
            found.setdefault(name, value)
        return found

    def value(self, *names: str) -> str:
        """The value of the first of these parameters that is there, or nothing."""
        return next((self.values[name] for name in names if self.values.get(name)), "")

    def last_after(self, *before: str) -> str:
        """The segment that follows these segments, wherever they stand in the path; or nothing."""
        size = len(before)
        for start in range(len(self.parts) - size):
            if self.parts[start : start + size] == before:
                return self.parts[start + size]
        return ""
