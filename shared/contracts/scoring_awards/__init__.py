"""What the scoring service takes and answers about appeals, awards, certificates and the documents of a period.

| RPC method | kind | input | view |
|---|---|---|---|
| `open_appeal` | command | `OpenAppeal` | `AppealView` |
| `answer_appeal` | command | `AnswerAppeal` | `AppealView` |
| `appeal` | query | `AppealQuery` | `AppealView` |
| `appeals_list` | query | `AppealsQuery` | `AppealPage` |
| `grant_awards` | command | `GrantAwards` | `GrantView` |
| `deliver_award` | command | `DeliverAward` | `AwardView` |
| `award` | query | `AwardQuery` | `AwardView` |
| `awards_list` | query | `AwardsQuery` | `AwardPage` |
| `certificate` | query | `CertificateQuery` | `CertificateView` |
| `period_result` | query | `PeriodResultQuery` | `PeriodResultView` |
| `period_entries` | query | `PeriodEntriesQuery` | `PeriodEntryPage` |
"""

from shared.contracts.scoring_awards.inputs import (
    AnswerAppeal,
    AppealQuery,
    AppealsQuery,
    AwardQuery,
    AwardsQuery,
    CertificateQuery,
    Correction,
    DeliverAward,
    GrantAwards,
    OpenAppeal,
    PeriodEntriesQuery,
    PeriodResultQuery,
)
from shared.contracts.scoring_awards.views import (
    AppealPage,
    AppealView,
    AwardPage,
    AwardView,
    CertificateView,
    CorrectionView,
    GrantedView,
    GrantView,
    HandoverView,
    LadderView,
    PeriodEntryPage,
    PeriodEntryView,
    PeriodResultView,
    StandingView,
)

__all__ = [
    "AnswerAppeal",
    "AppealPage",
    "AppealQuery",
    "AppealView",
    "AppealsQuery",
    "AwardPage",
    "AwardQuery",
    "AwardView",
    "AwardsQuery",
    "CertificateQuery",
    "CertificateView",
    "Correction",
    "CorrectionView",
    "DeliverAward",
    "GrantAwards",
    "GrantView",
    "GrantedView",
    "HandoverView",
    "LadderView",
    "OpenAppeal",
    "PeriodEntriesQuery",
    "PeriodEntryPage",
    "PeriodEntryView",
    "PeriodResultQuery",
    "PeriodResultView",
    "StandingView",
]
