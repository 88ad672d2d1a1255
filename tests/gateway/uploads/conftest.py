"""The gateway in this process, and bureaus in it."""

from tests.gateway.accounts.fixtures import bureau, desk

__all__ = ["bureau", "desk"]
