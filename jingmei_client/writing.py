"""Writing the methods as source that people read: one module for each area, one class with them all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from jingmei_client.document import Document, Gives, Operation, Parameter

WIDTH: Final = 120
MADE: Final = "Made from the OpenAPI document by `make client`: not to be edited."
CHOICE: Final = re.compile(r"Literal\[[^\]]*\]")
LONG: Final = 60
METHOD, BODY, INNER = " " * 4, " " * 8, " " * 12
IMPORTS: Final = {
    "collections.abc": ("Mapping", "Sequence"),
    "datetime": ("date", "datetime"),
    "typing": ("Any", "Literal", "Unpack"),
    "jingmei_client.answers": ("Answer", "Download", "Pages"),
    "jingmei_client.area": ("Area",),
    "jingmei_client.sending": ("ABSENT", "Absent", "File", "Options", "Version", "part"),
    "jingmei_client.stream": ("Stream",),
}


def written(document: Document) -> dict[str, str]:
    """The source of each module by file name. Raises: Unknown."""
    operations = list(document.operations())
    made = {"__init__.py": _all(document.areas)}
    for area, title in document.areas.items():
        made[f"{area}.py"] = _module(area, title, [each for each in operations if each.area == area])
    return made


def class_of(area: str) -> str:
    """The class of an area."""
    return "".join(word.capitalize() for word in re.split(r"[-_]", area))


def _all(areas: dict[str, str]) -> str:
    lines = ['"""All areas of the API. ' + MADE + '"""', "", "from __future__ import annotations", ""]
    lines += ["from jingmei_client.area import Caller"]
    lines += [f"from jingmei_client.areas.{area} import {class_of(area)}" for area in areas]
    lines += ["", "", "class Areas:", '    """Every area as an attribute."""', ""]
    lines += ["    def __init__(self, caller: Caller) -> None:"]
    lines += [f"        self.{area} = {class_of(area)}(caller)" for area in areas]
    return "\n".join(lines) + "\n"


def _module(area: str, title: str, operations: Sequence[Operation]) -> str:
    names = choices(operations)
    body = [line for choice, name in names.items() for line in _alias(name, choice)]
    body += ["", "", f"class {class_of(area)}(Area):", f'{METHOD}"""{title}"""']
    for operation in operations:
        body += ["", *_method(_with(names, operation))]
    text = "\n".join(body)
    head = [f'"""{title}. {MADE}"""', "", "# fmt: off", "from __future__ import annotations", "", *_imports(text)]
    return "\n".join([*head, "" if names else "\n", text.lstrip("\n")]) + "\n"


def choices(operations: Iterable[Operation]) -> dict[str, str]:
    """The long choices, each with a name after the first parameter that has it."""
    names: dict[str, str] = {}
    for operation in operations:
        for each in (*operation.query, *(operation.body or ())):
            for choice in CHOICE.findall(each.type):
                if len(choice) > LONG and choice not in names:
                    name = class_of(each.name)
                    names[choice] = name if name not in names.values() else class_of(operation.name) + name
    return names


def _alias(name: str, choice: str) -> list[str]:
    inside = choice.removeprefix("Literal[").removesuffix("]")
    return _wrapped(f"{name} = Literal[", inside.split(", "), "]", METHOD, "")


def _with(names: dict[str, str], operation: Operation) -> Operation:
    """The operation with the names in place of the choices."""

    def named(fields: Iterable[Parameter]) -> tuple[Parameter, ...]:
        return tuple(replace(each, type=CHOICE.sub(lambda m: names.get(m[0], m[0]), each.type)) for each in fields)

    body = operation.body if operation.body is None else named(operation.body)
    return replace(operation, query=named(operation.query), body=body)


def _imports(text: str) -> Iterator[str]:
    """What the text uses: the standard library, a free line, ours."""
    ours = False
    for module, names in IMPORTS.items():
        used = [name for name in names if re.search(rf"\b{name}\b", text)]
        if used:
            if module.startswith("jingmei_client") and not ours:
                ours = True
                yield ""
            yield f"from {module} import {', '.join(used)}"


def _method(operation: Operation) -> Iterator[str]:
    yield from _wrapped(
        f"{METHOD}def {operation.name}(", list(_parameters(operation)), f") -> {operation.gives.value}:", BODY, METHOD
    )
    yield from _docstring(operation.summary)
    call, arguments = _call(operation)
    yield from _wrapped(f"{BODY}return self.{call}(", arguments, ")", INNER, BODY)


def _parameters(operation: Operation) -> Iterator[str]:
    yield "self"
    yield from (f"{each.name}: {each.type}" for each in operation.parts)
    if operation.upload:
        yield "file: File"
    body = operation.body or ()
    if operation.whole:
        yield "body: Mapping[str, Any]"
    if operation.raw:
        yield 'content: bytes = b""' if operation.optional else "content: bytes"
    fields = (*operation.query, *operation.headers, *body)
    named = [*_version(operation), *(_declared(each) for each in fields if each.sent)]
    if operation.conditional:
        named.append("known: Answer | None = None")
    if operation.gives is Gives.EVENTS:
        named.append('last_event_id: str = ""')
    if named:
        yield "*"
        yield from sorted(named, key=lambda text: "=" in text)
    yield "**options: Unpack[Options]"


def _version(operation: Operation) -> list[str]:
    if operation.version is None:
        return []
    return ["version: Version"] if operation.version else ["version: Version | None = None"]


def _declared(each: Parameter) -> str:
    if each.required:
        return f"{each.name}: {each.type}"
    some = each.type.removesuffix(" | None")
    return f"{each.name}: {some} | Absent{' | None' if some != each.type else ''} = ABSENT"


def _call(operation: Operation) -> tuple[str, list[str]]:
    """The method of `Area` that does it, and its arguments."""
    path, query = _path(operation), _fields(operation.query)
    public = ["public=True"] if operation.public else []
    if operation.gives is Gives.EVENTS:
        return "_stream", [path, "options", "last_event_id"]
    if operation.gives is Gives.PAGES:
        known = ["known=known"] if operation.conditional else []
        return "_pages", [path, "options", f"query={query}", *known, *public]
    if operation.gives is Gives.FILE:
        return "_download", [path, "options", *([f"query={query}"] if operation.query else []), *public]
    if operation.upload:
        form = [f"form={_fields(operation.body)}"] if operation.body else []
        return "_upload", [path, "options", "file", *form]
    arguments = [f'"{operation.method}"', path, "options"]
    arguments += [f"query={query}"] if operation.query else []
    if operation.body is not None:
        arguments.append("body=body" if operation.whole else f"body={_fields(operation.body)}")
    if operation.headers or operation.fixed:
        arguments.append(f"headers={_headers(operation)}")
    arguments += [f'content=("{operation.raw}", content)'] if operation.raw else []
    arguments += ["version=version"] if operation.version is not None else []
    arguments += ["known=known"] if operation.conditional else []
    return "_call", arguments + public


def _path(operation: Operation) -> str:
    text = operation.path
    for each in operation.parts:
        text = text.replace(f"{{{each.sent}}}", f"{{part({each.name})}}")
    return f'f"{text}"' if operation.parts else f'"{text}"'


def _fields(fields: Iterable[Parameter] | None) -> str:
    return "{" + ", ".join(f'"{each.sent}": {each.name}' for each in fields or ()) + "}"


def _headers(operation: Operation) -> str:
    told = [f'"{name}": "{value}"' for name, value in operation.fixed]
    return "{" + ", ".join([*told, *(f'"{each.sent}": {each.name}' for each in operation.headers)]) + "}"


def _docstring(summary: str) -> list[str]:
    """Chinese and English, on one line when it has the room."""
    zh, _, en = summary.partition(" / ")
    one = f'{BODY}"""{zh} / {en}."""'
    return [one] if _wide(one) <= WIDTH else [f'{BODY}"""{zh}', "", f"{BODY}{en}.", f'{BODY}"""']


def _wrapped(head: str, parts: list[str], tail: str, indent: str, outer: str) -> list[str]:
    """One line, or the parts on lines of their own, filled; a dict that is too long is broken at its commas."""
    one = head + ", ".join(parts) + tail
    if _wide(one) <= WIDTH:
        return [one]
    lines, line = [head], indent
    for piece in _pieces(parts):
        if line != indent and _wide(f"{line}{piece},") > WIDTH:
            lines.append(line.rstrip())
            line = indent
        line += f"{piece}, "
    return [*lines, line.rstrip(), f"{outer}{tail}"]


def _pieces(parts: list[str]) -> Iterator[str]:
    """The parts, of which a dict may be broken between its fields."""
    for part in parts:
        if "={" in part:
            yield from re.split(r", (?=\")", part)
        else:
            yield part


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
