"""Points by hand (人工加减分): what the scheme in force lists, with a reason; taken back by an entry of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from console.asking import api
from console.forms import answering, done, sent
from console.labels import label
from console.lists import Listing
from console.may import may
from console.people import names
from console.words import text
from jingmei_client import Problem

pages = Blueprint("adjustments", __name__, url_prefix="/adjustments")

FOUND = 10
QUARTERS = 40


@pages.get("")
def listing() -> Any:
    """The newest first; of an outlet or a quarter, if wanted."""
    found = Listing(api().scoring.adjustments, "outlet", "period", "stands")
    quarters = [each for each in api().scoring.periods(limit=QUARTERS).first()["items"] if each["kind"] == "quarter"]
    return render_template(
        "adjustments/list.html", found=found, may=may, people=names(each["by"] for each in found.items),
        periods=[(each["id"], each["name"]) for each in quarters],
    )  # fmt: skip


@pages.get("/new")
def new() -> Any:
    """The form; `outlet` in the address is an outlet's id, from a page that is about one."""
    return render_template(
        "adjustments/new.html", rules=_rules(), name=_known().get("name", ""), periods=_quarters(), **_where()
    )


@pages.get("/outlets")
def outlets() -> Any:
    """Names of outlets for the field, as they are typed."""
    return render_template("adjustments/outlets.html", outlets=_called(request.args.get("outlet", "")))


@pages.post("/new")
@answering(new)
def adjust() -> Any:
    """Enter the points; what follows is why the outlet has its points."""
    form = sent()
    made = api().scoring.adjust(
        outlet=_outlet(form.text("outlet").strip()), rule=form.text("rule"), reason=form.text("reason"),
        points=form.given("points"), period=form.given("period"), submission=form.given("submission"), **form.options,
    )  # fmt: skip
    return done("adjustments.entered", "periods.explanation", period=made["period"], outlet=made["outlet"])


@pages.get("/<adjustment>/reversal")
def reversal(adjustment: str) -> Any:
    """The form on a page of its own, where what was refused is shown again."""
    return render_template("adjustments/reversal.html", adjustment=adjustment, **_where())


@pages.post("/<adjustment>/reversal")
@answering(reversal)
def reverse(adjustment: str) -> Any:
    """Take the points back."""
    form = sent()
    api().scoring.reverse(adjustment, reason=form.text("reason"), **form.options)
    where = _where()
    if not all(where.values()):
        return done("adjustments.reversed", "adjustments.listing")
    return done("adjustments.reversed", "periods.explanation", **where)


def _where() -> dict[str, str]:
    """The page from which one came."""
    return {name: request.args.get(name, "") for name in ("period", "outlet")}


def _outlet(name: str) -> str:
    """The id of the outlet that is called so. Raises: Problem for a name of nobody, or of two."""
    known = _known()
    found = (
        [known["id"]] if known.get("name") == name else [each["id"] for each in _called(name) if each["name"] == name]
    )
    if len(found) != 1:
        told = text("adjustments.unknown")
        raise Problem(422, {"detail": told, "errors": [{"pointer": "/outlet", "message": told}]})
    return str(found[0])


def _known() -> Any:
    """The outlet that the page is about, where one came from a page about it."""
    known = request.args.get("outlet", "")
    return api().outlets.get(known) if known else {}


def _called(name: str) -> list[Any]:
    name = name.strip()
    found: list[Any] = api().outlets.search(q=name, status="verified", limit=FOUND).first()["items"] if name else []
    return found


def _quarters() -> list[tuple[str, str]]:
    """The latest first, each with its state: the API says which take entries."""
    found = [each for each in api().scoring.periods().first()["items"] if each["kind"] == "quarter"]
    return [(each["id"], f"{each['name']} · {label('period.state', each['status'])}") for each in found]


def _rules() -> list[Any]:
    """What may be entered by hand under the scheme that is in force."""
    now = next((each["id"] for each in api().schemes.schemes() if each["in_force"]), "county")
    rules: list[Any] = api().schemes.scheme(now)["scheme"].get("manual", [])
    return rules
