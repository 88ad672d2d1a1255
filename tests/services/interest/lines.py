"""The words of the tables of this folder: a line for every command of a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from shared.context import RequestContext
from tests.services.stage import Stage


class Other(StrEnum):
    """Why a command is none that a staff role performs on outlets."""

    OUTLETS_OWN = "what an outlet's people do for it, whoever they are besides"
    ONES_OWN = "about one's own account"
    GENERAL = "about no outlet, and worth nothing to any"


@dataclass(frozen=True)
class Attempt:
    """A command that is not refused `by` somebody who belongs to no outlet, until they do: `join` tells so. Where it is
    not refused then either, `as_its_own` says of the answer that it is no more than what others of it can do."""

    by: RequestContext
    data: Mapping[str, Any]
    join: Callable[[], object]
    as_its_own: Callable[[Any], bool] | None = None


Scene = Callable[[Stage, pytest.MonkeyPatch], Attempt]
Lines = Mapping[str, Scene | Other]
