"""`make screenshots`: each picture of the guides, in both languages, from the demo that runs; nothing there changes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.chromium import chromium
from deploy.demo.people import FINAL, FIRST, LIAISON, MANAGER, OWNER, passwords
from deploy.demo.setup import BUREAU, password_file
from deploy.local.layout import ROOT, Layout
from deploy.screenshots.camera import Camera
from deploy.screenshots.table import LANGUAGES, PICTURES, Picture
from deploy.screenshots.things import things
from jingmei_client import Client, ClientError

LOOKING = (OWNER, LIAISON.login, FIRST[0].login, FINAL.login, MANAGER.login)


@dataclass(frozen=True)
class Demo:
    """Where it answers, and who gets in how."""

    url: str
    passwords: Mapping[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Take them; 1 when something went wrong, with what."""
    parser = argparse.ArgumentParser(prog="deploy.screenshots", description="Take the pictures of the guides anew")
    parser.add_argument("--home", type=Path, help="the folder of the stack that runs the demo, when not this project's")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images", help="where the pictures go")
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="one of them only")
    parser.add_argument("names", nargs="*", help="only these pictures")
    given = parser.parse_args(arguments)
    console = Console(highlight=False)
    layout = Layout.load(given.home)
    if not (file := password_file(layout, BUREAU)).exists():
        console.print(f"[red]✗[/red] {file} is not there: give `make demo` first", soft_wrap=True)
        return 1
    chosen = [each for each in PICTURES if not given.names or each.name in given.names]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    languages = given.language or LANGUAGES
    try:
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("pictures", total=len(chosen) * len(languages))
            demo = Demo(layout.gateway_url, passwords(file, ()))
            take(demo, chosen, languages, given.out, lambda name: progress.update(task, advance=1, description=name))
    except (ClientError, Error, LookupError, RuntimeError) as error:
        console.print(f"[red]✗[/red] {error}", soft_wrap=True, markup=True)
        return 1
    return 0


def take(
    demo: Demo, pictures: Iterable[Picture], languages: Iterable[str], out: Path, step: Callable[[str], object]
) -> None:
    """Each to `out/<language>/<name>.png`; `step` is told of each."""
    people = {login: _signed_in(demo, login) for login in LOOKING}
    names = things(people)
    with chromium() as browser:
        camera = Camera(browser, demo.url, BUREAU, demo.passwords)
        for language in languages:
            (out / language).mkdir(parents=True, exist_ok=True)
            for each in pictures:
                camera.take(each, language, names, out / language / f"{each.name}.png")
                step(each.name)
    for person in people.values():
        person.sign_out()


def _signed_in(demo: Demo, login: str) -> Client:
    client = Client(demo.url)
    client.sign_in(BUREAU, login, demo.passwords[login])
    return client


if __name__ == "__main__":
    sys.exit(main())
