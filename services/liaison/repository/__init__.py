"""The only users of pymongo in this service."""

from services.liaison.repository.desk import Desk
from services.liaison.repository.outlets import Outlets
from services.liaison.repository.requests import Filters, Requests, Said
from services.liaison.repository.statistics import Statistics

__all__ = ["Desk", "Filters", "Outlets", "Requests", "Said", "Statistics"]
