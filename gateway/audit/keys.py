"""The keys that sign the trail: HMAC-SHA256 (RFC 2104). They are outside the database, so who has that alone cannot
write a chain anew.

The first key of the ring signs, all of them verify: a new one is put first, and old ones stay for as long as something
signed with them does.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

import orjson
from bson.timestamp import Timestamp

Document = dict[str, Any]
OPTIONS: Final = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
OUTSIDE: Final = frozenset({"_id", "written", "mac"})


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one JSON form of a document: sorted keys, times in UTC, the database's timestamps as two numbers."""
    return orjson.dumps(dict(content), default=_plain, option=OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, Timestamp):
        return [value.time, value.inc]
    # Nothing of ours: somebody put it in, and that is to be told.
    return repr(value)


class Ring:
    """Keys by their ids, the one that signs first."""

    def __init__(self, keys: Iterable[tuple[str, bytes]]) -> None:
        self._keys = dict(keys)

    def signed(self, kind: str, content: Document) -> Document:
        """The document with `kind`, so that none of one kind passes as another's, `key` and `mac`.

        Raises: LookupError without a key."""
        if not self._keys:
            raise LookupError("the audit trail has no key")
        named = {**content, "kind": kind, "key": next(iter(self._keys))}
        return {**named, "mac": self._mac(named)}

    def knows(self, kind: str, content: Mapping[str, Any]) -> bool:
        """Whether a document of that kind says what it said when one of the keys signed it."""
        mac = content.get("mac")
        if content.get("kind") != kind or content.get("key") not in self._keys or not isinstance(mac, str):
            return False
        return hmac.compare_digest(self._mac(content), mac)

    def _mac(self, content: Mapping[str, Any]) -> str:
        said = {name: value for name, value in content.items() if name not in OUTSIDE}
        return hmac.new(self._keys[content["key"]], canonical(said), sha256).hexdigest()
