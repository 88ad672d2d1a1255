"""Who may what: reviews, the policy, word lists and permits."""

from __future__ import annotations

from functools import cache
from typing import Any

from shared.context import Role
from shared.ids import new_id
from tests.e2e.access import Case, abroad, bureau
from tests.e2e.cast import PUBLIC, SIGNED_IN, STAFF, Cast, Parts, Where
from tests.e2e.people import Data, confirmed
from tests.e2e.rounds import claim, decide, handed_in
from tests.e2e.rounds import idea as new_idea

FIRST, FINAL, SECURITY = str(Role.REVIEWER_FIRST), str(Role.REVIEWER_FINAL), str(Role.SECURITY_ADMIN)
REVIEWERS = frozenset({FIRST, str(Role.REVIEWER_SECOND), FINAL})
READERS = REVIEWERS | {str(Role.LEADER)}
# A policy may have leaders decide; at the gate all who may are alike.
DECIDERS = READERS
RULE_READERS = READERS | {SECURITY}
KEEPERS = frozenset({SECURITY, FINAL})
BODY = "值班电话 13912345678。"


def _new(cast: Cast) -> Data:
    return handed_in(cast["owner"], cast.outlet["id"], cast["leader"], body=BODY)


@cache
def _first(cast: Cast) -> Data:
    """A round that nothing may happen to."""
    return _new(cast)


@cache
def _approved(cast: Cast) -> Data:
    return _decided(cast)


def _decided(cast: Cast) -> Data:
    review = handed_in(cast["owner"], cast.outlet["id"], cast["leader"])
    decide(cast[FIRST], review)
    return decide(cast[FINAL], review, grade="B")


@cache
def _idea(cast: Cast) -> Data:
    return new_idea(cast["owner"], cast.outlet["id"], cast["leader"])


def of_review(cast: Cast, fresh: bool) -> Parts:
    """A round that waits for its first stage."""
    return {"review": (_new(cast) if fresh else _first(cast))["id"], "finding": "f1"}


def of_claimed(cast: Cast, fresh: bool) -> Parts:
    """A round that the first reviewer has taken, for who may; the others ask about one that is free."""
    return {"review": claim(cast[FIRST], _new(cast))["id"], "finding": "f1"} if fresh else of_review(cast, fresh)


def of_idea(cast: Cast, fresh: bool) -> Parts:
    """A golden idea's round."""
    made = new_idea(cast["owner"], cast.outlet["id"], cast["leader"]) if fresh else _idea(cast)
    return {"review": made["id"]}


def of_next(cast: Cast, fresh: bool) -> Parts:
    """Something that waits for any reviewer of the bureau; in another one nothing does."""
    of_idea(cast, fresh)
    return {}


def of_approved(cast: Cast, fresh: bool) -> Parts:
    """A round that was approved."""
    return {"review": (_decided(cast) if fresh else _approved(cast))["id"]}


def of_permit(cast: Cast, _fresh: bool) -> Parts:
    """A permit's code."""
    return {"code": _approved(cast)["permit"]}


def of_policy(_cast: Cast, _fresh: bool) -> Parts:
    """The policy that is shipped, which every bureau has."""
    return {"policy": "0"}


@cache
def _words(cast: Cast) -> Data:
    return confirmed(cast[SECURITY], cast[FINAL], "/word-lists", _new_words(cast))


def of_words(cast: Cast, _fresh: bool) -> Parts:
    """A word list."""
    return {"word_list": _words(cast)["id"]}


def _new_words(_cast: Cast) -> Data:
    listed = {"list": f"l{new_id()}", "title": "词表", "level": "sensitive", "words": [{"word": "某敏感词"}]}
    return listed | {"reason": "市局通报"}


@cache
def _proposal(cast: Cast, by: str) -> Data:
    return cast[by].ok("POST", "/word-lists", json=_new_words(cast))


def proposed(by: str) -> Where:
    """A word list that somebody proposed, and that waits."""

    def where(cast: Cast, fresh: bool) -> Parts:
        made = cast[by].ok("POST", "/word-lists", json=_new_words(cast)) if fresh else _proposal(cast, by)
        return {"proposal": made["id"]}

    return where


def same_policy(cast: Cast) -> Data:
    """A new version that says what the shipped one does."""
    shipped = cast["leader"].ok("GET", "/review-policies/0")
    own = ("id", "version", "current", "by", "at", "confirmed_by")
    return {name: value for name, value in shipped.items() if name not in own} | {"reason": "重申"}


def first_stage(body: Any = None) -> Case:
    """For who decides the first stage and has taken the round; at the gate all who decide are alike."""
    return bureau(FIRST, where=of_claimed, body=body, declared=DECIDERS)


def second(body: Any) -> Case:
    """For another one than the security administrator who proposed it; at the gate both are alike."""
    return bureau(FINAL, where=proposed(SECURITY), body=body or None, declared=KEEPERS)


CASES: dict[str, Case] = {
    "GET /v1/reviews/queue": bureau(*READERS),
    "GET /v1/reviews/left": bureau(FINAL),
    "GET /v1/reviews/workload": bureau(FINAL, str(Role.LEADER)),
    "GET /v1/reviews/counts": bureau(*RULE_READERS),
    # For leaders nothing waits here.
    "POST /v1/reviews/next": Case(
        REVIEWERS, SIGNED_IN - DECIDERS - abroad(DECIDERS), of_next, body={}, declared=DECIDERS
    ),
    "GET /v1/reviews": bureau(*READERS),
    "GET /v1/reviews/{review}": bureau(*READERS, where=of_review),
    "GET /v1/reviews/{review}/history": bureau(*READERS, where=of_review),
    "POST /v1/reviews/{review}/claim": bureau(FIRST, where=of_review, declared=DECIDERS),
    "POST /v1/reviews/{review}/release": bureau(FIRST, where=of_claimed, declared=DECIDERS),
    "POST /v1/reviews/{review}/reassignment": bureau(FINAL, where=of_review, body={}),
    "POST /v1/reviews/{review}/recusal": bureau(
        FIRST, where=of_review, body={"reason": "与作者相识"}, declared=DECIDERS
    ),
    "POST /v1/reviews/{review}/sensitivity": first_stage({"sensitivity": "sensitive"}),
    "POST /v1/reviews/{review}/decision": first_stage({"decision": "reject", "reason": "失实"}),
    "POST /v1/reviews/{review}/findings/{finding}/confirmation": first_stage({"reason": "确为个人电话"}),
    "POST /v1/reviews/{review}/findings/{finding}/dismissal": first_stage({"reason": "公开电话"}),
    "POST /v1/reviews/{review}/findings/dismissal": first_stage({"findings": ["f1"], "reason": "公开电话"}),
    "POST /v1/reviews/{review}/assessment": bureau(
        *REVIEWERS, where=of_idea, body={"novelty": 60, "feasibility": 60, "benefit": 60}, declared=DECIDERS
    ),
    "POST /v1/reviews/{review}/revocation": bureau(FINAL, where=of_approved, body={"reason": "事实有误"}),
    "GET /v1/statistics/reviews": bureau(*STAFF, query="?from=2026-09&to=2026-10&compare=previous"),
    "GET /v1/review-policies": bureau(*RULE_READERS),
    "GET /v1/review-policies/{policy}": Case(
        RULE_READERS | abroad(RULE_READERS), SIGNED_IN - RULE_READERS - abroad(RULE_READERS), of_policy
    ),
    "POST /v1/review-policies": bureau(SECURITY, FINAL, body=same_policy),
    "GET /v1/word-lists": bureau(*RULE_READERS),
    "GET /v1/word-lists/shipped": bureau(*RULE_READERS),
    "POST /v1/word-lists/trial": bureau(SECURITY, FINAL, body={"words": [{"word": "某敏感词"}]}),
    "GET /v1/word-lists/{word_list}": bureau(*RULE_READERS, where=of_words),
    "POST /v1/word-lists": bureau(SECURITY, FINAL, body=_new_words),
    "GET /v1/rule-proposals": bureau(*RULE_READERS),
    "GET /v1/rule-proposals/{proposal}": bureau(*RULE_READERS, where=proposed(SECURITY)),
    "POST /v1/rule-proposals/{proposal}/confirmation": second({}),
    "POST /v1/rule-proposals/{proposal}/refusal": second({"reason": "误伤太多"}),
    "POST /v1/rule-proposals/{proposal}/withdrawal": bureau(SECURITY, where=proposed(SECURITY), declared=KEEPERS),
    "GET /v1/permits": bureau(*STAFF),
    "GET /v1/permits/{code}": Case(PUBLIC | SIGNED_IN, where=of_permit),
}
