"""The AsyncAPI document is valid and says of every event what the code does."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from shared.events import CATALOGUE
from shared.events.asyncapi import LOCALES, describe, document, key_of
from tests.shared.events.examples import GOLDEN

# AsyncAPI 3.0.0 JSON Schema, from npm @asyncapi/specs 6.11.1 (Apache-2.0), whitespace removed.
SCHEMA = Path(__file__).with_name("asyncapi-3.0.0.schema.json.gz")
TYPES = sorted(CATALOGUE)


@pytest.fixture(scope="module")
def english() -> dict[str, Any]:
    return document("en")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_document_is_valid_asyncapi(locale: str) -> None:
    schema = orjson.loads(gzip.decompress(SCHEMA.read_bytes()))
    wire = orjson.loads(orjson.dumps(document(locale)))
    assert [error.message for error in Draft7Validator(schema).iter_errors(wire)] == []


def test_the_validator_would_say_so() -> None:
    schema = orjson.loads(gzip.decompress(SCHEMA.read_bytes()))
    broken = {**document(), "channels": {"x": {"address": 1}}}
    assert not Draft7Validator(schema).is_valid(broken)


@pytest.mark.parametrize("type_", TYPES)
def test_every_event_has_channel_operation_and_message(type_: str, english: dict[str, Any]) -> None:
    cls = CATALOGUE[type_]
    key = key_of(cls)
    assert english["channels"][key]["address"] == f"{cls.source}.{cls.name}.v{cls.version}.{{bureau}}"
    assert english["operations"][f"send.{key}"]["channel"] == {"$ref": f"#/channels/{key}"}
    assert english["components"]["messages"][key]["name"] == type_


@pytest.mark.parametrize("type_", TYPES)
def test_the_golden_example_is_what_the_document_describes(type_: str, english: dict[str, Any]) -> None:
    resource: Resource[Any] = Resource.opaque(english)
    registry: Registry[Any] = Registry().with_resource("urn:doc", resource)
    payload = f"urn:doc#/components/messages/{key_of(CATALOGUE[type_])}/payload"
    validator = Draft7Validator({"$ref": payload}, registry=registry)
    golden = orjson.loads((GOLDEN / f"{type_}.json").read_bytes())
    assert [error.message for error in validator.iter_errors(golden)] == []
    first = next(iter(golden["data"]))
    assert not validator.is_valid({**golden, "data": {**golden["data"], first: [[]]}})


@pytest.mark.parametrize("type_", TYPES)
def test_every_event_is_described_in_both_languages(type_: str) -> None:
    chinese, text = describe(CATALOGUE[type_], "zh"), describe(CATALOGUE[type_], "en")
    assert chinese != text
    assert any("\u4e00" <= char <= "\u9fff" for char in chinese)
    assert text.isascii() or "—" in text
