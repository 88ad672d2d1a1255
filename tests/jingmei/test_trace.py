"""`jingmei trace` on a work that really went through five services."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database
from rich.cells import cell_len

from jingmei import telling
from jingmei.story import traces
from jingmei.story.model import hidden, id_at, mask_name, moment_of
from services import PROGRAMS
from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from shared.mongo.dead_letters import DeadLetter, store
from tests.e2e.conftest import people, stack
from tests.e2e.people import BUREAU, OTHER_BUREAU, Data, People, eventually, register, verify
from tests.e2e.rounds import decide, handed_in
from tests.e2e.stack import Stack
from tests.e2e.works import in_state, measure, publish, verify_publication
from tests.jingmei.conftest import on_terminal
from tests.support.servers import ROOT

__all__ = ["people", "stack"]

Trace = Callable[..., Any]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REASON = "见 13912345678 与 11010519491231002X"


def database(stack: Stack, owner: str) -> Database[Data]:
    found: Database[Data] = stack.client[f"{stack.settings['JINGMEI_DATABASE_PREFIX']}{owner}"]
    return found


@pytest.fixture(scope="module")
def work(stack: Stack, people: People) -> Data:
    """From the draft to verified metrics and points."""
    owner, liaison = people.new(name="王小芳"), people.new(Role.LIAISON)
    first, final = people.new(Role.REVIEWER_FIRST), people.new(Role.REVIEWER_FINAL)
    outlet = verify(liaison, register(owner))["id"]
    review = handed_in(owner, outlet, people.new(Role.LEADER))
    decide(first, review, reason=REASON)
    decide(final, review, grade="A", no_embargo=True)
    made = in_state(owner, {"id": review["submission"]}, "approved")
    publication = verify_publication(liaison, publish(owner, made))
    snapshot = measure(owner, publication)
    liaison.ok("POST", "/metrics/verification", json={"metrics": [{"metrics": snapshot["id"], "version": 1}]})
    last = database(stack, "submission")["history"].find_one({"submission": made["id"], "act": "verify_metrics"})
    assert last is not None
    eventually(lambda: database(stack, "scoring")["ledger"].find_one({"submission": made["id"]}))
    # Whoever hears of the last event has heard of all.
    for service in ("notification", "scoring"):
        eventually(lambda name=service: heard(stack, name, last["events"][0]))
    return owner.ok("GET", f"/submissions/{made['id']}")


def heard(stack: Stack, service: str, event: str) -> bool:
    db = database(stack, service)
    return any(db["inbox"].find_one({"_id": f"{handler}:{event}"}) for handler in traces.handlers(db))


@pytest.fixture
def trace(stack: Stack, jingmei: Any, monkeypatch: pytest.MonkeyPatch) -> Trace:
    """Runs the command on the stack."""
    for name, value in stack.settings.items():
        monkeypatch.setenv(name, value)
    return lambda *arguments: jingmei("trace", *arguments)


def steps(told: Any, kind: str, **fields: str) -> list[Data]:
    found = [step for step in told.json["steps"] if step["kind"] == kind]
    return [step for step in found if all(step[name] == value for name, value in fields.items())]


def whats(told: Any, kind: str) -> set[str]:
    return {step["what"] for step in steps(told, kind)}


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


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", ("指令", "审核通过", "初审", "已刊发")), ("en", ("command", "first"))]
)
def test_people_read_it_in_their_language(work: Data, trace: Trace, lang: str, words: tuple[str, ...]) -> None:
    shown = trace(work["id"], "--lang", lang)
    assert shown.code == 0, shown.err
    assert shown.out.startswith(f"{work['number']}  {work['title']}")
    assert all(word in shown.out for word in (*words, "SubmissionApproved"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("full", [(), ("--full",)], ids=("short", "full"))
def test_it_fits_the_width_it_is_given_and_nothing_is_lost(
    work: Data, trace: Trace, monkeypatch: pytest.MonkeyPatch, columns: str, full: tuple[str, ...], lang: str
) -> None:
    monkeypatch.setenv("COLUMNS", "10000")
    whole = trace(work["id"], "--lang", lang, *full)
    monkeypatch.setenv("COLUMNS", columns)
    shown = trace(work["id"], "--lang", lang, *full)
    lines = shown.out.splitlines()
    assert max(map(cell_len, lines)) <= int(columns)
    assert [line for line in lines if line != line.rstrip()] == [] and "\x1b" not in shown.out
    assert "".join(shown.out.split()) == "".join(whole.out.split())
    # Each step begins with its time; what has no room beside it is below.
    steps = [line for line in lines if re.match(r"[0-9]{2}:[0-9]{2}:[0-9]{2}[.]", line)]
    assert len(steps) == len(trace(work["id"], "--json").json["steps"])
    first = lines.index(steps[0])
    assert all(line.startswith(" " * 14) or line in steps or DAY.fullmatch(line) for line in lines[first:])


def test_without_a_window_it_is_as_wide_as_a_mail(stack: Stack, work: Data) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "jingmei", "trace", work["id"]], cwd=ROOT, env={**stack.settings, "JINGMEI_LANG": "zh"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert 100 < max(map(cell_len, told.stdout.splitlines())) <= 120
    assert told.stderr == ""


def test_on_a_terminal_of_80_columns_each_line_is_one_line_in_colour(stack: Stack, work: Data) -> None:
    told = on_terminal(80, {**stack.settings, "JINGMEI_LANG": "en"}, "trace", work["id"])
    assert "\x1b[1m" in told
    lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
    assert 60 < max(map(cell_len, lines)) <= 80
    assert any("SubmissionApproved" in line for line in lines)


def test_who_reads_only_the_beginning_is_told_nothing_else(stack: Stack, work: Data) -> None:
    told = subprocess.run(
        ["bash", "-c", '"$0" -m jingmei trace "$1" | head -1', sys.executable, work["id"]],
        cwd=ROOT, env={**os.environ, **stack.settings}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert told.stdout == f"{work['number']}  {work['title']}\n"
    assert told.stderr == ""


def test_ids_are_shortened_unless_asked_for(work: Data, trace: Trace) -> None:
    told, shortened, full = trace(work["id"], "--json"), trace(work["id"]), trace(work["id"], "--full")
    assert full.code == 0, full.err
    (submit,) = steps(told, "command", what="submissions.submit")
    (event,) = steps(told, "event", what="SubmissionSubmitted")
    for id_ in (submit["cause"], event["id"], event["who"], work["outlet"]):
        lines = shortened.out.splitlines()[2:]
        assert id_ in full.out and not any(id_ in line for line in lines)
        assert any(id_[-6:] in line for line in lines)
    # The request of a command and the event of its handlers are what the lines have in common.
    asked = next(line for line in shortened.out.splitlines() if "submissions.submit" in line)
    taken = [line for line in shortened.out.splitlines() if "event=SubmissionSubmitted" in line]
    assert f"…{submit['cause'][-6:]}" in asked
    assert taken and all(f"…{event['id'][-6:]}" in line for line in taken)


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


def test_personal_data_is_masked(work: Data, trace: Trace) -> None:
    for told in (trace(work["id"], "--json").out, trace(work["id"]).out):
        assert "王**" in told and "王小芳" not in told
        assert "139****5678" in told and "13912345678" not in told
        assert "1101**********002X" in told and "11010519491231002X" not in told


def test_it_says_what_is_no_longer_kept(stack: Stack, work: Data, trace: Trace) -> None:
    whole = trace(work["id"], "--json")
    db, gateway = database(stack, "submission"), database(stack, "gateway")
    ids = [step["id"] for step in steps(whole, "event", service="submission")]
    rows, asked = list(db["outbox"].find({"_id": {"$in": ids}})), {step["who"] for step in steps(whole, "command")}
    trail = list(gateway["audit"].find({"account": {"$in": sorted(asked)}}))
    db["outbox"].delete_many({"_id": {"$in": ids}})
    gateway["audit"].delete_many({"_id": {"$in": [row["_id"] for row in trail]}})
    told, shown = trace(work["id"], "--json"), trace(work["id"])
    db["outbox"].insert_many(rows)
    gateway["audit"].insert_many(trail)
    gone = {each["kind"]: (each["count"], each["days"]) for each in told.json["gone"]}
    assert gone["event"] == (len(ids), 7)
    assert gone["command"][0] >= 2
    assert f"event: {len(ids)} are past the 7 days that they are kept." in shown.err
    assert "the audit trail no longer has" in shown.err
    # When they were told is known all the same, and who handled them.
    assert {step["id"] for step in steps(told, "event", service="submission", what="")} == set(ids)
    assert len(steps(told, "handler")) == len(steps(whole, "handler"))


def test_it_says_that_the_events_of_old_points_are_gone(stack: Stack, work: Data, trace: Trace) -> None:
    old = now() - timedelta(days=8)
    entry = {
        "_id": new_id(), "bureau": BUREAU, "outlet": work["outlet"], "submission": work["id"], "period": "2026-Q4",
        "cents": 100, "rule": "trace:old", "cause": "e-2", "at": old, "reverses": "", "by": "",
    }  # fmt: skip
    ledger = database(stack, "scoring")["ledger"]
    ledger.insert_many([entry, entry | {"_id": new_id(), "rule": "trace:older"}])
    told = trace(work["id"], "--json")
    ledger.delete_many({"cause": "e-2", "bureau": BUREAU})
    # Both entries were told with one event.
    assert told.json["gone"] == [{"kind": "event", "count": 1, "days": 7}]


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


def test_words_that_look_like_people_are_hidden() -> None:
    assert hidden({"a": ["给 13912345678 打电话", 5], "b": "w.fang@example.com"}) == {
        "a": ["给 139****5678 打电话", 5],
        "b": "w***@example.com",
    }
    assert (mask_name("王小芳"), mask_name("")) == ("王**", "")


@pytest.mark.parametrize("phone", ["+8613912345678", "0086-13912345678", "86 139 1234 5678", "139-1234-5678"])
def test_a_phone_is_hidden_however_it_is_written(phone: str) -> None:
    assert hidden(f"打{phone}。") == "打139****5678。"
    assert hidden("打0571-88881234。") == "打0571-****1234。"


@pytest.mark.parametrize("text", [
    "account:01a209dc-2139-7345-8123-13912345678a", "a13912345678b" + "c" * 51, "2026-000123",
    "330108-75FT-R91Y-HSBT-B9SF",
])  # fmt: skip
def test_ids_stay_as_they_are_though_they_look_like_phones(text: str) -> None:
    assert hidden(text) == text


def test_ids_and_moments_belong_together() -> None:
    moment = now()
    id_ = new_id()
    assert abs(moment_of(id_) - moment) < timedelta(seconds=5)
    assert id_at(moment - timedelta(seconds=5)) < id_ < id_at(moment + timedelta(seconds=5))


def test_reads_that_wechat_caps_are_told_as_it_shows_them() -> None:
    assert telling.said({"reads": 100_001, "capped": True}, str).partition("=")[2] in ("10万+", "100,000+")
    assert telling.said({"reads": 100_001}, str).endswith("=100001")
