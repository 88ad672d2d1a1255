"""`jingmei trace` on a work that really went through five services: every part of its story, and its cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from pymongo.database import Database

from services import PROGRAMS
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from shared.mongo.dead_letters import DeadLetter, store
from tests.e2e.people import BUREAU, OTHER_BUREAU, Data, People, eventually
from tests.e2e.stack import Stack
from tests.jingmei.tracing import REASON, Trace, database, heard, steps, whats
from tests.support.servers import ROOT


def test_the_story_has_every_part_in_order(work: Data, trace: Trace) -> None:
    told = trace(work["id"], "--json")
    assert told.code == 0, told.err
    assert told.json["submission"]["number"] == work["number"]
    times = [datetime.fromisoformat(step["at"]) for step in told.json["steps"]]
    assert times == sorted(times)
    assert whats(told, "command") >= {
        "submissions.create", "submissions.submit", "reviews.claim", "reviews.decide", "publications.publish",
        "publications.report_metrics", "publications.verify_many",
    }  # fmt: skip
    assert [step["what"] for step in steps(told, "move")] == [
        "create", "submit", "open", "approve", "publish", "verify_publication", "report_metrics", "verify_metrics",
    ]  # fmt: skip
    assert whats(told, "event") >= {
        "SubmissionSubmitted", "ReviewOpened", "StageDecided", "SubmissionApproved", "PermitIssued",
        "SubmissionPublished", "PublicationReported", "PublicationVerified", "MetricsReported", "MetricsVerified",
    }  # fmt: skip
    assert {"claim", "decide"} <= whats(told, "review")
    assert [step["what"] for step in steps(told, "permit")] == ["issued"]
    assert [step["what"] for step in steps(told, "publication")] == ["reported", "verified"]
    assert [step["what"] for step in steps(told, "metrics")] == ["reported", "verified"]
    assert whats(told, "message") >= {"submission.received", "review.approved", "metrics.verified"}
    assert told.json["gone"] == []


def test_each_step_names_its_cause(work: Data, trace: Trace) -> None:
    told = trace(work["id"], "--json")
    (submit,) = steps(told, "command", what="submissions.submit")
    (submitted,) = steps(told, "event", what="SubmissionSubmitted")
    assert submitted["details"]["request"] == submit["cause"] and submit["result"] == "200"
    taken = [step for step in steps(told, "handler") if step["cause"] == submitted["id"]]
    services = {step["service"] for step in taken}
    assert services >= {"review", "notification"} and not services & {"submission", "outlet"}
    assert all(step["details"]["event"] == "SubmissionSubmitted" and step["details"]["after_ms"] >= 0 for step in taken)
    (opened,) = steps(told, "event", what="ReviewOpened")
    assert opened["cause"] == submitted["id"]
    (message,) = steps(told, "message", what="submission.received")
    assert message["cause"] == submitted["id"] or message["cause"] in {step["id"] for step in steps(told, "event")}


def test_points_are_part_of_it(stack: Stack, work: Data, trace: Trace) -> None:
    """Those that the publication earned, their event, who was told; and one entry of which all is known."""
    entry = {
        "_id": new_id(), "bureau": BUREAU, "outlet": work["outlet"], "submission": work["id"], "publication": "",
        "period": "2026-Q4", "home": "2026-Q4", "late": "", "cents": 1050, "rule": "trace:test", "scheme": 1,
        "kind": "approval", "cause": "e-1", "at": now(), "reverses": "", "reason": "", "by": "",
        "working": {"raw": "县级", "base": "7", "points": "10.5", "share": 100, "shares_of": 100, "got": "10.50",
                    "factors": [{"name": "placement", "value": "headline", "factor": "1.5"}]},
    }  # fmt: skip
    award = {
        "_id": new_id(), "bureau": BUREAU, "period": "2026", "submission": work["id"], "outlet": work["outlet"],
        "kind": "consolation", "title": "慰问奖励", "granted_at": now(), "granted_by": "", "number": "", "code": "",
        "delivery": {"delivered_at": now(), "received_by": "赵小兰", "delivered_by": "李静", "recorded_by": ""},
    }  # fmt: skip
    ledger, awards = (database(stack, "scoring")[name] for name in ("ledger", "awards"))
    ledger.insert_one(entry)
    awards.insert_one(award)
    told = trace(work["id"], "--json")
    table = trace(work["id"])
    ledger.delete_one({"_id": entry["_id"]})
    awards.delete_one({"_id": award["_id"]})
    awarded, delivered = steps(told, "award")
    assert (delivered["what"], delivered["details"]) == ("delivered", {"received_by": "赵**"})
    assert (awarded["result"], awarded["details"]["title"]) == ("consolation", "慰问奖励")
    earned = [step for step in steps(told, "points") if step["what"] != "trace:test"]
    (entered,) = steps(told, "event", what="PointsEntered")
    assert earned and entered["service"] == "scoring"
    assert entered["cause"] in {step["cause"] for step in earned}
    assert [step["service"] for step in steps(told, "handler") if step["cause"] == entered["id"]] == ["notification"]
    assert [step["cause"] for step in steps(told, "message", what="points.entered")] == [entered["id"]]
    (points,) = steps(told, "points", what="trace:test")
    assert (points["result"], points["details"]["period"]) == ("+10.50", "2026-Q4")
    assert "县级 → 7 → placement×1.5 → 10.50" in table.out


def test_the_event_of_an_award_handed_over_is_found_by_its_command(stack: Stack, work: Data, trace: Trace) -> None:
    """The day it was handed over says nothing of when that was recorded."""
    scoring, gateway, award, request = database(stack, "scoring"), database(stack, "gateway"), new_id(), new_id()
    granted = {
        "_id": award, "bureau": BUREAU, "period": "2026", "submission": work["id"], "outlet": work["outlet"],
        "kind": "gift_pack", "title": "礼包", "granted_at": now() - timedelta(days=90), "granted_by": "",
        "delivery": {"delivered_at": now() - timedelta(days=30), "received_by": "赵", "recorded_by": ""},
    }  # fmt: skip
    asked = {
        "_id": new_id(), "bureau": BUREAU, "object": award, "operation": "awards.deliver", "at": now(),
        "status": 200, "account": "a-1", "request": request,
    }  # fmt: skip
    row = eventually(lambda: scoring["outbox"].find_one({"aggregate": work["id"], "state": "sent"}))
    told_then = row | {"_id": new_id(), "aggregate": award, "type": "jingmei.scoring.AwardDelivered.v1", "seq": 0}
    scoring["awards"].insert_one(granted)
    scoring["outbox"].insert_one(told_then)
    gateway["audit"].insert_one(asked)
    told = trace(work["id"], "--json")
    for collection, id_ in (("awards", award), ("outbox", told_then["_id"])):
        scoring[collection].delete_one({"_id": id_})
    gateway["audit"].delete_one({"_id": asked["_id"]})
    assert [step["id"] for step in steps(told, "event", what="AwardDelivered")] == [told_then["_id"]]
    assert [step["cause"] for step in steps(told, "command", what="awards.deliver")] == [request]


def test_the_number_tells_as_much_as_the_id(work: Data, trace: Trace) -> None:
    by_id, by_number = trace(work["id"], "--json"), trace(work["number"], "--json", "--bureau", BUREAU)
    assert by_number.code == 0, by_number.err
    assert by_number.json == by_id.json


def test_an_unknown_or_ambiguous_one_is_a_clear_error(stack: Stack, work: Data, trace: Trace) -> None:
    for unknown in ("2026-999999", new_id(), ""):
        refused = trace(unknown)
        assert (refused.code, refused.out) == (1, "")
        assert f"There is no submission, request, activity or call “{unknown}”" in refused.err
    assert trace(work["id"], "--bureau", OTHER_BUREAU).code == 1
    twin = {"_id": new_id(), "bureau": OTHER_BUREAU, "number": work["number"], "version": 1}
    rows = database(stack, "submission")["submissions"]
    rows.insert_one(twin)
    refused = trace(work["number"])
    rows.delete_one({"_id": twin["_id"]})
    assert refused.code == 2
    assert f"{BUREAU}, {OTHER_BUREAU}" in refused.err
    assert trace(work["id"], "--lang", "fr").code == 2


def test_points_by_hand_are_part_of_it_from_the_command_to_the_message(
    stack: Stack, people: People, work: Data, trace: Trace
) -> None:
    manager = people.new(Role.SCORING_MANAGER)
    body = {"outlet": work["outlet"], "submission": work["id"], "rule": "first_report", "reason": "首家报道"}
    made = manager.ok("POST", "/adjustments", json=body)
    manager.ok("POST", f"/adjustments/{made['id']}/reversal", json={"reason": "误记"})
    rows = database(stack, "scoring")["outbox"]
    last = eventually(lambda: rows.find_one({"aggregate": made["id"], "type": {"$regex": "PointsReversed"}}))
    eventually(lambda: heard(stack, "notification", last["_id"]))
    told = trace(work["id"], "--json")
    assert {"scoring.adjust", "scoring.reverse"} <= whats(told, "command")
    by_hand = [step for step in steps(told, "points") if step["cause"] == made["id"]]
    assert [step["who"] for step in by_hand] == [manager.account] * 2
    (taken_back,) = steps(told, "event", what="PointsReversed")
    assert taken_back["id"] == last["_id"]
    assert len(steps(told, "event", what="PointsEntered")) == 2
    assert [step["cause"] for step in steps(told, "message", what="points.reversed")] == [last["_id"]]


def test_what_could_not_be_taken_and_what_was_sent_out_are_part_of_it(stack: Stack, work: Data, trace: Trace) -> None:
    whole = trace(work["id"], "--json")
    event, item = steps(whole, "event")[0], steps(whole, "message")[0]
    moment = now()
    letter = DeadLetter(
        "scoring", event["id"], f"jingmei.submission.{event['what']}.v1", BUREAU, work["id"], "refused", "Invalid",
        REASON, 3, moment, b"{}", "application/json", {},
    )  # fmt: skip
    store(database(stack, "scoring"), letter)
    sent = {
        "_id": f"{item['id']}:email:{new_id()}", "bureau": BUREAU, "channel": "email", "account": "a-1", "attempts": 2,
        "state": "sent", "created_at": moment, "due_at": moment, "done_at": moment, "last_error": "",
    }  # fmt: skip
    database(stack, "notification")["deliveries"].insert_one(sent)
    told = trace(work["id"], "--json")
    (dead,) = steps(told, "dead")
    assert (dead["service"], dead["cause"], dead["details"]["attempts"]) == ("scoring", event["id"], 3)
    assert "13912345678" not in dead["details"]["error"]
    (delivery,) = steps(told, "delivery")
    assert (delivery["what"], delivery["result"], delivery["cause"]) == ("email", "sent", item["id"])
    database(stack, "scoring")["dead_letters"].delete_one({"event_id": event["id"]})
    database(stack, "notification")["deliveries"].delete_one({"_id": sent["_id"]})


@pytest.fixture
def profiled(stack: Stack) -> Iterator[list[Database[Data]]]:
    """Every database writes down how each query was served."""
    databases = [database(stack, owner) for owner in PROGRAMS]
    for db in databases:
        db.command("profile", 2)
    yield databases
    for db in databases:
        db.command("profile", 0)
        db.drop_collection("system.profile")


def test_no_query_goes_through_a_whole_collection(work: Data, trace: Trace, profiled: list[Database[Data]]) -> None:
    assert trace(work["number"], "--json", "--bureau", BUREAU).code == 0
    ours = [row for db in profiled for row in db["system.profile"].find({"appName": "jingmei-operator"})]
    asked = [row for row in ours if row["op"] in {"query", "command", "getmore"} and "planSummary" in row]
    assert len(asked) > 20
    assert [(row["ns"], row["command"]) for row in asked if "COLLSCAN" in row["planSummary"]] == []
    assert max(row.get("docsExamined", 0) for row in asked) < 200


def test_the_commands_of_the_page_for_clients_run(work: Data, trace: Trace) -> None:
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\.venv/bin/jingmei trace (.+)$", page, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert trace(*command.replace("2026-000001", work["number"]).split()).code == 0
