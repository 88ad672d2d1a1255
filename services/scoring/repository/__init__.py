"""What the scoring service keeps in MongoDB."""

from services.scoring.repository.adjustments import Adjustments
from services.scoring.repository.awards import Appeals, Awards, Chosen
from services.scoring.repository.ledger import Ledger
from services.scoring.repository.outlets import Outlets
from services.scoring.repository.periods import Periods
from services.scoring.repository.promises import Promises
from services.scoring.repository.rankings import Rankings
from services.scoring.repository.schemes import Schemes
from services.scoring.repository.standings import Seat, Standings
from services.scoring.repository.works import Journal, Works

__all__ = [
    "Adjustments",
    "Appeals",
    "Awards",
    "Chosen",
    "Journal",
    "Ledger",
    "Outlets",
    "Periods",
    "Promises",
    "Rankings",
    "Schemes",
    "Seat",
    "Standings",
    "Works",
]
