"""The heads of the chains, kept elsewhere: in the log, and a line each in a file that is only added to.

Who keeps either apart from the database can tell whether a chain was cut off at its end or written anew from its
beginning, by whoever has the database and even the key: `jingmei audit verify --heads FILE`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

from shared import logs

NAMED: Final = ("bureau", "n", "seq", "mac")
# bureau → number of the block → its mac
Kept = dict[str, dict[int, str]]


class Heads:
    """Tells each new head. `path`: of the file, none without one."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def tell(self, block: Mapping[str, Any]) -> None:
        """Log it and add its line; a file that cannot be written is told in the log, and sealing goes on."""
        line = {"bureau": block["bureau"], "n": block["n"], "seq": block["last"], "mac": block["mac"]}
        logs.get().info("audit head", **line)
        if self._path is None:
            return
        try:
            self._add(orjson.dumps({"at": block["at"], **line}, option=orjson.OPT_APPEND_NEWLINE))
        except OSError as error:
            logs.get().error("audit head not kept", path=str(self._path), error=str(error)[:300], **line)

    def _add(self, line: bytes) -> None:
        assert self._path is not None
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            # One write: lines of several processes do not mix.
            os.write(descriptor, line)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def kept_in(paths: Iterable[Path]) -> Kept:
    """The heads in such files, or in a gateway's log; other lines are passed over. Raises: OSError."""
    found: Kept = {}
    for path in paths:
        with path.open("rb") as lines:
            for line in lines:
                if (told := _read(line)) is not None:
                    found.setdefault(str(told["bureau"]), {})[int(told["n"])] = str(told["mac"])
    return found


def _read(line: bytes) -> Mapping[str, Any] | None:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None  # the rest of a line that was cut off, or no line of ours
    return told if isinstance(told, dict) and all(name in told for name in NAMED) else None
