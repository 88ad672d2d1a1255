"""Codes of the API in the reader's words: states, rules, platforms, roles. The API's own catalogue, asked for once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from typing import Any, Final

from console.asking import api, language
from jingmei_client import ClientError

# An update of the gateway shows after so many seconds at the latest.
KEPT: Final = 300.0
_lock = threading.Lock()
_kept: dict[str, tuple[float, Mapping[str, Any]]] = {}


def label(area: str, code: str | None) -> str:
    """`label("submission.state", "draft")`; a code that the catalogue lacks shows itself."""
    if code is None:
        return "—"
    return str(_labels(language()).get(area, {}).get(code, code))


def choices(area: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with their labels, for a `<select>`."""
    return [(code, label(area, code)) for code in codes]


def _labels(code: str) -> Mapping[str, Any]:
    at, found = _kept.get(code, (0.0, {}))
    if found and time.monotonic() - at < KEPT:
        return found
    with _lock:
        try:
            found = api().labels.labels()
        except ClientError:
            return found  # the page is better with codes than not at all
        _kept[code] = (time.monotonic(), found)
    return found
