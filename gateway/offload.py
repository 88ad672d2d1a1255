"""Work that keeps the processor busy, away from the loop that serves requests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `work`, done in a native thread of gevent's pool where gevent runs, else here and now."""
    if "gevent.monkey" not in sys.modules:
        return work(*args, **kwargs)
    import gevent  # noqa: PLC0415 (only a worker has it patched in)
    from gevent import monkey  # noqa: PLC0415

    if not monkey.is_module_patched("socket"):
        return work(*args, **kwargs)
    result: R = gevent.get_hub().threadpool.apply(work, args, kwargs)
    return result
