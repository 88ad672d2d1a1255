"""What the review service answers: rounds of review (审核), permits (发布许可), the bureau's policy and word lists.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `claim` | command | `ClaimReview` | `ReviewView` | roles of the stage |
| `claim_next` | command | `ClaimNext` | `ReviewView` | reviewers: the first free one that they may decide |
| `release` | command | `ReleaseReview` | `ReviewView` | who holds it |
| `reassign` | command | `ReassignReview` | `ReviewView` | admin |
| `recuse` | command | `RecuseReview` | `ReviewView` | roles of the stage |
| `decide` | command | `DecideStage` | `ReviewView` | who holds it |
| `set_sensitivity` | command | `SetSensitivity` | `ReviewView` | who holds it |
| `confirm_finding` | command | `ConfirmFinding` | `ReviewView` | who holds it |
| `dismiss_finding` | command | `DismissFinding` | `ReviewView` | who holds it |
| `dismiss_findings` | command | `DismissFindings` | `ReviewView` | who holds it |
| `assess` | command | `AssessIdea` | `ReviewView` | roles of the assessment |
| `revoke` | command | `RevokeApproval` | `ReviewView` | reviewer_final |
| `propose_policy` | command | `ProposePolicy` | `ProposalView` | admin, reviewer_final |
| `propose_word_list` | command | `ProposeWordList` | `ProposalView` | admin, reviewer_final |
| `confirm_proposal` | command | `ConfirmProposal` | `ProposalView` | another of them |
| `refuse_proposal` | command | `RefuseProposal` | `ProposalView` | another of them |
| `withdraw_proposal` | command | `WithdrawProposal` | `ProposalView` | who proposed it |
| `conflicts_of_interest` | query | `ConflictsQuery` | `ConflictsView` | any account, about itself |
| `queue` | query | `ReviewQueue` | `ReviewPage` | readers: what they may decide |
| `counts` | query | `CountReviews` | `ReviewCounts` | readers: of their queue |
| `left` | query | `LeftReviews` | `ReviewPage` | admin |
| `workload` | query | `WorkloadQuery` | `Workload` | reviewer_final, leader |
| `search` | query | `SearchReviews` | `ReviewPage` | readers |
| `get` | query | `ReviewQuery` | `ReviewView` | readers |
| `history` | query | `ReviewHistoryQuery` | `ReviewHistoryPage` | readers |
| `statistics` | query | `ReviewStatisticsQuery` | `ReviewStatistics` | staff |
| `proposals` | query | `ProposalsQuery` | `ProposalPage` | readers |
| `proposal` | query | `ProposalQuery` | `ProposalView` | readers |
| `policies` | query | `PoliciesQuery` | `PolicyPage` | readers |
| `policy` | query | `PolicyQuery` | `PolicyView` | readers |
| `word_lists` | query | `WordListsQuery` | `WordListPage` | readers |
| `shipped_word_lists` | query | `ShippedQuery` | `ShippedWordLists` | readers |
| `try_words` | query | `TryWords` | `WordsTrial` | who may propose a list |
| `word_list` | query | `WordListQuery` | `WordListView` | readers |
| `permits` | query | `PermitsQuery` | `PermitPage` | staff |
| `permit` | query | `PermitQuery` | `PublicPermitView` | anyone |

Readers are the three reviewer roles, leader and admin; nobody reads or decides the round of an outlet that they act
for. Whom a round is given to has an open account with the stage's role: `invalid` at `/account` says why not. An
illegal move is a `conflict` with code `review.illegal_move`, its params `status`, `action` and `allowed`.
What one person proposes another one confirms; who acts for an outlet of the bureau does neither.
The fields `review`, `finding`, `policy`, `word_list`, `proposal` and `code` are path parameters.
"""

from shared.contracts.review.commands import (
    AssessIdea,
    ClaimReview,
    ConfirmFinding,
    DecideStage,
    DismissFinding,
    DismissFindings,
    ReassignReview,
    RecuseReview,
    ReleaseReview,
    RevokeApproval,
    SetSensitivity,
)
from shared.contracts.review.counts import ReviewCounts
from shared.contracts.review.policies import (
    PolicyPage,
    PolicyRules,
    PolicyView,
    ProposePolicy,
    ProposeWordList,
    ShippedWordList,
    ShippedWordLists,
    TryWords,
    WordListPage,
    WordListRules,
    WordListSummary,
    WordListView,
    WordsTrial,
)
from shared.contracts.review.proposals import (
    ConfirmProposal,
    ProposalPage,
    ProposalQuery,
    ProposalsQuery,
    ProposalSummary,
    ProposalView,
    RefuseProposal,
    WithdrawProposal,
)
from shared.contracts.review.queries import (
    MAX_OUTLETS,
    ClaimNext,
    ConflictsQuery,
    CountReviews,
    LeftReviews,
    PermitQuery,
    PermitsQuery,
    PoliciesQuery,
    PolicyQuery,
    ReviewHistoryQuery,
    ReviewQuery,
    ReviewQueue,
    SearchReviews,
    ShippedQuery,
    WordListQuery,
    WordListsQuery,
    WorkloadQuery,
)
from shared.contracts.review.statistics import ReviewStatistics, ReviewStatisticsQuery
from shared.contracts.review.views import (
    ConflictsView,
    FindingView,
    PermitPage,
    PermitView,
    PublicPermitView,
    ReviewerLoad,
    ReviewHistoryPage,
    ReviewPage,
    ReviewSummary,
    ReviewView,
    Workload,
)

__all__ = [
    "MAX_OUTLETS",
    "AssessIdea",
    "ClaimNext",
    "ClaimReview",
    "ConfirmFinding",
    "ConfirmProposal",
    "ConflictsQuery",
    "ConflictsView",
    "CountReviews",
    "DecideStage",
    "DismissFinding",
    "DismissFindings",
    "FindingView",
    "LeftReviews",
    "PermitPage",
    "PermitQuery",
    "PermitView",
    "PermitsQuery",
    "PoliciesQuery",
    "PolicyPage",
    "PolicyQuery",
    "PolicyRules",
    "PolicyView",
    "ProposalPage",
    "ProposalQuery",
    "ProposalSummary",
    "ProposalView",
    "ProposalsQuery",
    "ProposePolicy",
    "ProposeWordList",
    "PublicPermitView",
    "ReassignReview",
    "RecuseReview",
    "RefuseProposal",
    "ReleaseReview",
    "ReviewCounts",
    "ReviewHistoryPage",
    "ReviewHistoryQuery",
    "ReviewPage",
    "ReviewQuery",
    "ReviewQueue",
    "ReviewStatistics",
    "ReviewStatisticsQuery",
    "ReviewSummary",
    "ReviewView",
    "ReviewerLoad",
    "RevokeApproval",
    "SearchReviews",
    "SetSensitivity",
    "ShippedQuery",
    "ShippedWordList",
    "ShippedWordLists",
    "TryWords",
    "WithdrawProposal",
    "WordListPage",
    "WordListQuery",
    "WordListRules",
    "WordListSummary",
    "WordListView",
    "WordListsQuery",
    "WordsTrial",
    "Workload",
    "WorkloadQuery",
]
