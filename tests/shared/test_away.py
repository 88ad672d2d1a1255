"""What says that the database is away, and what says that something is wrong."""

from __future__ import annotations

import pytest
from pymongo.errors import AutoReconnect, ConfigurationError, NotPrimaryError, OperationFailure

from shared.mongo.client import unreachable


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("connection closed"),
        NotPrimaryError("not primary"),
        OperationFailure("interrupted at shutdown", 11600),
        # A member that starts and is not one of its set again.
        ConfigurationError("Sessions are not supported by this MongoDB deployment"),
    ],
)
def test_waiting_helps(error: Exception) -> None:
    assert unreachable(error)


@pytest.mark.parametrize("error", [ConfigurationError("Unknown option foo"), OperationFailure("bad", 2), None])
def test_waiting_does_not_help(error: Exception | None) -> None:
    assert not unreachable(error)
