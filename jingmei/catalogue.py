"""`jingmei events render`: the catalogue of events for those who listen from outside."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from jingmei.output import say
from jingmei.texts import LOCALES, t
from shared.labels import label

app = typer.Typer(help=t("events"), no_args_is_help=True)
PAGES = {"zh": "index.html", "en": "index.en.html"}
WORDS = {
    "zh": {
        "routing_key": "路由键",
        "exchange": "交换机",
        "data": "数据",
        "envelope": "信封（CloudEvents 1.0）",
        "field": "字段",
        "form": "类型",
        "required": "必填",
        "events": "事件",
        "structures": "数据结构",
        "other": "English",
    },
    "en": {
        "routing_key": "routing key",
        "exchange": "exchange",
        "data": "data",
        "envelope": "envelope (CloudEvents 1.0)",
        "field": "field",
        "form": "type",
        "required": "required",
        "events": "Events",
        "structures": "Structures",
        "other": "中文",
    },
}


@app.callback()
def group() -> None:
    """The catalogue of events."""


@app.command(help=t("events.render"))
def render(
    out: Annotated[Path, typer.Option(help=t("option.out"))] = Path("out/events"),
    host: Annotated[str, typer.Option(help=t("option.host"))] = "localhost:5672",
) -> None:
    """Write the AsyncAPI document and the page in both languages."""
    from shared.events.asyncapi import document  # noqa: PLC0415 (only when it is needed)

    out.mkdir(parents=True, exist_ok=True)
    for locale in LOCALES:
        described = document(locale, _version(), host)
        files = {
            f"asyncapi.{locale}.json": orjson.dumps(described, option=orjson.OPT_INDENT_2).decode() + "\n",
            f"asyncapi.{locale}.yaml": as_yaml(described),
            PAGES[locale]: page(described, locale),
        }
        for name, text in files.items():
            (out / name).write_text(text, "utf-8")
            say(t("events.written", path=out / name))


def as_yaml(described: dict[str, Any]) -> str:
    """The document as YAML, in the order in which it was made."""
    import yaml  # noqa: PLC0415 (only when it is needed)

    text: str = yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=110)
    return text


def page(described: dict[str, Any], locale: str) -> str:
    """One HTML page that loads nothing from anywhere."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (only when it is needed)

    folder = FileSystemLoader(Path(__file__).with_name("pages"))
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["form"] = form
    other = next(each for each in LOCALES if each != locale)
    template = environment.get_template("events.html")
    words, yes = WORDS[locale], label("yes_no", "yes", locale)
    return template.render(doc=described, words=words, yes=yes, locale=locale, other=PAGES[other])


def form(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words: `string (date) | null`, `list of ChannelState`."""
    if "const" in schema:
        return f"“{schema['const']}”"
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("type") == "array":
        return f"[{form(schema['items'])}]"
    kinds = schema.get("type", "")
    names = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{names} ({schema['format']})" if "format" in schema else names


def _version() -> str:
    try:
        return installed_version("jingmei")
    except PackageNotFoundError:
        return "0.1.0"
