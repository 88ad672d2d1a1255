"""Prometheus metrics of the gateway. With PROMETHEUS_MULTIPROC_DIR set they are those of all its workers."""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

_BUCKETS = (0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter("jingmei_http_requests_total", "Requests answered", ["endpoint", "status"])
REQUEST_SECONDS = Histogram("jingmei_http_request_seconds", "Time to an answer", ["endpoint"], buckets=_BUCKETS)
RPC = Counter("jingmei_http_rpc_total", "Calls to services", ["method", "outcome"])
RPC_SECONDS = Histogram("jingmei_http_rpc_seconds", "Time of a call to a service", ["method"], buckets=_BUCKETS)
STREAMS = Gauge("jingmei_http_streams", "Live streams of inboxes", multiprocess_mode="livesum")
IMPORT_JOBS = Gauge("jingmei_http_import_jobs", "Imports that this process works on", multiprocess_mode="livesum")

COLLECTED = Counter("jingmei_files_collected_total", "Files and uploads that nothing needs, taken away", ["what"])
COLLECTING_REFUSED = Counter(
    "jingmei_files_collecting_refused_total", "Looks for files that nothing needs that were refused: a clock is wrong"
)
COLLECTED_BYTES = Counter("jingmei_files_collected_bytes_total", "Bytes of files that were taken away")

LIMITED = Counter("jingmei_http_limited_total", "Requests refused by the general rates", ["whose"])
DISK_FREE = Gauge("jingmei_disk_free_bytes", "Free space on the database's disk", multiprocess_mode="mostrecent")
DISK_TOTAL = Gauge("jingmei_disk_total_bytes", "Size of the database's disk", multiprocess_mode="mostrecent")
DISK_REFUSING = Gauge(
    "jingmei_disk_refusing", "1 while the disk has no room for files, for changes", ["what"], multiprocess_mode="max"
)

SCANS = Counter("jingmei_files_scanned_total", "Files that were looked at for viruses", ["outcome"])

AUDIT_PRUNING_REFUSED = Counter(
    "jingmei_audit_pruning_refused_total", "Prunings of the audit trail that were refused", ["reason"]
)


def render() -> tuple[bytes, str]:
    """All metrics and their content type."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry), CONTENT_TYPE_LATEST
    return generate_latest(), CONTENT_TYPE_LATEST
