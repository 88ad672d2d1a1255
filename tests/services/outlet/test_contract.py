"""Contract, service and messages agree."""

from __future__ import annotations

import inspect

import pytest

from services.outlet.domain import Do
from services.outlet.service import OutletService
from shared.contracts import outlet as contracts
from shared.contracts.outlet_terms import Category
from tests.services.outlet.methods import METHODS
from tests.services.texts import codes, messages, values_named
from tests.support.services import OF_EVERY

RAISING = (
    "services/outlet",
    "shared/sheets",
    "shared/contracts/outlet",
    "shared/contracts/outlet_workdays.py",
    "shared/contracts/fields.py",
    "shared/paging.py",
)
# Rules that every contract has; their messages are the gateway's.
COMMON = {
    "validation", "choice", "required", "length.min", "length.max", "range.min", "range.max", "concurrent_change",
    "file.unknown",
}  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_the_service_has_every_method_of_the_contract(method: str) -> None:
    kind, schema, _ = METHODS[method]
    source = inspect.getsource(getattr(OutletService, method).__wrapped__)
    assert source.startswith(
        (f"    @{kind}(contracts.{schema.__name__})", f"    @{kind}(contracts.{schema.__name__}, ")
    )


def test_the_contract_has_every_method_of_the_service() -> None:
    decorated = {name for name, member in inspect.getmembers(OutletService) if hasattr(member, "nameko_entrypoints")}
    heard = {"lapse", "remind", "account_changed", "follow_accounts", "miss_workdays", *OF_EVERY}
    assert decorated - heard == set(METHODS)
    assert "`register`" in (contracts.__doc__ or "")


def composed() -> set[str]:
    """The codes that are put together from parts."""
    checks = ("credit_code.format", "credit_code.check_digit", "resident_id.format", "resident_id.check_digit")
    return {
        *(f"outlet.forbidden.{do}" for do in Do),
        *(f"evidence.{category}" for category in Category),
        *(f"cell.{kind}" for kind in ("formula", "error", "merged", "time", "no_year", "ambiguous_date")),
        *(*checks, "resident_id.birth_date", "phone", "email", "url", "sheet.column_renamed", "sheet.column_missing"),
    }


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    known = messages(locale, "outlet") | messages(locale, "workdays")
    assert (codes(*RAISING) | composed()) - COMMON - set(known) == set()
    assert all(known.values())


def test_both_languages_name_the_same_values() -> None:
    zh, en = messages("zh", "outlet"), messages("en", "outlet")
    assert zh.keys() == en.keys()
    for code in zh:
        assert values_named(zh[code]) == values_named(en[code]), code
