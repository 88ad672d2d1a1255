"""Verified channels: a liaison officer vouches for whose account it is and which level it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime

from services.outlet.domain.channels import exchanged, find
from services.outlet.domain.deeds import Deed, entitled
from services.outlet.domain.model import Change, Channel, ChannelVerification, Outlet, Proof
from shared import events
from shared.context import Actor
from shared.contracts.outlet_terms import Category, Level, Status
from shared.errors import Conflict, FieldProblem

# Whose channels are of no administrative level: a proof of theirs need not say so.
PERSONAL = frozenset({Category.SELF_MEDIA, Category.INFLUENCER})
# Where a channel that is not verified yet waits for it.
WAITING = frozenset({Status.PENDING, Status.VERIFIED, Status.SUSPENDED})


def verify(outlet: Outlet, actor: Actor, id_: str, evidence: ChannelVerification, now: datetime) -> Change:
    """Vouch for a channel and set its level. Raises: Conflict, Forbidden (also for one's own outlet), NotFound."""
    entitled(actor, outlet, Deed.VERIFY_CHANNEL, now)
    return verified(outlet, find(outlet, id_), evidence, now)


def verified(outlet: Outlet, channel: Channel, evidence: ChannelVerification, now: datetime) -> Change:
    """The same for a caller who has asked for permission."""
    channel = replace(channel, verification=evidence)
    new = exchanged(outlet, channel, now)
    told = events.ChannelVerified(new.state(), evidence.by, channel.state())
    return Change(new, (told,), evidence.by, evidence.note, {"channel": asdict(channel)})


def unverify(outlet: Outlet, actor: Actor, id_: str, reason: str, now: datetime) -> Change:
    """Take a verification back. Raises: Conflict, also when there is none; Forbidden, NotFound."""
    entitled(actor, outlet, Deed.UNVERIFY_CHANNEL, now)
    old = find(outlet, id_)
    if not old.verified:
        raise Conflict("channel.not_verified")
    channel = replace(old, verification=None)
    new = exchanged(outlet, channel, now)
    told = events.ChannelUnverified(new.state(), actor.account, channel.state(), reason)
    return Change(new, (told,), actor.account, reason, {"channel": asdict(channel), "before": asdict(old)})


def waiting(outlet: Outlet) -> tuple[Channel, ...]:
    """The channels that a liaison officer has to look at."""
    return tuple(c for c in outlet.channels if not c.verified) if outlet.status in WAITING else ()


def proven(outlet: Outlet, proofs: tuple[Proof, ...], by: str, now: datetime) -> tuple[Channel, ...]:
    """The outlet's channels, those verified that its proofs name: proof of the account is proof of the channel."""
    named = {proof.channel: proof for proof in proofs if proof.channel}
    return tuple(_proven(outlet, c, named[c.id], by, now) if c.id in named else c for c in outlet.channels)


def level_problems(outlet: Outlet, proofs: tuple[Proof, ...]) -> Iterator[FieldProblem]:
    """The proofs that have to say which level their channel has."""
    for number, proof in enumerate(proofs):
        channel = outlet.channel(proof.channel)
        if channel is not None and _level(outlet, channel, proof) is None:
            yield FieldProblem(f"/proofs/{number}/level", "required")


def files(outlet: Outlet, *, inside: bool) -> set[str]:
    """What an outlet sent along, and for others than those `inside` what it and its channels were verified on."""
    proofs = outlet.proofs
    if not inside:
        proofs += outlet.verification.proofs if outlet.verification else ()
        proofs += tuple(Proof(each.verification.files) for each in outlet.channels if each.verification)
    return {file for proof in proofs for file in proof.files}


def _proven(outlet: Outlet, channel: Channel, proof: Proof, by: str, now: datetime) -> Channel:
    level = _level(outlet, channel, proof)
    assert level is not None  # level_problems has been asked
    return replace(channel, verification=ChannelVerification(by, now, level, proof.files, proof.note))


def _level(outlet: Outlet, channel: Channel, proof: Proof) -> Level | None:
    return proof.level or channel.level or (Level.SELF if outlet.category in PERSONAL else None)
