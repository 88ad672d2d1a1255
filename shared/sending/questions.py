"""How a service, or its operator, asks the owner of facts to tell them again."""

from __future__ import annotations

from shared.events import CATALOGUE, EVERY_BUREAU, Envelope, FactsWanted
from shared.events.envelope import CONTENT_TYPE
from shared.sending.exchanges import EVENTS
from shared.sending.publisher import Message


def question(wanted: FactsWanted) -> Message:
    """What asks the owner alone. It is sent without an outbox: who asks does so until it is answered."""
    sealed = Envelope.seal(wanted, subject=wanted.service, bureau=EVERY_BUREAU, version=1)
    key = FactsWanted.routing_key(EVERY_BUREAU, CATALOGUE[wanted.kind].source)
    return Message(sealed.id, EVENTS, key, sealed.encode(wanted), CONTENT_TYPE, mandatory=FactsWanted.mandatory)
