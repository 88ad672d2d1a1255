"""A request uses the files that it names, and the database is asked for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from marshmallow import Schema, fields
from pymongo.monitoring import CommandListener, CommandStartedEvent

from deploy.local.servers import Database
from gateway import store
from gateway.files.naming import MOST, files_in
from gateway.http.declaration import Declaration
from shared.contracts.fields import FileId, Form, Pattern, identifier, several
from shared.contracts.outlet import RegisterOutlet
from shared.contracts.submission import CreateSubmission
from shared.ids import new_id
from shared.mongo.client import connect
from tests.gateway.accounts.desk import Bureau, Desk, Person
from tests.gateway.accounts.fixtures import bureau
from tests.gateway.files.test_files import PDF, send
from tests.gateway.http.test_declarations import DECLARED

__all__ = ["bureau"]
NAMED = {
    "attachments", "attachments/file", "evidence", "files", "files/file", "photo", "photos/file", "proof/file",
    "proofs/files",
}  # fmt: skip
# Ids of something else, by the name of their field.
NO_FILES = {
    "account", "accounts", "call", "channel", "clarifies", "delivered_by", "entries", "findings", "head", "id", "into",
    "invitation", "liaison", "material", "metrics", "officer", "officers", "outlet", "outlets", "person", "publication",
    "reprint_of", "reverses", "rule", "submission", "to", "unit", "up_to",
}  # fmt: skip


class Started(CommandListener):
    """What the database was asked, as `(command, collection)`."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.calls.append((event.command_name, str(event.command.get(event.command_name))))

    def succeeded(self, event: object) -> None:
        """Nothing to be counted."""

    def failed(self, event: object) -> None:
        """Nothing to be counted."""

    @property
    def of_files(self) -> list[str]:
        """The commands that were about files."""
        return [name for name, collection in self.calls if collection == "files.files"]


@pytest.fixture(scope="module")
def started() -> Started:
    return Started()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database, started: Started) -> Iterator[Desk]:
    """A gateway whose questions to the database are counted; nobody is behind it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "connect", partial(connect, event_listeners=[started]))
        made = Desk(database.uri)
    yield made
    made.close()


@pytest.fixture
def person(bureau: Bureau) -> Person:
    return bureau.outsider()


def sent(person: Person, body: dict[str, Any], started: Started) -> list[str]:
    """What the database was asked about files while a work was handed to a service that is away."""
    started.calls.clear()
    answer = person("POST", "/submissions", body)
    assert answer.status_code == 503, answer.text
    return started.of_files


def test_the_database_is_asked_for_the_files_that_are_named_and_not_for_other_ids(
    person: Person, started: Started
) -> None:
    file = send(person, PDF).get_json()["id"]
    work = {"outlet": new_id(), "kind": "work", "genre": "article", "title": "夜巡", "body": "正文"}
    authors = [{"outlet": new_id(), "share": 1}]
    assert sent(person, work, started) == []
    assert sent(person, work | {"authors": authors, "attachments": []}, started) == []
    # Which of them are files, that they are used, whose they are.
    assert sent(person, work | {"attachments": [{"file": file}]}, started) == ["find", "update", "find"]


def test_a_file_is_used_however_deep_its_schema_has_it() -> None:
    one, other = new_id(), new_id()
    proofs = [{"files": [one], "note": other}, {"files": [one, other]}]
    assert files_in(RegisterOutlet(), {"name": new_id(), "proofs": proofs}) == [one, other]
    assert files_in(CreateSubmission(), {"outlet": one, "attachments": [{"file": other}]}) == [other]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"proofs": None},
        {"proofs": "0"},
        {"proofs": {"files": {"0": 1}}},
        {"proofs": [None, 1, [[]], {"files": 7}, {"files": [None, {}, "警", "0" * 36]}]},
        [],
        None,
    ],
)
def test_what_has_not_the_form_of_the_schema_names_nothing(data: Any) -> None:
    assert files_in(RegisterOutlet(), data) == []
    assert files_in(None, data) == []


def test_one_body_names_no_more_than_so_many() -> None:
    class Many(Form):
        """Too many."""

        files = several(FileId(), 2 * MOST)

    assert len(files_in(Many(), {"files": [new_id() for _ in range(MOST + 1)]})) == MOST


def fields_of(schema: Schema, before: str = "") -> Iterator[tuple[str, fields.Field[Any]]]:
    """Every field that a body can have, with its place."""
    for name, field in schema.load_fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.Nested):
            yield from fields_of(inner.schema, f"{before}{name}/")
        else:
            yield f"{before}{name}", inner


def an_id(field: fields.Field[Any]) -> bool:
    return any(isinstance(each, Pattern) and each.rule == "id" for each in field.validators)


BODIES: list[Declaration] = [each for each in DECLARED if each.service and each.body is not None]


def test_every_id_that_a_service_takes_is_known_to_be_a_files_or_not() -> None:
    """A new one that is a file's, and is not said to be, would be lost after its first month."""
    found = [pair for each in BODIES if each.body is not None for pair in fields_of(each.body)]
    assert {place for place, field in found if isinstance(field, FileId)} == NAMED
    others = {place for place, field in found if an_id(field) and not isinstance(field, FileId)}
    assert {place.rpartition("/")[2] for place in others} == NO_FILES
    assert an_id(FileId()) and an_id(identifier())
