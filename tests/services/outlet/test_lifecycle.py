"""Registration, verification, suspension, closing: what is allowed, by whom, and what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.outlet.domain import Change, Outlet, Proof, lifecycle
from shared import events
from shared.context import Actor, Role
from shared.contracts.outlet_terms import ReasonCode, Status
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.people import Person
from tests.services.outlet.makers import (
    ADMIN,
    BUREAU,
    FOREIGN,
    LEADER,
    LIAISON,
    NOW,
    OWNER,
    SEALER,
    STRANGER,
    evidence,
    proof_of,
    registered,
    resident_id,
    today,
    verified,
)

YEAR = timedelta(days=365)
OTHER = Person("other", roles=frozenset({Role.LIAISON}))


def names(change: Change) -> list[str]:
    return [type(event).__name__ for event in change.events]


def suspended() -> Outlet:
    return lifecycle.suspend(verified(), LIAISON, "违规", NOW).outlet


def lapsed() -> Outlet:
    return lifecycle.lapse(verified(), NOW + YEAR + timedelta(days=1)).outlet


def rejected() -> Outlet:
    return lifecycle.reject(registered(), LIAISON, "执照看不清", NOW).outlet


def closed() -> Outlet:
    return lifecycle.close(registered(), OWNER, "停更", NOW).outlet


MAKERS = {
    Status.PENDING: registered,
    Status.VERIFIED: verified,
    Status.REJECTED: rejected,
    Status.SUSPENDED: suspended,
    Status.CLOSED: closed,
}
ACTS: dict[str, Any] = {
    "verify": lambda o: lifecycle.verify(o, LIAISON, proof_of(o), NOW),
    "reverify": lambda o: lifecycle.reverify(o, LIAISON, proof_of(o), NOW),
    "reject": lambda o: lifecycle.reject(o, LIAISON, "r", NOW),
    "resubmit": lambda o: lifecycle.resubmit(o, OWNER, "", NOW),
    "suspend": lambda o: lifecycle.suspend(o, LIAISON, "r", NOW),
    "reinstate": lambda o: lifecycle.reinstate(o, LIAISON, "r", NOW),
    "close": lambda o: lifecycle.close(o, OWNER, "r", NOW),
}
ALLOWED = {
    Status.PENDING: {"verify": Status.VERIFIED, "reject": Status.REJECTED, "close": Status.CLOSED},
    Status.REJECTED: {"resubmit": Status.PENDING, "close": Status.CLOSED},
    Status.VERIFIED: {"suspend": Status.SUSPENDED, "reverify": Status.VERIFIED, "close": Status.CLOSED},
    Status.SUSPENDED: {"reinstate": Status.VERIFIED, "reverify": Status.SUSPENDED, "close": Status.CLOSED},
    Status.CLOSED: {},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", Status)
def test_every_move_from_every_state(status: Status, act: str) -> None:
    outlet = MAKERS[status]()
    if act in ALLOWED[status]:
        change = ACTS[act](outlet)
        assert change.outlet.status is ALLOWED[status][act]
        assert change.outlet.version == outlet.version + 1
        assert change.events and change.events[0].outlet == change.outlet.state()
        return
    with pytest.raises(Conflict) as refused:
        ACTS[act](outlet)
    assert refused.value.params["status"] == status
    if status is not Status.CLOSED:
        assert refused.value.code == "outlet.state"
        assert refused.value.params["allowed"] == list(ALLOWED[status])


def test_a_registration_is_told_with_its_whole_state_and_no_personal_data() -> None:
    outlet = registered()
    (told,) = lifecycle.register(outlet, "owner").events
    assert isinstance(told, events.OutletRegistered)
    assert told.outlet.members == (events.outlet.MemberState("owner", "outlet_owner"),)
    assert "13934841887" not in repr(told) and "刘勇" not in repr(told)


@pytest.mark.parametrize(
    ("category", "given", "rule"),
    [
        ("official_media", {"credit_code": ""}, "credit_code.required"),
        ("department", {"credit_code": ""}, "credit_code.required"),
        ("self_media", {"credit_code": ""}, "identity.required"),
        ("department", {"operator": True}, "operator.not_needed"),
    ],
)
def test_identity_by_category(category: str, given: dict[str, Any], rule: str) -> None:
    operator = SEALER.operator({"name": "王", "id_number": resident_id()}, BUREAU, "o")
    changes = given | ({"operator": operator} if "operator" in given else {})
    with pytest.raises(Invalid) as refused:
        lifecycle.register(replace(registered(), category=category, **changes), "owner")
    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_an_individual_registers_with_an_operator_alone() -> None:
    form = {"category": "influencer", "operator": {"name": "王芳", "id_number": resident_id()}}
    outlet = replace(registered(**form), credit_code="")
    assert lifecycle.register(outlet, "owner").outlet.operator is not None


def test_a_channel_named_twice_is_refused() -> None:
    channel = {"platform": "weibo", "claimed_level": "self", "account_name": "A b"}
    with pytest.raises(Invalid) as refused:
        registered(channels=[channel, channel | {"account_name": "a  B"}])
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/channels/1", "channel.exists")]


def test_verification_holds_for_a_year_and_names_a_liaison() -> None:
    pending = registered()
    change = lifecycle.verify(pending, LIAISON, proof_of(pending), NOW)
    outlet = change.outlet
    assert outlet.verified_until == date(2027, 3, 2)
    assert outlet.liaison == "liaison"
    assert names(change) == ["OutletVerified"]
    assert change.events[0].outlet.verified_until == date(2027, 3, 2)


def test_a_year_after_a_leap_day() -> None:
    assert lifecycle.one_year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("category", "given", "enough"),
    [
        ("official_media", {"licence_number": "CN33"}, True),
        ("official_media", {"proof": True}, False),
        ("department", {"licence_number": "CN33"}, True),
        ("department", {"letter": True}, True),
        ("department", {}, False),
        ("self_media", {"licence_number": "CN33"}, False),
        ("self_media", {"letter": True}, False),
        ("self_media", {"proof": True}, True),
        ("influencer", {"proof": True}, True),
        ("influencer", {}, False),
    ],
)
def test_evidence_by_category(category: str, given: dict[str, Any], enough: bool) -> None:
    outlet = registered(category=category)
    proofs = [{"channel": outlet.channels[0].id, "level": "county", "note": "n"}] if "proof" in given else []
    proofs += [{"files": ["letter"]}] if "letter" in given else []
    found = replace(evidence(proofs=proofs), licence_number=given.get("licence_number", ""))
    if enough:
        assert lifecycle.verify(outlet, LIAISON, found, NOW).outlet.verification is not None
        return
    with pytest.raises(Invalid) as refused:
        lifecycle.verify(outlet, LIAISON, found, NOW)
    assert [problem.rule for problem in refused.value.problems] == [f"evidence.{category}"]


def test_a_proof_for_an_unknown_channel_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        lifecycle.verify(registered(), LIAISON, evidence(proofs=[{"channel": "x", "note": "n"}]), NOW)
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/proofs/0/channel", "channel.not_found")]


def test_a_rejection_says_why_and_is_forgotten_when_sent_again() -> None:
    outlet = rejected()
    assert (outlet.reason_code, outlet.reason) == (ReasonCode.RULED, "执照看不清")
    change = lifecycle.resubmit(outlet, OWNER, "已重拍", NOW)
    assert (change.outlet.reason_code, change.outlet.reason, change.reason) == (None, "", "已重拍")
    assert names(change) == ["OutletResubmitted"]


def test_a_liaison_who_belongs_to_the_outlet_may_not_rule_on_it() -> None:
    insider = Actor("owner", BUREAU, frozenset({Role.LIAISON}))
    outlet = registered()
    for act in (
        lambda: lifecycle.verify(outlet, insider, proof_of(outlet), NOW),
        lambda: lifecycle.reject(outlet, insider, "r", NOW),
        lambda: lifecycle.assign_liaison(outlet, insider, OTHER, NOW),
    ):
        with pytest.raises(Forbidden) as refused:
            act()
        assert refused.value.code == "outlet.own_outlet"


@pytest.mark.parametrize(
    ("actor", "error"),
    [(OWNER, Forbidden), (LEADER, Forbidden), (ADMIN, NotFound), (STRANGER, NotFound), (FOREIGN, NotFound)],
)
def test_only_a_liaison_of_the_bureau_verifies(actor: Actor, error: type[Exception]) -> None:
    outlet = registered()
    with pytest.raises(error):
        lifecycle.verify(outlet, actor, proof_of(outlet), NOW)


def test_the_owner_and_the_liaison_may_close() -> None:
    assert lifecycle.close(verified(), OWNER, "r", NOW).outlet.reason_code is ReasonCode.BY_OWNER
    assert lifecycle.close(verified(), LIAISON, "r", NOW).outlet.reason_code is ReasonCode.RULED
    with pytest.raises(Forbidden):
        lifecycle.close(verified(), LEADER, "r", NOW)


def test_a_verification_lapses_the_day_after_its_last() -> None:
    outlet = verified()
    assert outlet.verified_until == today().replace(year=2027)
    assert lifecycle.lapse(outlet, NOW + YEAR).events == ()
    change = lifecycle.lapse(outlet, NOW + YEAR + timedelta(days=1))
    assert names(change) == ["OutletSuspended"]
    assert (change.outlet.status, change.outlet.reason_code) == (Status.SUSPENDED, ReasonCode.VERIFICATION_LAPSED)
    assert change.events[0].by == ""


def test_the_last_day_ends_at_midnight_in_shanghai() -> None:
    outlet = verified()
    midnight = (NOW + YEAR).replace(hour=16)
    assert lifecycle.lapse(outlet, midnight - timedelta(seconds=1)).events == ()
    assert lifecycle.lapse(outlet, midnight).events != ()


def test_a_lapsed_outlet_comes_back_by_renewing_and_not_by_reinstating() -> None:
    outlet, later = lapsed(), NOW + YEAR + timedelta(days=3)
    with pytest.raises(Conflict) as refused:
        lifecycle.reinstate(outlet, LIAISON, "r", later)
    assert refused.value.code == "outlet.verification_lapsed"
    change = lifecycle.reverify(outlet, LIAISON, proof_of(outlet), later)
    assert names(change) == ["OutletReverified", "OutletReinstated"]
    assert (change.outlet.status, change.outlet.reason_code) == (Status.VERIFIED, None)
    assert change.outlet.verified_until == date(2028, 3, 5)


def test_renewing_leaves_a_suspension_by_a_liaison_as_it_is() -> None:
    outlet = suspended()
    change = lifecycle.reverify(outlet, LIAISON, proof_of(outlet), NOW)
    assert names(change) == ["OutletReverified"]
    assert (change.outlet.status, change.outlet.reason) == (Status.SUSPENDED, "违规")


def test_a_suspended_outlet_does_not_lapse() -> None:
    assert lifecycle.lapse(suspended(), NOW + YEAR * 2).events == ()


@pytest.mark.parametrize(
    ("days_before", "days", "told"),
    [(31, 30, False), (30, 30, True), (28, 30, True), (8, 7, False), (7, 7, True), (0, 7, True), (-1, 7, False)],
)
def test_reminders(days_before: int, days: int, told: bool) -> None:
    outlet = verified()
    found = lifecycle.reminder(outlet, days, NOW + YEAR - timedelta(days=days_before))
    assert (found is not None) == told
    assert found is None or (found.due, found.by) == (outlet.verified_until, "")


def test_nobody_is_reminded_of_an_outlet_that_is_not_verified() -> None:
    assert lifecycle.reminder(suspended(), 7, NOW + YEAR) is None
    assert lifecycle.reminder(registered(), 7, NOW + YEAR) is None


def test_a_liaison_is_assigned_once_and_may_not_be_a_member() -> None:
    change = lifecycle.assign_liaison(registered(), LIAISON, OTHER, NOW)
    assert names(change) == ["LiaisonAssigned"] and change.outlet.liaison == "other"
    assert lifecycle.assign_liaison(change.outlet, LIAISON, OTHER, NOW).events == ()
    with pytest.raises(Conflict):
        lifecycle.assign_liaison(closed(), LIAISON, OTHER, NOW)


@pytest.mark.parametrize(
    ("person", "rule"),
    [
        (None, "account.unknown"),
        (replace(OTHER, closed=True), "account.closed"),
        (replace(OTHER, roles=frozenset({Role.LEADER})), "account.role"),
        (replace(OTHER, id="owner"), "liaison.is_member"),
    ],
)
def test_who_is_put_in_charge_must_be_able_to_be(person: Person | None, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        lifecycle.assign_liaison(registered(), LIAISON, person, NOW)
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/liaison", rule)]


def test_a_leader_puts_somebody_in_charge_but_not_of_an_own_outlet() -> None:
    assert lifecycle.assign_liaison(registered(), LEADER, OTHER, NOW).outlet.liaison == "other"
    insider = Actor("owner", BUREAU, frozenset({Role.LEADER}))
    with pytest.raises(Forbidden):
        lifecycle.assign_liaison(registered(), insider, OTHER, NOW)


def test_what_an_applicant_sends_along_stays_until_something_new_is_sent() -> None:
    outlet = registered(proofs=[{"files": ["f1"], "note": "授权书"}])
    assert outlet.proofs == (Proof(("f1",), "授权书"),)
    refused = lifecycle.reject(outlet, LIAISON, "r", NOW).outlet
    assert lifecycle.resubmit(refused, OWNER, "", NOW).outlet.proofs == outlet.proofs
    new = (Proof(("f2",)),)
    assert lifecycle.resubmit(refused, OWNER, "", NOW, new).outlet.proofs == new
