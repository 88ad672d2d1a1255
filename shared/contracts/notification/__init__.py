"""What the notification service answers: one's own inbox, and bulletins.

| RPC method | kind | input | view |
|---|---|---|---|
| `inbox` | query | `InboxQuery` | `InboxPage` |
| `unread` | query | `UnreadQuery` | `UnreadView` |
| `arrived` | query | `StreamQuery` | `StreamView` |
| `changes` | query | `ChangesQuery` | `ChangesView` |
| `mark_read` | command | `MarkRead` | `InboxItem` |
| `mark_all_read` | command | `MarkAllRead` | `MarkedView` |
| `publish_bulletin` | command | `PublishBulletin` | `BulletinView` |
| `recall_bulletin` | command | `RecallBulletin` | `BulletinView` |
| `read_bulletin` | command | `ReadBulletin` | `BulletinView` |
| `bulletins` | query | `BulletinsQuery` | `BulletinPage` |
| `bulletin` | query | `BulletinQuery` | `BulletinView` |
| `receipts` | query | `ReceiptsQuery` | `ReceiptsView` |
| `set_email` | command | `SetEmail` | `EmailView` |
| `mail_password_link` | command | `MailPasswordLink` | `PasswordLinkMailed` |
| `set_robot` | command | `SetRobot` | `RobotView` |
| `email` | query | `EmailQuery` | `EmailView` |
| `robot` | query | `RobotQuery` | `RobotView` |
| `deliveries` | query | `DeliveriesQuery` | `DeliveryPage` |
| `audience` | query | `AudienceQuery` | `AudienceView` |
| `save_draft` | command | `NewDraft` | `DraftView` |
| `change_draft` | command | `ChangeDraft` | `DraftView` |
| `delete_draft` | command | `DeleteDraft` | `DraftView` |
| `publish_draft` | command | `PublishDraft` | `BulletinView` |
| `draft` | query | `DraftQuery` | `DraftView` |
| `drafts_list` | query | `DraftsQuery` | `DraftPage` |
| `waiting` | query | `WaitingQuery` | `InboxWaiting` |

An inbox belongs to the account that asks: what is addressed to it, to one of its staff roles in its bureau, or to
outlets that it acts for. Every signed-in account may call all of these but `changes` and `mail_password_link`, which
the gateway calls itself. Read marks are its own, also on what a role or many outlets received.

A bulletin is published, recalled and reported on by liaison officers and leaders; the bureau's staff see all of them,
outlet people those that were sent to them. The field `bulletin` is a path parameter, and so is `draft`: drafts are seen
by those who may publish, and by nobody else.

An e-mail address is set by its own account, the group robot by an administrator; deliveries are listed for
administrators and liaison officers. A channel that is not set has version 0.
"""

from shared.contracts.notification.bulletins import (
    MOST_ATTACHMENTS,
    BulletinPage,
    BulletinQuery,
    BulletinsQuery,
    BulletinSummary,
    BulletinView,
    OutletReceipts,
    PublishBulletin,
    ReadBulletin,
    RecallBulletin,
    Receipt,
    ReceiptsQuery,
    ReceiptsView,
)
from shared.contracts.notification.deliveries import (
    DeliveriesQuery,
    DeliveryPage,
    DeliveryView,
    EmailQuery,
    EmailView,
    MailPasswordLink,
    PasswordLinkMailed,
    RobotQuery,
    RobotView,
    SetEmail,
    SetRobot,
)
from shared.contracts.notification.drafts import (
    AudienceQuery,
    AudienceView,
    ChangeDraft,
    DeleteDraft,
    DraftPage,
    DraftQuery,
    DraftsQuery,
    DraftView,
    NewDraft,
    PublishDraft,
)
from shared.contracts.notification.inbox import (
    MAX_CHANGED,
    MAX_MARKED,
    MAX_PLACE,
    ChangesQuery,
    ChangesView,
    InboxAbout,
    InboxItem,
    InboxPage,
    InboxQuery,
    MarkAllRead,
    MarkedView,
    MarkRead,
    StreamQuery,
    StreamView,
    UnreadQuery,
    UnreadView,
)
from shared.contracts.notification.waiting import InboxWaiting, WaitingQuery

__all__ = [
    "MAX_CHANGED",
    "MAX_MARKED",
    "MAX_PLACE",
    "MOST_ATTACHMENTS",
    "AudienceQuery",
    "AudienceView",
    "BulletinPage",
    "BulletinQuery",
    "BulletinSummary",
    "BulletinView",
    "BulletinsQuery",
    "ChangeDraft",
    "ChangesQuery",
    "ChangesView",
    "DeleteDraft",
    "DeliveriesQuery",
    "DeliveryPage",
    "DeliveryView",
    "DraftPage",
    "DraftQuery",
    "DraftView",
    "DraftsQuery",
    "EmailQuery",
    "EmailView",
    "InboxAbout",
    "InboxItem",
    "InboxPage",
    "InboxQuery",
    "InboxWaiting",
    "MailPasswordLink",
    "MarkAllRead",
    "MarkRead",
    "MarkedView",
    "NewDraft",
    "OutletReceipts",
    "PasswordLinkMailed",
    "PublishBulletin",
    "PublishDraft",
    "ReadBulletin",
    "RecallBulletin",
    "Receipt",
    "ReceiptsQuery",
    "ReceiptsView",
    "RobotQuery",
    "RobotView",
    "SetEmail",
    "SetRobot",
    "StreamQuery",
    "StreamView",
    "UnreadQuery",
    "UnreadView",
    "WaitingQuery",
]
