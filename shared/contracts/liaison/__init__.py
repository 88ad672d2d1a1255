"""What the liaison service takes and answers (对接服务): requests of outlets, and how a bureau works on them.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `open_request` | command | `OpenRequest` | `RequestView` | people of a verified outlet |
| `acknowledge_request` | command | `AcknowledgeRequest` | `RequestView` | liaison; of a case who is named |
| `assign_request` | command | `AssignRequest` | `RequestView` | liaison; of a case who is named |
| `hand_back_request` | command | `HandBackRequest` | `RequestView` | who has it in hand |
| `answer_request` | command | `AnswerRequest` | `RequestView` | its officer, the head; liaison while nobody has it |
| `reschedule_request` | command | `RescheduleRequest` | `RequestView` | its officer, the head |
| `call_off_request` | command | `CallOffRequest` | `RequestView` | its officer, the head |
| `join_request` | command | `JoinRequest` | `RequestView` | liaison |
| `part_request` | command | `PartRequest` | `RequestView` | liaison |
| `hand_over_case` | command | `HandOverCase` | `RequestView` | who is named |
| `record_outcome` | command | `RecordOutcome` | `RequestView` | who is named |
| `rate_request` | command | `RateRequest` | `RequestView` | people of the outlet; of a case its asker |
| `reopen_request` | command | `ReopenRequest` | `RequestView` | the same |
| `withdraw_request` | command | `WithdrawRequest` | `RequestView` | the same |
| `say_on_request` | command | `SayOnRequest` | `SaidView` | the asker; its officer, the head, liaisons, the leader |
| `note_on_request` | command | `NoteOnRequest` | `SaidView` | the bureau's side |
| `request` | query | `RequestQuery` | `RequestView` | whom it concerns |
| `requests_list` | query | `RequestListQuery` | `RequestPage` | outlets: their own; the bureau's side: all others |
| `cases` | query | `CaseListQuery` | `RequestPage` | askers: their own; who is named: all |
| `request_counts` | query | `CountRequests` | `RequestCounts` | any account |
| `request_messages` | query | `RequestMessagesQuery` | `SaidPage` | whom it concerns |
| `request_notes` | query | `RequestNotesQuery` | `SaidPage` | the bureau's side |
| `request_acts` | query | `RequestActsQuery` | `RequestActPage` | whom it concerns |
| `request_file` | query | `RequestFileQuery` | `RequestFileView` | whom it concerns |
| `request_files` | query | `RequestFilesQuery` | `RequestFilesView` | whom it concerns |
| `statistics` | query | `RequestStatisticsQuery` | `RequestStatistics` | any account |
| `adopt_policy` | command | `AdoptLiaisonPolicy` | `LiaisonPolicyView` | admin |
| `policy_now` | query | `LiaisonPolicyQuery` | `LiaisonPolicyView` | any account |
| `add_unit` | command | `AddUnit` | `UnitView` | admin |
| `change_unit` | command | `ChangeUnit` | `UnitView` | admin |
| `units` | query | `UnitsQuery` | `UnitPage` | staff |
| `name_officers` | command | `NameOfficers` | `NamedOfficersView` | leader |
| `named_officers` | query | `NamedOfficersQuery` | `NamedOfficersView` | leader, who is named |

The bureau's side are liaisons, the leader and the officers of units, never of their own outlet's. A
confidential request (媒体维权) is found by its asker and by who is named, through `request` and `cases` alone; to
everybody else it does not exist. An illegal move is a `conflict` with code `request.illegal_move`, its params `status`,
`action` and `allowed`. The fields `request` and `unit` are path parameters where they say what is acted on.
`AnswerInput` is what people send of an answer, `AnswerRequest` has what the gateway read in its files beside it.
"""

from shared.contracts.liaison.desk import (
    AddUnit,
    AdoptLiaisonPolicy,
    ChangeUnit,
    LiaisonPolicyQuery,
    LiaisonPolicyView,
    NamedOfficersQuery,
    NamedOfficersView,
    NameOfficers,
    PersonView,
    RequestTimes,
    UnitPage,
    UnitsQuery,
    UnitView,
)
from shared.contracts.liaison.requests import (
    AcknowledgeRequest,
    AnswerInput,
    AnswerRequest,
    AssignRequest,
    CallOffRequest,
    CaseListQuery,
    CountRequests,
    HandBackRequest,
    HandOverCase,
    JoinRequest,
    NoteOnRequest,
    OpenRequest,
    PartRequest,
    RateRequest,
    RecordOutcome,
    ReopenRequest,
    RequestActsQuery,
    RequestFileQuery,
    RequestFilesQuery,
    RequestListQuery,
    RequestMessagesQuery,
    RequestNotesQuery,
    RequestQuery,
    RescheduleRequest,
    SayInput,
    SayOnRequest,
    WithdrawRequest,
)
from shared.contracts.liaison.statistics import RequestStatistics, RequestStatisticsQuery
from shared.contracts.liaison.views import (
    AnswerView,
    ClockView,
    HandOverView,
    RatingView,
    RequestActPage,
    RequestActView,
    RequestCounts,
    RequestFilesView,
    RequestFileView,
    RequestPage,
    RequestSummary,
    RequestView,
    SaidPage,
    SaidView,
    TookView,
    UseView,
)

__all__ = [
    "AcknowledgeRequest",
    "AddUnit",
    "AdoptLiaisonPolicy",
    "AnswerInput",
    "AnswerRequest",
    "AnswerView",
    "AssignRequest",
    "CallOffRequest",
    "CaseListQuery",
    "ChangeUnit",
    "ClockView",
    "CountRequests",
    "HandBackRequest",
    "HandOverCase",
    "HandOverView",
    "JoinRequest",
    "LiaisonPolicyQuery",
    "LiaisonPolicyView",
    "NameOfficers",
    "NamedOfficersQuery",
    "NamedOfficersView",
    "NoteOnRequest",
    "OpenRequest",
    "PartRequest",
    "PersonView",
    "RateRequest",
    "RatingView",
    "RecordOutcome",
    "ReopenRequest",
    "RequestActPage",
    "RequestActView",
    "RequestActsQuery",
    "RequestCounts",
    "RequestFileQuery",
    "RequestFileView",
    "RequestFilesQuery",
    "RequestFilesView",
    "RequestListQuery",
    "RequestMessagesQuery",
    "RequestNotesQuery",
    "RequestPage",
    "RequestQuery",
    "RequestStatistics",
    "RequestStatisticsQuery",
    "RequestSummary",
    "RequestTimes",
    "RequestView",
    "RescheduleRequest",
    "SaidPage",
    "SaidView",
    "SayInput",
    "SayOnRequest",
    "TookView",
    "UnitPage",
    "UnitView",
    "UnitsQuery",
    "UseView",
    "WithdrawRequest",
]
