"""`jingmei audit verify` and `jingmei openapi`: what the gateway has to show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from jingmei.output import emit, say
from jingmei.texts import t


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
    from flask import Flask  # noqa: PLC0415 (only when it is needed)

    from gateway import openapi as rendering  # noqa: PLC0415
    from gateway.app import VERSION, areas  # noqa: PLC0415

    api = rendering.make(Flask("openapi", static_folder=None), VERSION)
    for area in areas():
        api.register_blueprint(area.blueprint)
    found: dict[str, Any] = api.spec.to_dict()
    return found
