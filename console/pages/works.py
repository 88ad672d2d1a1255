"""Works and golden ideas: the list, one of them, drafts, handing in, and what was changed."""

from __future__ import annotations

import io
from typing import Any, Final

import segno
from flask import Blueprint, Response, abort, render_template, request

from console.asking import api
from console.forms import Form, answering, done, sent, uploaded
from console.lists import Listing
from console.mine import for_outlets, outlets, own, verified
from console.numerals import whole
from console.offered import calls, topics
from console.origin import world
from console.passing import passed
from console.remarks import remarks
from console.words import text
from jingmei_client import ABSENT, NotFound, Problem

NAMED_FROM: Final = 2
# What makes a row of the form an author.
WHO_WROTE: Final = ("outlet", "other", "share")
FILTERS: Final = ("q", "status", "approved_unreported", "metrics_due", "kind", "genre", "topic", "outlet")
pages = Blueprint("works", __name__, url_prefix="/works")


@pages.get("")
def listing() -> Any:
    """Newest first, with filters; people of outlets see their own."""
    works = Listing(api().submissions.search, *FILTERS)
    return render_template("works/list.html", works=works, outlets=outlets())


@pages.get("/export")
def export() -> Response:
    """The list with its filters as a sheet."""
    return passed("/v1/submissions.xlsx", query={name: found for name in FILTERS if (found := request.args.get(name))})


@pages.get("/new")
def new() -> Any:
    """The form of a new work."""
    for_outlets()
    asked = request.args.get("call")
    call = api().calls.one(asked) if asked else None
    return render_template("works/new.html", outlets=verified(), topics=topics(), calls=calls(), call=call)


@pages.post("")
@answering(new)
def create() -> Any:
    """Keep it as a draft."""
    form = sent()
    work = api().submissions.create(outlet=form.text("outlet"), kind="work", **_fields(form), **form.options)
    return done("works.created", "works.one", work=work["id"])


@pages.get("/outlets")
def other_outlets() -> Any:
    """Names of outlets for a field, as they are typed: `authors.<n>.other`."""
    typed = next((value for name, value in request.args.items() if name.endswith(".other")), "").strip()
    return render_template("adjustments/outlets.html", outlets=_called(typed))


@pages.get("/<work>")
def one(work: str) -> Any:
    """Where it stands, what was said about it, and what can be done."""
    found = api().submissions.get(work)
    history = list(api().submissions.history(work))
    asked = [each for each in found["authors"] if each["outlet"] != found["outlet"] and own(each["outlet"])]
    return render_template(
        "works/one.html", work=found, history=history, remarks=remarks(found, history), mine=own(found["outlet"]),
        asked=asked,
    )  # fmt: skip


@pages.get("/<work>/edit")
def edit(work: str) -> Any:
    """The form of the next revision, with the remarks beside it."""
    for_outlets()
    found = api().submissions.get(work)
    said = remarks(found, list(api().submissions.history(work)))
    return render_template(
        "works/edit.html", work=found, outlets=outlets(), remarks=said, topics=topics(), calls=calls(_named(found))
    )


@pages.post("/<work>/edit")
@answering(edit)
def revise(work: str) -> Any:
    """Save as a new revision; nothing is overwritten."""
    form = sent(work)
    api().submissions.revise(work, version=form.version or 0, key=form.key, **_fields(form))
    return done("works.revised", "works.one", work=work)


@pages.post("/<work>/submit")
@answering(one)
def submit(work: str) -> Any:
    """Hand it in for review."""
    api().submissions.submit(work, **sent(work).versioned)
    return done("works.handed_in", "works.one", work=work)


@pages.post("/<work>/withdraw")
@answering(one)
def withdraw(work: str) -> Any:
    """Take it back, with a reason."""
    form = sent(work)
    api().submissions.withdraw(work, reason=form.given("reason"), **form.versioned)
    return done("works.taken_back", "works.one", work=work)


@pages.post("/<work>/authorship/<outlet>/<any(agree, refuse):said>")
@answering(one)
def answer_authorship(work: str, outlet: str, said: str) -> Any:
    """Agree to be a co-author, or refuse that with a reason."""
    form = sent(outlet)
    answer = api().submissions.answer_authorship
    answer(work, outlet=outlet, accept=said == "agree", reason=form.given("reason"), **form.versioned)
    return done(f"works.authorship_{said}", "works.one", work=work)


@pages.get("/<work>/changes")
def changes(work: str) -> Any:
    """Two revisions compared; without a choice the last two."""
    revisions = list(api().submissions.revisions(work))
    newest = revisions[0]["revision"]
    before = request.args.get("from", max(newest - 1, 1), type=int)
    after = request.args.get("to", newest, type=int)
    found = api().submissions.compare(work, from_=before, to=after)
    return render_template(
        "works/changes.html", work=work, revisions=revisions, found=found, before=before, after=after
    )


@pages.get("/<work>/permit.svg")
def permit(work: str) -> Response:
    """The permit's QR code: it opens the page on which anyone can check it."""
    approval = api().submissions.get(work)["approval"] or abort(404)
    image = io.BytesIO()
    address = world("public.verified", code=approval["permit"])
    segno.make(address, error="m").save(image, kind="svg", scale=4, light="#fff")
    return Response(image.getvalue(), content_type="image/svg+xml")


@pages.get("/<work>/attachments/<file>")
def attachment(work: str, file: str) -> Response:
    """A file of it."""
    inline = "true" if request.args.get("inline") else "false"
    return passed("/v1/submissions/{}/attachments/{}", work, file, query={"inline": inline})


@pages.get("/<work>/attachments/<file>/small")
def picture(work: str, file: str) -> Response:
    """A small picture of it; the picture itself where there is no small one."""
    try:
        return passed("/v1/submissions/{}/attachments/{}/thumbnail", work, file)
    except NotFound:
        return passed("/v1/submissions/{}/attachments/{}", work, file, query={"inline": "true"})


def _fields(form: Form) -> dict[str, Any]:
    authors = form.rows("authors", "outlet", "other", "name", "share")
    named = [_author(number, each) for number, each in enumerate(authors) if any(map(each.get, WHO_WROTE))]
    return {
        "title": form.text("title"), "body": form.text("body").replace("\r\n", "\n"), "genre": form.given("genre"),
        "topic": form.text("topic"), "original": form.ticked("original"), **_named_call(form),
        "planned": [line.strip() for line in form.text("planned").splitlines() if line.strip()],
        "authors": named or ABSENT, "shares_of": form.number("shares_of") if named and "share" in named[0] else ABSENT,
        "attachments": [{"file": file} for file in uploaded("attachments", "attachment")],
    }  # fmt: skip


def _named_call(form: Form) -> dict[str, Any]:
    """What of it stood in the form."""
    return {name: form.text(name) for name in ("call", "campaign") if name in form.values}


def _named(work: Any) -> tuple[str, str] | None:
    """The call that a work names already."""
    return (work["call"], work["call_title"]) if work["call"] else None


def _author(number: int, row: dict[str, str]) -> dict[str, Any]:
    """A row of authors; an outlet that is not one's own is named by its name. Raises: Problem for a name of nobody."""
    author: dict[str, Any] = {name: value for name, value in row.items() if name != "share"}
    author |= {"share": whole(row["share"])} if row.get("share") else {}
    if other := author.pop("other", "").strip():
        found = [each["id"] for each in _called(other) if each["name"] == other]
        if len(found) != 1:
            told = text("works.other_unknown")
            raise Problem(422, {"detail": told, "errors": [{"pointer": f"/authors/{number}/other", "message": told}]})
        author["outlet"] = found[0]
    return author


def _called(name: str) -> list[Any]:
    found: list[Any] = api().outlets.names(q=name)["items"] if len(name) >= NAMED_FROM else []
    return found
