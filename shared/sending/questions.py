"""How a service, or its operator, asks the owner of facts to tell them again."""

from __future__ import annotations

from shared.events import CATALOGUE, EVERY_BUREAU, Envelope, FactsWanted
from shared.sending.facts import fact
from shared.sending.publisher import Message
from shared.signing import Signer


def question(wanted: FactsWanted, signer: Signer) -> Message:
    """What asks the owner alone. It is sent without an outbox: who asks does so until it is answered."""
    sealed = Envelope.seal(wanted, subject=wanted.service, bureau=EVERY_BUREAU, version=1)
    key = FactsWanted.routing_key(EVERY_BUREAU, CATALOGUE[wanted.kind].source)
    return fact(sealed.id, key, sealed.encode(wanted), signer, mandatory=FactsWanted.mandatory)
