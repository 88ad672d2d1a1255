"""MongoDB as the services use it: one majority transaction per group of commands or events."""

from shared.mongo.client import Contended, connect, unreachable
from shared.mongo.committer import Committed, Committer
from shared.mongo.transaction import StaleWrite
from shared.mongo.unit import OutboxRow, Unit

__all__ = ["Committed", "Committer", "Contended", "OutboxRow", "StaleWrite", "Unit", "connect", "unreachable"]
