"""What the submission service answers: works and golden ideas (投稿), publications (刊发), metrics (传播数据).

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `create` | command | `CreateSubmission` | `SubmissionView` | people of a verified outlet |
| `revise` | command | `ReviseSubmission` | `SubmissionView` | people of the outlet |
| `submit` | command | `SubmitSubmission` | `SubmissionView` | people of the outlet, verified |
| `withdraw` | command | `WithdrawSubmission` | `SubmissionView` | people of the outlet |
| `implement` | command | `ImplementIdea` | `SubmissionView` | liaison |
| `publish` | command | `ReportPublication` | `PublicationView` | people of the outlet |
| `correct_publication` | command | `CorrectPublication` | `PublicationView` | people of the outlet, liaison |
| `withdraw_publication` | command | `WithdrawPublication` | `PublicationView` | people of the outlet |
| `verify_publication` | command | `VerifyPublication` | `PublicationView` | liaison |
| `verify_many_publications` | command | `VerifyManyPublications` | `PublicationsVerified` | liaison |
| `refuse_publication` | command | `RefusePublication` | `PublicationView` | liaison |
| `adopt_verification_policy` | command | `AdoptVerificationPolicy` | `VerificationPolicyView` | scoring manager |
| `report_metrics` | command | `ReportMetrics` | `MetricsView` | people of the outlet |
| `correct_metrics` | command | `CorrectMetrics` | `MetricsView` | people of the outlet |
| `verify_metrics` | command | `VerifyMetrics` | `MetricsView` | liaison |
| `verify_many_metrics` | command | `VerifyManyMetrics` | `VerificationResult` | liaison |
| `refuse_metrics` | command | `RefuseMetrics` | `MetricsView` | liaison |
| `may_submit` | query | `MaySubmitQuery` | `MaySubmitView` | people of the outlet |
| `get` | query | `SubmissionQuery` | `SubmissionView` | people of the outlet, co-authors, staff |
| `search` | query | `SearchSubmissions` | `SubmissionPage` | any account: what it may see |
| `counts` | query | `SubmissionCountsQuery` | `SubmissionCounts` | any account: what it may see |
| `revisions` | query | `RevisionsQuery` | `RevisionPage` | as `get` |
| `revision` | query | `RevisionQuery` | `RevisionView` | as `get` |
| `attachment` | query | `AttachmentQuery` | `SubmissionAttachment` | as `get` |
| `compare` | query | `CompareQuery` | `ComparisonView` | as `get` |
| `history` | query | `SubmissionHistoryQuery` | `SubmissionHistoryPage` | as `get` |
| `publications` | query | `PublicationsQuery` | `PublicationList` | as `get` |
| `publication` | query | `PublicationQuery` | `PublicationView` | as `get` |
| `publication_proof` | query | `PublicationProofQuery` | `ProofFile` | as `get` |
| `publication_versions` | query | `PublicationVersionsQuery` | `PublicationVersionPage` | as `get` |
| `publications_queue` | query | `PublicationsQueue` | `PublicationPage` | staff |
| `verification_policies` | query | `VerificationPoliciesQuery` | `VerificationPolicyPage` | staff |
| `verification_policy` | query | `VerificationPolicyQuery` | `VerificationPolicyView` | staff |
| `publication_metrics` | query | `PublicationMetricsQuery` | `MetricsList` | as `get` |
| `statistics` | query | `StatisticsQuery` | `WorkStatistics` | staff |
| `metrics` | query | `MetricsQuery` | `QueuedMetrics` | as `get` |
| `metrics_proof` | query | `MetricsProofQuery` | `ProofFile` | as `get` |
| `metrics_queue` | query | `MetricsQueue` | `MetricsPage` | staff |

Staff and co-authors know of a submission once it was handed in, and see the revisions up to the one handed in last.
Who acted for the review is not told to outlets. A liaison does not rule on an outlet that they belong to.

An illegal move is a `conflict` with code `submission.illegal_move`, its params `status`, `action` and `allowed`.
The fields `submission`, `publication`, `metrics` (but in what verifies many) and `revision` are path parameters.
What an upload is the gateway knows: the HTTP bodies are `SubmissionInput` and `RevisionInput`, to which it adds name,
type, SHA-256 and size of each attachment after it has checked whose the file is.
"""

from shared.contracts.months import StatisticsQuery
from shared.contracts.submission.commands import (
    MAX_ATTACHMENT,
    AttachmentInput,
    AuthorInput,
    CreateSubmission,
    FileInput,
    ImplementIdea,
    ReviseSubmission,
    RevisionInput,
    SubmissionInput,
    SubmitSubmission,
    WithdrawSubmission,
)
from shared.contracts.submission.queries import (
    AttachmentQuery,
    CompareQuery,
    MaySubmitQuery,
    MetricsProofQuery,
    MetricsQuery,
    MetricsQueue,
    PublicationMetricsQuery,
    PublicationProofQuery,
    PublicationQuery,
    PublicationsQuery,
    PublicationsQueue,
    PublicationVersionsQuery,
    RevisionQuery,
    RevisionsQuery,
    SearchSubmissions,
    SubmissionCountsQuery,
    SubmissionHistoryQuery,
    SubmissionQuery,
)
from shared.contracts.submission.report_views import (
    MetricsList,
    MetricsPage,
    MetricsView,
    PublicationList,
    PublicationPage,
    PublicationsVerified,
    PublicationVersionPage,
    PublicationView,
    QueuedMetrics,
    QueuedPublication,
    VerificationResult,
)
from shared.contracts.submission.reports import (
    MAX_BATCH,
    CorrectMetrics,
    CorrectPublication,
    RefuseMetrics,
    RefusePublication,
    ReportMetrics,
    ReportPublication,
    VerifyManyMetrics,
    VerifyManyPublications,
    VerifyMetrics,
    VerifyPublication,
    WithdrawPublication,
)
from shared.contracts.submission.statistics import WorkStatistics
from shared.contracts.submission.verification_policies import (
    AdoptVerificationPolicy,
    VerificationPoliciesQuery,
    VerificationPolicyPage,
    VerificationPolicyQuery,
    VerificationPolicyView,
)
from shared.contracts.submission.views import (
    ComparisonView,
    MaySubmitView,
    ProofFile,
    RevisionPage,
    RevisionView,
    SubmissionAttachment,
    SubmissionCounts,
    SubmissionHistoryPage,
    SubmissionPage,
    SubmissionView,
)
from shared.contracts.submission_terms import Obstacle

__all__ = [
    "MAX_ATTACHMENT",
    "MAX_BATCH",
    "AdoptVerificationPolicy",
    "AttachmentInput",
    "AttachmentQuery",
    "AuthorInput",
    "CompareQuery",
    "ComparisonView",
    "CorrectMetrics",
    "CorrectPublication",
    "CreateSubmission",
    "FileInput",
    "ImplementIdea",
    "MaySubmitQuery",
    "MaySubmitView",
    "MetricsList",
    "MetricsPage",
    "MetricsProofQuery",
    "MetricsQuery",
    "MetricsQueue",
    "MetricsView",
    "Obstacle",
    "ProofFile",
    "PublicationList",
    "PublicationMetricsQuery",
    "PublicationPage",
    "PublicationProofQuery",
    "PublicationQuery",
    "PublicationVersionPage",
    "PublicationVersionsQuery",
    "PublicationView",
    "PublicationsQuery",
    "PublicationsQueue",
    "PublicationsVerified",
    "QueuedMetrics",
    "QueuedPublication",
    "RefuseMetrics",
    "RefusePublication",
    "ReportMetrics",
    "ReportPublication",
    "ReviseSubmission",
    "RevisionInput",
    "RevisionPage",
    "RevisionQuery",
    "RevisionView",
    "RevisionsQuery",
    "SearchSubmissions",
    "StatisticsQuery",
    "SubmissionAttachment",
    "SubmissionCounts",
    "SubmissionCountsQuery",
    "SubmissionHistoryPage",
    "SubmissionHistoryQuery",
    "SubmissionInput",
    "SubmissionPage",
    "SubmissionQuery",
    "SubmissionView",
    "SubmitSubmission",
    "VerificationPoliciesQuery",
    "VerificationPolicyPage",
    "VerificationPolicyQuery",
    "VerificationPolicyView",
    "VerificationResult",
    "VerifyManyMetrics",
    "VerifyManyPublications",
    "VerifyMetrics",
    "VerifyPublication",
    "WithdrawPublication",
    "WithdrawSubmission",
    "WorkStatistics",
]
