"""Live streams of inboxes (server-sent events): one hub a process, a queue of its own that hears what changed."""

from gateway.streams.hub import Hub
from gateway.streams.leaving import watch
from gateway.streams.stream import GONE, Stream

__all__ = ["GONE", "Hub", "Stream", "watch"]
