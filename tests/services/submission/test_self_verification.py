"""What a bureau's rules verify by themselves: condition by condition, and on the real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.submission.domain import Channel, publications, self_verification, verification
from services.submission.domain.self_verification import CHECKS, SHIPPED, Policy, Rule, answered
from services.submission.domain.verification import Said
from shared.context import Role
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.contracts.submission_terms import Basis, Byline, Condition, Placement, PublicationStatus
from shared.errors import Forbidden, Invalid, NotFound
from shared.events import PublicationReported
from tests.services.stage import asking
from tests.services.submission.desk import LEADER, LIAISON, Desk
from tests.services.submission.makers import KNOWN, NOW, approved, publication

LATER = NOW + timedelta(days=30)
CHANNEL = Channel("o1-c", "wechat_oa", "county", "滨江播报", "https://mp.example.com/binjiang", verified=True)
OUTLET = replace(KNOWN["o1"], channels=(CHANNEL,))
OWN = {"channel": "o1-c", "url": "https://MP.example.com/s/1", "proof": ("f1",)}
EVERYTHING = Rule("own_channel", "本媒体认证渠道", tuple(Condition))
MANAGER = asking("manager", Role.SCORING_MANAGER)


def policy(*rules: Rule, version: int = 3) -> Policy:
    return Policy(version, "自核", rules)


def state(by: Policy, outlet: Any = OUTLET, **changes: Any) -> str:
    work = approved()
    answer = partial(answered, by, outlet, now=LATER)
    return publications.report(work, outlet, publication(work, **OWN | changes), [], LATER, answer=answer)[1].status


def test_nobody_verifies_themselves_unless_the_bureau_says_so() -> None:
    assert SHIPPED.rules == ()
    assert state(SHIPPED) == "reported"


def test_what_meets_every_condition_is_verified_and_names_the_rule() -> None:
    work = approved()
    answer = partial(answered, policy(EVERYTHING), OUTLET, now=LATER)
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
        (Condition.OWN_CHANNEL, {"channel": ""}),
        (Condition.ON_CHANNEL_HOST, {"url": "https://elsewhere.cn/s/1"}),
        (Condition.ON_CHANNEL_HOST, {"url": "https://mp.example.com.evil.cn/s/1"}),
        (Condition.NORMAL_PLACEMENT, {"placement": Placement.FRONT_PAGE}),
        (Condition.OWN_BYLINE, {"byline": Byline.PAID}),
        (Condition.NO_REPRINT, {"reprint": True, "source": "大众日报"}),
        (Condition.IN_TIME, {"published_at": NOW - timedelta(hours=1), "earlier": True}),
        (Condition.WITH_PROOF, {"proof": ()}),
    ],
)
def test_each_condition_keeps_what_does_not_meet_it(condition: Condition, changes: dict[str, Any]) -> None:
    own = () if condition is Condition.OWN_CHANNEL else (Condition.OWN_CHANNEL,)
    rule = Rule("r", "规定", (*own, condition))
    assert state(policy(rule)) == "verified"
    assert state(policy(rule), **changes) == "reported"


@pytest.mark.parametrize("url", ["https://www.政务.cn/s/1", "http://XN--ZFR164B.cn.:80/s/1"])
def test_the_host_of_a_channel_is_the_same_in_every_spelling(url: str) -> None:
    outlet = replace(OUTLET, channels=(replace(CHANNEL, url="https://政务.cn/binjiang"),))
    rule = Rule("r", "规定", (Condition.OWN_CHANNEL, Condition.ON_CHANNEL_HOST))
    assert state(policy(rule), outlet, url=url) == "verified"


def test_a_channel_that_nobody_verified_or_of_another_level_verifies_nothing() -> None:
    for changed in ({"verified": False}, {"url": ""}):
        outlet = replace(OUTLET, channels=(replace(CHANNEL, **changed),))
        assert state(policy(EVERYTHING), outlet) == "reported"
    one = replace(publication(approved(), **OWN), level=Level.CENTRAL)
    assert not CHECKS[Condition.AT_CHANNEL_LEVEL](one, CHANNEL)
    paper = replace(publication(approved(), **OWN), platform=Platform.NEWSPAPER, url="")
    assert not CHECKS[Condition.ON_CHANNEL_HOST](paper, replace(CHANNEL, url=""))


def test_a_rule_is_for_the_categories_that_it_names() -> None:
    for categories, expected in (((), "verified"), ((Category.OFFICIAL_MEDIA,), "reported")):
        assert state(policy(replace(EVERYTHING, categories=categories))) == expected


def test_every_condition_has_its_check() -> None:
    assert set(CHECKS) == set(Condition)


def test_a_correction_before_the_ruling_is_judged_by_the_rules_and_one_after_it_waits() -> None:
    work = approved()
    change, one = publications.report(work, OUTLET, publication(work, **OWN | {"proof": ()}), [], LATER)
    answer, said = partial(answered, policy(EVERYTHING), OUTLET, now=LATER), Said("writer", LATER, "补凭证")
    correct = partial(verification.correct, change.submission, others=[one], said=said, answer=answer)
    fixed = correct(one, {"proof": ("f1",)})[1]
    assert (fixed.status, fixed.rule) == (PublicationStatus.VERIFIED, "own_channel")
    later = correct(fixed, {"length": 900})[1]
    assert (later.status, later.length, later.correction.corrected.length) == (PublicationStatus.VERIFIED, 0, 900)
    assert verification.verified(later, "liaison", LATER).rule == ""


def test_rules_must_fit_together() -> None:
    bad = policy(
        Rule("one", "甲", (Condition.OWN_CHANNEL,)),
        Rule("one", "乙", (Condition.CHANNEL_VERIFIED,)),
    )
    with pytest.raises(Invalid) as error:
        self_verification.require_sound(bad)
    assert [(each.pointer, each.rule) for each in error.value.problems] == [
        ("/rules/1/id", "verification.rule_twice"),
        ("/rules/1/conditions", "verification.needs_own_channel"),
    ]


# --- on the real database ---

ADOPTED = {
    "title": "自核",
    "rules": [{"id": "own_channel", "name": "本媒体渠道", "conditions": ["own_channel", "no_reprint"]}],
}


def test_a_bureau_adopts_rules_in_versions(desk: Desk) -> None:
    assert desk.published(channel="o1-c")["state"] == "reported"
    made = desk.do("adopt_verification_policy", MANAGER, **ADOPTED)
    assert (made["version"], made["id"], made["current"], made["by"]) == (1, "1", True, "manager")
    of = desk.published(channel="o1-c")
    assert (of["state"], of["basis"], of["rule"], of["rule_version"]) == ("verified", "rule", "own_channel", 1)
    assert desk.published()["state"] == "reported"
    desk.do("adopt_verification_policy", MANAGER, title="均由民警核实", rules=[])
    assert desk.published(channel="o1-c")["state"] == "reported"
    found = desk.ask("verification_policies", LEADER, limit=2)
    assert [(each["version"], each["current"]) for each in found["items"]] == [(2, True), (1, False)]
    (shipped,) = desk.ask("verification_policies", LEADER, cursor=found["next"])["items"]
    assert (shipped["version"], list(shipped["rules"]), shipped["at"]) == (0, [], None)
    (rule,) = desk.ask("verification_policy", LEADER, policy="1")["rules"]
    assert list(rule["conditions"]) == ["own_channel", "no_reprint"]


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
    of = desk.published(channel="o1-c")
    refused = desk.do("refuse_publication", LIAISON, publication=of["id"], reason="查无此文")
    assert (refused["state"], refused["basis"], refused["rule"]) == ("refused", None, "")
