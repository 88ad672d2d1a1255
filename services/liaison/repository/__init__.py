"""The only users of pymongo in this service."""

from services.liaison.repository.activities import Activities
from services.liaison.repository.chosen import Chosen
from services.liaison.repository.desk import Desk
from services.liaison.repository.feeds import Feeds
from services.liaison.repository.filters import Filters
from services.liaison.repository.outcomes import Outcomes
from services.liaison.repository.outlets import Outlets
from services.liaison.repository.requests import Requests
from services.liaison.repository.statistics import Statistics
from services.liaison.repository.talk import Said
from services.liaison.repository.uses import Uses
from services.liaison.repository.word_lists import WordLists

__all__ = [
    "Activities",
    "Chosen",
    "Desk",
    "Feeds",
    "Filters",
    "Outcomes",
    "Outlets",
    "Requests",
    "Said",
    "Statistics",
    "Uses",
    "WordLists",
]
