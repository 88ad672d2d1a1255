"""`jingmei resend`: facts that had been sent when a backup was taken are sent again, after it was restored.

What the broker had confirmed and a service had not yet taken is in no backup of the databases: neither still to be sent
nor taken. Outboxes keep what was sent for a week, and whoever has a fact already does nothing with it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from jingmei.options import Json
from jingmei.output import emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t
from services import PROGRAMS

Minutes = Annotated[int, typer.Option(min=1, max=7 * 24 * 60, help=t("option.minutes"))]
COLUMNS = ("service", "count")


def resend(minutes: Minutes = 60, as_json: Json = False) -> None:
    """Have sent again what every program sent in the last minutes before the newest fact of all."""
    stores = Stores(settings())
    newest = max((sent for owner in PROGRAMS if (sent := stores.last_sent(owner))), default=None)
    if newest is None:
        say(t("resend.nothing"))
        return emit([]) if as_json else None
    since = newest - timedelta(minutes=minutes)
    rows = [{"service": owner, "count": stores.send_again(owner, since)} for owner in PROGRAMS]
    return emit(rows) if as_json else table(COLUMNS, rows, ("count",))
