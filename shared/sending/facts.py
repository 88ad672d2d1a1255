"""Events as they leave and arrive: signed by the program that says them, and believed of no other."""

from __future__ import annotations

from shared.events import BadEvent, Event, Received
from shared.events.base import KERNEL
from shared.events.envelope import CONTENT_TYPE, decode
from shared.sending.exchanges import EVENTS
from shared.sending.publisher import Message
from shared.signing import FACT, LONGEST, SIGNATURE, Forged, Signer


def fact(id_: str, routing_key: str, body: bytes, signer: Signer, *, mandatory: bool) -> Message:
    """The message of an event whose CloudEvent is `body`."""
    return Message(id_, EVENTS, routing_key, body, CONTENT_TYPE, signed(signer.sign(FACT, body)), mandatory)


def heard(body: bytes, content_type: str, signature: object, signer: Signer) -> Received[Event]:
    """What a message says. Raises: BadEvent, also where another program than its source signed it, or nobody did."""
    event = decode(body, content_type)
    source = type(event.data).source
    try:
        # What the kernel says each of our programs may say.
        signer.check(signature, FACT, body, program="" if source == KERNEL else source)
    except Forged as forged:
        raise BadEvent("signature", f"{event.envelope.type}: {forged}") from None
    return event


def signed(signature: object) -> dict[str, str]:
    """The header of a signature, as it came, if there is one."""
    return {SIGNATURE: str(signature)[:LONGEST]} if signature else {}
