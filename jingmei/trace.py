"""`jingmei trace`: the story of one work across all services, from the first command to the last message."""

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
    submission: Annotated[str, typer.Argument(help=t("argument.submission"))],
    *,
    bureau: Annotated[str | None, typer.Option(help=t("option.bureau"))] = None,
    full: Annotated[bool, typer.Option("--full", help=t("option.full"))] = False,
    as_json: Json = False,
    lang: Annotated[str | None, typer.Option(help=t("option.lang"))] = None,
) -> None:
    """Everything that happened to a submission, in order. Raises: Refused when there is none."""
    # Only when it is needed: it was a fifth of the start of every command.
    from jingmei.story import Ambiguous, find, story  # noqa: PLC0415
    from jingmei.telling import show  # noqa: PLC0415

    if lang is not None:
        speak(lang)
    stores = Stores(settings())
    try:
        found = find(stores, submission, bureau)
    except Ambiguous as several:
        raise Refused(t("trace.ambiguous", submission=submission, bureaus=several), USAGE) from None
    if found is None:
        raise Refused(t("trace.unknown", submission=submission))
    told = story(stores, found)
    if as_json:
        return emit(asdict(told))
    return show(told, full=full)


def speak(language: str) -> None:
    """Go on in this language. Raises: Refused."""
    if language not in LOCALES:
        raise Refused(t("error.lang", lang=language), USAGE)
    os.environ["JINGMEI_LANG"] = language
    locale.cache_clear()
