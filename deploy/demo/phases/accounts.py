"""The bureau, its staff, and the editors who run the outlets."""

from __future__ import annotations

from collections.abc import Callable

from deploy.demo.caller import Person, Refused
from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, Staff
from deploy.demo.stage import Stage

Step = Callable[[], object]


def people(stage: Stage, step: Step) -> None:
    """Everybody is signed in."""
    stage.bootstrap(stage.bureau, stage.bureau_name, ADMIN, stage.passwords[ADMIN])
    stage.people[ADMIN] = _signed_in(stage, ADMIN)
    step()
    stage.side_by_side(lambda staff: _employ(stage, staff), EVERY_STAFF, step)
    stage.side_by_side(lambda login: _sign_up(stage, login), EDITORS, step)
    # The rows of the workbook name no person: the editors share the outlets out.
    names, logins = [outlet.name for outlet in stage.quarter.outlets], list(EDITORS)
    stage.notes["editors"] = {name: logins[place % len(logins)] for place, name in enumerate(names)}


def _signed_in(stage: Stage, login: str) -> Person:
    person = Person(stage.url, login)
    person.sign_in(stage.bureau, login, stage.passwords[login])
    return person


def _employ(stage: Stage, staff: Staff) -> None:
    """The administrator makes the account; its owner replaces the temporary password."""
    form = {"login": staff.login, "name": staff.name, "roles": list(staff.roles)}
    try:
        made = stage.people[ADMIN].post("/accounts", form)
    except Refused as refusal:
        if refusal.status != 409:
            raise
    else:
        first = Person(stage.url, staff.login)
        first.sign_in(stage.bureau, staff.login, made["temporary_password"])
        passwords = {"current": made["temporary_password"], "new": stage.passwords[staff.login]}
        first.put("/accounts/me/password", passwords)
    stage.people[staff.login] = _signed_in(stage, staff.login)


def _sign_up(stage: Stage, login: str) -> None:
    """Anybody of an outlet makes an account; in a second run it is there."""
    try:
        stage.people[login] = _signed_in(stage, login)
    except Refused:
        form = {"bureau": stage.bureau, "login": login, "password": stage.passwords[login], "name": EDITORS[login]}
        Person(stage.url, login).post("/accounts/sign-up", form)
        stage.people[login] = _signed_in(stage, login)
