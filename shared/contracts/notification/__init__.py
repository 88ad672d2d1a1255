"""What the notification service answers: one's own inbox, unread counts and read marks.

| RPC method | kind | input | view |
|---|---|---|---|
| `inbox` | query | `InboxQuery` | `InboxPage` |
| `unread` | query | `UnreadQuery` | `UnreadView` |
| `arrived` | query | `StreamQuery` | `StreamView` |
| `changes` | query | `ChangesQuery` | `ChangesView` |
| `mark_read` | command | `MarkRead` | `InboxItem` |
| `mark_all_read` | command | `MarkAllRead` | `MarkedView` |

An inbox belongs to the account that asks: what is addressed to it, to one of its staff roles in its bureau, or to
outlets that it acts for. Every signed-in account may call all of these but `changes`, which the gateway asks for
itself. Read marks are its own, also on what a role or many outlets received.
"""

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

__all__ = [
    "MAX_CHANGED",
    "MAX_MARKED",
    "MAX_PLACE",
    "ChangesQuery",
    "ChangesView",
    "InboxAbout",
    "InboxItem",
    "InboxPage",
    "InboxQuery",
    "MarkAllRead",
    "MarkRead",
    "MarkedView",
    "StreamQuery",
    "StreamView",
    "UnreadQuery",
    "UnreadView",
]
