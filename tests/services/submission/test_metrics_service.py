"""Metrics on the real database: reported, flagged, verified one by one and many at once, refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.submission.domain import Act, Change, Side
from services.submission.migrations import lapsed_metrics
from shared import validation
from shared.clock import now
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import (
    AccountClosed,
    AccountRolesChanged,
    AccountState,
    MetricsCorrected,
    MetricsRefused,
    MetricsVerified,
)
from shared.mongo import StaleWrite, Unit
from tests.services.stage import BUREAU, asking, received
from tests.services.submission.desk import COMMANDS, LEADER, LIAISON, Desk
from tests.services.submission.makers import form


def seen(of: Any, version: int = 1) -> Any:
    """A snapshot (or the id of one) in the version that was looked at."""
    return {"metrics": of if isinstance(of, str) else of["id"], "version": version}


def test_reads_beyond_wechats_cap(desk: Desk) -> None:
    of = desk.published()
    first = desk.measured(of, 100_001, likes=3)
    assert (first["reads"], first["capped"], first["reads_shown"]) == (100_001, True, "100,000+")
    again = desk.measured(of, 2_000_000, likes=3)
    assert again["id"] == first["id"]
    chinese = desk.ask("publication_metrics", asking("writer", locale="zh"), publication=of["id"])["items"]
    assert [each["reads_shown"] for each in chinese] == ["10万+"]
    video = desk.published(platform="douyin")
    assert desk.measured(video, 2_000_000)["reads_shown"] == "2,000,000"
    told = [type(each.data).name for each in desk.told()]
    assert told.count("MetricsReported") == 2


def test_other_numbers_for_the_same_moment_are_refused(desk: Desk) -> None:
    of = desk.published()
    desk.measured(of, 1000)
    with pytest.raises(Conflict, match=r"metrics\.exists"):
        desk.measured(of, 1001)
    with pytest.raises(Invalid):
        desk.measured(of, 1000, minutes=-1)
    with pytest.raises(Invalid):
        desk.measured(of, 1000, minutes=61)


def test_a_drop_and_a_jump_are_flagged_and_queued(desk: Desk) -> None:
    for reads in (1000, 1100, 900, 1300, 1050):
        desk.measured(desk.published(), reads)
    of = desk.published()
    assert desk.measured(of, 90_000, minutes=2)["flags"] == ("jump",)
    assert desk.measured(of, 1000, minutes=3)["flags"] == ("drop",)
    assert desk.measured(desk.published(platform="weibo"), 90_000)["flags"] == ()
    found = desk.ask("metrics_queue", LIAISON, flag="jump")["items"]
    assert [each["reads"] for each in found] == [90_000]
    pages, cursor = [], {}
    while True:
        page = desk.ask("metrics_queue", LEADER, limit=3, **cursor)
        pages += [each["reads"] for each in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert pages == [1000, 1100, 900, 1300, 1050, 90_000, 1000, 90_000]
    assert desk.ask("metrics_queue", LEADER, outlet="o2")["items"] == []
    with pytest.raises(Forbidden):
        desk.ask("metrics_queue", "writer")


def test_a_liaison_verifies_or_refuses(desk: Desk) -> None:
    of = desk.published()
    one, other = desk.measured(of, 1000), desk.measured(of, 1200, minutes=2)
    with pytest.raises(Forbidden, match="forbidden"):
        desk.do("verify_metrics", "writer", metrics=one["id"])
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do("verify_metrics", asking("writer", Role.LIAISON), metrics=one["id"])
    done = desk.do("verify_metrics", LIAISON, metrics=one["id"])
    assert (done["state"], done["version"]) == ("verified", 2)
    assert desk.do("verify_metrics", LIAISON, metrics=one["id"]) == done
    refused = desk.do("refuse_metrics", LIAISON, metrics=other["id"], reason="截图不符")
    assert (refused["state"], refused["reason"]) == ("refused", "截图不符")
    again = desk.measured(of, 1300, minutes=2)
    assert (again["state"], again["id"] != other["id"]) == ("reported", True)
    told = [each.data for each in desk.told()]
    verified = [each for each in told if isinstance(each, MetricsVerified)]
    (refusal,) = [each for each in told if isinstance(each, MetricsRefused)]
    assert [(each.metrics.id, each.publication.id, each.by) for each in verified] == [(one["id"], of["id"], "liaison")]
    assert (refusal.metrics.id, refusal.reason) == (other["id"], "截图不符")


@pytest.mark.parametrize("who", ["partner", "second"], ids=["co-author", "reported it and left"])
@pytest.mark.parametrize("method", ["verify_metrics", "refuse_metrics"])
def test_nobody_rules_on_what_they_gain_from(desk: Desk, who: str, method: str) -> None:
    """The points of a work are its co-authors' too; and what one has said oneself somebody else verifies."""
    work = desk.approved(authors=[{"outlet": "o1", "share": 50}, {"outlet": "o2", "share": 50}])
    of = desk.published(work=work)
    moment = of["published_at"] + timedelta(minutes=1)
    given = {"publication": of["id"], "observed_at": moment.isoformat(), "reads": 1200}
    snapshot = desk.do("report_metrics", "second", **given)
    desk.outlet("o1", "writer")
    by, reason = asking(who, Role.LIAISON), {"reason": "不符"} if method == "refuse_metrics" else {}
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do(method, by, metrics=snapshot["id"], **reason)
    many = desk.do("verify_many_metrics", by, metrics=[seen(snapshot)])
    assert many["refused"] == [{"metrics": snapshot["id"], "code": "submission.own_outlet"}]
    assert desk.do(method, LIAISON, metrics=snapshot["id"], **reason)["version"] == 2


def test_many_are_verified_at_once_and_the_rest_is_told(desk: Desk) -> None:
    places = [desk.published(), desk.published()]
    good = [desk.measured(of, 1000 + n, minutes=n)["id"] for of in places for n in (1, 2)]
    bad = desk.measured(places[0], 1500, minutes=5)["id"]
    desk.do("refuse_metrics", LIAISON, metrics=bad, reason="不符")
    desk.do("verify_metrics", LIAISON, metrics=good[0])
    done = desk.do("verify_many_metrics", LIAISON, metrics=[seen(id_) for id_ in (*good, bad, "nothing", good[1])])
    assert done["verified"] == good
    assert {each["metrics"]: each["code"] for each in done["refused"]} == {
        bad: "metrics.illegal_move",
        "nothing": "metrics.not_found",
    }
    told = [each.data.metrics.id for each in desk.told() if isinstance(each.data, MetricsVerified)]
    assert sorted(told) == sorted(good)
    with pytest.raises(Forbidden):
        desk.do("verify_many_metrics", LEADER, metrics=[seen(id_) for id_ in good])
    own = desk.do("verify_many_metrics", asking("second", Role.LIAISON), metrics=[seen(good[0])])
    assert own == {"verified": [], "refused": [{"metrics": good[0], "code": "submission.own_outlet"}]}


@pytest.mark.parametrize("by", ["stranger", "nobody"])
def test_others_know_nothing_of_it(desk: Desk, by: str) -> None:
    of = desk.published()
    snapshot = desk.measured(of)
    for ask in (
        lambda: desk.ask("publication_metrics", by, publication=of["id"]),
        lambda: desk.do("report_metrics", by, publication=of["id"], observed_at=now().isoformat(), reads=1),
        lambda: desk.ask("publications", by, submission=of["submission"]),
        lambda: desk.ask("publication_metrics", LEADER, publication="nothing"),
        lambda: desk.do("verify_metrics", asking("liaison", Role.LIAISON, bureau="370830"), metrics=snapshot["id"]),
    ):
        with pytest.raises(NotFound):
            ask()


def test_its_history_shows_what_was_measured(desk: Desk) -> None:
    of = desk.published()
    snapshot: Any = desk.measured(of)
    desk.do("verify_metrics", LIAISON, metrics=snapshot["id"])
    rows = desk.ask("history", LEADER, submission=of["submission"])["items"]
    told = desk.ask("history", "writer", submission=of["submission"])["items"]
    assert [(row["side"], row["by"]) for row in told[:3]] == [("staff", ""), ("outlet", "writer"), ("outlet", "writer")]
    assert [(row["act"], row["by"]) for row in rows[:3]] == [
        ("verify_metrics", "liaison"),
        ("report_metrics", "writer"),
        ("publish", "writer"),
    ]
    assert rows[0]["details"]["metrics"] == snapshot["id"]
    assert all(len(row["events"]) >= 1 for row in rows[:3])


def queued(desk: Desk, **query: Any) -> list[str]:
    return [one["id"] for one in desk.ask("metrics_queue", LIAISON, **query)["items"]]


@pytest.mark.parametrize("end", ["refuse_publication", "withdraw_publication"])
def test_what_waits_leaves_the_queue_with_its_publication(desk: Desk, end: str) -> None:
    of, stays = desk.published(), desk.measured(desk.published(), 900)
    counts, waits = desk.measured(of, 1000), desk.measured(of, 1200, minutes=2)
    desk.do("verify_metrics", LIAISON, metrics=counts["id"])
    by = LIAISON if end == "refuse_publication" else "writer"
    desk.do(end, by, publication=of["id"], reason="查无此文")
    assert (queued(desk), queued(desk, state="lapsed"), queued(desk, state="verified")) == (
        [stays["id"]], [waits["id"]], [counts["id"]],
    )  # fmt: skip
    shown = desk.ask("publication_metrics", "writer", publication=of["id"])["items"]
    ends = "refused" if end == "refuse_publication" else "withdrawn"
    assert [(one["state"], one["publication_state"], one["publication_reason"]) for one in shown] == [
        ("verified", ends, "查无此文"), ("lapsed", ends, "查无此文"),
    ]  # fmt: skip
    for method, more in (("verify_metrics", {}), ("refuse_metrics", {"reason": "不符"})):
        with pytest.raises(Conflict, match=r"metrics\.of_no_publication"):
            desk.do(method, LIAISON, metrics=waits["id"], **more)
    many = desk.do("verify_many_metrics", LIAISON, metrics=[seen(waits), seen(stays)])
    assert many == {
        "verified": [stays["id"]], "refused": [{"metrics": waits["id"], "code": "metrics.of_no_publication"}],
    }  # fmt: skip


def test_a_refused_correction_leaves_what_was_measured_in_the_queue(desk: Desk) -> None:
    of = desk.published()
    waits = desk.measured(of)
    desk.do("verify_publication", LIAISON, publication=of["id"])
    desk.do("correct_publication", "writer", publication=of["id"], length=900, reason="漏填字数")
    desk.do("refuse_publication", LIAISON, publication=of["id"], reason="字数不符")
    assert queued(desk) == [waits["id"]]
    (shown,) = desk.ask("publication_metrics", "writer", publication=of["id"])["items"]
    assert (shown["state"], shown["publication_state"]) == ("reported", "verified")


def test_what_lapsed_waits_again_when_its_publication_stands_again(desk: Desk) -> None:
    """No command does that to what is over; whatever will, brings its snapshots along."""
    of = desk.published()
    waits, reports = desk.measured(of), desk.stage.service.reports
    standing = reports.publication(BUREAU, of["id"])
    desk.do("refuse_publication", LIAISON, publication=of["id"], reason="查无此文")
    refused = reports.publication(BUREAU, of["id"])
    again = replace(standing, version=refused.version + 1)
    work = desk.stage.service.submissions.get(BUREAU, of["submission"])
    unit = Unit()
    reports.moved(unit, refused, again, Change(work, Act.CORRECT_PUBLICATION, "liaison", Side.STAFF, now()))
    desk.stage._committer.commit(unit)
    assert (queued(desk), queued(desk, state="lapsed")) == ([waits["id"]], [])
    assert desk.do("verify_metrics", LIAISON, metrics=waits["id"])["state"] == "verified"


def test_of_a_report_or_a_ruling_and_the_end_of_the_publication_at_once_none_is_left_waiting(desk: Desk) -> None:
    of = desk.published()
    first = desk.measured(of)
    late, ruled, end = Unit(), Unit(), Unit()
    moment = of["published_at"] + timedelta(minutes=3)
    report(desk, late, {"publication": of["id"], "observed_at": moment.isoformat(), "reads": 2000})
    desk.stage._raw("verify_metrics")(desk.stage.service, ruled, {"metrics": first["id"]}, LIAISON)
    refusal = {"publication": of["id"], "reason": "查无此文"}
    desk.stage._raw("refuse_publication")(desk.stage.service, end, refusal, LIAISON)
    second = desk.measured(of, 1300, minutes=2)  # reported after the refusal was decided, before it is committed
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(end)
    desk.do("refuse_publication", LIAISON, **refusal)  # decided anew, as the kernel does it
    for unit in (late, ruled):
        with pytest.raises(StaleWrite):
            desk.stage._committer.commit(unit)
    assert (queued(desk), queued(desk, state="lapsed")) == ([], [first["id"], second["id"]])


def test_what_is_over_says_nothing_of_what_is_usual(desk: Desk) -> None:
    for reads in (1000, 1100, 900, 1300, 1050):
        desk.measured(over := desk.published(), reads)
    assert desk.measured(desk.published(), 90_000)["flags"] == ("jump",)
    desk.do("refuse_publication", LIAISON, publication=over["id"], reason="查无此文")
    desk.do("refuse_metrics", LIAISON, metrics=queued(desk)[-1], reason="不符")
    assert desk.measured(desk.published(), 90_000)["flags"] == ()  # four are no history


def test_those_from_before_leave_the_queue(desk: Desk) -> None:
    over, stands = desk.published(), desk.published()
    waits, stays, counts = desk.measured(over), desk.measured(stands), desk.measured(over, 1300, minutes=2)
    desk.do("verify_metrics", LIAISON, metrics=counts["id"])
    desk.do("refuse_publication", LIAISON, publication=over["id"], reason="查无此文")
    kept = desk.stage.db["metrics"]
    kept.update_many({}, {"$unset": {"standing": "", "publication_state": ""}})
    kept.create_index([("bureau", 1), ("status", 1), ("_id", 1)], name="queue")
    for _ in range(2):
        lapsed_metrics.upgrade(desk.stage.db)
    assert "queue" not in kept.index_information()
    assert (queued(desk), queued(desk, state="lapsed"), queued(desk, state="verified")) == (
        [stays["id"]], [waits["id"]], [counts["id"]],
    )  # fmt: skip


def test_snapshots_of_a_publication_are_judged_one_after_the_other(desk: Desk) -> None:
    of = desk.published()
    units = [Unit(), Unit()]
    for unit, reads in zip(units, (1000, 900), strict=True):
        moment = of["published_at"] + timedelta(minutes=(1000 - reads) // 10)
        data = {"publication": of["id"], "observed_at": moment.isoformat(), "reads": reads}
        unit.result = report(desk, unit, data)
    desk.stage._committer.commit(units[0])
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(units[1])
    assert [each["reads"] for each in desk.ask("publication_metrics", "writer", publication=of["id"])["items"]] == [
        1000
    ]


def report(desk: Desk, unit: Unit, data: Any) -> Any:
    loaded = validation.load(COMMANDS["report_metrics"](), data)
    return desk.stage._raw("report_metrics")(desk.stage.service, unit, loaded, asking("writer"))


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (AccountState("liaison", "李静", ("leader",)), "account.role"),
        (AccountState("liaison", "李静", ("liaison",), closed=True), "account.closed"),
    ],
)
@pytest.mark.parametrize("method", ["verify_metrics", "refuse_metrics"])
def test_who_is_known_to_have_left_rules_on_nothing_whatever_the_token_says(
    desk: Desk, method: str, state: AccountState, rule: str
) -> None:
    snapshot = desk.measured(desk.published())
    desk.stage.deliver(received(AccountRolesChanged(state, "admin"), "liaison"), "account_changed")
    more = {"reason": "不符"} if method == "refuse_metrics" else {}
    with pytest.raises(Invalid) as refused:
        desk.do(method, LIAISON, metrics=snapshot["id"], **more)
    assert [(problem.pointer, problem.rule) for problem in refused.value.problems] == [("/account", rule)]
    many = desk.do("verify_many_metrics", LIAISON, metrics=[seen(snapshot)])
    assert many == {"verified": [], "refused": [{"metrics": snapshot["id"], "code": "validation"}]}


def test_a_member_who_left_writes_nothing_more(desk: Desk) -> None:
    work = desk.submitted()
    state = AccountState("writer", "王芳", (), closed=True)
    desk.stage.deliver(received(AccountClosed(state, "admin"), "writer", version=2), "account_changed")
    for method, data in (("withdraw", {"submission": work["id"], "reason": "x"}), ("create", form())):
        with pytest.raises(Invalid, match=r"account\.closed"):
            desk.do(method, "writer", **data)


def test_proof_is_added_by_reporting_the_same_again(desk: Desk) -> None:
    of = desk.published()
    bare = desk.measured(of)
    proven = desk.measured(of, proof=[{"file": "f1"}])
    assert (proven["id"], proven["version"], proven["proof"]) == (bare["id"], 2, ("f1",))
    assert desk.measured(of, proof=[{"file": "f1"}]) == proven == desk.measured(of)
    verified = desk.do("verify_metrics", LIAISON, metrics=bare["id"])
    waiting = desk.measured(of, proof=[{"file": "f2"}])
    assert (waiting["proof"], waiting["correction"]["proof"], waiting["state"]) == (("f1",), ("f1", "f2"), "verified")
    assert desk.do("verify_metrics", LIAISON, metrics=bare["id"])["proof"] == ("f1", "f2")
    assert verified["without_proof"] is False
    told = [each.data for each in desk.told() if isinstance(each.data, MetricsCorrected)]
    assert [each.correction is None for each in told] == [True, False]


def test_a_correction_waits_beside_what_counts(desk: Desk) -> None:
    of = desk.published()
    one = desk.measured(of, 1000)
    fixed = desk.do("correct_metrics", "second", metrics=one["id"], reads=1100)
    assert (fixed["reads"], fixed["version"], fixed["state"]) == (1100, 2, "reported")
    many = desk.do("verify_many_metrics", LIAISON, metrics=[seen(one)])
    assert many["refused"] == [{"metrics": one["id"], "code": "version_mismatch"}]
    desk.outlet("o1", "writer")
    with pytest.raises(Forbidden, match="own_outlet"):
        desk.do("verify_metrics", asking("second", Role.LIAISON), metrics=one["id"])
    desk.do("verify_metrics", LIAISON, metrics=one["id"])
    assert desk.ask("metrics_queue", LIAISON)["items"] == []
    with pytest.raises(Invalid) as refused:
        desk.do("correct_metrics", "writer", metrics=one["id"], reads=900)
    assert [each.rule for each in refused.value.problems] == ["metrics.reason_required"]
    waiting = desk.do("correct_metrics", "writer", metrics=one["id"], reads=900, reason="多报")
    assert (waiting["reads"], waiting["state"], waiting["correction"]["reads"]) == (1100, "verified", 900)
    assert [each["id"] for each in desk.ask("metrics_queue", LIAISON)["items"]] == [one["id"]]
    kept = desk.do("refuse_metrics", LIAISON, metrics=one["id"], reason="截图不符")
    assert (kept["reads"], kept["state"], kept["correction"]) == (1100, "verified", None)
    (told,) = [each.data for each in desk.told() if isinstance(each.data, MetricsRefused)]
    assert (told.metrics.reads, told.correction and told.correction.reads) == (1100, 900)
    gone = desk.do("refuse_metrics", LIAISON, metrics=one["id"], reason="查无此数")
    assert (gone["state"], gone["reason"]) == ("refused", "查无此数")
    rows = desk.ask("history", LEADER, submission=of["submission"])["items"]
    assert [(row["act"], row["reason"]) for row in rows[:3]] == [
        ("refuse_metrics", "查无此数"), ("refuse_metrics", "截图不符"), ("correct_metrics", "多报"),
    ]  # fmt: skip


@pytest.mark.parametrize(("by", "error"), [("stranger", NotFound), (LIAISON, Forbidden)])
def test_only_its_outlet_corrects_a_snapshot(desk: Desk, by: Any, error: type[Exception]) -> None:
    one = desk.measured(desk.published())
    with pytest.raises(error):
        desk.do("correct_metrics", by, metrics=one["id"], reads=1)


def test_snapshots_from_before_are_in_the_queue(desk: Desk) -> None:
    one = desk.measured(desk.published())
    gone = {"standing": "", "said_by": "", "correction": ""}
    desk.stage.db["metrics"].update_one({"_id": one["id"]}, {"$unset": gone})
    for _ in range(2):
        lapsed_metrics.upgrade(desk.stage.db)
    (row,) = desk.ask("metrics_queue", LIAISON)["items"]
    assert {name: row[name] for name in one} == one
    assert desk.do("verify_metrics", LIAISON, metrics=one["id"])["state"] == "verified"
