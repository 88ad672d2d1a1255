"""Work that keeps the processor busy, away from the loop that serves requests.

It must not touch what belongs to the loop: no connection, and no lock that another thread may hold (under gevent's
patches `threading.Lock` is the loop's; a native thread that waits for one may never be woken).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

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
    result, error = gevent.get_hub().threadpool.apply(_settled, (work, args, kwargs))
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]


def _settled(work: Callable[..., Any], args: Any, kwargs: Any) -> tuple[Any, BaseException | None]:
    """The outcome as a value: gevent's pool prints what is raised in it."""
    try:
        return work(*args, **kwargs), None
    except BaseException as error:  # it is raised again where the work was asked for
        return None, error
