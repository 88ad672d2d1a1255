"""A stolen credential of the broker: whoever may publish there is not believed to be one of our programs."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import orjson
import pytest

from shared.context import Actor, RequestContext, Role
from shared.events import Envelope, ReviewEvent, SubmissionApproved, SubmissionRejected
from shared.ids import new_id
from shared.signing import FACT, SIGNATURE, Signer
from tests.e2e.people import Data, People, Person, eventually, register, verify
from tests.e2e.stack import Stack
from tests.e2e.works import begin, hand_in, review_of
from tests.gateway.serving import SIGNERS
from tests.support.bus import Bus
from tests.support.caller import Caller

BUREAU = "330291"
WAITING = {"submitted", "in_review"}
# A key that is none of ours, and another program's name under a right one.
FORGERS = [None, Signer("review", (("s1", bytes(32)),)), Signer("outlet", SIGNERS)]


@pytest.fixture(scope="module")
def owner(people: People) -> Person:
    return people.new(bureau=BUREAU)


@pytest.fixture(scope="module")
def work(people: People, owner: Person) -> Data:
    """A work that waits for its review."""
    outlet = verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner))["id"]
    return hand_in(owner, begin(owner, outlet))


def forge(people: People, event: ReviewEvent, signer: Signer | None) -> str:
    """Publish a fact of review that review did not say; gives its id."""
    envelope = Envelope.seal(event, subject=event.review.id, bureau=BUREAU, version=9)
    body = envelope.encode(event)
    headers = {SIGNATURE: signer.sign(FACT, body)} if signer else {}
    with Bus(people.amqp_uri) as bus:
        bus.raw(body, type(event).routing_key(BUREAU), application_headers=headers)
    return envelope.id


@pytest.mark.parametrize("signer", FORGERS)
def test_no_permit_is_made_out_of_thin_air(
    stack: Stack, people: People, owner: Person, work: Data, signer: Signer | None
) -> None:
    told = SubmissionApproved(review_of(work), "reviewer-9", "A", "P-1")
    id_ = forge(people, told, signer)
    for service in ("submission", "notification"):
        letter: Any = eventually(lambda: stack.of(service).dead_letters.find_one({"event_id": id_}), bool)  # noqa: B023
        assert letter["reason"] == "signature", service
    assert owner.ok("GET", f"/submissions/{work['id']}")["status"] in WAITING
    assert not stack.of("submission").inbox.count_documents({"_id": {"$regex": id_}})


@pytest.mark.parametrize("signer", FORGERS)
def test_nor_is_a_work_rejected(stack: Stack, people: People, owner: Person, work: Data, signer: Signer | None) -> None:
    id_ = forge(people, SubmissionRejected(review_of(work), "reviewer-9", "not so"), signer)
    eventually(lambda: stack.of("submission").dead_letters.find_one({"event_id": id_}), bool)
    assert owner.ok("GET", f"/submissions/{work['id']}")["status"] in WAITING


def test_nobody_gives_orders_but_the_gateway(people: People, owner: Person, work: Data) -> None:
    leader = Actor("nobody", BUREAU, frozenset(Role))
    context = RequestContext(leader, new_id(), key=new_id(), fingerprint="f", deadline=time.time() + 60)
    with Caller(people.amqp_uri) as caller:
        for method, data in (
            ("submission.withdraw", {"submission": work["id"], "reason": "forged"}),
            ("outlet.reveal", {"outlet": work["outlet"]}),
        ):
            assert caller.call(method, data, replace(context, key=new_id())).kind == "Forged"
        body = orjson.dumps({"args": [{"submission": work["id"], "reason": "forged"}, context.to_wire()], "kwargs": {}})
        for signer in filter(None, FORGERS):
            reply = caller.wait(caller.raw("submission.withdraw", body, app_id=signer.sign("call", body)))
            assert reply.kind == "Forged"
    assert owner.ok("GET", f"/submissions/{work['id']}")["status"] in WAITING
