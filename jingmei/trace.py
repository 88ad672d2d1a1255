"""`jingmei trace`: the story of one work, request, activity or call across all services, from the first command to the
last message."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import Annotated

import typer

from jingmei.options import Json
from jingmei.output import USAGE, Refused, emit
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import LOCALES, locale, t


def trace(
    reference: Annotated[str, typer.Argument(metavar="ID", help=t("argument.submission"))],
    *,
    bureau: Annotated[str | None, typer.Option(help=t("option.bureau"))] = None,
    full: Annotated[bool, typer.Option("--full", help=t("option.full"))] = False,
    as_json: Json = False,
    lang: Annotated[str | None, typer.Option(help=t("option.lang"))] = None,
) -> None:
    """Everything that happened to what the reference names, in order. Raises: Refused when there is none."""
    # Only when it is needed: it was a fifth of the start of every command.
    from jingmei.story import Ambiguous, Confidential, find  # noqa: PLC0415
    from jingmei.telling import show  # noqa: PLC0415

    if lang is not None:
        speak(lang)
    stores = Stores(settings())
    try:
        found = find(stores, reference, bureau)
    except Ambiguous as several:
        raise Refused(t("trace.ambiguous", reference=reference, bureaus=several), USAGE) from None
    except Confidential:
        raise Refused(t("trace.confidential"), USAGE) from None
    if found is None:
        raise Refused(t("trace.unknown", reference=reference))
    told = found.story()
    if as_json:
        whole = asdict(told)
        return emit({told.of: whole["head"], "steps": whole["steps"], "gone": whole["gone"]})
    return show(told, full=full)


def speak(language: str) -> None:
    """Go on in this language. Raises: Refused."""
    if language not in LOCALES:
        raise Refused(t("error.lang", lang=language), USAGE)
    os.environ["JINGMEI_LANG"] = language
    locale.cache_clear()
