"""Places in an inbox: whatever order commits become visible in, each item is shown once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notification.domain import position_at
from services.notification.domain.places import MOST, SETTLE, Item, Place, beginning, decode, step
from shared.ids import new_id

START = datetime(2026, 11, 1, tzinfo=UTC)


def item(at: float) -> Item:
    """One whose position was drawn so many seconds after the start."""
    prefix = position_at(START + timedelta(seconds=at))[:19]
    return Item(new_id(), prefix + new_id()[19:])


def look(place: Place, visible: list[Item], at: float, limit: int = 5) -> tuple[list[str], list[str], Place, bool]:
    """What is shown at a moment, as ids; the text of the place after each; the place, once through its text."""
    later = sorted((each for each in visible if each.position > place.base), key=lambda each: each.position)
    done = step(place, later[: MOST + limit], limit, START + timedelta(seconds=at), complete=len(later) < MOST + limit)
    again = decode(done.place.encode())
    assert again is not None
    return [each.id for each in done.shown], [each.encode() for each in done.places], again, done.more


def opened(visible: list[Item], at: float) -> Place:
    return beginning(sorted(visible, key=lambda each: each.position)[-MOST:], START + timedelta(seconds=at))


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 60))
def test_every_item_is_shown_once_however_late_it_becomes_visible_and_however_often_one_comes_back(
    chance: random.Random, count: int
) -> None:
    delays = [(at := chance.uniform(0, 200), at + chance.uniform(0, SETTLE.total_seconds() - 1)) for _ in range(count)]
    items = [(item(at), visible_at) for at, visible_at in delays]
    place, seen = opened([], 0), []
    for second in range(240):
        visible = [each for each, at in items if at <= second]
        while True:
            shown, places, following, more = look(place, visible, second)
            if shown and chance.random() < 0.3:
                # The connection breaks after some of them: the client goes on from the last that it got.
                kept = chance.randrange(1, len(shown) + 1)
                found = decode(places[kept - 1])
                assert found is not None
                shown, following, more = shown[:kept], found, True
            seen += shown
            place = following
            if not more:
                break
    assert sorted(seen) == sorted(each.id for each, _ in items)


def test_a_new_reader_is_shown_only_what_comes_later() -> None:
    old = [item(at) for at in (0, 50, 99)]
    place = opened(old, 100)
    assert look(place, old, 100)[0] == []
    late, new = item(98), item(101)
    assert look(place, [*old, late, new], 102)[0] == [late.id, new.id]


def test_very_many_at_once_are_held_back_until_the_earlier_ones_are_settled() -> None:
    flood = [item(at / 1000) for at in range(MOST + 100)]
    place, seen = opened([], 0), []
    for second in (1, 1, 1):
        more = True
        for _ in range(30):
            shown, _, place, more = look(place, flood, second, 50)
            seen += shown
        assert len(place.encode()) < 6000
    assert (len(seen), more) == (MOST, True)
    for _ in range(3):
        shown, _, place, more = look(place, flood, 40, 50)
        seen += shown
    assert (len(seen), len(set(seen)), more) == (MOST + 100, MOST + 100, False)


def test_a_reader_with_very_many_recent_items_begins_at_the_latest() -> None:
    flood = sorted((item(at / 1000) for at in range(MOST + 100)), key=lambda each: each.position)
    place = opened(flood, 1)
    assert len(place.marks) < MOST
    assert look(place, flood, 1)[0] == []


def test_a_place_stays_short_when_nothing_comes() -> None:
    items = [item(at) for at in range(20)]
    _, _, place, _ = look(opened(items, 20), items, 21)
    assert place.marks
    _, _, place, _ = look(place, items, 100)
    assert (place.marks, place.base) == (frozenset(), position_at(START + timedelta(seconds=70)))


@pytest.mark.parametrize("text", ["", "x", "eA", "a" * 31, "!!!!", "é", "AAAA" * 6, "\x00"])
def test_what_is_not_a_place_is_none(text: str) -> None:
    assert decode(text) is None
