"""Channels have a level when a liaison officer vouches for it, and not by their outlet's word."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from services.outlet import schemas
from services.outlet.domain import Change, ChannelVerification, Outlet, Proof, channels, lifecycle, vouching
from services.outlet.repository.documents import BEFORE, outlet_document, outlet_of
from services.outlet.repository.outlets import _entry
from shared import validation
from shared.context import Actor, Role
from shared.contracts import outlet as contracts
from shared.contracts.outlet_terms import Level
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from tests.services.outlet.makers import (
    BUREAU,
    LEADER,
    LIAISON,
    NOW,
    OWNER,
    STRANGER,
    credit_code,
    evidence,
    form,
    proof_of,
    registered,
    verified,
)

SCREENSHOT = ChannelVerification(LIAISON.account, NOW, Level.COUNTY, ("f1",), "后台截图")


def names(change: Change) -> list[str]:
    return [type(event).name for event in change.events]


def vouched(outlet: Outlet | None = None) -> Outlet:
    outlet = outlet or registered()
    return vouching.verify(outlet, LIAISON, outlet.channels[0].id, SCREENSHOT, NOW).outlet


def test_what_the_bureau_gathered_is_not_among_the_files_of_who_is_inside() -> None:
    gathered = replace(evidence(), proofs=(Proof(("gathered",)),))
    outlet = vouched(replace(registered(), proofs=(Proof(("sent",), "授权书"),), verification=gathered))
    assert vouching.files(outlet, inside=True) == {"sent"}
    assert vouching.files(outlet, inside=False) == {"sent", "gathered", "f1"}
    assert vouching.files(registered(), inside=False) == set()


def test_what_an_outlet_says_of_its_channel_is_no_more_than_a_claim() -> None:
    outlet = registered()
    assert outlet.channels[0].claimed_level is Level.SELF
    (told,) = outlet.state().channels
    assert (told.level, told.claimed_level, told.verified, told.verified_at) == ("", "self", False, None)
    for schema, data in (
        (contracts.RegisterOutlet, form(channels=[{"platform": "weibo", "account_name": "a", "level": "central"}])),
        (contracts.AddChannel, {"outlet": "o", "platform": "weibo", "account_name": "a", "level": "central"}),
        (contracts.ChangeChannel, {"outlet": "o", "channel": "c", "level": "central"}),
    ):
        with pytest.raises(Invalid) as refused:
            validation.load(schema(), data)
        assert [problem.rule for problem in refused.value.problems] == ["unknown"]


def test_a_liaison_verifies_a_channel_on_evidence_and_sets_its_level() -> None:
    outlet = registered()
    change = vouching.verify(outlet, LIAISON, outlet.channels[0].id, SCREENSHOT, NOW)
    assert (names(change), change.by, change.reason) == (["ChannelVerified"], "liaison", "后台截图")
    (told,) = change.outlet.state().channels
    assert (told.level, told.verified, told.verified_at) == ("county", True, NOW)
    corrected = replace(SCREENSHOT, level=Level.MUNICIPAL)
    again = vouching.verify(change.outlet, LIAISON, told.id, corrected, NOW).outlet
    assert again.channels[0].level is Level.MUNICIPAL


def test_what_was_noted_with_a_verification_is_not_shown_to_the_outlet() -> None:
    noted = evidence(note="法人代表有案底", proofs=[{"files": ["f1"], "note": "待查"}])
    outlet = replace(vouched(verified()), verification=noted)
    bureau, own = (schemas.outlet_view(outlet, inside=inside) for inside in (False, True))
    assert bureau["verification"]["note"] == "法人代表有案底" and bureau["channels"][0]["verification"]["note"]
    assert "案底" not in str(own) and "待查" not in str(own) and "后台截图" not in str(own)
    for change in (
        lifecycle.reverify(outlet, LIAISON, replace(proof_of(outlet), note="法人代表有案底"), NOW),
        vouching.verify(outlet, LIAISON, outlet.channels[0].id, SCREENSHOT, NOW),
    ):
        entry = _entry(change) | {"at": NOW}
        assert schemas.history_view(entry, None)["reason"]
        told = schemas.history_view(entry, {"owner": NOW})
        assert told["reason"] == "" and SCREENSHOT.note not in str(told["details"])


def test_evidence_is_files_or_a_note() -> None:
    with pytest.raises(Invalid) as refused:
        validation.load(contracts.VerifyChannel(), {"outlet": "o", "channel": "c", "level": "county"})
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/note", "proof.empty")]


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (OWNER, Forbidden),
        (LEADER, Forbidden),
        (STRANGER, NotFound),
        (Actor("owner", BUREAU, frozenset({Role.LIAISON})), Forbidden),
    ],
)
def test_a_liaison_without_a_part_in_the_outlet_alone_verifies(actor: Actor, error: type[Exception]) -> None:
    outlet = vouched()
    with pytest.raises(error):
        vouching.verify(outlet, actor, outlet.channels[0].id, SCREENSHOT, NOW)
    with pytest.raises(error):
        vouching.unverify(outlet, actor, outlet.channels[0].id, "r", NOW)


def test_a_verification_is_taken_back_with_a_reason() -> None:
    outlet = vouched()
    change = vouching.unverify(outlet, LIAISON, outlet.channels[0].id, "账号已转让", NOW)
    assert (names(change), change.reason) == (["ChannelUnverified"], "账号已转让")
    (told,) = change.outlet.state().channels
    assert (told.level, told.verified) == ("", False)
    with pytest.raises(Conflict) as refused:
        vouching.unverify(change.outlet, LIAISON, told.id, "r", NOW)
    assert refused.value.code == "channel.not_verified"


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ({"account_name": "别的号"}, True),
        ({"url": "https://example.com/2"}, True),
        ({"platform": "weibo"}, True),
        ({"followers": 5}, False),
        ({"claimed_level": Level.CENTRAL}, False),
        ({"url": "https://example.com/1"}, False),
    ],
)
def test_another_account_ends_the_verification_and_says_so(values: dict[str, Any], ends: bool) -> None:
    outlet = vouched()
    change = channels.change(outlet, OWNER, outlet.channels[0].id, values, NOW)
    assert change.outlet.channels[0].verified is not ends
    assert ("ChannelUnverified" in names(change)) is ends
    if ends:
        assert change.events[-1].reason == "channel_changed"  # type: ignore[attr-defined]
        assert change.details["before"]["verification"]["level"] is Level.COUNTY


def test_a_proof_of_the_account_verifies_the_channel_with_the_outlet() -> None:
    outlet = registered()
    change = lifecycle.verify(outlet, LIAISON, proof_of(outlet), NOW)
    (channel,) = change.outlet.channels
    assert channel.verification == ChannelVerification("liaison", NOW, Level.SELF, ("f1",))
    assert change.details["channels"] == {channel.id: Level.SELF}
    told = change.events[0].outlet.channels[0]
    assert (told.level, told.verified) == ("self", True)


def test_a_channel_that_no_proof_names_stays_as_it_is() -> None:
    outlet = registered(category="department")
    assert not lifecycle.verify(outlet, LIAISON, evidence(), NOW).outlet.channels[0].verified


def test_a_proof_for_an_organisation_says_the_level_of_its_channel() -> None:
    outlet = registered(category="official_media")
    proof = {"channel": outlet.channels[0].id, "note": "后台截图"}
    with pytest.raises(Invalid) as refused:
        lifecycle.verify(outlet, LIAISON, evidence(proofs=[proof]), NOW)
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/proofs/0/level", "required")]
    done = lifecycle.verify(outlet, LIAISON, evidence(proofs=[proof | {"level": "provincial"}]), NOW).outlet
    assert done.channels[0].level is Level.PROVINCIAL
    again = lifecycle.reverify(done, LIAISON, evidence(proofs=[proof]), NOW).outlet
    assert again.channels[0].level is Level.PROVINCIAL


def test_only_a_proof_of_a_channel_has_a_level() -> None:
    with pytest.raises(Invalid) as refused:
        evidence(proofs=[{"note": "授权书", "level": "county"}])
    assert [(p.pointer, p.rule) for p in refused.value.problems] == [("/proofs/0/level", "proof.level_of_channel")]


def test_channels_wait_while_their_outlet_is_open() -> None:
    outlet = registered()
    assert vouching.waiting(outlet) == outlet.channels
    assert vouching.waiting(vouched()) == ()
    assert vouching.waiting(lifecycle.reject(outlet, LIAISON, "r", NOW).outlet) == ()


def stored_before(outlet: Outlet) -> dict[str, Any]:
    """The document of an outlet as it was before channels were verified."""
    document = outlet_document(outlet)
    kept = ("id", "platform", "account_name", "url", "followers")
    document["channels"] = [
        {name: asdict(each)[name] for name in kept} | {"level": "county"} for each in outlet.channels
    ]
    del document["unverified"]
    return document


def test_a_channel_of_before_keeps_its_level_where_its_outlet_was_verified() -> None:
    old = stored_before(verified(credit_code=credit_code(3)))
    (channel,) = outlet_of(old).channels
    assert channel.verification == ChannelVerification("", NOW, Level.COUNTY, (), BEFORE)
    (channel,) = outlet_of(stored_before(registered())).channels
    assert (channel.level, channel.claimed_level) == (None, Level.COUNTY)
