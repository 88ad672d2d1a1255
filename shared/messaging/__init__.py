"""The messaging kernel: write a rule and a decorated method, get durability, exactly-once effects, retries,
dead letters, graceful stop, health and metrics. All AMQP code and all of nameko is in this package.
"""

from shared.messaging.dependencies import Repository
from shared.messaging.errors import NotYet
from shared.messaging.events import handles
from shared.messaging.retelling import RetellingMethods
from shared.messaging.rpc import command, query
from shared.messaging.scheduled import scheduled

__all__ = ["NotYet", "Repository", "RetellingMethods", "command", "handles", "query", "scheduled"]
