"""Who may what: submissions, publications and metrics."""

from __future__ import annotations

from functools import cache
from typing import Any

from shared.clock import now
from shared.context import BUSINESS_ROLES, Role
from tests.e2e.access import Case, bureau, own
from tests.e2e.cast import FILE, MEMBERS, PNG, SIGNED_IN, STAFF, Cast, Parts
from tests.e2e.people import Data, verify
from tests.e2e.works import approved, begin, hand_in, measure, new_publication, new_work, publish

WRITES = frozenset({str(Role.OUTLET_MEMBER), str(Role.OUTLET_OWNER)})
REVIEWERS = ("reviewer_first", "reviewer_second", "reviewer_final")
SEES = WRITES | frozenset(str(role) for role in BUSINESS_ROLES)


@cache
def _first(cast: Cast) -> Data:
    """A work that nothing may happen to; once it is there, the service knows the outlet."""
    return hand_in(cast["owner"], begin(cast["owner"], cast.outlet["id"]))


@cache
def _published(cast: Cast) -> Data:
    people = cast.people
    work = approved(people, cast["owner"], cast.outlet["id"])
    return publish(cast["owner"], work, proof=_proof(cast))


@cache
def _measured(cast: Cast) -> Data:
    return measure(cast["owner"], _published(cast), proof=_proof(cast))


def _proof(cast: Cast) -> list[Data]:
    return [{"file": cast["owner"].ok("POST", "/files", **FILE)["id"]}]


def of_submission(cast: Cast, fresh: bool) -> Parts:
    """A work that was handed in, and its first revision."""
    first = _first(cast)
    work = hand_in(cast["owner"], begin(cast["owner"], cast.outlet["id"])) if fresh else first
    return {"submission": work["id"], "revision": "1"}


@cache
def _attached(cast: Cast) -> Parts:
    _first(cast)
    photo = {"file": ("现场.png", PNG + b"behind the end", "image/png")}
    file = cast["owner"].ok("POST", "/files", files=photo, data=FILE["data"])["id"]
    work = hand_in(cast["owner"], begin(cast["owner"], cast.outlet["id"], attachments=[{"file": file}]))
    return {"submission": work["id"], "file": file}


def of_attachment(cast: Cast, _fresh: bool) -> Parts:
    """A work that was handed in, and a photo that its owner attached, out of which something was taken."""
    return _attached(cast)


@cache
def _named(cast: Cast) -> Data:
    _first(cast)
    second = verify(cast["liaison"], cast.new_outlet())["id"]
    authors = [{"outlet": second}, {"outlet": cast.outlet["id"]}]
    return hand_in(cast["owner"], begin(cast["owner"], second, authors=authors))


def of_named(cast: Cast, _fresh: bool) -> Parts:
    """A work of another outlet of theirs that names the outlet as co-author; who agrees again changes nothing."""
    return {"submission": _named(cast)["id"]}


def of_publication(cast: Cast, _fresh: bool) -> Parts:
    """A publication."""
    return {"publication": _published(cast)["id"]}


def of_published_proof(cast: Cast, _fresh: bool) -> Parts:
    """A publication, and a file that proves it."""
    made = _published(cast)
    return {"publication": made["id"], "file": made["proof"][0]}


def of_measured_proof(cast: Cast, _fresh: bool) -> Parts:
    """A snapshot, and a file that proves it."""
    made = _measured(cast)
    return {"metrics": made["id"], "file": made["proof"][0]}


def of_reported(cast: Cast, fresh: bool) -> Parts:
    """A publication that waits to be verified."""
    if not fresh:
        return of_publication(cast, fresh)
    work = approved(cast.people, cast["owner"], cast.outlet["id"])
    return {"publication": publish(cast["owner"], work)["id"]}


def of_metrics(cast: Cast, fresh: bool) -> Parts:
    """A snapshot that waits to be verified."""
    return {"metrics": (measure(cast["owner"], _published(cast)) if fresh else _measured(cast))["id"]}


def beginning(cast: Cast) -> Data:
    """A new work of the outlet."""
    return new_work(_first(cast)["outlet"])


def reading(where: Any = of_submission, **more: Any) -> Case:
    """The outlet's people and staff see what was handed in."""
    return Case(MEMBERS | STAFF, where=where, declared=SEES, **more)


def writing(body: Any = None, where: Any = of_submission) -> Case:
    """For the outlet's people; staff only look."""
    return Case(MEMBERS, STAFF, where, body, declared=WRITES)


CASES: dict[str, Case] = {
    "POST /v1/submissions": Case(MEMBERS, body=beginning, declared=WRITES),
    "GET /v1/submissions": own(),
    "GET /v1/submissions/counts": own(),
    "GET /v1/submissions/{submission}": reading(),
    "PATCH /v1/submissions/{submission}": writing({"title": "夜巡"}),
    "GET /v1/submissions/{submission}/revisions": reading(),
    "GET /v1/submissions/{submission}/revisions/{revision}": reading(),
    "GET /v1/submissions/{submission}/comparison": reading(query="?from=1&to=1"),
    "GET /v1/submissions/{submission}/history": reading(),
    "GET /v1/submissions/{submission}/attachments/{file}": reading(of_attachment),
    "GET /v1/submissions/{submission}/attachments/{file}/thumbnail": reading(of_attachment),
    "GET /v1/submissions/{submission}/attachments/{file}/original": bureau(
        *REVIEWERS, where=of_attachment, query="?reason=check"
    ),
    "POST /v1/submissions/{submission}/submission": writing(),
    "POST /v1/submissions/{submission}/withdrawal": writing({"reason": "线索有变"}),
    "POST /v1/submissions/{submission}/authorship": Case(
        # Whoever does not act for the outlet that answers is told that there is none, as who begins a work is.
        MEMBERS,
        where=of_named,
        body=lambda cast: {"outlet": cast.outlet["id"], "accept": True},
        declared=WRITES,
    ),
    "POST /v1/submissions/{submission}/implementation": bureau("liaison", where=of_submission, body={}),
    "POST /v1/submissions/{submission}/publications": writing(lambda _: new_publication()),
    "GET /v1/submissions/{submission}/publications": reading(),
    "GET /v1/publications": bureau(*STAFF),
    "POST /v1/publications/verification": bureau(
        "liaison", body=lambda cast: {"publications": [{"publication": _published(cast)["id"], "version": 1}]}
    ),
    "GET /v1/publications/{publication}": reading(of_publication),
    "GET /v1/publications/{publication}/versions": reading(of_publication),
    "GET /v1/publications/{publication}/proof/{file}": reading(of_published_proof),
    "GET /v1/publications/{publication}/proof/{file}/thumbnail": reading(of_published_proof),
    "PATCH /v1/publications/{publication}": Case(
        MEMBERS | {"liaison"},
        STAFF - {"liaison"},
        of_reported,
        {"length": 900, "reason": "漏填字数"},
        declared=WRITES | {"liaison"},
    ),
    "POST /v1/publications/{publication}/verification": bureau("liaison", where=of_reported),
    "POST /v1/publications/{publication}/refusal": bureau("liaison", where=of_reported, body={"reason": "查无此文"}),
    "POST /v1/publications/{publication}/withdrawal": writing({"reason": "重复上报"}, of_reported),
    "POST /v1/publications/{publication}/metrics": writing(
        lambda _: {"observed_at": now().isoformat(), "reads": 1200}, of_publication
    ),
    "GET /v1/publications/{publication}/metrics": reading(of_publication),
    "GET /v1/verification-policies": bureau(*STAFF),
    "GET /v1/verification-policies/{policy}": Case(
        STAFF | {"foreign_staff"}, SIGNED_IN - STAFF - {"foreign_staff"}, lambda _cast, _fresh: {"policy": "0"}
    ),
    "POST /v1/verification-policies": bureau("scoring_manager", body={"title": "均由民警核实", "rules": []}),
    "GET /v1/metrics": bureau(*STAFF),
    "GET /v1/statistics/works": bureau(*STAFF, query="?from=2026-07&to=2026-09"),
    "GET /v1/metrics.xlsx": bureau(*STAFF),
    "GET /v1/submissions.xlsx": own(),
    "GET /v1/metrics/{metrics}": reading(of_metrics),
    "GET /v1/metrics/{metrics}/proof/{file}": reading(of_measured_proof),
    "GET /v1/metrics/{metrics}/proof/{file}/thumbnail": reading(of_measured_proof),
    "PATCH /v1/metrics/{metrics}": writing({"reads": 1300}, of_metrics),
    "POST /v1/metrics/verification": bureau(
        "liaison", body=lambda cast: {"metrics": [{"metrics": _measured(cast)["id"], "version": 1}]}
    ),
    "POST /v1/metrics/{metrics}/verification": bureau("liaison", where=of_metrics),
    "POST /v1/metrics/{metrics}/refusal": bureau("liaison", where=of_metrics, body={"reason": "截图不符"}),
}
