"""Options that several commands share, given once; those that go together are one dataclass."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter
from typing import Annotated, Any, get_type_hints

import typer

from jingmei.texts import t

Command = Callable[..., None]
Json = Annotated[bool, typer.Option("--json", help=t("option.json"))]


def grouped(command: Command) -> Command:
    """The command with each parameter that is a dataclass spread out on the command line, a field an option.

    Typer reads a function's signature and knows options alone; here it is shown the fields in the place of their
    dataclass, and the command is handed the dataclass.
    """
    signature = inspect.signature(command, eval_str=True)
    annotations = {name: each.annotation for name, each in signature.parameters.items()}
    groups: dict[str, Any] = {name: each for name, each in annotations.items() if is_dataclass(each)}

    @wraps(command)
    def spread(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        command(**given)

    shown = [part for each in signature.parameters.values() for part in _parts(each)]
    spread.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
    return spread


def _parts(parameter: Parameter) -> Iterator[Parameter]:
    group = parameter.annotation
    if not is_dataclass(group):
        yield parameter
        return
    types = get_type_hints(group, include_extras=True)
    for field in fields(group):
        yield Parameter(field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=types[field.name])
