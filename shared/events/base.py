"""What an event is.

To add one, write a frozen dataclass that derives from `Event` and names its `source` service:

    @dataclass(frozen=True)
    class OutletVerified(OutletEvent):
        \"\"\"A liaison verified the outlet.\"\"\"
        verified_until: date

Its marshmallow schema is read from the annotations, its routing key and CloudEvents type from its name and
version. Schemas only grow: a new field has a default. A breaking change is a new class with the same `name`
and the next `version`, beside the old one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, Self, cast

from marshmallow import Schema

from shared.events.schema import schema_of

NAME = re.compile(r"^[A-Z][A-Za-z]+$")
CATALOGUE: dict[str, type[Event]] = {}
# The source of what every program may say.
KERNEL: Final = "kernel"


@dataclass(frozen=True)
class Event:
    """Base of every fact. Instances hold the event's data alone; `Envelope` adds who, when and about what."""

    source: ClassVar[str] = ""
    name: ClassVar[str] = ""
    version: ClassVar[int] = 1
    # False for a fact that only systems outside may want: without a listener it is sent and forgotten.
    mandatory: ClassVar[bool] = True
    # False for a hint to look at what is kept elsewhere: sent once after its commit, from memory, and in no outbox.
    # Whoever misses one must look by itself now and then.
    durable: ClassVar[bool] = True
    # True for a base of a family, which is not itself an event.
    abstract: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("abstract"):
            return
        cls.abstract = False
        cls.name = cls.__dict__.get("name") or cls.__name__
        if not cls.source or not NAME.fullmatch(cls.name):
            raise TypeError(f"{cls.__qualname__} needs a `source` service and a CamelCase name")
        if CATALOGUE.setdefault(cls.type(), cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.type()} is declared twice")

    @classmethod
    def type(cls) -> str:
        """The CloudEvents type, such as `jingmei.outlet.OutletVerified.v1`."""
        return f"jingmei.{cls.source}.{cls.name}.v{cls.version}"

    @classmethod
    def routing_key(cls, bureau: str, to: str = "") -> str:
        """The key that the event is published under; `to` names the one service that it is for, if it is for one."""
        return f"{cls.source}.{cls.name}.v{cls.version}.{bureau}{f'.{to}' if to else ''}"

    @classmethod
    def binding_key(cls) -> str:
        """The key that a queue binds to hear this event from every bureau."""
        return cls.routing_key("*")

    @classmethod
    def schema(cls) -> Schema:
        """The marshmallow schema of the event's data (unknown fields pass: schemas only grow)."""
        return _schema(cls.type())

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """The event that `data` describes. Raises: marshmallow.ValidationError."""
        return cast("Self", cls.schema().load(data))


@cache
def _schema(type_: str) -> Schema:
    declared: Any = CATALOGUE[type_]
    return schema_of(declared)()
