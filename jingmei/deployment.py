"""From empty servers to one where people sign in: `jingmei migrate`, `bootstrap`, `appoint`, `powers` and
`reset-second-factor`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from jingmei.migrations import migrate_owner
from jingmei.options import Json
from jingmei.output import USAGE, Refused, emit, say, table
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import t
from services import GATEWAY, PROGRAMS

Bureau = Annotated[str | None, typer.Option(envvar="JINGMEI_BOOTSTRAP_BUREAU", help=t("option.bureau_code"))]
Name = Annotated[str | None, typer.Option(envvar="JINGMEI_BOOTSTRAP_NAME", help=t("option.bureau_name"))]
Login = Annotated[str | None, typer.Option(envvar="JINGMEI_BOOTSTRAP_LOGIN", help=t("option.login"))]
# In the environment rather than on the command line, where every user of the machine could read it.
Password = Annotated[str | None, typer.Option(envvar="JINGMEI_BOOTSTRAP_PASSWORD", help=t("option.password"))]
Power = Annotated[str, typer.Option("--role", help=t("option.power"))]
COLUMNS = ("database", "indexes", "migrations")
# How many of what a migration noticed stand in the text; `--json` has all.
SHOWN = 20


def migrate(as_json: Json = False) -> None:
    """Indexes and data migrations of every database."""
    stores = Stores(settings())
    done = [migrate_owner(stores, owner) for owner in PROGRAMS]
    if as_json:
        return emit(done)
    changed = [row for row in done if row["indexes"] or row["migrations"]]
    if not changed:
        return say(t("migrate.nothing"))
    for key, about in ((key, about) for row in changed for key, about in row["noticed"].items() if about):
        say(t(f"migrate.{key}", count=len(about), about=", ".join(about[:SHOWN])))
    return table(COLUMNS, ({**row, **{k: ", ".join(row[k]) or "—" for k in COLUMNS[1:]}} for row in changed))


def bootstrap(
    *,
    bureau: Bureau = None,
    name: Name = None,
    login: Login = None,
    password: Password = None,
    as_json: Json = False,
) -> None:
    """The first bureau and its administrator. Raises: Refused, DomainError, PyMongoError."""
    from gateway.accounts import bootstrap as make  # noqa: PLC0415 (only when it is needed)

    db = Stores(settings()).database(GATEWAY)
    made = make(
        db,
        asked_for(bureau, "bureau_code"),
        asked_for(name, "bureau_name"),
        asked_for(login, "login"),
        password or None,
    )
    if as_json:
        return emit(asdict(made))
    new = made.created_bureau or made.created_account
    say(t("bootstrap.created" if new else "bootstrap.present", bureau=made.bureau, login=made.login))
    if made.password is not None:
        say(t("bootstrap.password", password=made.password))
    return None


def appoint(bureau: Bureau = None, login: Login = None, role: Power = "security_admin") -> None:
    """Who says what accounts may, keeps them, or reads the trail. Raises: Refused, DomainError, PyMongoError."""
    from gateway.appointing import appoint as make  # noqa: PLC0415 (only when it is needed)

    made = make(Stores(settings()).database(GATEWAY), asked_for(bureau, "bureau_code"), asked_for(login, "login"), role)
    about = {"bureau": made.bureau, "login": made.login, "role": made.role}
    say(t("appoint.done", **about) if made.changed else t("appoint.present", **about))
    if made.password is not None:
        say(t("appoint.password", password=made.password))


def powers(as_json: Json = False) -> None:
    """Which accounts hold what keeps the system beside other roles, and which bureaus lack somebody who keeps it.

    Raises: PyMongoError.
    """
    from gateway.accounts.store import Accounts  # noqa: PLC0415 (only when it is needed)

    accounts = Accounts(Stores(settings()).database(GATEWAY))
    rows: list[dict[str, Any]] = [
        {
            "bureau": bureau,
            "login": account.login,
            "name": account.name,
            "disabled": account.disabled,
            "counts": sorted(account.effective),
            "rests": sorted(account.resting),
        }
        for bureau, account in accounts.torn()
    ]
    if as_json:
        return emit(rows)
    for bureau, power in accounts.unkept():
        say(t("powers.missing", bureau=bureau, role=power))
    if not rows:
        return say(t("powers.none"))
    shown = ({**row, "counts": ", ".join(row["counts"]), "rests": ", ".join(row["rests"])} for row in rows)
    table(("bureau", "login", "name", "counts", "rests"), shown)
    return say(t("powers.how"))


def reset_second_factor(bureau: Bureau = None, login: Login = None) -> None:
    """For who has lost it, and nobody else is left to reset it. Raises: Refused, DomainError, PyMongoError."""
    from gateway.rescue import rescue  # noqa: PLC0415 (only when it is needed)

    code, name = asked_for(bureau, "bureau_code"), asked_for(login, "login")
    say(t("factor.reset", bureau=code, login=rescue(Stores(settings()).database(GATEWAY), code, name)))


def asked_for(value: str | None, option: str) -> str:
    """The value, or what the operator answers. Raises: Refused when there is nobody to ask."""
    if value:
        return value
    if not sys.stdin.isatty():
        raise Refused(t("bootstrap.missing", what=t(f"option.{option}")), USAGE)
    answer: str = typer.prompt(t(f"option.{option}"))
    return answer
