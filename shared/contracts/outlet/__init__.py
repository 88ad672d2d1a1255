"""What the outlet service answers: outlets (媒体), their verification, channels, members, import and export.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `register` | command | `RegisterOutlet` | `OutletView` | any account; it becomes the owner |
| `change_profile` | command | `ChangeProfile` | `OutletView` | owner, liaison |
| `resubmit` | command | `ResubmitOutlet` | `OutletView` | owner, liaison |
| `verify` | command | `VerifyOutlet` | `OutletView` | liaison |
| `reverify` | command | `ReverifyOutlet` | `OutletView` | liaison |
| `reject` | command | `RejectOutlet` | `OutletView` | liaison |
| `suspend` | command | `SuspendOutlet` | `OutletView` | liaison |
| `reinstate` | command | `ReinstateOutlet` | `OutletView` | liaison |
| `close` | command | `CloseOutlet` | `OutletView` | owner, liaison |
| `assign_liaison` | command | `AssignLiaison` | `OutletView` | liaison, admin |
| `add_channel` | command | `AddChannel` | `OutletView` | owner, liaison |
| `change_channel` | command | `ChangeChannel` | `OutletView` | owner, liaison |
| `remove_channel` | command | `RemoveChannel` | `OutletView` | owner, liaison |
| `verify_channel` | command | `VerifyChannel` | `OutletView` | liaison |
| `unverify_channel` | command | `UnverifyChannel` | `OutletView` | liaison |
| `invite` | command | `InviteMember` | `InvitationView` | owner; liaison (an owner) where none is |
| `revoke_invitation` | command | `RevokeInvitation` | `InvitationView` | owner; liaison where no owner is |
| `accept_invitation` | command | `AcceptInvitation` | `OutletView` | any account |
| `change_member_role` | command | `ChangeMemberRole` | `OutletView` | owner |
| `remove_member` | command | `RemoveMember` | `OutletView` | owner |
| `leave` | command | `LeaveOutlet` | `LeftView` | member |
| `import_open` | command | `OpenImport` | `ImportView` | liaison |
| `import_rows` | command | `ImportRows` | `ImportView` | liaison |
| `import_close` | command | `CloseImport` | `ImportView` | liaison |
| `get` | query | `OutletQuery` | `OutletView` | members, staff |
| `file` | query | `OutletFileQuery` | `OutletFile` | members (what the outlet sent along), staff |
| `search` | query | `SearchOutlets` | `OutletPage` | staff |
| `called` | query | `CalledOutlets` | `OutletNames` | staff, and who acts for a verified outlet |
| `counts` | query | `OutletCountsQuery` | `OutletCounts` | staff |
| `left` | query | `LeftOutlets` | `OutletPage` | admin |
| `mine` | query | `MyOutlets` | `MyOutletPage` | any account |
| `channel_queue` | query | `ChannelQueue` | `ChannelQueuePage` | staff |
| `history` | query | `HistoryQuery` | `HistoryPage` | members, staff |
| `invitations` | query | `InvitationsQuery` | `InvitationList` | owner, liaison |
| `invitation_code` | query | `InvitationCodeQuery` | `InvitationCodeView` | who may invite (POST, audited) |
| `reveal` | query | `RevealQuery` | `RevealedView` | owner, liaison, admin (POST, audited) |
| `import_status` | query | `ImportQuery` | `ImportView` | liaison, leader, admin |
| `import_report` | query | `ImportReportQuery` | `ImportReportPage` | liaison, leader, admin |
| `imports` | query | `ImportsQuery` | `ImportPage` | liaison, leader, admin |
| `export_page` | query | `ExportQuery` | `ExportPage` | liaison (phones in full), leader, admin (masked) |

Owner and member are roles in one outlet, known there alone. Who may not see an outlet gets `not_found`; who
sees it and may not do a thing gets `forbidden`. A liaison who is a member of an outlet may not rule on it.
A channel has a level from when a liaison verified it; platform, account name or URL changed, it has none again.
The fields `outlet`, `channel`, `account`, `invitation` and `import_id` are path parameters of the endpoints
(`accept_invitation` excepted: all in the body). Every view of an outlet carries `version`, its ETag.

The code of an invitation is not in the answer of `invite`, because answers are stored for idempotency and
the code is not stored at all: ask `invitation_code`.

Chunks of an import are sent one after the other, in the sheet's order; a chunk that was taken before changes
nothing. A `conflict` with code `import.raced` or `concurrent_change` asks for the same chunk again.
"""

from shared.contracts.outlet.commands import (
    AcceptInvitation,
    AddChannel,
    AssignLiaison,
    ChangeChannel,
    ChangeMemberRole,
    ChangeProfile,
    ChannelInput,
    CloseOutlet,
    ContactInput,
    InviteMember,
    LeaveOutlet,
    OperatorInput,
    RegisterOutlet,
    ReinstateOutlet,
    RejectOutlet,
    RemoveChannel,
    RemoveMember,
    ResubmitOutlet,
    ReverifyOutlet,
    RevokeInvitation,
    SuspendOutlet,
    UnverifyChannel,
    VerifyChannel,
    VerifyOutlet,
)
from shared.contracts.outlet.imports import (
    MAX_CHUNK,
    CloseImport,
    ExportPage,
    ExportQuery,
    ImportPage,
    ImportQuery,
    ImportReportPage,
    ImportReportQuery,
    ImportRows,
    ImportsQuery,
    ImportView,
    OpenImport,
    RefusedRow,
)
from shared.contracts.outlet.queries import (
    CalledOutlets,
    ChannelQueue,
    HistoryQuery,
    InvitationCodeQuery,
    InvitationsQuery,
    LeftOutlets,
    MyOutlets,
    OutletCountsQuery,
    OutletFileQuery,
    OutletQuery,
    RevealQuery,
    SearchOutlets,
)
from shared.contracts.outlet.revealed import RevealedView
from shared.contracts.outlet.views import (
    ChannelQueuePage,
    ChannelView,
    HistoryPage,
    InvitationCodeView,
    InvitationList,
    InvitationView,
    LeftView,
    MyOutlet,
    MyOutletPage,
    OutletCounts,
    OutletFile,
    OutletNames,
    OutletPage,
    OutletSummary,
    OutletView,
    WaitingChannels,
)
from shared.contracts.outlet_terms import Category, ImportState, Level, OutletRole, Platform, ReasonCode, Sort, Status

__all__ = [
    "MAX_CHUNK",
    "AcceptInvitation",
    "AddChannel",
    "AssignLiaison",
    "CalledOutlets",
    "Category",
    "ChangeChannel",
    "ChangeMemberRole",
    "ChangeProfile",
    "ChannelInput",
    "ChannelQueue",
    "ChannelQueuePage",
    "ChannelView",
    "CloseImport",
    "CloseOutlet",
    "ContactInput",
    "ExportPage",
    "ExportQuery",
    "HistoryPage",
    "HistoryQuery",
    "ImportPage",
    "ImportQuery",
    "ImportReportPage",
    "ImportReportQuery",
    "ImportRows",
    "ImportState",
    "ImportView",
    "ImportsQuery",
    "InvitationCodeQuery",
    "InvitationCodeView",
    "InvitationList",
    "InvitationView",
    "InvitationsQuery",
    "InviteMember",
    "LeaveOutlet",
    "LeftOutlets",
    "LeftView",
    "Level",
    "MyOutlet",
    "MyOutletPage",
    "MyOutlets",
    "OpenImport",
    "OperatorInput",
    "OutletCounts",
    "OutletCountsQuery",
    "OutletFile",
    "OutletFileQuery",
    "OutletNames",
    "OutletPage",
    "OutletQuery",
    "OutletRole",
    "OutletSummary",
    "OutletView",
    "Platform",
    "ReasonCode",
    "RefusedRow",
    "RegisterOutlet",
    "ReinstateOutlet",
    "RejectOutlet",
    "RemoveChannel",
    "RemoveMember",
    "ResubmitOutlet",
    "RevealQuery",
    "RevealedView",
    "ReverifyOutlet",
    "RevokeInvitation",
    "SearchOutlets",
    "Sort",
    "Status",
    "SuspendOutlet",
    "UnverifyChannel",
    "VerifyChannel",
    "VerifyOutlet",
    "WaitingChannels",
]
