"""Prometheus metrics of the kernel. Names follow https://prometheus.io/docs/practices/naming/."""

from __future__ import annotations

from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

COMMANDS = Counter("jingmei_rpc_requests_total", "Commands and queries answered", ["method", "outcome"])
COMMAND_SECONDS = Histogram("jingmei_rpc_request_seconds", "Time from delivery to reply", ["method"])
EVENTS = Counter("jingmei_events_handled_total", "Events by what became of them", ["type", "outcome"])
EVENT_AGE = Histogram(
    "jingmei_event_age_seconds",
    "Time from an event's recording to its effect",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600, 3600),
)
IN_FLIGHT = Gauge("jingmei_in_flight", "Messages taken and not yet settled", ["intake"])
# Every process measures the same database: among several of them the latest word holds.
OF_ALL: dict[str, Any] = {"multiprocess_mode": "mostrecent"}
OUTBOX_PENDING = Gauge(
    "jingmei_outbox_pending", "Events committed and not yet confirmed by the broker", multiprocess_mode="mostrecent"
)
OUTBOX_OLDEST = Gauge(
    "jingmei_outbox_oldest_seconds", "Age of the oldest pending event", multiprocess_mode="mostrecent"
)
OUTBOX_UNROUTABLE = Gauge(
    "jingmei_outbox_unroutable", "Pending events that no queue is bound for: an alarm", multiprocess_mode="mostrecent"
)
FACTS_WANTED = Gauge(
    "jingmei_facts_wanted",
    "Kinds of facts that a service waits to be told again to the end",
    multiprocess_mode="mostrecent",
)
PUBLISHED = Counter("jingmei_outbox_published_total", "Outbox rows by the broker's answer", ["fate"])
BROKER_UP = Gauge("jingmei_broker_up", "Whether a connection to the broker is open", ["link"])
COMMIT_ROUNDS = Gauge("jingmei_commit_rounds", "Group commits so far, by kind", ["kind"])


def render() -> tuple[bytes, str]:
    """All metrics of this process and their content type."""
    return generate_latest(), CONTENT_TYPE_LATEST
