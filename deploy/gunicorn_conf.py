"""gunicorn under gateway and console. What a deployment may want to change is a setting from the environment."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

_HEALTH_HOST = os.environ.get("JINGMEI_HEALTH_HOST", "127.0.0.1")
_HEALTH_PORT = os.environ.get("JINGMEI_HEALTH_PORT", "")

# The second address is for /live, /ready and /metrics of this instance alone; the first is shared (`reuse_port`):
# the kernel spreads connections over all gateway instances on the machine.
bind = [f"{os.environ.get('JINGMEI_HTTP_HOST', '127.0.0.1')}:{os.environ.get('JINGMEI_HTTP_PORT', '8080')}"]
if _HEALTH_PORT not in ("", "0"):
    bind.append(f"{_HEALTH_HOST}:{_HEALTH_PORT}")
reuse_port = True
backlog = 1024

# gevent: event streams stay open for hours, and each holds a greenlet (14 kB) rather than a thread.
# Ours cuts off whoever sends drop by drop.
worker_class = "deploy.patient.PatientWorker"
# One worker an instance keeps /metrics whole; more throughput comes from more instances.
workers = int(os.environ.get("JINGMEI_HTTP_WORKERS", "1"))
worker_connections = int(os.environ.get("JINGMEI_HTTP_CONNECTIONS", "10000"))
# Longer than any deadline of the API: it ends a worker that hangs, not a request that is slow.
timeout = 60
graceful_timeout = int(float(os.environ.get("JINGMEI_STOP_DEADLINE", "25")))
# Also for the whole head of a request.
keepalive = 5

# The most that gunicorn takes: a query with a cursor too long by a little is told so by the API, not by a bare 414.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

# The application writes its own access records, with bureau, actor and request id.
accesslog = None
errorlog = "-"
loglevel = "warning"
# A root file system may be read-only: no control socket under HOME, and the workers' heartbeat file in memory.
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - gunicorn makes its own file there
chdir = str(Path(__file__).resolve().parents[1])
proc_name = os.environ.get("JINGMEI_INSTANCE") or "gateway"


def post_fork(_arbiter: Any, _worker: Any) -> None:
    """Look for no garbage among what is imported, which is there to stay: that was a sixth of the start."""
    gc.disable()


def post_worker_init(worker: Any) -> None:
    """Have the event streams end when the worker is told to stop: it waits for every open answer."""
    gc.freeze()
    gc.enable()
    runtime = getattr(worker.wsgi, "extensions", {}).get("jingmei")
    if runtime is not None:
        runtime.streams.follow(lambda: worker.alive)


def on_starting(_arbiter: Any) -> None:
    """Refuse bad settings before a worker starts: one that ends with code 2 would be started again for ever."""
    # Not at the top: only here gunicorn has put the project on the path.
    from deploy.web_settings import check  # noqa: PLC0415
    from shared.settings import SettingsError, complain  # noqa: PLC0415

    try:
        check()
    except SettingsError as error:
        complain(error)
