"""Comparing a ledger as it stands with one that was computed again from nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC

from services.scoring.domain.ledger import Entry


@dataclass(frozen=True)
class Comparison:
    """How many entries there are and were rebuilt, their digests, and the ids that differ."""

    stored: int
    rebuilt: int
    digest: str
    rebuilt_digest: str
    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Whether every entry is the same in both."""
        return not (self.missing or self.surplus or self.different)


def compare(stored: Iterable[Entry], rebuilt: Iterable[Entry]) -> Comparison:
    """Entry by entry, in everything that they say."""
    old, new = {each.id: each for each in stored}, {each.id: each for each in rebuilt}
    return Comparison(
        len(old),
        len(new),
        digest(old.values()),
        digest(new.values()),
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(id_ for id_ in old.keys() & new.keys() if old[id_] != new[id_])),
    )


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over the entries as canonical JSON, by their ids."""
    found = hashlib.sha256()
    for entry in sorted(entries, key=lambda one: one.id):
        plain = asdict(entry) | {"at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds")}
        found.update(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n")
    return found.hexdigest()
