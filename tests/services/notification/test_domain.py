"""Who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notification.domain import (
    NAMED,
    PARAMS,
    RULES,
    Kind,
    Outlet,
    addresses,
    notice_id,
    notices,
    position_at,
)
from shared import events as facts
from shared.events.outlet import ChannelState, MemberState
from shared.ids import new_id
from tests.services.notification.makers import SILENT, outlets_of, something
from tests.shared.events.examples import random

# Who hears of what an administrator does to an account.
KEEPERS = ("role:admin", "role:security_admin")
OWNER, MEMBER, LIAISON = "owner-1", "member-1", "liaison-1"
PEOPLE = (MemberState(OWNER, "outlet_owner"), MemberState(MEMBER, "outlet_member"))
CHANNEL = ChannelState("c1", "wechat_oa", "county", "长江口发布")


def outlet(**changes: Any) -> facts.OutletState:
    known: dict[str, Any] = {
        "id": "o1",
        "name": "长江口融媒",
        "category": "self_media",
        "status": "verified",
        "liaison": LIAISON,
        "members": PEOPLE,
        "verified_until": date(2027, 9, 30),
    }
    return facts.OutletState(**(known | changes))


def told(event: facts.Event) -> dict[str, str]:
    """Address → kind."""
    return {address: notice.kind.value for notice in notices(event, "o1") for address in notice.to}


def test_a_registration_waits_for_the_liaison_in_charge_or_for_every_liaison() -> None:
    assert told(facts.OutletRegistered(outlet(), by=OWNER)) == {f"account:{LIAISON}": "outlet.registered"}
    unassigned = facts.OutletRegistered(outlet(liaison=""), by=OWNER)
    assert told(unassigned) == {"role:liaison": "outlet.registered"}


def test_what_staff_entered_or_imported_waits_for_nobody() -> None:
    assert told(facts.OutletRegistered(outlet(liaison="", members=()), by=LIAISON)) == {}


def test_a_decision_is_told_to_the_outlet_and_not_to_whoever_took_it() -> None:
    expected = {f"account:{OWNER}": "outlet.verified", f"account:{MEMBER}": "outlet.verified"}
    assert told(facts.OutletVerified(outlet(), by=LIAISON)) == expected
    assert told(facts.OutletVerified(outlet(), by="liaison-2")) == expected | {f"account:{LIAISON}": "outlet.verified"}


def test_a_refusal_carries_its_reason() -> None:
    (first, *_) = notices(facts.OutletRejected(outlet(), by=LIAISON, reason="证件不清晰"), "o1")
    assert first.params == {"outlet": "长江口融媒", "reason": "证件不清晰"}
    assert first.about == ("outlet", "o1")


def test_a_suspension_by_the_system_is_urgent_and_told_to_everybody_concerned() -> None:
    found = notices(facts.OutletSuspended(outlet(), by="", reason="核验过期"), "o1")
    assert {notice.to[0] for notice in found} == {f"account:{each}" for each in (OWNER, MEMBER, LIAISON)}
    assert all(notice.urgent for notice in found)


def test_reverification_is_told_to_those_who_can_act() -> None:
    event = facts.OutletReverificationDue(outlet(liaison=""), by="", due=date(2027, 9, 30))
    assert told(event).keys() == {f"account:{OWNER}", "role:liaison"}
    assert notices(event, "o1")[0].params["due"] == "2027-09-30"


def test_a_new_liaison_is_told_otherwise_than_the_outlet() -> None:
    event = facts.LiaisonAssigned(outlet(liaison="liaison-2"), by="admin", liaison="liaison-2")
    assert told(event) == {
        "account:liaison-2": "outlet.assigned",
        f"account:{OWNER}": "outlet.liaison_changed",
        f"account:{MEMBER}": "outlet.liaison_changed",
    }


def test_a_channel_is_told_to_the_outlet_and_the_liaison_in_charge() -> None:
    event = facts.ChannelAdded(outlet(), OWNER, CHANNEL)
    assert told(event) == {f"account:{MEMBER}": "channel.added", f"account:{LIAISON}": "channel.added"}
    assert notices(event, "o1")[0].params["channel"] == "长江口发布"


def test_an_invited_account_is_told_of_the_invitation() -> None:
    until = datetime(2026, 10, 7, 8, tzinfo=UTC)
    event = facts.MemberInvited(outlet(), OWNER, "i1", "outlet_member", until, account="new-1")
    (notice,) = notices(event, "o1")
    assert (notice.to, notice.kind, notice.about) == (
        ("account:new-1",),
        Kind.INVITATION_RECEIVED,
        ("invitation", "i1"),
    )
    unknown = facts.MemberInvited(outlet(), OWNER, "i1", "outlet_member", until)
    assert told(unknown) == {}


def test_whoever_joined_knows_it_and_the_owners_are_told() -> None:
    event = facts.MemberJoined(outlet(), "member-1", MEMBER, "outlet_member")
    assert told(event) == {f"account:{OWNER}": "member.joined"}


def test_a_removed_member_is_told_although_the_outlet_no_longer_lists_them() -> None:
    event = facts.MemberRemoved(outlet(members=PEOPLE[:1]), OWNER, MEMBER)
    assert told(event) == {f"account:{MEMBER}": "membership.ended"}


def test_that_the_last_owner_left_is_told_to_the_liaison_and_that_another_left_to_the_owners() -> None:
    last = facts.MemberAccountClosed(outlet(), "", OWNER, 0)
    assert told(last) == {f"account:{LIAISON}": "outlet.owners_left"}
    assert told(replace(last, outlet=outlet(liaison=""))) == {"role:liaison": "outlet.owners_left"}
    assert told(facts.MemberAccountClosed(outlet(), "", MEMBER, 1)) == {f"account:{OWNER}": "member.account_closed"}
    assert told(facts.MemberAccountReopened(outlet(), "", MEMBER)) == {f"account:{OWNER}": "member.account_reopened"}


def test_an_outlet_that_nobody_is_in_charge_of_is_the_leaders() -> None:
    event = facts.LiaisonLeft(outlet(liaison=""), "", LIAISON)
    assert told(event) == {"role:leader": "outlet.liaison_left"}
    assert notices(event, "o1")[0].urgent


def test_an_owner_whose_own_role_changes_hears_the_personal_sentence() -> None:
    event = facts.MemberRoleChanged(outlet(), "admin", OWNER, "outlet_owner")
    assert told(event) == {f"account:{OWNER}": "membership.role_changed"}


def test_the_importer_is_told_when_an_import_ends() -> None:
    event = facts.OutletsImported("名单.xlsx", 10, 2, 1, by=LIAISON)
    (notice,) = notices(event, "import-1")
    assert (notice.to, notice.about) == ((f"account:{LIAISON}",), ("import", "import-1"))
    assert notice.params == {"file_name": "名单.xlsx", "accepted": 10, "unchanged": 2, "refused": 1}
    assert told(facts.OutletsImported("名单.xlsx", 1, 0, 0, by="")) == {}


@pytest.mark.parametrize("cls", list(RULES), ids=lambda cls: cls.name)
def test_every_event_tells_somebody_something(cls: type[facts.Event]) -> None:
    assert bool(something(cls)) != (cls in SILENT)


def test_every_fact_about_outlets_works_reviews_points_and_new_passwords_has_rules() -> None:
    others = {cls for cls in facts.CATALOGUE.values() if cls.source not in ("notification", "gateway", "kernel")}
    account = facts.PasswordEvent | facts.SecondFactorEvent | facts.OutsideIdentityEvent
    own = {cls for cls in facts.CATALOGUE.values() if issubclass(cls, account)}
    assert set(RULES) == others | own


def test_the_person_hears_of_what_befell_the_account_and_administrators_of_officers() -> None:
    given = {"account:anna": "password.given"} | dict.fromkeys(KEEPERS, "password.given_by")
    assert told(facts.PasswordGiven("anna", "chief", "王芳")) == given
    assert told(facts.SignedInAnew("anna", "")) == {"account:anna": "account.signed_in_anew"}
    locked = {"account:anna": "account.locked"}
    assert told(facts.AccountLocked("anna", "", "王芳", False)) == locked
    assert told(facts.AccountLocked("anna", "", "李静", True)) == locked | {
        "role:security_admin": "account.officer_locked"
    }


def test_who_lost_a_second_factor_hears_of_it_and_so_do_the_other_administrators() -> None:
    event = facts.SecondFactorReset("anna", "chief", "王芳")
    assert told(event) == {"account:anna": "second_factor.reset"} | dict.fromkeys(KEEPERS, "second_factor.reset_by")
    keys = (facts.SecurityKeyAdded, facts.SecurityKeyRemoved, facts.SecurityKeyCopied)
    for fact in (facts.SecondFactorSet, facts.SecondFactorRemoved, facts.OutsideIdentityLinked, *keys):
        assert list(told(fact("anna", "anna"))) == ["account:anna"]
    assert told(facts.OutsideIdentityUnlinked("anna", "chief")) == {"account:anna": "identity.unlinked"}


def test_every_kind_names_the_same_facts_wherever_it_is_used() -> None:
    assert set(PARAMS) == set(Kind)
    for rules in RULES.values():
        for rule in rules:
            assert PARAMS[rule.kind] == set(rule.names) <= NAMED.keys()


EVENTS = st.sampled_from(list(RULES)).flatmap(random)


@given(EVENTS)
def test_one_notice_per_address_never_to_the_actor_and_only_plain_facts(event: facts.Event) -> None:
    found = notices(event, "s", outlets_of(event))
    reached = [address for notice in found for address in notice.to]
    assert len(reached) == len(set(reached))
    by = getattr(event, "by", "")  # empty: the system itself
    if by and not any(rule.actor_too for rule in RULES[type(event)]):
        assert f"account:{by}" not in reached
    for notice in found:
        assert set(notice.params) == PARAMS[notice.kind]
        assert all(isinstance(value, str | int | list) for value in notice.params.values())


def test_an_item_has_one_id_per_event_and_address() -> None:
    event = new_id()
    assert notice_id(event, ["account:a"]) == notice_id(event, ("account:a",))
    assert len({notice_id(event, ["account:a"]), notice_id(event, ["account:b"]), notice_id("x", ["account:a"])}) == 3


def test_positions_sort_by_time_as_ids_do() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    assert position_at(early) < new_id() < position_at(late)
    assert len(position_at(early)) == 36


def test_an_account_reads_what_reaches_it_its_roles_and_its_outlets() -> None:
    assert addresses("a", {"reviewer_first", "liaison"}) == ["account:a", "role:liaison", "role:reviewer_first"]
    known = [
        Outlet("o1", "甲", "self_media", "verified"),
        Outlet("o2", "乙", "department", "suspended"),
        Outlet("o3", "丙", "influencer", "closed"),
    ]
    assert addresses("a", (), known) == ["account:a", "all", "category:self_media", "outlet:o1", "outlet:o2"]
