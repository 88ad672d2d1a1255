"""JSON logs on standard output, one object a line, with the ids that tie a request to its events.

Bind ids with `structlog.contextvars.bind_contextvars`: context variables are per greenlet.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import orjson

# structlog loads rich, for tracebacks in colour, wherever that is installed, as it is for our command: a seventh of the
# start of a service, whose lines are JSON. To import what `sys.modules` has as None is to find that it is not there.
if _hidden := "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]
import structlog

if _hidden:
    del sys.modules["rich"]


def _dumps(event: Any, default: Any = None, **_: Any) -> bytes:
    return orjson.dumps(event, default=default or str)


def configure(level: str, **ids: str) -> None:
    """Set structlog and the standard library's logging up for this process; `ids` go into every line."""
    number = getattr(logging, level.upper())

    def add_ids(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {**ids, **event}

    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            add_ids,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.BytesLoggerFactory(sys.stdout.buffer),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Forward()], force=True)


class _Forward(logging.Handler):
    """Libraries log through the standard library; their lines leave as JSON too."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger().bind(logger=record.name)
        log.log(record.levelno, record.getMessage(), exc_info=record.exc_info)


def get() -> Any:
    """The process's logger."""
    return structlog.get_logger()
