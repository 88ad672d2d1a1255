"""The only users of pymongo in this service."""

from services.review.repository.outlets import Outlets
from services.review.repository.permits import Permits
from services.review.repository.policies import Policies
from services.review.repository.prints import Print, Prints
from services.review.repository.proposals import Proposals
from services.review.repository.reviews import Reviews
from services.review.repository.searching import Filters, Mark, Waiting, left_open, strangers
from services.review.repository.statistics import Statistics

__all__ = [
    "Filters", "Mark", "Outlets", "Permits", "Policies", "Print", "Prints", "Proposals", "Reviews", "Statistics",
    "Waiting", "left_open", "strangers",
]  # fmt: skip
