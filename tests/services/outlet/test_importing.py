"""What rows of a sheet bring about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.outlet.domain import ChannelVerification, Member, Outlet, importing, lifecycle
from services.outlet.domain.importing import Roster, Row
from services.outlet.rows import NEW, Sheet, export_rows, row_of
from shared.contracts.outlet_terms import Level, OutletRole
from shared.errors import Conflict, DomainError, Invalid
from shared.events import ChannelVerified
from shared.sheets import COLUMNS
from tests.services.outlet.makers import LIAISON, NOW, OWNER, SEALER, credit_code, registered, resident_id, verified

CELLS = {
    "name": "浦沿身边事",
    "category": "self_media",
    "credit_code": credit_code(),
    "contact_name": "刘勇",
    "phone": "13934841887",
    "region": "浦沿",
    "platform": "kuaishou",
    "level": "self",
    "account_name": "浦沿身边事",
    "url": "https://example.com/1",
    "followers": "1681",
}


def row(known: bool = False, **cells: str) -> Row:
    filled = {name: text for name, text in (CELLS | cells).items() if text}
    return row_of(2, filled, Sheet(LIAISON, ("f1",), "媒体.xlsx"), SEALER, NOW, known=known)


def take(roster: Roster, one: Row) -> Any:
    return importing.take(roster, one, "liaison", NOW)


def problem(error: DomainError) -> tuple[str, str]:
    (found,) = importing.cells(error)
    return found.pointer, found.rule


def refused(roster: Roster, one: Row) -> tuple[str, str]:
    with pytest.raises(DomainError) as found:
        take(roster, one)
    return problem(found.value)


def test_a_new_outlet_is_pending_and_has_no_owner_yet() -> None:
    outlet = take(Roster(), row()).outlet
    assert (outlet.status, outlet.members) == ("pending", ())
    assert outlet.channels[0].followers == 1681


def test_the_same_row_again_changes_nothing() -> None:
    roster = Roster()
    take(roster, row())
    assert take(roster, row()).events == ()
    assert take(Roster.of([verified()]), row()).events == ()


def test_a_further_row_adds_a_channel() -> None:
    roster = Roster()
    first = take(roster, row()).outlet
    second = take(roster, row(platform="weibo")).outlet
    assert (second.id, second.version, len(second.channels)) == (first.id, 2, 2)
    assert take(roster, row(platform="weibo")).events == ()


def test_an_outlet_needs_no_channel() -> None:
    bare = row(platform="", level="", account_name="", url="", followers="")
    roster = Roster()
    assert take(roster, bare).outlet.channels == ()
    assert take(roster, bare).events == ()


def test_an_operator_is_known_again() -> None:
    person = {"credit_code": "", "operator_name": "王芳", "operator_id": resident_id()}
    roster = Roster()
    first = take(roster, row(**person)).outlet
    assert take(roster, row(**person, platform="weibo")).outlet.id == first.id
    assert take(roster, row(**person | {"operator_id": resident_id(2)})).outlet.id != first.id


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"url": "https://example.com/2"}, ("url", "import.channel_differs")),
        ({"name": "别的名字"}, ("name", "import.name_differs")),
        ({"category": "influencer"}, ("category", "import.category_differs")),
        ({"followers": "5"}, ("followers", "import.channel_differs")),
        ({"level": "county"}, ("level", "import.channel_differs")),
    ],
)
def test_what_is_there_is_not_overwritten(cells: dict[str, str], told: tuple[str, str]) -> None:
    assert refused(Roster.of([verified()]), row(**cells)) == told


def test_a_level_in_the_sheet_is_vouched_for_by_who_brings_it() -> None:
    (channel,) = take(Roster(), row(level="county")).outlet.channels
    assert channel.verification == ChannelVerification("liaison", NOW, Level.COUNTY, ("f1",), "媒体.xlsx #2")
    assert take(Roster(), row(level="")).outlet.channels[0].verification is None
    known = take(Roster.of([registered()]), row(level="municipal"))
    assert [type(told).name for told in known.events] == [ChannelVerified.name]
    assert known.outlet.channels[0].level == Level.MUNICIPAL


def test_whoever_belongs_to_the_outlet_vouches_for_none_of_its_channels() -> None:
    insider = replace(registered(), members=(Member("liaison", "张警官", OutletRole.MEMBER, NOW),))
    assert take(Roster.of([insider]), row(level="county")).events == ()
    new = take(Roster.of([insider]), row(platform="weibo", level="county")).outlet.channels[-1]
    assert (new.level, new.claimed_level) == (None, Level.COUNTY)


def test_numbers_of_two_outlets_in_one_row_are_refused() -> None:
    other = registered(credit_code=credit_code(2), operator={"name": "王", "id_number": resident_id()})
    both = row(operator_name="王", operator_id=resident_id())
    assert refused(Roster.of([registered(), other]), both) == ("credit_code", "import.two_outlets")


def test_a_closed_outlet_frees_its_number() -> None:
    closed = lifecycle.close(registered(), OWNER, "停更", NOW).outlet
    assert take(Roster.of([closed]), row()).outlet.id != closed.id
    by_id = row(known=True, id=closed.id)
    assert refused(Roster.of([closed]), by_id) == ("id", "import.closed")


def test_an_organisation_without_a_code_is_refused() -> None:
    assert refused(Roster(), row(category="department", credit_code="")) == ("credit_code", "credit_code.required")


def test_an_outlet_takes_no_more_channels_than_it_may_have() -> None:
    first = registered().channels[0]
    full = replace(registered(), channels=tuple(replace(first, id=str(n), account_name=str(n)) for n in range(100)))
    assert refused(Roster.of([full]), row()) == ("", "channel.limit")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"phone": "123"}, {("phone", "phone")}),
        ({"phone": ""}, {("phone", "required")}),
        ({"credit_code": "91110000600037341M"}, {("credit_code", "credit_code.check_digit")}),
        ({"platform": "qq", "url": "x"}, {("platform", "choice"), ("url", "url")}),
        ({"account_name": ""}, {("account_name", "required")}),
        ({"platform": "", "account_name": "", "url": ""}, {("platform", "required")}),
        ({"operator_name": "王"}, {("operator_id", "required")}),
        ({"followers": "many"}, {("followers", "type")}),
        ({"followers": "-1"}, {("followers", "range.min")}),
        ({"name": ""}, {("name", "required")}),
    ],
)
def test_a_bad_cell_is_told_by_column_and_rule(cells: dict[str, str], told: set[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as found:
        row(**cells)
    assert {(p.pointer, p.rule) for p in importing.cells(found.value)} == told


def test_an_exported_outlet_comes_back_unchanged() -> None:
    outlets: list[Outlet] = [
        verified(),
        registered(credit_code=credit_code(2), channels=[]),
        replace(registered(operator={"name": "王", "id_number": resident_id()}), credit_code=""),
    ]
    for outlet in outlets:
        for in_full in (True, False):
            for exported in export_rows(outlet, SEALER, in_full=in_full):
                cells = {name: str(value) for name, value in exported.items() if value != ""}
                back = row_of(2, cells, Sheet(LIAISON), SEALER, NOW, known=True)
                assert take(Roster.of([outlet]), back).events == ()


def test_an_export_shows_phones_to_those_who_may_see_them_and_identity_numbers_to_nobody() -> None:
    outlet = registered(operator={"name": "王", "id_number": resident_id()})
    (full,), (masked,) = (list(export_rows(outlet, SEALER, in_full=flag)) for flag in (True, False))
    assert (full["phone"], masked["phone"]) == ("13934841887", "139****1887")
    assert resident_id() not in full.values()


def test_sheet_and_service_mean_the_same_columns() -> None:
    keys = {column.key for column in COLUMNS}
    assert set(NEW.fields) | {"id", "status", "verified_until"} == keys
    (exported,) = export_rows(registered(), SEALER, in_full=True)
    assert set(exported) == keys


def test_an_import_that_has_ended_takes_nothing() -> None:
    assert importing.require_open("open") is None
    with pytest.raises(Conflict):
        importing.require_open("closed")
