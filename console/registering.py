"""Registration of an outlet in three steps on one address: who it is, where it publishes, whom to call. The whole state
is in the form, so it works without JavaScript and nothing is kept here."""

from __future__ import annotations

from typing import Any, Final

from console.forms import Form, uploaded
from console.numerals import whole
from jingmei_client import ABSENT, Problem

STEPS: Final = (
    ("outlet", ("name", "category", "credit_code", "operator", "region")),
    ("channels", ("channels",)),
    ("contacts", ("contacts", "proofs", "note")),
)
CHANNEL: Final = ("platform", "claimed_level", "account_name", "url", "followers")
CONTACT: Final = ("name", "phone", "email")
# Where a form says which step comes next; this is the last one's.
SEND: Final = "send"
MASK: Final = "*"


def step(form: Form) -> int:
    """The step to show, from 0: the first with something wrong in it, otherwise where the form is going."""
    if isinstance(form.problem, Problem) and form.problem.errors:
        parts = {each.pointer.removeprefix("/").partition("/")[0] for each in form.problem.errors}
        return next((n for n, (_, fields) in enumerate(STEPS) if parts.intersection(fields)), len(STEPS) - 1)
    going = form.text("go")
    return int(going) if going in ("0", "1", "2") else len(STEPS) - 1 if going == SEND else 0


def carried(form: Form, shown: int) -> list[tuple[str, str]]:
    """What other steps have, for hidden fields."""
    own = {*STEPS[shown][1], "go", "key"}
    return [(name, value) for name, value in form.values.items(multi=True) if name.partition(".")[0] not in own]


def told(form: Form) -> list[str]:
    """The fields that tell themselves what is wrong with them, in this step or when theirs is shown."""
    errors = form.problem.errors if isinstance(form.problem, Problem) else ()
    known = {name for _, names in STEPS for name in names}
    names = [each.pointer.removeprefix("/").replace("/", ".") for each in errors]
    return [name for name in names if name.partition(".")[0] in known]


def fields(form: Form) -> dict[str, Any]:
    """The registration as the API takes it."""
    operator = {name: form.text(f"operator.{name}") for name in ("name", "id_number")}
    files = uploaded("proofs", "evidence")
    note = form.text("note")
    return {
        "name": form.text("name"), "category": form.text("category"), "region": form.text("region"),
        "credit_code": form.given("credit_code"), "operator": operator if any(operator.values()) else ABSENT,
        "contacts": form.rows("contacts", *CONTACT), "channels": channels(form),
        "proofs": [{"files": files, "note": note}] if files or note else ABSENT,
    }  # fmt: skip


def channels(form: Form) -> list[dict[str, Any]]:
    """Its channels; followers are a number."""
    return [_counted(each) for each in form.rows("channels", *CHANNEL)]


def contacts(form: Form) -> list[dict[str, Any]]:
    """Whom to call, of an outlet that is there: who has no name any more is left out, and so is what is shown masked,
    which stays as it is."""
    rows = [each for each in form.rows("contacts", "id", *CONTACT) if each.get("name")]
    return [
        {name: value for name, value in {"email": None, **each}.items() if MASK not in (value or "")} for each in rows
    ]


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    said = str(row.get("followers", "")).strip().replace(",", "").replace("，", "")
    return {**row, "followers": number} if isinstance(number := whole(said), int) else row
