"""A round of review as its page shows it: marks on the text, what was before, and what is written in its one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import g
from werkzeug.datastructures import MultiDict

from console.asking import api
from console.forms import Form, form
from console.numerals import count
from console.spans import pieces
from jingmei_client import Problem

# The acts whose fields stand in one form, so that none of them costs what was written for another.
ACTS: Final = ("rule", "set_sensitivity", "decide")
OF_ONE: Final = ("reviewing.kept", *(f"reviewing.{act}" for act in ACTS))
REMARK: Final = ("text", "field", "start", "end", "quote")
WRITTEN: Final = ("decision", "reason", "grade", "embargo_until", "no_embargo", "conditions")
ROWS: Final = 2
ROUNDS: Final = 20


def marks(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Findings and located remarks, numbered as they stand beside the text."""
    findings = [
        {**each, "number": str(number), "anchor": f"f-{each['id']}", "tone": each["state"]}
        for number, each in enumerate(found["findings"], 1)
    ]
    remarks = [each for decision in found["decisions"] for each in decision["comments"] if each["end"] > each["start"]]
    return findings + [
        {**each, "number": f"※{number}", "anchor": f"r-{number}", "tone": "remark"}
        for number, each in enumerate(remarks, 1)
    ]


def read(found: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """What was read in each file of a round, in pieces with their marks."""
    inside = [each for each in marks if each["field"] == "file_text"]
    return {
        each["file"]: pieces(each["text"], [mark for mark in inside if each["file"] in mark["files"]])
        for each in found["attachments"]
    }


def before(found: Mapping[str, Any]) -> tuple[Any, Any]:
    """The round before, and what changed since then; None for what is not to be had."""
    if found["round"] < 2:
        return None, None
    try:
        rounds = api().reviews.search(submission=found["submission"], limit=ROUNDS).first()["items"]
        earlier = [each for each in rounds if each["round"] < found["round"]]
        if not earlier:
            return None, None
        last = api().reviews.get(max(earlier, key=lambda each: each["round"])["id"])
        return last, api().submissions.compare(found["submission"], from_=last["revision"], to=found["revision"])
    except Problem:
        return None, None


def forms() -> dict[str, Form]:
    """The forms of the acts, each with all that was written in the one that holds them."""
    written: Form | None = g.get("form")
    found = {act: form(f"reviewing.{act}") for act in ACTS}
    for each in found.values():
        if written is not None and written.name in OF_ONE:
            each.values, each.key = written.values, written.key
    return found


def is_written(sent: Form) -> bool:
    """Whether something stands in the fields of the decision that was not sent yet."""
    return any(sent.text(name).strip() for name in WRITTEN) or bool(sent.rows("comments", "text"))


def compact(sent: Form) -> None:
    """Number the remarks as they are sent, without the empty rows: errors come back by these numbers."""
    rows = [row for row in sent.rows("comments", *REMARK) if row.get("text") or row.get("quote")]
    values = MultiDict([(name, value) for name, value in sent.values.items(multi=True) if "comments." not in name])
    for number, row in enumerate(rows):
        for name, value in row.items():
            values[f"comments.{number}.{name}"] = value
    sent.values = values


def remarks(sent: Form, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The remarks of a form, with their places in the text."""
    return [_placed(row, found) for row in sent.rows("comments", *REMARK)]


def rows(written: Form) -> range:
    """The numbers of the rows that the form shows: those in use, and empty ones."""
    return range(len(written.rows("comments", "text", "quote")) + ROWS)


def _placed(row: Mapping[str, str], found: Mapping[str, Any]) -> dict[str, Any]:
    quote, text = _lines(row.get("quote", "")), _lines(row.get("text", ""))
    field = row.get("field", "body")
    start, end = (count(row.get(side, "")) for side in ("start", "end"))
    if quote and field in ("title", "body") and found[field][start:end] == quote:
        return {"text": text, "field": field, "start": start, "end": end}
    for name in ("body", "title"):
        if quote.strip() and (at := found[name].find(quote.strip())) >= 0:
            return {"text": text, "field": name, "start": at, "end": at + len(quote.strip())}
    # What was quoted is not in the text (any more): the remark says it itself.
    return {"text": f"“{quote.strip()}”：{text}" if quote.strip() and text else text}


def _lines(text: str) -> str:
    # Browsers send every line break as two characters.
    return text.replace("\r\n", "\n")
