"""Which files a request names: what its body has where its schema has a `FileId`, however deep.

By the schema of every command and not endpoint by endpoint: one that was forgotten would lose its files
(`gateway.orphans` takes away what nothing names). That no schema takes a file as anything else is tested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from marshmallow import Schema, fields

from shared.contracts.fields import FileId

FORM: Final = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
# No command takes as many; a body that has more is looked at no further.
MOST: Final = 1000


def files_in(schema: Schema | None, data: Any) -> list[str]:
    """The ids of files in a body of JSON, each once; at most a thousand. Nobody has checked the body yet: what has not
    the form of the schema, or of our ids, is passed over."""
    return list(dict.fromkeys(islice(_of_schema(schema, data), MOST))) if schema is not None else []


def _of_schema(schema: Schema, data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for name, field in schema.load_fields.items():
            yield from _of_field(field, data.get(field.data_key or name))


def _of_field(field: fields.Field[Any], value: Any) -> Iterator[str]:
    if isinstance(field, FileId):
        if isinstance(value, str) and FORM.match(value):
            yield value
    elif isinstance(field, fields.Nested):
        for each in value if isinstance(value, list) else [value]:
            yield from _of_schema(field.schema, each)
    elif isinstance(field, fields.List) and isinstance(value, list):
        for each in value:
            yield from _of_field(field.inner, each)
