"""The client has a method for each operation of the API, with its parameters, and none besides.

What holds it: the committed source is what the document gives; and, apart from how that is made, each method is
called here once with every parameter, and the request that arrives is the one that the document tells.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from jingmei_client import Answer, Client, Pages, Stream
from jingmei_client.area import Area
from jingmei_client.document import Document
from jingmei_client.generate import AREAS, main, of_the_gateway, out_of_step
from jingmei_client.writing import written
from tests.jingmei_client.faulty import FaultyProxy, Refusal, Seen

DOCUMENT = of_the_gateway()
RAW = frozenset({"application/offset+octet-stream", "application/x-www-form-urlencoded"})
# What a protocol has besides, which nobody calls.
BESIDE = ("parameters", "options")
OWN_HEADERS = ("X-Deadline-Ms", "Idempotency-Key", "If-Match", "If-None-Match", "Range", "If-Range")
OPTIONS = {"key": "k-1", "deadline": 5.0, "language": "en"}
OPERATIONS = {
    operation["operationId"]: (path, method, operation, [*item.get("parameters", []), *operation["parameters"]])
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method not in BESIDE
}


@pytest.fixture(scope="module")
def peer() -> Iterator[FaultyProxy]:
    """Notes every request and refuses it."""
    with FaultyProxy("http://127.0.0.1:9") as running:
        yield running


@pytest.fixture
def client(peer: FaultyProxy) -> Iterator[Client]:
    with Client(peer.url, token="t") as made:
        yield made


def test_the_committed_methods_are_those_of_the_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert out_of_step(written(Document(DOCUMENT))) == [], "run `make client`"
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_out_of_step_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jingmei_client.generate.AREAS", tmp_path / "areas")
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(DOCUMENT))
    assert main([str(source)]) == 0
    (tmp_path / "areas" / "gone.py").write_text("")
    (tmp_path / "areas" / "files.py").write_text("")
    capsys.readouterr()
    assert main([str(source), "--check"]) == 1
    assert capsys.readouterr().err.splitlines() == ["differs: areas/files.py", "differs: areas/gone.py"]
    assert main([str(source)]) == 0
    assert {path.name: path.read_text() for path in (tmp_path / "areas").iterdir()} == {
        path.name: path.read_text() for path in AREAS.glob("*.py")
    }


def test_every_operation_has_a_method_and_every_method_an_operation(client: Client) -> None:
    areas = {name: area for name, area in vars(client).items() if isinstance(area, Area)}
    methods = {
        f"{name}.{method.rstrip('_')}"
        for name, area in areas.items()
        for method, _ in inspect.getmembers(area, inspect.ismethod)
        if not method.startswith("_")
    }
    assert methods == set(OPERATIONS)
    assert len(methods) > 80


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_method_sends_what_the_document_tells(name: str, client: Client, peer: FaultyProxy) -> None:
    path, method, operation, parameters = OPERATIONS[name]
    call = _method(client, name)
    given = _everything(call, operation)
    peer.expect(Refusal(418))
    with pytest.raises(Exception, match="418"):
        _run(call(**given, **OPTIONS))
    (seen,) = peer.seen
    told = [_resolved(each) for each in parameters]
    split = urlsplit(seen.path)
    assert seen.method == method.upper()
    assert split.path == _path(path, told)
    assert set(parse_qs(split.query)) == {each["name"] for each in told if each["in"] == "query"}
    assert _fields(seen) == _fields_told(operation)
    _headers_are_as_told(seen, operation, {each["name"] for each in told if each["in"] == "header"})


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_method_asks_for_what_the_document_requires_and_no_more(name: str, client: Client) -> None:
    _, _, operation, parameters = OPERATIONS[name]
    told = [_resolved(each) for each in parameters]
    needed = {each["name"] for each in told if each.get("required") and each["in"] != "header"}
    needed |= {
        _own_name(each["name"]) for each in told
        if each["in"] == "header" and each["name"] not in OWN_HEADERS and each.get("required")
        and "const" not in each["schema"]
    }  # fmt: skip
    needed |= {"version"} if any(each["name"] == "If-Match" and each.get("required") for each in told) else set()
    body = _body(operation)
    raw = not RAW.isdisjoint(operation.get("requestBody", {}).get("content", {}))
    needed |= {"content"} if raw and operation["requestBody"]["required"] else set()
    whole = not raw and body is not None and not _closed(body)
    needed |= {"body"} if whole else set((body or {}).get("required", []))
    signature = inspect.signature(_method(client, name))
    required = {
        each.name.rstrip("_") for each in signature.parameters.values()
        if each.default is each.empty and each.kind is not each.VAR_KEYWORD
    }  # fmt: skip
    assert required == {each.rstrip("_") for each in needed}


def _method(client: Client, name: str) -> Any:
    area, _, method = name.partition(".")
    return getattr(getattr(client, area), method, None) or getattr(getattr(client, area), f"{method}_")


def _everything(call: Any, operation: dict[str, Any]) -> dict[str, Any]:
    """A value for each parameter of a method."""
    made: dict[str, Any] = {}
    for each in inspect.signature(call).parameters.values():
        if each.kind is not each.VAR_KEYWORD:
            made[each.name] = f"{each.name}-1"
    known = Answer()
    known.etag = '"7"'
    special: dict[str, Any] = {"version": 3, "known": known}
    special |= {"content": b"bytes"}
    if (body := _body(operation)) is not None and not _closed(body):
        special["body"] = {"any": 1}
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        special["file"] = ("a.pdf", b"%PDF")
    return {name: special.get(name, value) for name, value in made.items()}


def _run(result: Any) -> None:
    if isinstance(result, Pages):
        result.first()
    elif isinstance(result, Stream):
        next(iter(result))


def _resolved(node: dict[str, Any]) -> dict[str, Any]:
    found: Any = node
    while "$ref" in found:
        names = found["$ref"].removeprefix("#/").split("/")
        found = DOCUMENT
        for name in names:
            found = found[name]
    return dict(found)


def _path(path: str, told: list[dict[str, Any]]) -> str:
    for each in told:
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", f"{each['name']}-1")
    return path


def _body(operation: dict[str, Any]) -> dict[str, Any] | None:
    content = operation.get("requestBody", {}).get("content", {})
    return _resolved(next(iter(content.values()))["schema"]) if content else None


def _closed(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties")) and schema.get("additionalProperties") is False


def _own_name(header: str) -> str:
    return header.replace("-", "_").lower()


def _fields_told(operation: dict[str, Any]) -> set[str]:
    if not RAW.isdisjoint(operation.get("requestBody", {}).get("content", {})):
        return {"bytes"}
    schema = _body(operation)
    if schema is None:
        return set()
    return set(schema["properties"]) if _closed(schema) else {"any"}


def _fields(seen: Seen) -> set[str]:
    kind = seen.headers.get_content_type() if "Content-Type" in seen.headers else ""
    if kind in RAW:
        return {seen.body.decode()}
    if kind != "multipart/form-data":
        return set(json.loads(seen.body)) if seen.body else set()
    whole = message_from_bytes(b"Content-Type: " + seen.headers["Content-Type"].encode() + b"\r\n\r\n" + seen.body)
    parts: Any = whole.get_payload()
    return {part.get_param("name", header="content-disposition") for part in parts}


def _headers_are_as_told(seen: Seen, operation: dict[str, Any], told: set[str]) -> None:
    headers = seen.headers
    assert 0 < int(headers["X-Deadline-Ms"]) <= 5000
    assert headers["Accept-Language"] == "en"
    assert headers["User-Agent"].startswith("jingmei-client/")
    assert headers["Authorization"] == ("Bearer t" if operation["security"] else None)
    assert headers["Idempotency-Key"] == ("k-1" if "Idempotency-Key" in told else None)
    assert headers["If-Match"] == ('"3"' if "If-Match" in told else None)
    for name in told - set(OWN_HEADERS):
        assert headers[name] == ("1.0.0" if name == "Tus-Resumable" else f"{_own_name(name)}-1")
    assert headers["If-None-Match"] == ('"7"' if "If-None-Match" in told else None)
