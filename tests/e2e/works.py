"""Works of outlets for these tests: begun, handed in, approved, published, measured.

What review decides is told by events of the tests' own, so that they need nobody to review; whatever the review
service says beside them fits as well, or comes too late to change anything.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from shared.clock import now
from shared.events import Envelope, ReviewEvent, ReviewState, SubmissionApproved
from shared.ids import new_id
from shared.signing import FACT, SIGNATURE, Signer
from tests.e2e.people import Data, People, Person, eventually
from tests.gateway.serving import SIGNERS
from tests.support.bus import Bus

_numbers = count(1)


def new_work(outlet: str, **changes: Any) -> Data:
    """The body of a new work."""
    title = f"夜巡三公里（{next(_numbers)}）"
    body = {"outlet": outlet, "kind": "work", "title": title, "body": "第一段。\n第二段。", "genre": "article"}
    return {name: value for name, value in (body | changes).items() if value is not None}


def new_publication(**changes: Any) -> Data:
    """The body of a publication, some seconds ago: in a medium that is shipped, unless a channel is named."""
    moment = (now() - timedelta(seconds=5)).isoformat()
    body = {"url": f"https://example.com/{new_id()}", "published_at": moment, "earlier": True}
    where = {} if "channel" in changes else {"medium": "浙江日报", "platform": "wechat_oa"}
    return {name: value for name, value in (body | where | changes).items() if value is not None}


def new_piece(outlet: str, proof: str, **changes: Any) -> Data:
    """The body of a record of something published without approval, a minute ago."""
    body = {
        "outlet": outlet, "title": "凌晨突查酒驾", "platform": "website", "url": f"https://example.com/{new_id()}",
        "published_at": (now() - timedelta(minutes=1)).isoformat(), "proof": [{"file": proof}],
        "reason": "未经投稿审核即发布。",
    }  # fmt: skip
    return body | changes


def begin(person: Person, outlet: str, **changes: Any) -> Data:
    """A new submission; waits until the service knows that the outlet may."""
    body = new_work(outlet, **changes)
    key = {"Idempotency-Key": new_id()}

    def ask() -> Any:
        return person.call("POST", "/v1/submissions", json=body, headers=key)

    answer = eventually(ask, lambda found: found.status_code not in (404, 409))
    assert answer.status_code == 201, answer.text
    made: Data = answer.json()
    return made


def hand_in(person: Person, work: Data) -> Data:
    """The work as it waits for review."""
    return person.ok("POST", f"/submissions/{work['id']}/submission")


def review_of(work: Data, **changes: Any) -> ReviewState:
    """The round that a work waits in."""
    given: Data = {"round": work["round"], "content_hash": work["content_hash"]} | changes
    return ReviewState(
        id=new_id(), submission=work["id"], outlet=work["outlet"], kind=work["kind"], title=work["title"],
        revision=work["revision"], sensitivity="normal", status="open", submitter=work["submitter"], **given,
    )  # fmt: skip


def tell(people: People, event: ReviewEvent, bureau: str) -> None:
    """Publish a fact of review."""
    envelope = Envelope.seal(event, subject=event.review.id, bureau=bureau, version=1)
    body = envelope.encode(event)
    signature = Signer(event.source, SIGNERS).sign(FACT, body)
    with Bus(people.amqp_uri) as bus:
        bus.raw(body, type(event).routing_key(bureau), application_headers={SIGNATURE: signature})


def in_state(person: Person, work: Data, status: str) -> Data:
    """The work, as soon as it is in this state."""
    found: Data = eventually(
        lambda: person.ok("GET", f"/submissions/{work['id']}"), lambda one: one["status"] == status
    )
    return found


def approve(people: People, person: Person, work: Data) -> Data:
    """The work as it is after its approval."""
    tell(people, SubmissionApproved(review_of(work), "reviewer-9", "A", "P-1"), person.bureau)
    return in_state(person, work, "approved")


def approved(people: People, person: Person, outlet: str, **changes: Any) -> Data:
    """A work that review has approved."""
    return approve(people, person, hand_in(person, begin(person, outlet, **changes)))


def publish(person: Person, work: Data, **changes: Any) -> Data:
    """A publication of an approved work: on its outlet's verified channel, unless a medium is named."""
    if "medium" not in changes:
        channels = person.ok("GET", f"/outlets/{work['outlet']}")["channels"]
        changes = {"channel": next(each["id"] for each in channels if each["verified"])} | changes
    return person.ok("POST", f"/submissions/{work['id']}/publications", json=new_publication(**changes))


def enter(liaison: Person, name: str, level: str, *platforms: str) -> str:
    """The id of a new entry in the media directory."""
    places = [{"platform": platform} for platform in platforms]
    body = {"name": name, "level": level, "kind": "daily", "platforms": places, "reason": "区委宣传部通知"}
    return str(liaison.ok("POST", "/media", json=body)["id"])


def verify_publication(liaison: Person, publication: Data) -> Data:
    """The publication as it counts: a liaison has verified it."""
    seen = {"If-Match": f'"{publication["version"]}"'}
    return liaison.ok("POST", f"/publications/{publication['id']}/verification", headers=seen)


def verify_metrics(liaison: Person, snapshot: Data) -> Data:
    """The snapshot as it counts: a liaison has verified it."""
    seen = {"If-Match": f'"{snapshot["version"]}"'}
    return liaison.ok("POST", f"/metrics/{snapshot['id']}/verification", headers=seen)


def measure(person: Person, publication: Data, reads: int = 1200, **changes: Any) -> Data:
    """A snapshot of the publication's metrics, now."""
    body = {"observed_at": now().isoformat(), "reads": reads} | changes
    return person.ok("POST", f"/publications/{publication['id']}/metrics", json=body)
