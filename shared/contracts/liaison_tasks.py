"""Tasks of an activity's minutes that become something else, each once and one thing.

| RPC method | kind | input | view | who |
|---|---|---|---|---|
| `call_of_task` | command | `CallOfTask` | `CallView` | liaison |
| `request_of_task` | command | `RequestOfTask` | `RequestView` | liaison |
"""

from __future__ import annotations

from shared.contracts.activities.inputs import OnActivity
from shared.contracts.fields import Choice, identifier, note
from shared.contracts.liaison import RequestView
from shared.contracts.liaison_calls import CallView
from shared.contracts.liaison_terms import RequestKind

__all__ = ["CallOfTask", "CallView", "RequestOfTask", "RequestView"]


class CallOfTask(OnActivity):
    """A task becomes a draft of a call for works, with its text and its day."""

    task = identifier(required=True)


class RequestOfTask(OnActivity):
    """A task becomes a request of the outlet that it is for, in the name of who was there."""

    task = identifier(required=True)
    kind = Choice(RequestKind, load_default=RequestKind.MATERIAL, metadata=note("material, interview or expert."))
