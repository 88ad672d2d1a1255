"""The gateway's settings about files: how large, how long, where they are worked on, who looks for viruses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from environs import Env
from marshmallow import ValidationError
from marshmallow.validate import Range

MIB = 1024 * 1024
MOST = 16 * 1024 * MIB
CLAMD = re.compile(r"unix:/.+|tcp://[^\s/:]+:[0-9]{1,5}")


@dataclass(frozen=True)
class FileSettings:
    """Sizes in bytes.

    `work_dir`: where files are laid while they are taken in, on a disk with room for two of the largest; empty: the
    system's folder for temporary files. `upload_hours` without progress end an upload. `unused_days` after which a file
    that nothing names goes. `clamd`: `unix:/path` or `tcp://host:port`; empty: nobody looks for viruses.
    `clamd_required`: what could not be looked at is refused, else it is kept and marked. `cleaning_seconds` and
    `cleaning_memory`: what the process may take that removes place, device and author from a file.
    """

    max_video: int = 2048 * MIB
    max_audio: int = 500 * MIB
    max_picture: int = 50 * MIB
    max_document: int = 100 * MIB
    max_sheet: int = 20 * MIB
    work_dir: str = ""
    upload_hours: float = 24.0
    unused_days: float = 30.0
    clamd: str = ""
    clamd_timeout: float = 120.0
    clamd_required: bool = False
    cleaning_seconds: float = 300.0
    cleaning_memory: int = 2048 * MIB

    @property
    def limits(self) -> dict[str, int]:
        """The most that a file may have, by the family of its type (`gateway.files.kinds.Family`)."""
        families = ("video", "audio", "picture", "document", "sheet")
        return {family: getattr(self, f"max_{family}") for family in families}


def file_settings(env: Env) -> FileSettings:
    """Read from the environment; what is wrong is told by `finish`, as for all others."""
    size = Range(1024, MOST)
    values: dict[str, Any] = {
        "max_video": env.int("MAX_VIDEO", 2048 * MIB, validate=size),
        "max_audio": env.int("MAX_AUDIO", 500 * MIB, validate=size),
        "max_picture": env.int("MAX_PICTURE", 50 * MIB, validate=size),
        "max_document": env.int("MAX_DOCUMENT", 100 * MIB, validate=size),
        "max_sheet": env.int("MAX_SHEET", 20 * MIB, validate=size),
        "work_dir": env.str("WORK_DIR", ""),
        "upload_hours": env.float("UPLOAD_HOURS", 24.0, validate=Range(0.1, 24 * 30)),
        "unused_days": env.float("UNUSED_DAYS", 30.0, validate=Range(1, 3650)),
        "clamd": env.str("CLAMD", "", validate=_clamd),
        "clamd_timeout": env.float("CLAMD_TIMEOUT", 120.0, validate=Range(1, 3600)),
        "clamd_required": env.bool("CLAMD_REQUIRED", False),
        "cleaning_seconds": env.float("CLEANING_SECONDS", 300.0, validate=Range(5, 3600)),
        "cleaning_memory": env.int("CLEANING_MEMORY", 2048 * MIB, validate=Range(256 * MIB, MOST)),
    }
    return FileSettings(**values)


def _clamd(text: str) -> None:
    if text and not CLAMD.fullmatch(text):
        raise ValidationError("unix:/path/of/the/socket or tcp://host:port is expected")
