"""`jingmei`: the operator's command. Exit codes: 0 done · 1 refused or a check failed · 2 usage or settings."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    # What is imported is there to stay: to look for garbage in it, over and over as it grows, was a tenth of the start.
    gc.disable()

import sys
import warnings
from pathlib import Path
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from jingmei import bus, catalogue, checks, deployment, dlq, files, glance
from jingmei.broker import FAULTS
from jingmei.output import REFUSED, USAGE, Refused, say
from jingmei.refusals import why
from jingmei.resending import resend
from jingmei.retelling import retell
from jingmei.settings import read_file
from jingmei.texts import t
from jingmei.trace import trace
from shared.errors import DomainError
from shared.mongo import unreachable
from shared.settings import SettingsError, complain

app = typer.Typer(
    name="jingmei",
    help=t("app"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(dlq.app, name="dlq")
app.add_typer(catalogue.app, name="events")
app.add_typer(checks.audit, name="audit")
app.add_typer(files.app, name="files")
app.add_typer(bus.app, name="bus")
app.command(help=t("outbox"))(glance.outbox)
app.command(help=t("queues"))(glance.queues)
app.command(help=t("trace"))(trace)
app.command(help=t("retell"))(retell)
app.command(help=t("resend"))(resend)
app.command(help=t("migrate"))(deployment.migrate)
app.command(help=t("bootstrap"))(deployment.bootstrap)
app.command(help=t("appoint"))(deployment.appoint)
app.command(help=t("powers"))(deployment.powers)
app.command(help=t("factor"))(deployment.reset_second_factor)
app.command(help=t("openapi"))(checks.openapi)


@app.callback()
def settings_file(
    env_file: Annotated[Path | None, typer.Option("--env-file", help=t("option.env_file"))] = None,
) -> None:
    """Read the settings file before any command."""
    read_file(env_file)


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    # The kernel's names of queues come with eventlet, which says at import that it is deprecated.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command; gives its exit code. Whatever can be foreseen is told in one line."""
    try:
        app(args=arguments, prog_name="jingmei")  # leaves with SystemExit
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except SettingsError as error:
        return complain_all(error)
    except Refused as refused:
        say(str(refused))
        return refused.code
    except DomainError as error:
        say(t("error.refused", why=why(error)))
    except PyMongoError as error:
        say(t("error.mongo" if unreachable(error) else "error.mongo_refused", why=str(error)[:300]))
    except FAULTS as error:
        say(t("error.broker", why=str(error)[:300] or type(error).__name__))
    return REFUSED


def complain_all(error: SettingsError) -> int:
    """Every setting that is missing or wrong, a line each."""
    try:
        complain(error)
    except SystemExit:
        return USAGE


if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    main()
