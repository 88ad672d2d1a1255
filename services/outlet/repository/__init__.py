"""The only users of pymongo in this service."""

from services.outlet.repository.accounts import Accounts
from services.outlet.repository.imports import RACED, Imports
from services.outlet.repository.outlets import Filter, Outlets

__all__ = ["RACED", "Accounts", "Filter", "Imports", "Outlets"]
