"""`jingmei audit verify` and `jingmei openapi`: what the gateway has to show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from jingmei.options import Json
from jingmei.output import Refused, emit, put, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import locale, t
from services import GATEWAY
from shared.labels import label
from shared.settings import SettingsError, audit_keys, finish, reader

if TYPE_CHECKING:
    from gateway.audit.keys import Ring

audit = typer.Typer(help=t("audit"), no_args_is_help=True)
Bureau = Annotated[str | None, typer.Option(help=t("option.bureau"))]
Heads = Annotated[list[Path] | None, typer.Option("--heads", help=t("audit.heads"))]
Exports = Annotated[list[Path] | None, typer.Option("--export", help=t("audit.export"))]
CHAINS = ("bureau", "first", "last", "rows", "unknown", "faults")


@audit.callback()
def group() -> None:
    """The audit trail."""


@audit.command(help=t("audit.verify"))
def verify(*, bureau: Bureau = None, heads: Heads = None, export: Exports = None, as_json: Json = False) -> None:
    """Compute every chain of the trail again, or what left it. Raises: Refused when one is broken."""
    from gateway.audit import verify as check  # noqa: PLC0415 (only when it is needed)
    from gateway.audit.heads import kept_in  # noqa: PLC0415

    if export:
        return _exported(export, as_json=as_json)
    kept = kept_in(heads or ())
    if bureau is not None:
        kept = {bureau: kept.get(bureau, {})}
    report = check(Stores(settings()).database(GATEWAY), _ring(), bureau, heads=kept)
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
    return say(t("audit.whole", rows=sum(chain.rows for chain in report.chains)))


@audit.command(help=t("audit.roles"))
def roles() -> None:
    """What a shell of MongoDB makes roles and users of, for the gateway's database."""
    from gateway.audit.roles import GATEWAY as INSERTS  # noqa: PLC0415 (only when it is needed)
    from gateway.audit.roles import PRUNER  # noqa: PLC0415
    from gateway.audit.roles import roles as described  # noqa: PLC0415
    from gateway.runtime import collections  # noqa: PLC0415

    name = Stores(settings()).database(GATEWAY).name
    lines = [f"db = db.getSiblingDB({_js(name)});"]
    for role in described(name, collections()):
        lines.append(f"role = {_js(role)};")
        lines.append("if (db.getRole(role.role)) db.updateRole(role.role, role); else db.createRole(role);")
    for user, allows in (("gateway", INSERTS), ("pruner", PRUNER)):
        known, allowed = f"db.getUser({_js(user)})", f"roles: [{_js(allows)}]"
        made = f"db.createUser({{user: {_js(user)}, pwd: passwordPrompt(), {allowed}}})"
        lines.append(f"if ({known}) db.updateUser({_js(user)}, {{{allowed}}}); else {made};")
    for line in lines:
        put(line)


def _js(value: Any) -> str:
    return orjson.dumps(value).decode()


def _exported(paths: list[Path], *, as_json: bool) -> None:
    """Files of what left the trail, each by itself. Raises: Refused when one is broken or none of ours."""
    from gateway.audit.exporting import verify_export  # noqa: PLC0415

    ring, rows, broken = _ring(), 0, False
    for path in paths:
        try:
            count, found = verify_export(path, ring)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise Refused(t("audit.no_export", path=path, error=error)) from None
        rows, broken = rows + count, broken or bool(found)
        if as_json:
            emit({"path": str(path), "rows": count, "findings": [vars(each) for each in found]})
        for each in found:
            place = {"bureau": path.name, "seq": each.seq, "row": each.row or "—"}
            say(t("audit.fault", damage=label("audit.damage", each.damage, locale()), **place))
    if broken:
        raise Refused(t("audit.broken"))
    say(t("audit.whole", rows=rows))


def _ring() -> Ring:
    """The keys that sign the trail. Raises: SettingsError without any."""
    from gateway.audit.keys import Ring  # noqa: PLC0415

    env = reader()
    keys = audit_keys(env)
    finish(env)
    if not keys:
        raise SettingsError({"AUDIT_KEYS": [t("audit.no_keys")]})
    return Ring(keys)


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
