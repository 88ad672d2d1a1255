"""Records of what one's outlet published without approval (未经审核发布), and the objection to one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template

from console.asking import api
from console.forms import answering, done, sent, uploaded
from console.lists import Listing
from console.mine import chosen, outlets
from console.passing import passed
from jingmei_client import ABSENT

pages = Blueprint("records", __name__, url_prefix="/outlet/records")


@pages.get("")
def listing() -> Any:
    """Newest first."""
    here = chosen()
    own = {"outlet": here["id"]} if here else {}
    records = Listing(api().unapproved.records, "state", **own)
    return render_template("outlet/records.html", records=records, outlet=here, outlets=outlets())


@pages.post("/<record>")
@answering(listing)
def object_to(record: str) -> Any:
    """Object to it, once."""
    form = sent(record)
    proof = [{"file": file} for file in uploaded("proof", "evidence")] or ABSENT
    api().unapproved.object_to(record, reason=form.text("reason"), proof=proof, **form.versioned)
    return done("records.objected", "records.listing", outlet=form.text("outlet"))


@pages.get("/<record>/proof/<file>")
def proof(record: str, file: str) -> Response:
    """What the record rests on."""
    return passed("/v1/unapproved-publications/{}/proof/{}", record, file)
