"""Private servers for the local stack, the tests and the benchmark: real ones, on ports and folders of their own."""

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.processes import StartError, free_ports

__all__ = ["Broker", "Database", "StartError", "free_ports"]
