"""Which dead letters: the filters of the command line, as a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

import typer

from jingmei.output import USAGE, Refused
from jingmei.stores import STATES, Choice
from jingmei.texts import t
from services import SERVICES
from shared.clock import SHANGHAI, now

AGES = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
Services = Annotated[list[str] | None, typer.Option("--service", "-s", help=t("option.service"))]
Types = Annotated[list[str] | None, typer.Option("--type", "-t", help=t("option.type"))]
Reasons = Annotated[list[str] | None, typer.Option("--reason", "-r", help=t("option.reason"))]
Since = Annotated[str | None, typer.Option(help=t("option.since"))]
Until = Annotated[str | None, typer.Option(help=t("option.until"))]
States = Annotated[list[str] | None, typer.Option("--state", help=t("option.state"))]
Bureau = Annotated[str | None, typer.Option(help=t("option.bureau"))]


@dataclass(frozen=True)
class Filters:
    """The options that choose letters."""

    services: Services = None
    types: Types = None
    reasons: Reasons = None
    since: Since = None
    until: Until = None
    states: States = None
    bureau: Bureau = None

    def choice(self, *, states: Sequence[str] = (), ids: Sequence[str] | None = None) -> Choice:
        """The options as a choice, of letters in these `states` when no option names any.

        Raises: Refused for an unknown service, state or time.
        """
        for service in self.services or ():
            if service not in SERVICES:
                raise Refused(t("error.service", service=service), USAGE)
        for state in self.states or ():
            if state not in STATES:
                raise Refused(t("error.state", state=state), USAGE)
        return Choice(
            services=self.services or (),
            types=self.types or (),
            reasons=self.reasons or (),
            states=self.states or states,
            bureau=self.bureau,
            since=moment(self.since),
            until=moment(self.until),
            ids=ids or (),
        )


def moment(text: str | None) -> datetime | None:
    """A time as an age (`30m`, `2h`, `3d`) or in ISO form, Asia/Shanghai without a zone. Raises: Refused."""
    if text is None:
        return None
    if match := re.fullmatch(r"([0-9]{1,6})([smhd])", text):
        return now() - timedelta(**{AGES[match[2]]: int(match[1])})
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(t("error.moment", text=text), USAGE) from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
