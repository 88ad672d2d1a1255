"""What reviews go by: the review policy, word lists, and rules by which publications need no liaison; in versions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from console import policies
from console.asking import api
from console.forms import answering, done, sent
from console.lists import Listing
from console.may import may
from console.people import names

pages = Blueprint("policies", __name__)
# So many rows of rules are read.
MAX_RULES = 20


@pages.get("/policy")
def listing() -> Any:
    """The versions, newest first; the one that is current in full."""
    versions = Listing(api().review_policies.policies)
    people = names(each["by"] for each in versions.items)
    current = next((each for each in versions.items if each["current"]), None)
    return render_template("policies/list.html", versions=versions, people=people, current=current)


@pages.get("/policy/new")
def new() -> Any:
    """A new version, from the one that is current."""
    current = next(each for each in api().review_policies.policies().first()["items"] if each["current"])
    rows = {name: len(current[name]) + policies.EMPTY for name in ("working_hours", "routes")}
    return render_template("policies/new.html", written=policies.written_policy(current), rows=rows)


@pages.post("/policy/new")
@answering(new)
def adopt() -> Any:
    """Once somebody else has confirmed it, it counts for rounds that begin from then on."""
    form = sent()
    rules = policies.review_policy(form) | {"reason": form.text("reason")}
    told = api().review_policies.propose_policy(**rules, **form.options)
    return done("proposals.proposed", "proposals.one", proposal=told["id"])


@pages.get("/policy/<policy>")
def one(policy: str) -> Any:
    """One version."""
    found = api().review_policies.policy(policy)
    return render_template("policies/one.html", policy=found, people=names([found["by"], found["confirmed_by"]]))


@pages.get("/words")
def word_lists() -> Any:
    """The lists that are current."""
    lists = Listing(api().review_policies.word_lists, "list", current=True)
    shipped = api().review_policies.shipped_word_lists()["items"]
    people = names(each["by"] for each in lists.items)
    return render_template("policies/words.html", lists=lists, shipped=shipped, people=people)


@pages.get("/words/new")
def new_list(trial: Any = None) -> Any:
    """A list that is not there yet, or with the words of a shipped one (`from`); the codes that are taken, from the
    API, which also says who may see them."""
    lists = api().review_policies.word_lists(current=True, limit=100).first()
    taken = [each["list"] for each in lists["items"]]
    return render_template(
        "policies/edit_words.html", found=None, written=_shipped(), taken=taken, trial=trial, may=may(lists)
    )


@pages.post("/words/new")
@answering(new_list)
def add_list() -> Any:
    """Its first version, for somebody else to confirm."""
    return _kept()


@pages.get("/words/<word_list>")
def word_list(word_list: str, trial: Any = None) -> Any:
    """A version with its words, and the form of the next one."""
    found = api().review_policies.word_list(word_list)
    written = policies.written_list(found)
    versions = Listing(api().review_policies.word_lists, list=found["list"])
    return render_template(
        "policies/edit_words.html", found=found, written=written, versions=versions, taken=(), trial=trial,
        may=may(found),
    )  # fmt: skip


@pages.post("/words/<word_list>")
@answering(word_list)
def change_list(word_list: str) -> Any:
    """The next version, for somebody else to confirm: works that are handed in from then on are screened by it."""
    return _kept(word_list)


@pages.get("/policy/verification")
def verification() -> Any:
    """Rules by which publications need no liaison, and the form of the next version."""
    versions = Listing(api().verification_policies.policies)
    current = next((each for each in versions.items if each["current"]), versions.items[0])
    return render_template(
        "policies/verification.html", versions=versions, current=current, written=policies.written_rules(current),
        rows=len(current["rules"]) + policies.EMPTY, people=names(each["by"] for each in versions.items),
    )  # fmt: skip


@pages.post("/policy/verification")
@answering(verification)
def adopt_verification() -> Any:
    """For what is reported from now on."""
    form = sent()
    rules = policies.self_verification(form, MAX_RULES)
    api().verification_policies.adopt(**rules, **form.options)
    return done("policies.verification_adopted", "policies.verification")


def _shipped() -> dict[str, Any]:
    """What stands in the form of a new list: a list that comes with the system, or nothing."""
    wanted = request.args.get("from", "")
    found = api().review_policies.shipped_word_lists()["items"] if wanted else []
    return next((policies.written_list(each) for each in found if each["list"] == wanted), {})


def _kept(which: str = "") -> Any:
    form = sent(which)
    if form.text("do") == "try":
        trial = api().review_policies.try_words(words=policies.words(form.text("words")), **form.options)
        return word_list(which, trial=trial) if which else new_list(trial=trial)
    level: Any = form.text("level")
    told = api().review_policies.propose_word_list(
        list=form.text("list"), title=form.text("title"), level=level, words=policies.words(form.text("words")),
        reason=form.text("reason"), **form.options,
    )  # fmt: skip
    return done("proposals.proposed", "proposals.one", proposal=told["id"])
