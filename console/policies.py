"""Policies of a bureau as forms: what is written in rows, as the API has it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from console.forms import Form
from console.numerals import rows
from jingmei_client import ABSENT

STAGES: Final = ("first", "second", "final", "leader")
# Who decides at a stage that is nobody else's.
FIXED: Final = {"leader": ["leader"]}
HOURS: Final = ("from", "to")
# Empty rows at the end of a list.
EMPTY: Final = 1


def review_policy(form: Form) -> dict[str, Any]:
    """A review policy out of its form. Rows in which nothing is written are left out."""
    return {
        "title": form.text("title"),
        "working_hours": form.rows("working_hours", *HOURS),
        "routes": [route for number in range(_rows(form)) if (route := _route(form, f"routes.{number}"))],
        "ideas": {
            "roles": form.many("ideas.roles"),
            "threshold": form.text("ideas.threshold"),
            "weights": _numbers(form, "ideas.weights.", "novelty", "feasibility", "benefit"),
            **_numbers(form, "ideas.", "hours", "minimum"),
        },
        **{name: form.number(name) for name in ("lease_minutes", "remind_hours", "duplicate_percent")},
    }


def written_policy(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the form of a review policy."""
    found = {name: policy[name] for name in ("title", "lease_minutes", "remind_hours", "duplicate_percent")}
    for number, hours in enumerate(policy["working_hours"]):
        found |= {f"working_hours.{number}.{side}": hours[side] for side in HOURS}
    for number, route in enumerate(policy["routes"]):
        found |= {f"routes.{number}.{name}": route[name] for name in ("categories", "sensitivities")}
        for stage in route["stages"]:
            found[f"routes.{number}.{stage['stage']}.hours"] = stage["hours"]
            found[f"routes.{number}.{stage['stage']}.roles"] = stage["roles"]
    ideas = policy["ideas"]
    found |= {f"ideas.{name}": ideas[name] for name in ("hours", "roles", "minimum", "threshold")}
    return found | {f"ideas.weights.{name}": weight for name, weight in ideas["weights"].items()}


def self_verification(form: Form, rows: int) -> dict[str, Any]:
    """Rules by which publications need no liaison, out of their form."""
    rules = []
    for number in range(rows):
        row = f"rules.{number}"
        if form.text(f"{row}.id").strip():
            many = {name: form.many(f"{row}.{name}") for name in ("conditions", "categories", "covers")}
            rules.append({"id": form.text(f"{row}.id"), "name": form.text(f"{row}.name"), **many})
    return {"title": form.text("title"), "metrics_proof_from": form.number("metrics_proof_from"), "rules": rules}


def written_rules(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the form of those rules."""
    found: dict[str, Any] = {"title": policy["title"], "metrics_proof_from": policy["metrics_proof_from"]}
    for number, rule in enumerate(policy["rules"]):
        found |= {f"rules.{number}.{name}": value for name, value in rule.items()}
    return found


def words(text: str) -> list[dict[str, str]]:
    """Words of a list, one a line; after an equals sign, or in the next column, what to write instead."""
    pairs = (line.replace("＝", "=").replace("\t", "=", 1).partition("=") for line in text.splitlines() if line.strip())
    return [{"word": word.strip(), "suggestion": instead.strip()} for word, _, instead in pairs]


def as_lines(listed: list[Mapping[str, str]]) -> str:
    """The same, to be changed."""
    return "\n".join(each["word"] + (f"={each['suggestion']}" if each["suggestion"] else "") for each in listed)


def written_list(found: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the form of a list."""
    return {name: found[name] for name in ("list", "title", "level")} | {"words": as_lines(found["words"])}


def _rows(form: Form) -> int:
    return rows(name.split(".")[1] for name in form.values if name.startswith("routes."))


def _numbers(form: Form, within: str, *names: str) -> dict[str, Any]:
    """Those that are filled in: the API says at its field which is missing."""
    return {name: number for name in names if (number := form.number(within + name)) is not ABSENT}


def _route(form: Form, row: str) -> dict[str, Any] | None:
    stages = [
        {
            "stage": stage,
            "hours": form.number(f"{row}.{stage}.hours"),
            "roles": FIXED.get(stage) or form.many(f"{row}.{stage}.roles"),
        }
        for stage in STAGES
        if form.text(f"{row}.{stage}.hours").strip()
    ]
    chosen = {name: form.many(f"{row}.{name}") for name in ("categories", "sensitivities")}
    return {**chosen, "stages": stages} if stages or any(chosen.values()) else None
