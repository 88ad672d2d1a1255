"""Activities and appointments as a calendar (iCalendar, RFC 5545) that phones and computers subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from icalendar import Calendar, Event

from shared.labels import label

PRODUCT: Final = "-//Jingmei//Activities//ZH"
# How often a calendar should ask again.
EVERY: Final = "PT1H"


def calendar(
    name: str, activities: Iterable[Mapping[str, Any]], address: str, appointments: Iterable[Mapping[str, Any]] = ()
) -> bytes:
    """The calendar of one bureau for one reader; each activity and the request of each appointment has its page below
    `address`, none if empty."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", EVERY)
    for each in activities:
        made.add_component(_of_activity(each, address))
    for each in appointments:
        made.add_component(_of_appointment(each, address))
    written: bytes = made.to_ical()
    return written


def _of_activity(activity: Mapping[str, Any], address: str) -> Event:
    event = _event(activity, f"{address}/activities/{activity['id']}" if address else "")
    event.add("dtend", datetime.fromisoformat(activity["ends_at"]))
    event.add("summary", activity["title"])
    event.add("location", activity["place"] or activity["link"])
    event.add("description", "\n".join(part for part in (activity["text"], activity["link"]) if part))
    event.add("status", "CANCELLED" if activity["state"] == "cancelled" else "CONFIRMED")
    return event


def _of_appointment(appointment: Mapping[str, Any], address: str) -> Event:
    """Nobody said how long it takes: it has no end."""
    event = _event(appointment, f"{address}/requests/{appointment['request']}" if address else "")
    kind = label("request.kind", appointment["kind"], "zh")
    event.add("summary", f"{kind} · {appointment['title']}")
    event.add("location", appointment["place"])
    about = f"{appointment['number']} {appointment['outlet_name']}".rstrip()
    event.add("description", "\n".join(part for part in (about, appointment["text"]) if part))
    event.add("status", "CANCELLED" if appointment["off"] else "CONFIRMED")
    return event


def _event(what: Mapping[str, Any], page: str) -> Event:
    event = Event()
    changed = datetime.fromisoformat(what["updated_at"])
    event.add("uid", f"{what['id']}@jingmei")
    # A calendar takes what has the higher number: what was moved is one that it knows, elsewhere.
    event.add("sequence", what["version"])
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", datetime.fromisoformat(what["starts_at"]))
    if page:
        event.add("url", page)
    return event
