"""The tasks in the form of the minutes: officers and outlets are written by their names, which one list of each offers
to all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from console.asking import api
from console.forms import Form
from console.people import colleagues
from console.places import DUTY
from console.words import text
from jingmei_client import Problem

TASK: Final = ("id", "text", "person", "unit", "outlet", "due")
FOUND: Final = 20


def officers(tasks: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Who may have a task, by name, with those that tasks name already, whatever has become of them; of one name the
    end of the id tells them apart."""
    named = [each["person"] for each in tasks if each["person"]]
    known = {each["account"]: each["name"] or each["account"] for each in named} | dict(colleagues(DUTY))
    times = Counter(known.values())
    return {name if times[name] == 1 else f"{name} · {id_[-6:]}": id_ for id_, name in known.items()}


def called(name: str) -> list[Any]:
    """Verified outlets whose names have this in them."""
    name = name.strip()
    found: list[Any] = api().outlets.search(q=name, status="verified", limit=FOUND).first()["items"] if name else []
    return found


def filled(tasks: Iterable[Mapping[str, Any]], people: Mapping[str, str]) -> dict[str, str]:
    """The fields of the form for the tasks that there are."""
    names = {id_: name for name, id_ in people.items()}
    return {
        f"tasks.{number}.{field}": value
        for number, each in enumerate(tasks)
        for field, value in {
            "id": each["id"], "text": each["text"], "unit": each["unit"], "due": each["due"],
            "person": names[each["person"]["account"]] if each["person"] else "", "outlet": _outlet(each),
        }.items()
    }  # fmt: skip


def written(form: Form, before: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The tasks of the form with ids for names; one whose words are cleared is gone. Raises: Problem at each name that
    is nobody's."""
    before = list(before)
    tasks = [each for each in form.rows("tasks", *TASK) if each.get("text") or "id" not in each]
    form.renumber("tasks", tasks)
    people = officers(before) if any("person" in each for each in tasks) else {}
    outlets = {_outlet(each): each["outlet"] for each in before if each["outlet"]}
    for name in {each["outlet"].strip() for each in tasks if "outlet" in each} - outlets.keys():
        found = [each["id"] for each in called(name) if each["name"] == name]
        outlets |= {name: found[0]} if len(found) == 1 else {}
    errors = [
        {"pointer": f"/tasks/{number}/{field}", "message": text(f"tasks.unknown_{field}")}
        for number, each in enumerate(tasks)
        for field, known in (("person", people), ("outlet", outlets))
        if field in each and each[field].strip() not in known
    ]
    if errors:
        raise Problem(422, {"detail": text("tasks.unknown"), "errors": errors})
    known = {"person": people, "outlet": outlets}
    return [{field: known[field][it.strip()] if field in known else it for field, it in each.items()} for each in tasks]


def _outlet(task: Mapping[str, Any]) -> str:
    return str(task["outlet_name"] or task["outlet"])
