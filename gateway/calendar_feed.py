"""Activities as a calendar (iCalendar, RFC 5545) that phones and computers subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from icalendar import Calendar, Event

PRODUCT: Final = "-//Jingmei//Activities//ZH"
# How often a calendar should ask again.
EVERY: Final = "PT1H"


def calendar(name: str, activities: Iterable[Mapping[str, Any]], address: str) -> bytes:
    """The calendar of one bureau for one reader; each activity has its page below `address`, none if empty."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", EVERY)
    for each in activities:
        made.add_component(_event(each, address))
    written: bytes = made.to_ical()
    return written


def _event(activity: Mapping[str, Any], address: str) -> Event:
    event = Event()
    changed = datetime.fromisoformat(activity["updated_at"])
    event.add("uid", f"{activity['id']}@jingmei")
    # A calendar takes what has the higher number: a moved activity is one that it knows, elsewhere.
    event.add("sequence", activity["version"])
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", datetime.fromisoformat(activity["starts_at"]))
    event.add("dtend", datetime.fromisoformat(activity["ends_at"]))
    event.add("summary", activity["title"])
    event.add("location", activity["place"] or activity["link"])
    event.add("description", "\n".join(part for part in (activity["text"], activity["link"]) if part))
    if address:
        event.add("url", f"{address}/activities/{activity['id']}")
    event.add("status", "CANCELLED" if activity["state"] == "cancelled" else "CONFIRMED")
    return event
