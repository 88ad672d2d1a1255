"""Registration, verification and its yearly renewal, suspension, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from services.outlet.domain.channels import require_distinct
from services.outlet.domain.deeds import Deed, entitled
from services.outlet.domain.model import Change, Outlet, Proof, Verification
from services.outlet.domain.permissions import is_liaison, role_in
from services.outlet.domain.profile import require_identity
from services.outlet.domain.states import Act, after
from services.outlet.domain.vouching import level_problems, proven
from shared import events
from shared.clock import local_date
from shared.context import Actor, Role
from shared.contracts.outlet_terms import Category, OutletRole, ReasonCode, Status
from shared.errors import FieldProblem, Invalid
from shared.people import Person, require_person

REMINDERS = (30, 7)  # days before the last day of a verification


def register(outlet: Outlet, by: str) -> Change:
    """Admit a new outlet as pending. Raises: Invalid for a missing identity or a channel named twice."""
    require_identity(outlet)
    require_distinct(outlet.channels)
    return Change(outlet, (events.OutletRegistered(outlet.state(), by),), by)


def resubmit(outlet: Outlet, actor: Actor, note: str, now: datetime, proofs: tuple[Proof, ...] = ()) -> Change:
    """Send a rejected registration again; new proofs replace the earlier ones. Raises: Conflict, Forbidden."""
    status = entitled(actor, outlet, Deed.RESUBMIT, now)
    new = outlet.evolve(now, status=status, reason_code=None, reason="", proofs=proofs or outlet.proofs)
    return Change(new, (events.OutletResubmitted(new.state(), actor.account),), actor.account, note)


def verify(outlet: Outlet, actor: Actor, evidence: Verification, now: datetime) -> Change:
    """Verify a pending outlet and the channels that its proofs name; who does becomes its liaison when it has none.

    Raises: Conflict, Forbidden (also for one's own outlet), Invalid when the evidence is not enough.
    """
    status = entitled(actor, outlet, Deed.VERIFY, now)
    require_identity(outlet)
    new = _verified(outlet, actor, evidence, status, now)
    return Change(new, (events.OutletVerified(new.state(), actor.account),), actor.account, evidence.note, _shown(new))


def reverify(outlet: Outlet, actor: Actor, evidence: Verification, now: datetime) -> Change:
    """Renew for a year from today. An outlet that was suspended because it lapsed is reinstated."""
    status = entitled(actor, outlet, Deed.REVERIFY, now)
    lapsed = outlet.reason_code is ReasonCode.VERIFICATION_LAPSED
    new = _verified(outlet, actor, evidence, Status.VERIFIED if lapsed else status, now)
    told: tuple[events.OutletEvent, ...] = (events.OutletReverified(new.state(), actor.account),)
    if lapsed:
        told += (events.OutletReinstated(new.state(), actor.account),)
    return Change(new, told, actor.account, evidence.note, {**_shown(new), "reinstated": lapsed})


def reject(outlet: Outlet, actor: Actor, reason: str, now: datetime) -> Change:
    """Refuse a registration. Raises: Conflict, Forbidden."""
    status = entitled(actor, outlet, Deed.REJECT, now)
    new = outlet.evolve(now, status=status, reason_code=ReasonCode.RULED, reason=reason)
    return Change(new, (events.OutletRejected(new.state(), actor.account, reason),), actor.account, reason)


def suspend(outlet: Outlet, actor: Actor, reason: str, now: datetime) -> Change:
    """Suspend a verified outlet. Raises: Conflict, Forbidden."""
    status = entitled(actor, outlet, Deed.SUSPEND, now)
    new = outlet.evolve(now, status=status, reason_code=ReasonCode.RULED, reason=reason)
    return Change(new, (events.OutletSuspended(new.state(), actor.account, reason),), actor.account, reason)


def reinstate(outlet: Outlet, actor: Actor, reason: str, now: datetime) -> Change:
    """End a suspension. Raises: Conflict, also when the verification has ended: verify again; Forbidden."""
    status = entitled(actor, outlet, Deed.REINSTATE, now)
    new = outlet.evolve(now, status=status, reason_code=None, reason="")
    return Change(new, (events.OutletReinstated(new.state(), actor.account),), actor.account, reason)


def close(outlet: Outlet, actor: Actor, reason: str, now: datetime) -> Change:
    """Close for good, from any state; open invitations end. Raises: Conflict, Forbidden."""
    status = entitled(actor, outlet, Deed.CLOSE, now)
    own = role_in(actor, outlet) is OutletRole.OWNER
    new = outlet.evolve(
        now,
        status=status,
        reason_code=ReasonCode.BY_OWNER if own else ReasonCode.RULED,
        reason=reason,
        invitations=(),
    )
    return Change(new, (events.OutletClosed(new.state(), actor.account, reason),), actor.account, reason)


def erase(outlet: Outlet, now: datetime) -> Change:
    """Forget contacts and operator of a closed outlet; any other is left alone, as is one without them."""
    if outlet.status is not Status.CLOSED or not (outlet.contacts or outlet.operator):
        return Change(outlet)
    new = outlet.evolve(now, contacts=(), operator=None)
    return Change(new, (events.OutletContactsErased(new.state(), ""),))


def assign_liaison(outlet: Outlet, actor: Actor, person: Person | None, now: datetime) -> Change:
    """Put a liaison in charge: somebody with an open account and the role who does not belong to the outlet.

    Raises: Invalid with the rule that says why not, Conflict, Forbidden.
    """
    entitled(actor, outlet, Deed.ASSIGN_LIAISON, now)
    liaison = require_person(person, "/liaison", Role.LIAISON).id
    if outlet.member(liaison):
        raise Invalid("validation", problems=[FieldProblem("/liaison", "liaison.is_member")])
    if outlet.liaison == liaison:
        return Change(outlet)
    new = outlet.evolve(now, liaison=liaison, left_by="")
    told = events.LiaisonAssigned(new.state(), actor.account, liaison)
    return Change(new, (told,), actor.account, details={"liaison": liaison, "before": outlet.liaison})


def lapse(outlet: Outlet, now: datetime) -> Change:
    """Suspend a verified outlet whose last day has passed; any other is left alone."""
    if outlet.status is not Status.VERIFIED or not _over(outlet, local_date(now)):
        return Change(outlet)
    code = ReasonCode.VERIFICATION_LAPSED
    new = outlet.evolve(now, status=after(outlet, Act.SUSPEND), reason_code=code, reason="")
    return Change(new, (events.OutletSuspended(new.state(), "", code),), "", code)


def reminder(outlet: Outlet, days: int, now: datetime) -> events.OutletReverificationDue | None:
    """The reminder `days` before the last day, when it is time for it and the outlet is still verified."""
    until = outlet.verified_until
    if outlet.status is not Status.VERIFIED or until is None:
        return None
    if not until - timedelta(days=days) <= local_date(now) <= until:
        return None
    return events.OutletReverificationDue(outlet.state(), "", until)


def one_year_after(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _verified(outlet: Outlet, actor: Actor, evidence: Verification, status: Status, now: datetime) -> Outlet:
    _require_evidence(outlet, evidence)
    today = local_date(now)
    kept = status is not Status.SUSPENDED
    liaison = outlet.liaison or (actor.account if is_liaison(actor, outlet) else "")
    return outlet.evolve(
        now,
        status=status,
        verification=replace(evidence, by=actor.account, on=today, until=one_year_after(today)),
        channels=proven(outlet, evidence.proofs, actor.account, now),
        reason_code=None if kept else outlet.reason_code,
        reason="" if kept else outlet.reason,
        liaison=liaison,
        left_by="" if liaison else outlet.left_by,
    )


def _require_evidence(outlet: Outlet, evidence: Verification) -> None:
    """Official media: a licence. Departments: a licence or a letter. Others: proof of at least one channel."""
    known = {channel.id for channel in outlet.channels}
    problems = [
        FieldProblem(f"/proofs/{number}/channel", "channel.not_found")
        for number, proof in enumerate(evidence.proofs)
        if proof.channel and proof.channel not in known
    ]
    problems += level_problems(outlet, evidence.proofs)
    if not problems and not _enough(outlet.category, evidence.licence_number, evidence.proofs):
        pointer = "/licence_number" if outlet.category is Category.OFFICIAL_MEDIA else "/proofs"
        problems = [FieldProblem(pointer, f"evidence.{outlet.category}")]
    if problems:
        raise Invalid("outlet.evidence", problems=problems)


def _enough(category: Category, licence: str, proofs: tuple[Proof, ...]) -> bool:
    if category is Category.OFFICIAL_MEDIA:
        return bool(licence)
    if category is Category.DEPARTMENT:
        return bool(licence or proofs)
    return any(proof.channel for proof in proofs)


def _over(outlet: Outlet, today: date) -> bool:
    return outlet.verified_until is None or outlet.verified_until < today


def _shown(outlet: Outlet) -> dict[str, object]:
    verification = outlet.verification
    if verification is None:
        return {}
    levels = {c.id: c.level for c in outlet.channels if any(proof.channel == c.id for proof in verification.proofs)}
    shown: dict[str, object] = {"until": verification.until, "licence_number": verification.licence_number}
    return shown | ({"channels": levels} if levels else {})
