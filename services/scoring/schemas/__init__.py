"""Domain objects as events and as the views of the contract."""

from services.scoring.schemas.entries import adjustment_view, entry_views, note_views, points_event
from services.scoring.schemas.periods import period_view, rebuild_view
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
from services.scoring.schemas.schemes import check_view, scheme_summary, scheme_view, trial_view

__all__ = [
    "Explained",
    "Shown",
    "adjustment_view",
    "check_view",
    "entry_views",
    "explanation_view",
    "note_views",
    "outlet_page",
    "outlet_view",
    "period_view",
    "points_event",
    "ranking_page",
    "rebuild_view",
    "scheme_summary",
    "scheme_view",
    "submission_view",
    "trial_view",
    "work_view",
]
