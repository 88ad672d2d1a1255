"""Activities as iCalendar: what a phone reads of them, whatever somebody wrote."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from gateway.calendar_feed import calendar

ACTIVITY: dict[str, Any] = {
    "id": "a1",
    "version": 3,
    "state": "announced",
    "title": '开放日；第一场, "夜巡"',
    "text": "第一行\nEND:VEVENT\n第三行",
    "starts_at": "2026-10-16T01:00:00Z",
    "ends_at": "2026-10-16T03:30:00Z",
    "place": "指挥中心",
    "link": "",
    "updated_at": "2026-09-28T02:00:00Z",
}


def read(*activities: dict[str, Any]) -> list[Any]:
    made = calendar("县公安局 · 活动", activities, "https://jingmei.example")
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    return list(Calendar.from_ical(made).walk("VEVENT"))


def test_an_activity_is_one_entry_with_its_page() -> None:
    (event,) = read(ACTIVITY)
    assert (event["uid"], event["sequence"], event["status"]) == ("a1@jingmei", 3, "CONFIRMED")
    assert (str(event["location"]), str(event["url"])) == ("指挥中心", "https://jingmei.example/activities/a1")
    assert event["dtend"].dt.isoformat() == "2026-10-16T03:30:00+00:00"


def test_without_an_address_of_the_pages_there_is_none() -> None:
    made = calendar("县公安局 · 活动", [ACTIVITY], "")
    [event] = Calendar.from_ical(made).walk("VEVENT")
    assert "url" not in event


def test_what_somebody_wrote_stays_within_its_entry() -> None:
    first, second = read(ACTIVITY, ACTIVITY | {"id": "a2"})
    assert str(first["summary"]) == ACTIVITY["title"] and str(first["description"]) == ACTIVITY["text"]
    assert second["uid"] == "a2@jingmei"


def test_online_and_cancelled_are_told() -> None:
    (event,) = read(ACTIVITY | {"place": "", "link": "https://meet.example/1", "state": "cancelled"})
    assert (event["location"], event["status"]) == ("https://meet.example/1", "CANCELLED")
    assert "https://meet.example/1" in event["description"]


APPOINTMENT: dict[str, Any] = {
    "id": "r1-2", "request": "r1", "number": "2026-X00012", "kind": "interview", "title": "采访夜巡民警",
    "outlet": "o1", "outlet_name": "滨江晚报", "starts_at": "2026-10-16T01:00:00Z", "place": "新闻科", "off": False,
    "version": 4, "text": "找王警官。\nEND:VEVENT", "updated_at": "2026-09-28T02:00:00Z",
}  # fmt: skip


def dated(address: str = "https://jingmei.example", **changes: Any) -> Any:
    made = calendar("县公安局 · 日程", [ACTIVITY], address, [APPOINTMENT | changes])
    activity, appointment = Calendar.from_ical(made).walk("VEVENT")
    assert activity["uid"] == "a1@jingmei"
    return appointment


def test_an_appointment_is_an_entry_that_leads_to_its_request() -> None:
    event = dated()
    assert (event["uid"], event["sequence"], event["status"]) == ("r1-2@jingmei", 4, "CONFIRMED")
    assert (str(event["summary"]), str(event["location"])) == ("采访需求 · 采访夜巡民警", "新闻科")
    assert str(event["url"]) == "https://jingmei.example/requests/r1"
    assert event["dtstart"].dt.isoformat() == "2026-10-16T01:00:00+00:00" and "dtend" not in event
    assert str(event["description"]) == f"2026-X00012 滨江晚报\n{APPOINTMENT['text']}"
    assert "url" not in dated("")


def test_one_that_was_asked_again_is_cancelled() -> None:
    event = dated(off=True, version=5)
    assert (event["uid"], event["sequence"], event["status"]) == ("r1-2@jingmei", 5, "CANCELLED")
