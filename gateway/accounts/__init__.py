"""Accounts (账号): who may sign in to a bureau, with which staff roles."""

from gateway.accounts.bootstrap import bootstrap

__all__ = ["bootstrap"]
