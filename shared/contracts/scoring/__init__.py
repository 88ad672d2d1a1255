"""What the scoring service answers: schemes (计分办法), periods, the ledger (积分流水), rankings and why they are so.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `adopt_scheme` | command | `AdoptScheme` | `SchemeView` | scoring manager |
| `check_scheme` | query | `CheckScheme` | `SchemeCheckView` | scoring manager |
| `schemes_list` | query | `SchemesQuery` | `SchemePage` | staff |
| `scheme` | query | `SchemeQuery` | `SchemeView` | staff |
| `call_points` | query | `CallPointsQuery` | `CallPointsView` | any account |
| `scheme_form` | query | `SchemeFormQuery` | `SchemeFormView` | staff |
| `try_draft` | query | `TryDraft` | `TrialView` | scoring manager |
| `try_scheme` | query | `TryScheme` | `TrialView` | scoring manager |
| `periods_list` | query | `PeriodsQuery` | `PeriodPage` | any account |
| `period` | query | `PeriodQuery` | `PeriodView` | any account |
| `close_period` | command | `ClosePeriod` | `PeriodView` | scoring manager |
| `publicise_period` | command | `PublicisePeriod` | `PeriodView` | scoring manager |
| `finalise_period` | command | `FinalisePeriod` | `PeriodView` | leader |
| `rebuild_period` | query | `RebuildPeriod` | `RebuildView` | scoring manager |
| `ranking` | query | `RankingQuery` | `RankingPage` | staff; people of outlets once it is public |
| `public_ranking` | query | `PublicRankingQuery` | `RankingPage` | everybody, once it is finalised |
| `public_rankings` | query | `PublicRankingsQuery` | `SignedPeriods` | everybody |
| `explanation` | query | `ExplanationQuery` | `ExplanationView` | people of the outlet, staff |
| `submission_points` | query | `PointsQuery` | `SubmissionPointsView` | people of its outlets, staff |
| `expected_points` | query | `ExpectedQuery` | `ExpectedView` | people of its outlets, staff |
| `outlet_ledger` | query | `LedgerQuery` | `EntryPage` | people of the outlet, staff |
| `adjust_points` | command | `Adjust` | `AdjustmentView` | scoring manager |
| `reverse_adjustment` | command | `ReverseAdjustment` | `AdjustmentView` | scoring manager |
| `adjustment` | query | `AdjustmentQuery` | `ListedAdjustment` | people of the outlet, staff |
| `adjustments_list` | query | `AdjustmentsQuery` | `AdjustmentPage` | people of outlets: their own; staff |
| `waiting` | query | `WaitingQuery` | `ScoringWaiting` | staff, by their roles |
| `outlet_category` | query | `OutletCategoryQuery` | `OutletEntry` | internal |
| `outlets_by_category` | query | `CategoryQuery` | `CategoryPage` | internal |

An illegal move of a period is a `conflict` with code `period.illegal_move`, its params `status`, `action`, `allowed`.
Points are decimals as text, with two places. What is not of the asker's bureau does not exist to them.
"""

from shared.contracts.scoring.adjustments import (
    Adjust,
    AdjustmentPage,
    AdjustmentQuery,
    AdjustmentsQuery,
    AdjustmentView,
    ListedAdjustment,
    ReverseAdjustment,
)
from shared.contracts.scoring.expected import ExpectedPoints, ExpectedQuery, ExpectedView
from shared.contracts.scoring.ladders import (
    CategoryPage,
    CategoryQuery,
    OutletCategoryQuery,
    OutletEntry,
)
from shared.contracts.scoring.periods import (
    ClosePeriod,
    FinalisePeriod,
    PeriodPage,
    PeriodQuery,
    PeriodsQuery,
    PeriodView,
    PublicisePeriod,
    RebuildPeriod,
    RebuildView,
)
from shared.contracts.scoring.rankings import (
    EntryPage,
    ExplanationQuery,
    ExplanationView,
    LedgerQuery,
    PointsQuery,
    PublicRankingQuery,
    PublicRankingsQuery,
    RankingPage,
    RankingQuery,
    SignedPeriods,
    SubmissionPointsView,
)
from shared.contracts.scoring.schemes import (
    AdoptScheme,
    CallPointsQuery,
    CallPointsView,
    CheckScheme,
    SchemeCheckView,
    SchemeFormQuery,
    SchemeFormView,
    SchemePage,
    SchemeProblem,
    SchemeQuery,
    SchemesQuery,
    SchemeView,
    TrialView,
    TryDraft,
    TryScheme,
)
from shared.contracts.scoring.waiting import ScoringWaiting, WaitingQuery

__all__ = [
    "Adjust",
    "AdjustmentPage",
    "AdjustmentQuery",
    "AdjustmentView",
    "AdjustmentsQuery",
    "AdoptScheme",
    "CallPointsQuery",
    "CallPointsView",
    "CategoryPage",
    "CategoryQuery",
    "CheckScheme",
    "ClosePeriod",
    "EntryPage",
    "ExpectedPoints",
    "ExpectedQuery",
    "ExpectedView",
    "ExplanationQuery",
    "ExplanationView",
    "FinalisePeriod",
    "LedgerQuery",
    "ListedAdjustment",
    "OutletCategoryQuery",
    "OutletEntry",
    "PeriodPage",
    "PeriodQuery",
    "PeriodView",
    "PeriodsQuery",
    "PointsQuery",
    "PublicRankingQuery",
    "PublicRankingsQuery",
    "PublicisePeriod",
    "RankingPage",
    "RankingQuery",
    "RebuildPeriod",
    "RebuildView",
    "ReverseAdjustment",
    "SchemeCheckView",
    "SchemeFormQuery",
    "SchemeFormView",
    "SchemePage",
    "SchemeProblem",
    "SchemeQuery",
    "SchemeView",
    "SchemesQuery",
    "ScoringWaiting",
    "SignedPeriods",
    "SubmissionPointsView",
    "TrialView",
    "TryDraft",
    "TryScheme",
    "WaitingQuery",
]
