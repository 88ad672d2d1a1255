"""Reading the OpenAPI document: what each operation takes and gives, as a method needs to know it."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

METHODS: Final = ("get", "post", "put", "patch", "delete")
# Names in a method that have a meaning already.
TAKEN: Final = frozenset({"self", "version", "known", "options", "last_event_id", "key", "deadline", "language"})
HEADERS: Final = frozenset({"X-Deadline-Ms", "Idempotency-Key", "If-Match", "If-None-Match", "Range", "If-Range"})
JSON, FORM, EVENTS = "application/json", "multipart/form-data", "text/event-stream"
Data = Mapping[str, Any]


class Unknown(ValueError):
    """The document has something that the client has no form for."""


class Gives(Enum):
    """What an operation answers."""

    OBJECT = "Answer"
    PAGES = "Pages"
    FILE = "Download"
    EVENTS = "Stream"


@dataclass(frozen=True)
class Parameter:
    """A field of the path, the query or the body. `name` is Python's, `sent` the API's."""

    name: str
    sent: str
    type: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One operation. `whole`: the body is any object; `version`: must an update name one (None: it cannot).

    `headers`: those of its own; `fixed`: those that always say the same; `raw`: the media type of a body of bytes,
    which is left out where it is `optional`.
    """

    area: str
    name: str
    method: str
    path: str
    summary: str
    gives: Gives
    public: bool
    parts: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    body: tuple[Parameter, ...] | None = None
    whole: bool = False
    upload: bool = False
    version: bool | None = None
    conditional: bool = False
    headers: tuple[Parameter, ...] = ()
    fixed: tuple[tuple[str, str], ...] = ()
    raw: str = ""
    optional: bool = False


class Document:
    """An OpenAPI 3.1 document."""

    def __init__(self, document: Data) -> None:
        self._document = document

    @property
    def areas(self) -> dict[str, str]:
        """Each area in use, and what it is called."""
        said = {tag["name"]: tag.get("description", "") for tag in self._document.get("tags", [])}
        return {name: said.get(name, "") for name in sorted({each.area for each in self.operations()})}

    def operations(self) -> Iterator[Operation]:
        """Every operation, by path as documented. Raises: Unknown."""
        for path, item in self._document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item[method], item.get("parameters", []))

    def _operation(self, path: str, method: str, told: Data, shared: list[Data]) -> Operation:
        area, _, name = told["operationId"].partition(".")
        given = [self._resolved(each) for each in (*shared, *told.get("parameters", []))]
        headers = {each["name"]: each for each in given if each["in"] == "header"}
        own = [each for name, each in headers.items() if name not in HEADERS]
        if method != "get" and "Idempotency-Key" not in headers:
            raise Unknown(f"{told['operationId']}: a change without Idempotency-Key could not be sent again")
        parts = [self._parameter(each["name"], each["schema"], True) for each in given if each["in"] == "path"]
        query = [
            self._parameter(each["name"], each["schema"], each.get("required", False))
            for each in given
            if each["in"] == "query"
        ]
        match = headers.get("If-Match")
        body, whole, upload = self._body(told)
        return Operation(
            area, _python(name), method.upper(), path, told["summary"], self._gives(told), told.get("security") == [],
            tuple(parts), tuple(query), body, whole, upload,
            None if match is None else bool(match.get("required")), "If-None-Match" in headers,
            tuple(self._header(each) for each in own if not _is_fixed(each)),
            tuple((each["name"], each["schema"]["const"]) for each in own if _is_fixed(each)),
            self._raw(told), not told.get("requestBody", {}).get("required", False),
        )  # fmt: skip

    def _body(self, told: Data) -> tuple[tuple[Parameter, ...] | None, bool, bool]:
        """The fields of the body, whether it is any object, whether it is a form with a file."""
        content = told.get("requestBody", {}).get("content", {})
        if not content or self._raw(told):
            return None, False, False
        upload = FORM in content
        schema = self._resolved(content[FORM if upload else JSON]["schema"])
        fields = schema.get("properties")
        if not fields or schema.get("additionalProperties", True) is not False:
            return (Parameter("body", "", "Mapping[str, Any]", True),), True, False
        needed = set(schema.get("required", []))
        made = [self._parameter(name, each, name in needed) for name, each in fields.items()]
        if upload:
            made = [each for each in made if each.sent != "file"]
        return tuple(sorted(made, key=lambda each: not each.required)), False, upload

    def _raw(self, told: Data) -> str:
        """The media type of a body of bytes, if it is one."""
        kinds = [kind for kind in told.get("requestBody", {}).get("content", {}) if kind not in (JSON, FORM)]
        return kinds[0] if kinds else ""

    def _header(self, told: Data) -> Parameter:
        name = _python(told["name"]).lower()
        return Parameter(name, told["name"], self._type(told["schema"]), told.get("required", False))

    def _gives(self, told: Data) -> Gives:
        status = next(each for each in sorted(told["responses"]) if each.startswith("2"))
        answer = self._resolved(told["responses"][status])
        kinds = set(answer.get("content", {}))
        if EVENTS in kinds:
            return Gives.EVENTS
        if kinds - {JSON}:
            return Gives.FILE
        return Gives.PAGES if "Link" in answer.get("headers", {}) else Gives.OBJECT

    def _parameter(self, sent: str, schema: Data, required: bool) -> Parameter:
        return Parameter(_python(sent), sent, self._type(schema), required)

    def _type(self, schema: Data) -> str:
        """A Python type for a schema."""
        schema = self._resolved(schema)
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else list(kinds)
        found = "Any"
        if "enum" in schema:
            found = f"Literal[{', '.join(_quoted(each) for each in schema['enum'] if each is not None)}]"
        elif "anyOf" in schema:
            each = [self._type(one) for one in schema["anyOf"] if one.get("type") != "null"]
            found = " | ".join(dict.fromkeys(each))
            kinds = ["null"] if len(each) < len(schema["anyOf"]) else []
        elif named := [each for each in kinds if each != "null"]:
            found = " | ".join(self._plain(each, schema) for each in named)
        return f"{found} | None" if "null" in kinds and found != "Any" else found

    def _plain(self, kind: str, schema: Data) -> str:
        if kind == "string":
            return {"date-time": "str | datetime", "date": "str | date"}.get(schema.get("format", ""), "str")
        if kind == "array":
            return f"Sequence[{self._type(schema.get('items', {}))}]"
        return {"integer": "int", "number": "float", "boolean": "bool", "object": "Mapping[str, Any]"}[kind]

    def _resolved(self, node: Data) -> Data:
        """What a `$ref` points to, or the only one of `allOf`."""
        while True:
            if "$ref" in node:
                found: Any = self._document
                for name in node["$ref"].removeprefix("#/").split("/"):
                    found = found[name]
                node = found
            elif len(node.get("allOf", ())) == 1:
                node = node["allOf"][0]
            else:
                return node


def _is_fixed(header: Data) -> bool:
    """Whether there is only one thing that it can say, and it must be said."""
    return bool(header.get("required")) and "const" in header["schema"]


def _python(name: str) -> str:
    """A name that Python takes, and that nothing else has."""
    made = name.replace("-", "_").replace(".", "_")
    return f"{made}_" if keyword.iskeyword(made) or made in TAKEN else made


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
