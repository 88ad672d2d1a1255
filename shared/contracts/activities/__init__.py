"""What the liaison service takes and answers about activities (活动).

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `plan_activity` | command | `PlanActivity` | `ActivityView` | liaison |
| `change_activity` | command | `ChangeActivity` | `ActivityView` | liaison |
| `announce_activity` | command | `AnnounceActivity` | `ActivityView` | liaison |
| `cancel_activity` | command | `CancelActivity` | `ActivityView` | liaison |
| `hold_activity` | command | `HoldActivity` | `ActivityView` | liaison |
| `close_activity` | command | `CloseActivity` | `ActivityView` | liaison |
| `repeat_activity` | command | `RepeatActivity` | `ActivityView` | liaison |
| `reply_to_activity` | command | `ReplyToActivity` | `ActivityView` | who is invited, of a verified outlet |
| `check_in` | command | `CheckIn` | `SignUpView` | liaison |
| `admit_walk_in` | command | `AdmitWalkIn` | `SignUpView` | liaison |
| `undo_check_in` | command | `UndoCheckIn` | `SignUpView` | liaison |
| `correct_attendance` | command | `CorrectAttendance` | `SignUpView` | liaison |
| `check_in_code` | query | `CheckInQuery` | `SignUpView` | liaison |
| `activity` | query | `ActivityQuery` | `ActivityView` | staff; who is invited |
| `activities_list` | query | `ActivityListQuery` | `ActivityPage` | the same |
| `sign_ups` | query | `SignUpsQuery` | `SignUpPage` | liaison, leader, admin |
| `activity_acts` | query | `ActivityActsQuery` | `ActivityActPage` | staff; who is invited |
| `activity_file` | query | `ActivityFileQuery` | `ActivityFileView` | the same |
| `attendance` | query | `AttendanceQuery` | `AttendanceView` | who attended it, of themselves; liaison |
| `attendance_certificate` | query | `AttendanceCodeQuery` | `AttendanceCertificateView` | anyone |

To whom an activity was not announced it does not exist; a draft is for liaisons and the leader. An
illegal move is a `conflict` with code `activity.illegal_move`, its params `status`, `action` and `allowed`. The field
`activity` is a path parameter.
"""

from shared.contracts.activities.inputs import (
    ActivityActsQuery,
    ActivityFileQuery,
    ActivityListQuery,
    ActivityQuery,
    AdmitWalkIn,
    AnnounceActivity,
    AttendanceCodeQuery,
    AttendanceQuery,
    CancelActivity,
    ChangeActivity,
    CheckIn,
    CheckInQuery,
    CloseActivity,
    CorrectAttendance,
    HoldActivity,
    PlanActivity,
    RepeatActivity,
    ReplyToActivity,
    SignUpsQuery,
    UndoCheckIn,
)
from shared.contracts.activities.views import (
    ActivityActPage,
    ActivityActView,
    ActivityFileView,
    ActivityPage,
    ActivitySummary,
    ActivityView,
    AttendanceCertificateView,
    AttendanceCorrectionView,
    AttendanceView,
    InviteeView,
    OwnReplyView,
    SignUpPage,
    SignUpView,
    WalkInView,
)

__all__ = [
    "ActivityActPage",
    "ActivityActView",
    "ActivityActsQuery",
    "ActivityFileQuery",
    "ActivityFileView",
    "ActivityListQuery",
    "ActivityPage",
    "ActivityQuery",
    "ActivitySummary",
    "ActivityView",
    "AdmitWalkIn",
    "AnnounceActivity",
    "AttendanceCertificateView",
    "AttendanceCodeQuery",
    "AttendanceCorrectionView",
    "AttendanceQuery",
    "AttendanceView",
    "CancelActivity",
    "ChangeActivity",
    "CheckIn",
    "CheckInQuery",
    "CloseActivity",
    "CorrectAttendance",
    "HoldActivity",
    "InviteeView",
    "OwnReplyView",
    "PlanActivity",
    "RepeatActivity",
    "ReplyToActivity",
    "SignUpPage",
    "SignUpView",
    "SignUpsQuery",
    "UndoCheckIn",
    "WalkInView",
]
