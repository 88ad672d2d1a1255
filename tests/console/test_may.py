"""What the API says that a reader may do is what a page offers, whatever roles they have: buttons, links to forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g, render_template

import console.labels
from console.app import create_app
from console.lists import Listing
from console.may import may
from console.pages import periods
from console.session import Session
from console.settings import ConsoleSettings
from gateway.api import (
    award_examples,
    examples,
    media_examples,
    review_examples,
    scoring_examples,
    submission_examples,
    workday_examples,
)
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport
from tests.console.page import STAFF

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
TEMPLATES: Final = Path(APP.root_path) / "templates"
OUTLET: Final = {"id": "o1", "name": "滨江发布", "status": "verified"}


@dataclass(frozen=True)
class Offer:
    """On `template`, what `told` is about: with `call` among what the API says of it, `shown` stands there, else not.

    `given`: what the template is rendered with; `of` names which of that says `may`; `listed`: the rows of a list, of
    which each and the list itself say it.
    """

    template: str
    call: str
    shown: str
    of: str
    told: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    listed: tuple[Mapping[str, Any], ...] | None = None

    def __str__(self) -> str:
        return f"{self.template}: {self.call}"


PERIOD: Final = scoring_examples.PERIOD
OPEN: Final = PERIOD | {"status": "open", "moves": ["close"], "closed": None, "publicised": None, "appeals_until": None}
SIGNED: Final = PERIOD | {"status": "finalised", "moves": [], "finalised": scoring_examples.SIGNATURE}
ON_PERIOD: Final = {"rows": None, "appeals": [], "rebuilt": None}
SCHEME: Final = scoring_examples.SCHEME
ON_SCHEME: Final = {
    "told": [], "trial": None, "before": None, "compared": [], "versions": [SCHEME], "data": "", "periods": [PERIOD],
}  # fmt: skip
APPEAL: Final = award_examples.APPEAL | {"status": "open", "answer": "", "corrections": []}
WHY: Final = scoring_examples.EXPLANATION
ON_SCORE: Final = {
    "outlet": OUTLET, "outlets": [OUTLET], "periods": [PERIOD], "period": PERIOD, "chart": None, "row": None,
    "appeals": [], "awards": [],
}  # fmt: skip
ON_EXPLANATION: Final = {"period": "2026-Q3", "people": {}, "reversible": set(), "works": "listed"}
OUTLET_SHOWN: Final = examples.OUTLET
ON_OUTLET: Final = {"revealed": None, "acts": "listed", "waiting": [], "officers": []}
ON_MEMBERS: Final = {"outlets": [OUTLET], "invitations": [], "code": None}
BULLETIN: Final = examples.BULLETIN
MEDIUM: Final = media_examples.MEDIUM
QUEUED: Final = submission_examples.QUEUED_PUBLICATION
NUMBERS: Final = submission_examples.QUEUED_METRICS
RULES: Final = submission_examples.VERIFICATION_POLICY
WORDS: Final = review_examples.WORDS
PROPOSAL: Final = review_examples.PROPOSAL
ON_RULES: Final = {"current": RULES, "written": {}, "rows": 1}
ON_WORDS: Final = {"written": {}, "versions": "listed", "taken": (), "trial": None}
SHIPPED: Final = {"shipped": review_examples.SHIPPED["items"]}
ON_YEAR: Final = {
    "year": workday_examples.VIEW, "version": 1, "years": [], "months": [], "versions": [], "days": "",
    "wrong_lines": lambda _: [],
}  # fmt: skip
OFFERS: Final = (
    Offer("schemes/list.html", "adopt", 'href="/schemes/new"', "schemes", listed=(scoring_examples.SCHEME_SUMMARY,)),
    Offer("schemes/one.html", "adopt", f'href="/schemes/new?from={SCHEME["id"]}"', "scheme", SCHEME, ON_SCHEME),
    Offer("schemes/one.html", "try", f'action="/schemes/{SCHEME["id"]}/trial#trial"', "scheme", SCHEME, ON_SCHEME),
    Offer("periods/one.html", "close", "/close", "period", OPEN, ON_PERIOD),
    Offer("periods/one.html", "adjust", 'href="/adjustments/new?period=2026-Q3"', "period", OPEN, ON_PERIOD),
    Offer("periods/one.html", "rebuild", "/rebuild", "period", PERIOD, ON_PERIOD),
    Offer("periods/one.html", "grant", 'action="/periods/2026-Q3/awards"', "period", SIGNED, ON_PERIOD),
    Offer("periods/sign.html", "finalise", 'name="password"', "period", PERIOD, ON_PERIOD | {"by_code": False}),
    Offer("periods/appeal.html", "answer", "/answer", "appeal", APPEAL, {"entries": [], "people": {}}),
    Offer("periods/explanation.html", "adjust", 'href="/adjustments/new', "found", WHY, ON_EXPLANATION),
    Offer("adjustments/list.html", "adjust", 'href="/adjustments/new"', "found", given={"periods": []}, listed=()),
    Offer("policies/list.html", "propose_policy", 'href="/policy/new"', "versions", given={"current": None}, listed=()),
    Offer("policies/words.html", "propose_word_list", 'href="/words/new"', "lists", given=SHIPPED, listed=()),
    Offer("policies/words.html", "propose_word_list", "/words/new?from=misnomers", "lists", given=SHIPPED, listed=()),
    Offer("policies/edit_words.html", "propose_word_list", 'name="words"', "may", given=ON_WORDS | {"found": WORDS}),
    Offer("proposals/one.html", "confirm", "/confirmation", "found", PROPOSAL, {"people": {}}),
    Offer("proposals/one.html", "refuse", "/refusal", "found", PROPOSAL, {"people": {}}),
    Offer("proposals/one.html", "withdraw", "/withdrawal", "found", PROPOSAL, {"people": {}}),
    Offer("policies/verification.html", "adopt", 'data-keep="verification-new"', "versions", given=ON_RULES, listed=()),
    Offer("publications/queue.html", "verify_publication", 'id="many"', "found", listed=(QUEUED,)),
    Offer("metrics/queue.html", "verify_metrics", 'id="many"', "found", listed=(NUMBERS,)),
    Offer("metrics/queue.html", "refuse_metrics", "/refusal", "found", listed=(NUMBERS,)),
    Offer("media/list.html", "add", 'href="/media/new"', "media", listed=()),
    Offer("media/one.html", "change", "/edit", "medium", MEDIUM, {"versions": "listed"}),
    Offer("media/one.html", "reinstate", "/reinstate", "medium", MEDIUM, {"versions": "listed"}),
    Offer("unapproved/list.html", "record", 'href="/unapproved/new"', "records", listed=()),
    Offer("outlets/one.html", "reveal", "/revelation", "may", given=ON_OUTLET | {"outlet": OUTLET_SHOWN}),
    Offer("outlet/members.html", "invite", 'action="/outlet/invitations"', "outlet", OUTLET_SHOWN, ON_MEMBERS),
    Offer("outlet/members.html", "revoke_invitation", 'id="invitations"', "outlet", OUTLET_SHOWN, ON_MEMBERS),
    Offer("imports/new.html", "import", 'id="sheet"', "imports", listed=()),
    Offer("workdays/year.html", "adopt", 'name="days"', "may", given=ON_YEAR),
    Offer("bulletins/list.html", "publish", 'href="/bulletins/new"', "bulletins", listed=()),
    Offer("bulletins/one.html", "receipts", "/receipts", "bulletin", BULLETIN),
    Offer("bulletins/one.html", "recall", "/recall", "bulletin", BULLETIN),
    Offer("bulletins/one.html", "read", "/read", "bulletin", BULLETIN),
    Offer("score/home.html", "appeal", 'data-keep="appeal-', "why", WHY | {"items": []}, ON_SCORE),
)


# Where a template asks for a role all the same: to lead to a page, or to say whose something is.
LEADS: Final = {
    "accounts/list.html": 1,  # to the form of a new one
    "accounts/one.html": 2,  # of an account each field is its keepers' by their role alone
    "activities/list.html": 1,  # a state to filter by
    "admin/deliveries.html": 1,
    "home/staff.html": 1,
    "outlets/list.html": 1,  # to the imports
    "periods/one.html": 4,  # to the page that is signed, to the documents, to the list of points by hand; whose move
    "periods/sign.html": 1,  # why not yet
    "permits/list.html": 1,
    "policies/parts.html": 1,
    "requests/one.html": 1,  # to the form of a bulletin
}


@contextmanager
def _reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody with every role there is: it is not the role that decides."""
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/"):
        g.language = "en"
        g.session = Session("", "", "a1", "330108", "李静", STAFF, False)
        yield


def _rows(items: tuple[Mapping[str, Any], ...], allowed: list[str]) -> Listing:
    return Listing(lambda **_: Pages(lambda _: Answer({"items": list(items), "next": None, "may": allowed})))


def _page(offer: Offer, allowed: list[str]) -> str:
    if offer.listed is not None:
        told: Any = _rows(tuple(each | {"may": allowed} for each in offer.listed), allowed)
    else:
        told = allowed if offer.of == "may" else offer.told | {"may": allowed}
    given = {name: _rows((), []) if value == "listed" else value for name, value in offer.given.items()}
    return render_template(offer.template, **{"may": may, "people": {}, **given, offer.of: told})


@pytest.mark.parametrize("offer", OFFERS, ids=str)
def test_a_page_offers_what_may_be_done_and_nothing_else(monkeypatch: pytest.MonkeyPatch, offer: Offer) -> None:
    with _reading(monkeypatch):
        assert offer.shown in _page(offer, [offer.call])
        assert offer.shown not in _page(offer, [])


def test_who_verifies_is_warned_of_others_with_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    other = {"id": "o2", "name": "冒名者", "status": "pending", "credit_code": True, "operator": False}
    offer = Offer("outlets/one.html", "reveal", "", "may", given=ON_OUTLET | {"outlet": OUTLET_SHOWN})
    warned = Offer(
        "outlets/one.html", "reveal", "", "may", given=ON_OUTLET | {"outlet": OUTLET_SHOWN | {"alike": [other]}}
    )
    with _reading(monkeypatch):
        assert 'id="alike"' not in _page(offer, [])
        page = _page(warned, [])
    assert 'id="alike"' in page and 'href="/outlets/o2"' in page and "冒名者" in page


def test_points_by_hand_are_taken_back_where_the_api_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [scoring_examples.ENTRY | {"cause": name, "text": name} for name in ("mine", "others")]
    standing = [{"id": "mine", "may": ["reverse_adjustment"]}, {"id": "others", "may": []}]
    scoring = SimpleNamespace(adjustments=lambda **_: Pages(lambda _: Answer({"items": standing, "next": None})))
    why = SimpleNamespace(explanation=lambda **_: Pages(lambda _: Answer(WHY | {"by_hand": entries})))
    monkeypatch.setattr(periods, "api", lambda: SimpleNamespace(scoring=scoring, rankings=why))
    monkeypatch.setattr(periods, "names", lambda _: {})
    with _reading(monkeypatch):
        page = periods.explanation("2026-Q3", "o1")
    assert "/adjustments/mine/reversal" in page
    assert "/adjustments/others/reversal" not in page


def test_no_template_decides_by_a_role_what_may_be_done() -> None:
    asked = {
        str(path.relative_to(TEMPLATES)): len(re.findall(r"\.has\(", path.read_text("utf-8")))
        for path in TEMPLATES.rglob("*.html")
    }
    assert {name: times for name, times in asked.items() if times} == LEADS
