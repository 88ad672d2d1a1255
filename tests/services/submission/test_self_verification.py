"""What a bureau's rules verify by themselves: condition by condition, and on the real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.submission.domain import Channel, publications, self_verification, verification
from services.submission.domain.self_verification import ALWAYS, CHECKS, SAYS, SHIPPED, Policy, Rule, answered
from services.submission.domain.verification import Said
from shared.context import Role
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.contracts.submission_terms import Basis, Byline, Condition, Covered, Placement, PublicationStatus
from shared.errors import Forbidden, Invalid, NotFound
from shared.events import PublicationReported
from shared.events.outlet import ChannelState
from shared.ids import new_id
from tests.services.stage import BUREAU, asking
from tests.services.submission.desk import LEADER, LIAISON, Desk
from tests.services.submission.makers import KNOWN, NOW, approved, publication

LATER = NOW + timedelta(days=30)
CHANNEL = Channel("o1-c", "website", "county", "滨江播报", "https://www.example.com/binjiang/", verified=True)
OUTLET = replace(KNOWN["o1"], channels=(CHANNEL,))
OWN = {"channel": "o1-c", "url": "https://EXAMPLE.com/binjiang/1.html", "proof": ("f1",)}
EVERYTHING = Rule("own_channel", "本媒体认证渠道", tuple(Condition))
NOTHING_MORE = Rule("r", "规定")
MANAGER = asking("manager", Role.SCORING_MANAGER)


def policy(*rules: Rule, version: int = 3) -> Policy:
    return Policy(version, "自核", rules)


def state(by: Policy, outlet: Any = OUTLET, **changes: Any) -> str:
    work = approved()
    answer = partial(answered, by, outlet, parties=[outlet], now=LATER)
    return publications.report(work, outlet, publication(work, **OWN | changes), [], LATER, answer=answer)[1].status


def test_nobody_verifies_themselves_unless_the_bureau_says_so() -> None:
    assert SHIPPED.rules == ()
    assert state(SHIPPED) == "reported"


def test_what_meets_every_condition_is_verified_and_names_the_rule() -> None:
    work = approved()
    answer = partial(answered, policy(EVERYTHING), OUTLET, parties=[OUTLET], now=LATER)
    change, one = publications.report(work, OUTLET, publication(work, **OWN), [], LATER, answer=answer)
    assert (one.status, one.basis, one.rule, one.rule_version) == ("verified", Basis.RULE, "own_channel", 3)
    told = change.events[-1]
    assert isinstance(told, PublicationReported)
    assert (told.publication.status, told.publication.rule, told.publication.rule_version) == (
        "verified",
        "own_channel",
        3,
    )
    assert (told.publication.basis, told.publication.verified_by) == ("rule", "")


@pytest.mark.parametrize(
    ("condition", "changes"),
    [
        (Condition.NORMAL_PLACEMENT, {"placement": Placement.FRONT_PAGE}),
        (Condition.OWN_BYLINE, {"byline": Byline.PAID}),
        (Condition.NO_REPRINT, {"reprint": True, "source": "大众日报"}),
        (Condition.IN_TIME, {"published_at": NOW - timedelta(hours=1), "earlier": True}),
        (Condition.WITH_PROOF, {"proof": ()}),
    ],
)
def test_each_condition_keeps_what_does_not_meet_it(condition: Condition, changes: dict[str, Any]) -> None:
    rule = Rule("r", "规定", (condition,), covers=tuple(Covered))
    assert state(policy(rule)) == "verified"
    assert state(policy(rule), **changes) == "reported"
    assert state(policy(replace(rule, conditions=())), **changes) == "verified"


@pytest.mark.parametrize("url", ["https://www.政务.cn/binjiang/1", "http://XN--ZFR164B.cn.:80/binjiang/1"])
def test_the_host_of_a_channel_is_the_same_in_every_spelling(url: str) -> None:
    outlet = replace(OUTLET, channels=(replace(CHANNEL, url="https://政务.cn/binjiang"),))
    assert state(policy(NOTHING_MORE), outlet, url=url) == "verified"


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": ""},
        {"channel": "", "medium": "rmrb", "media": "人民日报", "platform": Platform.NEWSPAPER, "url": ""},
        {"level": Level.CENTRAL},
        {"url": "https://elsewhere.cn/binjiang/1.html"},
        {"url": "https://example.com.evil.cn/binjiang/1.html"},
        {"url": "https://example.com:8443/binjiang/1.html"},
        {"url": "https://example.com/others/1.html"},
        {"url": "https://example.com/binjiang/"},
    ],
)
def test_whatever_a_rule_says_it_is_for_the_outlets_own_channel(changes: dict[str, Any]) -> None:
    """A rule that asked for proof alone verified the front page of a national paper."""
    for rule in (NOTHING_MORE, replace(NOTHING_MORE, conditions=(Condition.WITH_PROOF,), covers=tuple(Covered))):
        assert state(policy(rule)) == "verified"
        assert state(policy(rule), **changes) == "reported"
        for changed in ({"verified": False}, {"url": ""}, {"url": "https://other.example.com/"}):
            outlet = replace(OUTLET, channels=(replace(CHANNEL, **changed),))
            assert state(policy(rule), outlet) == "reported"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://weibo.com/1234567890/NabcdEfGj", "verified"),
        ("https://weibo.com/9999999999/NabcdEfGj", "reported"),
        ("https://m.weibo.cn/status/4924263219593401", "reported"),
        ("https://t.cn/A6abcdef", "reported"),
    ],
)
def test_on_a_platform_it_is_the_channels_account(url: str, expected: str) -> None:
    account = replace(CHANNEL, platform="weibo", url="https://weibo.com/u/1234567890")
    outlet = replace(OUTLET, channels=(account,))
    assert state(policy(NOTHING_MORE), outlet, platform=Platform.WEIBO, url=url) == expected


@pytest.mark.parametrize(
    ("covered", "changes"),
    [
        (Covered.PLACEMENT, {"placement": Placement.FRONT_PAGE}),
        (Covered.PLACEMENT, {"placement": Placement.HEADLINE}),
        (Covered.LENGTH, {"length": 5000}),
    ],
)
def test_what_multiplies_points_is_verified_where_a_rule_covers_it(covered: Covered, changes: dict[str, Any]) -> None:
    assert state(policy(NOTHING_MORE), **changes) == "reported"
    assert state(policy(replace(NOTHING_MORE, covers=(covered,))), **changes) == "verified"
    (other,) = set(Covered) - {covered}
    assert state(policy(replace(NOTHING_MORE, covers=(other,))), **changes) == "reported"


def test_who_adopted_the_rules_verifies_nothing_of_an_outlet_of_their_own() -> None:
    work, adopted = approved(), replace(policy(NOTHING_MORE), by="manager")
    other = replace(KNOWN["o2"], members=("partner", "manager"))
    for parties, expected in (([OUTLET], "verified"), ([OUTLET, other], "reported")):
        answer = partial(answered, adopted, OUTLET, parties=parties, now=LATER)
        one = publications.report(work, OUTLET, publication(work, **OWN), [], LATER, answer=answer)[1]
        assert one.status == expected


def test_a_rule_is_for_the_categories_that_it_names() -> None:
    for categories, expected in (((), "verified"), ((Category.OFFICIAL_MEDIA,), "reported")):
        assert state(policy(replace(EVERYTHING, categories=categories))) == expected


def test_every_condition_has_its_check() -> None:
    assert set(CHECKS) == set(Condition) and set(SAYS) == set(Covered)


def test_a_correction_before_the_ruling_is_judged_by_the_rules_and_one_after_it_waits() -> None:
    work = approved()
    change, one = publications.report(work, OUTLET, publication(work, **OWN | {"proof": ()}), [], LATER)
    answer, said = (
        partial(answered, policy(EVERYTHING), OUTLET, parties=[OUTLET], now=LATER),
        Said("writer", LATER, "补凭证"),
    )
    correct = partial(verification.correct, change.submission, others=[one], said=said, answer=answer, outlet_name="")
    fixed = correct(one, {"proof": ("f1",)})[1]
    assert (fixed.status, fixed.rule) == (PublicationStatus.VERIFIED, "own_channel")
    later = correct(fixed, {"length": 900})[1]
    assert (later.status, later.length, later.correction.corrected.length) == (PublicationStatus.VERIFIED, 0, 900)
    assert verification.verified(later, "liaison", LATER).rule == ""


def test_rules_must_fit_together() -> None:
    bad = policy(
        Rule("one", "甲", (Condition.OWN_CHANNEL,)),
        Rule("one", "乙"),
    )
    with pytest.raises(Invalid) as error:
        self_verification.require_sound(bad)
    assert [(each.pointer, each.rule) for each in error.value.problems] == [
        ("/rules/1/id", "verification.rule_twice"),
    ]


# --- on the real database ---

ADOPTED = {
    "title": "自核",
    "rules": [{"id": "own_channel", "name": "本媒体渠道", "conditions": ["own_channel", "no_reprint"]}],
}
SITE = ChannelState("o1-c", "website", "county", "滨江网", "https://binjiang.example.com/", verified=True)


def on_site(desk: Desk, work: Any = None, **changes: Any) -> Any:
    """A publication on the outlet's own site."""
    url = f"https://binjiang.example.com/{new_id()}.html"
    return desk.published(work=work, channel="o1-c", url=url, **changes)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The outlet has a site of its own."""
    desk.outlet("o1", "writer", "second", channels=(SITE,))
    return desk


def test_a_bureau_adopts_rules_in_versions(desk: Desk) -> None:
    assert on_site(desk)["state"] == "reported"
    made = desk.do("adopt_verification_policy", MANAGER, **ADOPTED)
    assert (made["version"], made["id"], made["current"], made["by"]) == (1, "1", True, "manager")
    of = on_site(desk)
    assert (of["state"], of["basis"], of["rule"], of["rule_version"]) == ("verified", "rule", "own_channel", 1)
    assert desk.published()["state"] == "reported"
    desk.do("adopt_verification_policy", MANAGER, title="均由民警核实", rules=[])
    assert on_site(desk)["state"] == "reported"
    found = desk.ask("verification_policies", LEADER, limit=2)
    assert [(each["version"], each["current"]) for each in found["items"]] == [(2, True), (1, False)]
    (shipped,) = desk.ask("verification_policies", LEADER, cursor=found["next"])["items"]
    assert (shipped["version"], list(shipped["rules"]), shipped["at"]) == (0, [], None)
    (rule,) = desk.ask("verification_policy", LEADER, policy="1")["rules"]
    assert list(rule["conditions"]) == [*ALWAYS, "no_reprint"]
    assert list(rule["covers"]) == []


def test_who_acts_for_an_outlet_does_not_say_who_verifies(desk: Desk) -> None:
    """One person alone could have their own work counted, as they reported it."""
    desk.outlet("o4", "owner")
    both = asking("owner", Role.SCORING_MANAGER)
    with pytest.raises(Forbidden, match="own_outlet_rules"):
        desk.do("adopt_verification_policy", both, **ADOPTED)
    desk.outlet("o4", "somebody")
    desk.do("adopt_verification_policy", both, **ADOPTED)
    joint = desk.approved(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    assert (on_site(desk)["state"], on_site(desk, joint)["state"]) == ("verified", "verified")
    desk.outlet("o2", "partner", "owner")
    assert (on_site(desk)["state"], on_site(desk, joint)["state"]) == ("verified", "reported")
    desk.outlet("o1", "writer", "owner", channels=(SITE,))
    assert on_site(desk)["state"] == "reported"


def test_rules_from_before_ask_what_every_rule_asks(desk: Desk) -> None:
    rule = {"id": "all", "name": "凡有凭证", "conditions": ["with_proof"], "categories": []}
    made = {"_id": "p1", "bureau": BUREAU, "version": 1, "title": "自核", "rules": [rule], "by": "m", "at": NOW}
    desk.stage.db["verification_policies"].insert_one(made)
    proof = [{"file": "f1"}]
    assert desk.published(proof=proof)["state"] == "reported"
    assert on_site(desk, proof=proof, placement="front_page")["state"] == "reported"
    assert on_site(desk, proof=proof)["state"] == "verified"
    (shown,) = desk.ask("verification_policy", LEADER, policy="1")["rules"]
    assert list(shown["conditions"]) == [*ALWAYS, "with_proof"]


def test_rules_are_the_scoring_managers_to_write_and_staffs_to_read(desk: Desk) -> None:
    for by in (LIAISON, LEADER, "writer"):
        with pytest.raises(Forbidden):
            desk.do("adopt_verification_policy", by, **ADOPTED)
    with pytest.raises(Forbidden):
        desk.ask("verification_policies", "writer")
    for wrong in ("7", "x", "٣"):
        with pytest.raises((NotFound, Invalid)):
            desk.ask("verification_policy", LEADER, policy=wrong)


def test_a_liaison_may_refuse_what_a_rule_verified(desk: Desk) -> None:
    desk.do("adopt_verification_policy", MANAGER, **ADOPTED)
    of = on_site(desk)
    refused = desk.do("refuse_publication", LIAISON, publication=of["id"], reason="查无此文")
    assert (refused["state"], refused["basis"], refused["rule"]) == ("refused", None, "")
