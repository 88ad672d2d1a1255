"""Domain objects as events and as the views of the contract."""

from services.scoring.schemas.awards import (
    appeal_view,
    award_view,
    certificate_view,
    period_entry_views,
    result_view,
)
from services.scoring.schemas.entries import (
    Reader,
    adjustment_view,
    entry_views,
    expected_view,
    listed_adjustment,
    note_views,
    points_event,
    reader_of,
    stated,
)
from services.scoring.schemas.periods import period_of_outlets, period_view, rebuild_view, signed_period, waiting_view
from services.scoring.schemas.rankings import (
    Explained,
    Shown,
    explanation_view,
    outlet_page,
    outlet_view,
    ranking_page,
    submission_view,
    work_view,
)
from services.scoring.schemas.schemes import call_points_view, check_view, scheme_summary, scheme_view, trial_view

__all__ = [
    "Explained",
    "Reader",
    "Shown",
    "adjustment_view",
    "appeal_view",
    "award_view",
    "call_points_view",
    "certificate_view",
    "check_view",
    "entry_views",
    "expected_view",
    "explanation_view",
    "listed_adjustment",
    "note_views",
    "outlet_page",
    "outlet_view",
    "period_entry_views",
    "period_of_outlets",
    "period_view",
    "points_event",
    "ranking_page",
    "reader_of",
    "rebuild_view",
    "result_view",
    "scheme_summary",
    "scheme_view",
    "signed_period",
    "stated",
    "submission_view",
    "trial_view",
    "waiting_view",
    "work_view",
]
