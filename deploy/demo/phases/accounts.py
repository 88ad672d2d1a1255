"""The bureau, its staff, and the editors who run the outlets."""

from __future__ import annotations

from collections.abc import Callable

from deploy.demo.people import ADMIN, EDITORS, EVERY_STAFF, KEEPERS, SECURITY, Staff
from deploy.demo.stage import Stage
from jingmei_client import Client, Conflict

Step = Callable[[], object]


def people(stage: Stage, step: Step) -> None:
    """Everybody is signed in."""
    stage.bootstrap(stage.bureau, stage.bureau_name, ADMIN, stage.passwords[ADMIN])
    stage.people[ADMIN] = _signed_in(stage, ADMIN)
    step()
    for keeper in KEEPERS:
        _employ(stage, keeper)
        stage.appoint(stage.bureau, keeper.login, *keeper.roles)
        stage.people[keeper.login] = _signed_in(stage, keeper.login)
        step()
    stage.side_by_side(lambda staff: _entitle(stage, staff), EVERY_STAFF, step)
    # Who signs up is given a name with four signs more; from the administrator they get the ones of the guides.
    stage.side_by_side(lambda login: _employ(stage, Staff(login, EDITORS[login], ())), EDITORS, step)
    # The rows of the workbook name no person: the editors share the outlets out.
    names, logins = [outlet.name for outlet in stage.quarter.outlets], list(EDITORS)
    stage.notes["editors"] = {name: logins[place % len(logins)] for place, name in enumerate(names)}


def _signed_in(stage: Stage, login: str) -> Client:
    client = stage.client()
    client.sign_in(stage.bureau, login, stage.passwords[login])
    return client


def _employ(stage: Stage, staff: Staff) -> None:
    """The administrator makes the account; its owner replaces the temporary password."""
    try:
        made = stage.people[ADMIN].accounts.create(login=staff.login, name=staff.name)
    except Conflict:
        pass  # made by an earlier run
    else:
        first = stage.client()
        first.sign_in(stage.bureau, staff.login, made["temporary_password"])
        first.accounts.change_password(current=made["temporary_password"], new=stage.passwords[staff.login])
    stage.people[staff.login] = _signed_in(stage, staff.login)


def _entitle(stage: Stage, staff: Staff) -> None:
    """The security administrator says what somebody may, once there is an account."""
    _employ(stage, staff)
    accounts = stage.people[SECURITY.login].accounts
    found = accounts.get(str(stage.people[staff.login].who["account"]))
    if sorted(found["roles"]) != sorted(staff.roles):
        accounts.change(found["id"], roles=list(staff.roles), version=found.version or 0)
