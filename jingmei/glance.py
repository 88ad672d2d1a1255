"""`jingmei outbox` and `jingmei queues`: how the messages of a deployment stand, at a glance."""

from __future__ import annotations

from dataclasses import asdict

from jingmei.broker import broker, queues_of
from jingmei.options import Json
from jingmei.output import emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t
from services import PROGRAMS, SERVICES

OUTBOX = ("service", "pending", "oldest", "leased", "unroutable", "sent_hour", "last_error")


def outbox(as_json: Json = False) -> None:
    """What each service, and the gateway, has not yet sent."""
    stores = Stores(settings())
    rows = [stores.outbox(owner) for owner in PROGRAMS]
    if as_json:
        return emit(rows)
    shown = ({**row, "oldest": row["oldest_seconds"], "sent_hour": row["sent_last_hour"]} for row in rows)
    return table(OUTBOX, shown, OUTBOX[1:-1])


def queues(as_json: Json = False) -> None:
    """Depth and consumers of every queue."""
    known = settings()
    with broker(known) as link:
        depths = [
            link.depth(service, queue) for service in SERVICES for queue in queues_of(service, known.retry_ladder)
        ]
    if as_json:
        return emit([asdict(depth) for depth in depths])
    absent = t("queues.absent")
    rows = [asdict(depth) | {"ready": absent if depth.ready is None else depth.ready} for depth in depths]
    table(("service", "queue", "ready", "consumers"), rows, ("ready", "consumers"))
    say(t("queues.note"))
    # A service that hears no events has no queue for them; one that is there and unheard is a fault.
    silent = [d.queue for d in depths if d.queue.endswith(".events.v1") and d.ready is not None and not d.consumers]
    if silent:
        say(t("queues.silent", queues=", ".join(silent)))
    return None
