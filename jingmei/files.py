"""`jingmei files orphans`: files and uploads that nobody needs, told and, if wanted, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jingmei.options import Json
from jingmei.output import emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t
from services import GATEWAY

if TYPE_CHECKING:
    from gateway.orphans import Orphan, Orphans

app = typer.Typer(help=t("files"), no_args_is_help=True)
KINDS = ("upload", "piece", "file", "rest")
COLUMNS = ("what", "count", "bytes")
Days = Annotated[float | None, typer.Option("--days", min=0, help=t("option.days"))]
Remove = Annotated[bool, typer.Option("--remove", help=t("option.remove"))]


@app.callback()
def group() -> None:
    """Uploaded files."""


@app.command(help=t("files.orphans"))
def orphans(*, days: Days = None, remove: Remove = False, as_json: Json = False) -> None:
    """Tell what may go; with `remove`, take it away, as the gateway does every hour."""
    found = _orphans(days)
    chosen = [each for each in found.found() if not remove or found.take_away(each)]
    if as_json:
        return emit([vars(each) for each in chosen])
    table(COLUMNS, _tally(chosen), COLUMNS[1:])
    return say(t("files.removed" if remove else "files.would", count=len(chosen)))


def _orphans(days: float | None) -> Orphans:
    from gateway.file_settings import file_settings  # noqa: PLC0415 (only when it is needed)
    from gateway.files.bucket import Files  # noqa: PLC0415
    from gateway.files.quota import Quotas  # noqa: PLC0415
    from gateway.guard_settings import guard_settings  # noqa: PLC0415
    from gateway.orphans import Orphans  # noqa: PLC0415
    from gateway.uploads import Uploads  # noqa: PLC0415
    from shared.settings import finish, reader  # noqa: PLC0415

    env = reader()
    told, guards = file_settings(env), guard_settings(env)
    finish(env)
    db = Stores(settings()).database(GATEWAY)
    unused = timedelta(days=told.unused_days if days is None else days)
    uploads = Uploads(db, timedelta(hours=told.upload_hours), Quotas(db, guards))
    return Orphans(db, Files(db), uploads, unused)


def _tally(chosen: Iterable[Orphan]) -> list[dict[str, Any]]:
    found = list(chosen)
    return [
        {
            "what": t(f"files.{kind}"),
            "count": sum(each.what == kind for each in found),
            "bytes": sum(each.size for each in found if each.what == kind),
        }
        for kind in KINDS
    ]
