"""The scoring service: load, decide, save."""

from services.scoring.service.adjustments import AdjustmentMethods
from services.scoring.service.expecting import ExpectingMethods
from services.scoring.service.hearing import HearingMethods
from services.scoring.service.ladders import LadderMethods
from services.scoring.service.rankings import RankingMethods
from services.scoring.service.rebuilding import RebuildMethods
from services.scoring.service.results import ResultMethods
from services.scoring.service.schemes import SchemeMethods
from services.scoring.service.waiting import WaitingMethods
from shared.messaging import RetellingMethods


class ScoringService(
    HearingMethods,
    SchemeMethods,
    ResultMethods,
    AdjustmentMethods,
    RankingMethods,
    RebuildMethods,
    LadderMethods,
    ExpectingMethods,
    WaitingMethods,
    RetellingMethods,
):
    """Points for what outlets publish, by the bureau's scheme, and the rankings that come of them."""

    name = "scoring"
