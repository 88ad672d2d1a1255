"""The only users of pymongo in this service."""

from services.outlet.repository.accounts import Accounts
from services.outlet.repository.filters import Filter
from services.outlet.repository.imports import RACED, Imports
from services.outlet.repository.outlets import Outlets
from services.outlet.repository.workdays import Workdays

__all__ = ["RACED", "Accounts", "Filter", "Imports", "Outlets", "Workdays"]
