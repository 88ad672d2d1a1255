"""`jingmei audit verify` and `jingmei openapi`: what the gateway has to show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from jingmei.options import Json
from jingmei.output import Refused, emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import locale, t
from services import GATEWAY
from shared.labels import label

audit = typer.Typer(help=t("audit"), no_args_is_help=True)
Bureau = Annotated[str | None, typer.Option(help=t("option.bureau"))]
CHAINS = ("bureau", "first", "last", "rows", "unknown", "faults")


@audit.callback()
def group() -> None:
    """The audit trail."""


@audit.command(help=t("audit.verify"))
def verify(*, bureau: Bureau = None, as_json: Json = False) -> None:
    """Hash every row of the trail again. Raises: Refused when a chain is broken."""
    from gateway.audit import verify as check  # noqa: PLC0415 (only when it is needed)

    report = check(Stores(settings()).database(GATEWAY), bureau)
    if as_json:
        emit(report.to_dict())
    else:
        table(CHAINS, ({**vars(chain), "faults": len(chain.findings)} for chain in report.chains), CHAINS[1:])
        for chain in report.chains:
            for found in chain.findings:
                place = {"bureau": chain.bureau or "—", "seq": found.seq, "row": found.row or "—"}
                say(t("audit.fault", damage=label("audit.damage", found.damage, locale()), **place))
    if not report.ok:
        raise Refused(t("audit.broken"))
    say(t("audit.whole", rows=sum(chain.rows for chain in report.chains)))


def openapi(file: Annotated[Path | None, typer.Option("--out", help=t("option.file"))] = None) -> None:
    """The gateway's OpenAPI document; needs no server."""
    described = openapi_document()
    if file is None:
        return emit(described)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(described, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return say(t("events.written", path=file))


def openapi_document() -> dict[str, Any]:
    """The document as the gateway serves it."""
    from gateway.app import VERSION, areas  # noqa: PLC0415 (only when it is needed)
    from gateway.http.openapi import whole  # noqa: PLC0415

    return whole((area.blueprint for area in areas()), VERSION)
