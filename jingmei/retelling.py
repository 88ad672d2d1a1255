"""`jingmei retell`: services are told again what they keep of others' facts, as when an older database was restored."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from jingmei.broker import broker
from jingmei.options import Json
from jingmei.output import USAGE, Refused, emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t
from services import SERVICES
from shared.events import FactsWanted
from shared.mongo.retelling import WantedFacts
from shared.sending.questions import question
from shared.signing import OPERATOR, Signer

To = Annotated[list[str] | None, typer.Option("--to", help=t("option.to"))]
Wait = Annotated[float, typer.Option(min=1, help=t("option.wait"))]
COLUMNS = ("service", "type", "count")
ASK, LOOK = 5.0, 0.2


def retell(to: To = None, wait: Wait = 600, as_json: Json = False) -> None:
    """Ask the owners of what each service keeps, and wait until all is told. Raises: Refused when it is not in time."""
    if unknown := [each for each in to or () if each not in SERVICES]:
        raise Refused(t("error.service", service=unknown[0]), USAGE)
    stores = Stores(settings())
    marks = {service: WantedFacts(stores.database(service)) for service in to or SERVICES}
    for service, mark in marks.items():
        if not mark.ask_anew():
            say(t("retell.never", service=service))
    rows = list(_told(marks, time.monotonic() + wait))
    return emit(rows) if as_json else table(COLUMNS, rows, ("count",))


def _told(marks: dict[str, WantedFacts], end: float) -> Iterator[dict[str, Any]]:
    """Service, kind and number of facts of each kind, as soon as they are told."""
    left = {(service, each["_id"]) for service, mark in marks.items() for each in mark.all()}
    asked = float("-inf")
    known = settings()
    signer = Signer(OPERATOR, known.signing_keys)
    with broker(known) as link:
        while left:
            moment = time.monotonic()
            if moment >= end:
                raise Refused(t("retell.late", what=", ".join(f"{service} ← {kind}" for service, kind in sorted(left))))
            again, asked = (True, moment) if moment - asked >= ASK else (False, asked)
            for service, each in [(service, each) for service, mark in marks.items() for each in mark.all()]:
                kind = each["_id"]
                if each["told_at"] is None and again:
                    link.send(question(FactsWanted(service, kind, each["asking"]), signer))
                elif each["told_at"] is not None and (service, kind) in left:
                    left.remove((service, kind))
                    say(t("retell.told", service=service, kind=kind, count=each["count"]))
                    yield {"service": service, "type": kind, "count": each["count"]}
            time.sleep(LOOK if left else 0)
