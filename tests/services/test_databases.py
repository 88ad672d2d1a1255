"""A lent database comes back empty and as it was made, whatever a test did to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from services.outlet.service import OutletService
from shared.mongo import outbox
from tests.services.conftest import Databases, filled


@pytest.fixture
def lending(mongo_uri: str) -> Iterator[Databases]:
    made = Databases(mongo_uri)
    yield made
    made.close()


def test_what_one_wrote_the_next_does_not_find(lending: Databases) -> None:
    first = lending.take(OutletService)
    first["outlets"].insert_one({"_id": "a"})
    first["of no repository"].insert_many([{}, {}])
    assert sorted(filled(first)) == ["of no repository", "outlets"]
    lending.give_back(OutletService, first)
    second = lending.take(OutletService)
    assert second.name == first.name and filled(second) == []


def test_two_at_once_have_two(lending: Databases) -> None:
    taken = [lending.take(OutletService) for _ in range(2)]
    assert taken[0].name != taken[1].name
    for db in taken:
        lending.give_back(OutletService, db)


def test_one_that_was_reshaped_goes(lending: Databases) -> None:
    first = lending.take(OutletService)
    first["outlets"].create_index("name", name="of_a_test", unique=True)
    lending.give_back(OutletService, first)
    assert first.name not in lending.client.list_database_names()
    second = lending.take(OutletService)
    assert "of_a_test" not in second["outlets"].index_information()


def test_it_has_the_indexes_of_the_service(lending: Databases) -> None:
    for _ in range(2):
        db = lending.take(OutletService)
        for collection, models in (OutletService.outlets.cls.INDEXES | outbox.INDEXES).items():
            assert {model.document["name"] for model in models} <= set(db[collection].index_information())
        lending.give_back(OutletService, db)
