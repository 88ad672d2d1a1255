"""The catalogue of events as an AsyncAPI 3.0 document, for those who listen to our events from outside.

Source: https://www.asyncapi.com/docs/reference/specification/v3.0.0 and the AMQP binding 0.3.0. The form of an
event's data comes from the schema that checks it, so the document cannot say anything else.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from shared.events.base import CATALOGUE, Event
from shared.events.envelope import CONTENT_TYPE

VERSION: Final = "3.0.0"
EXCHANGE: Final = "jingmei.events"
CHINESE: Final = Path(__file__).with_name("catalogue.zh.toml")
LOCALES: Final = ("zh", "en")
INTRODUCTION: Final = {
    "zh": (
        "警媒通的全部事件。事件采用 CloudEvents 1.0 结构化 JSON，经 RabbitMQ 主题交换机 jingmei.events 发布，"
        "路由键末段为公安局的六位行政区划代码。同一事件可能重复或乱序到达：以 id 去重，"
        "同一 subject 以 aggregateversion 最大者为准。"
    ),
    "en": (
        "Every event of Jingmei. Events are CloudEvents 1.0 in structured JSON on the RabbitMQ topic exchange "
        "jingmei.events; the routing key ends with the bureau's six-digit division code. An event may come twice "
        "or late: tell repeats by id, and keep the highest aggregateversion of a subject."
    ),
}
TITLE: Final = {"zh": "警媒通事件目录", "en": "Jingmei events"}


def events() -> list[type[Event]]:
    """Every event class, in the order of its type."""
    return [CATALOGUE[type_] for type_ in sorted(CATALOGUE)]


def key_of(cls: type[Event]) -> str:
    """The event's key within the document, such as `OutletVerified.v1`."""
    return f"{cls.name}.v{cls.version}"


def describe(cls: type[Event], locale: str) -> str:
    """What the event says, in one language; English stands in for a Chinese text that is missing."""
    english = inspect.getdoc(cls) or cls.name
    return _chinese().get(cls.type(), english) if locale == "zh" else english


def document(locale: str = "zh", version: str = "0.1.0", host: str = "localhost:5672") -> dict[str, Any]:
    """The AsyncAPI document. `version` is the project's, `host` an AMQP broker's host and port."""
    keys = {key_of(cls): cls for cls in events()}
    return {
        "asyncapi": VERSION,
        "id": "urn:jingmei:events",
        "info": {
            "title": TITLE[locale],
            "version": version,
            "description": INTRODUCTION[locale],
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"rabbitmq": {"host": host, "protocol": "amqp", "protocolVersion": "0.9.1"}},
        "channels": {key: _channel(cls) for key, cls in keys.items()},
        "operations": {f"send.{key}": _operation(key, cls) for key, cls in keys.items()},
        "components": {
            "messages": {key: _message(cls, locale) for key, cls in keys.items()},
            "schemas": schemas(),
        },
    }


def schemas() -> dict[str, Any]:
    """The JSON Schemas of every event's data and of what is nested in it, by name."""
    spec = APISpec("", "", openapi_version="3.1.0", plugins=[MarshmallowPlugin()])
    for cls in events():
        spec.components.schema(key_of(cls), schema=cls.schema())
    found: dict[str, Any] = spec.to_dict()["components"]["schemas"]
    return found


def _channel(cls: type[Event]) -> dict[str, Any]:
    exchange = {"name": EXCHANGE, "type": "topic", "durable": True, "autoDelete": False, "vhost": "/"}
    return {
        "address": cls.routing_key("{bureau}"),
        "messages": {key_of(cls): {"$ref": f"#/components/messages/{key_of(cls)}"}},
        "parameters": {"bureau": {"description": "GB/T 2260, 6 digits", "examples": ["370829"]}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _operation(key: str, cls: type[Event]) -> dict[str, Any]:
    channel = f"#/channels/{key}"
    return {
        "action": "send",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{key}"}],
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": cls.mandatory, "bindingVersion": "0.3.0"}},
    }


def _message(cls: type[Event], locale: str) -> dict[str, Any]:
    return {
        "name": cls.type(),
        "title": cls.name,
        "summary": describe(cls, locale),
        "contentType": CONTENT_TYPE,
        "payload": _envelope(cls),
        "tags": [{"name": cls.source}],
    }


def _envelope(cls: type[Event]) -> dict[str, Any]:
    """JSON Schema of the whole CloudEvent; see `shared.events.envelope` for what each attribute is."""
    text = {"type": "string", "minLength": 1, "maxLength": 200}
    properties: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {**text, "description": "UUIDv7, the same in every redelivery"},
        "source": {"const": f"/jingmei/{cls.source}"},
        "type": {"const": cls.type()},
        "subject": {**text, "description": "Id of the aggregate"},
        "time": {"type": "string", "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string"},
        "bureau": {"type": "string", "pattern": r"^\d{6}$"},
        "aggregateversion": {"type": "integer", "minimum": 0},
        "traceparent": {"type": "string"},
        "causationid": {"type": "string"},
        "correlationid": {"type": "string"},
        "data": {"$ref": f"#/components/schemas/{key_of(cls)}"},
    }
    optional = {"datacontenttype", "dataschema", "traceparent", "causationid", "correlationid"}
    return {
        "type": "object",
        "required": [name for name in properties if name not in optional],
        "properties": properties,
    }


@cache
def _chinese() -> Mapping[str, str]:
    texts: dict[str, str] = tomllib.loads(CHINESE.read_text("utf-8"))
    return texts
