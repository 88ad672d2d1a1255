"""`jingmei dlq`: look at dead letters, replay them to their service, discard them.

A replay hands the original message to the event queue of the one service that could not handle it. The row is
`replaying` before it is sent and `replayed` after the confirm; when it dies again, the service's own record
makes it `dead` again. Replaying twice is harmless: the service's inbox knows the event by its id.
"""

from jingmei.dlq.commands import app

__all__ = ["app"]
