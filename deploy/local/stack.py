"""The local stack without a container engine: `python -m deploy.local.stack up|down|status|logs|scale|clean`.

RabbitMQ, MongoDB, the gateway and the services as private processes on loopback ports of their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy.local.layout import MOST, USER, VHOST, Layout
from deploy.local.processes import StartError, let_go, wait_for
from deploy.local.servers import Broker, Database, starting
from deploy.local.supervise import Supervisor
from services import PROGRAMS
from shared.sending.permissions import definitions, of_everybody

if TYPE_CHECKING:
    from collections.abc import Iterator

READY_SECONDS = 300
app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__, pretty_exceptions_enable=False)
console = Console(highlight=False)
if not console.is_terminal:
    console = Console(highlight=False, width=140)


def servers(layout: Layout) -> tuple[Broker, Database]:
    """The stack's private broker and database."""
    return (
        Broker(layout.home / "rabbitmq", layout.ports["broker"]),
        Database(layout.home / "mongodb", layout.ports["database"], name=layout.replica_set),
    )


@app.command()
def up(n: Annotated[int, typer.Option(min=0, max=MOST, help="instances of each; 0: as it was")] = 0) -> None:
    """Start what does not run, and wait until everything is ready."""
    layout = Layout.load()
    layout.choose_ports()
    if n:
        layout.counts = dict.fromkeys(PROGRAMS, n)
    layout.save()
    broker, database = servers(layout)
    with step(f"RabbitMQ on port {broker.port}"):
        with starting(layout.home):
            broker.start()
        _admit(broker, layout)
    with step(f"MongoDB on port {layout.ports['database']}"), starting(layout.home):
        database.start()
    _run(layout)
    console.print(f"\nThe gateway: {layout.gateway_url}/docs   ·   settings: {layout.env_file}")
    console.print("make status · make logs s=outlet · make scale review=3 · [bold]make down[/bold] stops everything")


@app.command()
def scale(wanted: Annotated[list[str], typer.Argument(help="such as review=3 gateway=2")]) -> None:
    """Run so many instances of a program; the others are not touched."""
    layout = Layout.load()
    for text in wanted:
        program, _, count = text.partition("=")
        if program not in PROGRAMS or not count.isdigit() or not 1 <= int(count) <= MOST:
            console.print(f"{text}: <program>=<1..{MOST}> is expected, program one of {', '.join(PROGRAMS)}")
            raise typer.Exit(2)
        layout.counts[program] = int(count)
    layout.save()
    if Supervisor(layout).pid is None:
        console.print("The stack does not run; `make up` will start these counts.")
        return
    _run(layout)


@app.command()
def down() -> None:
    """Stop everything gracefully. Data stays for the next `up`."""
    layout = Layout.load()
    if not layout.ports:
        console.print("There is no local stack.")
        return
    with step("gateway and services"):
        Supervisor(layout).stop()
    broker, database = servers(layout)
    with step("RabbitMQ"):
        broker.stop()
    with step("MongoDB"):
        database.stop()


@app.command()
def status() -> None:
    """Every process: state, pid, uptime, readiness and its health address. Exit code 1 when one is not ready."""
    layout = Layout.load()
    table = Table("process", "state", "pid", "up for", "ready", "address")
    fine = bool(layout.ports)
    if layout.ports:
        broker, database = servers(layout)
        for name, server in (("rabbitmq", broker), ("mongodb", database)):
            fine &= server.running
            port = layout.ports["broker" if name == "rabbitmq" else "database"]
            state = "RUNNING" if server.running else "STOPPED"
            table.add_row(name, state, str(server.pid or ""), "", "", f"127.0.0.1:{port}")
    known = {process["name"]: process for process in Supervisor(layout).processes()} if layout.ports else {}
    for name, _, port in layout.instances() if layout.ports else []:
        process = known.get(name, {"statename": "STOPPED", "pid": "", "start": 0, "now": 0})
        problems = readiness(port) if process["pid"] else {"process": "not running"}
        fine &= not problems
        uptime = f"{process['now'] - process['start']} s" if process["pid"] else ""
        ready = "yes" if not problems else "; ".join(f"{part}: {text}" for part, text in problems.items())[:80]
        table.add_row(name, process["statename"], str(process["pid"]), uptime, ready, f"127.0.0.1:{port}")
    console.print(table)
    if not fine:
        raise typer.Exit(1)


@app.command()
def logs(
    service: Annotated[str, typer.Option("-s", help="a program or an instance; all when empty")] = "",
    follow: Annotated[bool, typer.Option("-f", help="go on as lines come")] = False,
    lines: Annotated[int, typer.Option("-n")] = 40,
) -> None:
    """The processes' logs (JSON, a line each)."""
    found = sorted(str(path) for path in Layout.load().log.glob(f"{service}*.log"))
    if not found:
        console.print("no logs" + (f" of {service}" if service else ""))
        raise typer.Exit(1)
    subprocess.run(["tail", "-n", str(lines), *(["-F"] if follow else []), *found], check=False)


@app.command()
def clean(yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False) -> None:
    """Stop everything and remove its data: databases, queues, logs, secrets."""
    layout = Layout.load()
    if not layout.home.exists():
        console.print("There is nothing to remove.")
        return
    if not yes and not typer.confirm(f"Remove all data of the local stack in {layout.home}?"):
        raise typer.Exit(1)
    down()
    shutil.rmtree(layout.home)


def readiness(port: int) -> dict[str, str]:
    """What a process says keeps it from being ready; empty when it is."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=10) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        try:
            found: dict[str, str] = json.loads(error.read()).get("problems", {})
        except ValueError:
            found = {}
        return found or {"http": str(error.code)}
    except OSError as error:
        return {"health": str(error)}
    return {}


def _run(layout: Layout) -> None:
    supervisor = Supervisor(layout)
    let_go([layout.ports["gateway"], *(port for _, _, port in layout.instances())])
    with step("gateway and services"):
        supervisor.apply()
    for name, _, port in layout.instances():
        with step(f"{name} ready"):
            _await_ready(supervisor, name, port)


def _await_ready(supervisor: Supervisor, name: str, port: int) -> None:
    def settled() -> bool:
        return not readiness(port) or supervisor.gave_up(name)

    try:
        wait_for(name, settled, READY_SECONDS)
    except StartError:
        raise StartError(f"{name} is not ready: {readiness(port)}{supervisor.complaint(name)}") from None
    if problems := readiness(port):
        raise StartError(f"{name} ended: {problems}{supervisor.complaint(name)}")


def _admit(broker: Broker, layout: Layout) -> None:
    """A virtual host for the stack, and a user for the operator and for each program, who may do their own alone."""
    new = not broker.has_vhost(VHOST)
    broker.define(definitions(VHOST, of_everybody(PROGRAMS, USER), layout.passwords))
    if new:
        broker.delete_user("guest")


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is waited for, then how long it took. A failure is told and ends the command with code 1."""
    began = time.monotonic()
    try:
        with console.status(what):
            yield
    except (StartError, RuntimeError, OSError, subprocess.SubprocessError) as error:
        console.print(f"[red]✗[/red] {what}: {error}", markup=True, soft_wrap=True)
        raise typer.Exit(1) from None
    console.print(f"[green]✓[/green] {what}  [dim]{time.monotonic() - began:.1f} s[/dim]")


if __name__ == "__main__":
    app()
