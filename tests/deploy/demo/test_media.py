"""In which media a sheet's publications are reported: the outlet's own channel, or an entry that says it is unnamed."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from deploy.demo.people import LIAISON
from deploy.demo.phases import media
from deploy.demo.quarter import read
from deploy.demo.setup import SAMPLE
from shared import validation
from shared.contracts.submission_media import AddMedium


class Directory:
    """Takes entries as the system does, if their form is right."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}

    def add(self, *, key: str, **entry: Any) -> dict[str, str]:
        self.entries.setdefault(key, validation.load(AddMedium(), entry))
        return {"id": key}


def test_every_publication_has_a_place_and_an_entry_takes_the_sheets_level() -> None:
    quarter, directory = read(SAMPLE), Directory()
    outlets = {outlet.name: outlet for outlet in quarter.outlets}
    works = {work.number: outlets[work.outlet] for work in quarter.works}
    stage: Any = SimpleNamespace(
        quarter=quarter, ids={"channels": {name: f"c-{name}" for name in outlets}}, key=lambda *parts: "-".join(parts),
        people={LIAISON.login: SimpleNamespace(media=directory)},
        side_by_side=lambda work, items, step: [(work(item), step()) for item in items],
    )  # fmt: skip
    steps: list[int] = []
    for _ in range(2):  # a second run changes nothing
        media.enter(stage, lambda: steps.append(1))
    assert len(steps) == 2 * len(media.unnamed(quarter)) and len(directory.entries) == len(media.unnamed(quarter))
    for row in quarter.publications:
        where = media.place_of(stage, works[row.work], row)
        if "channel" in where:
            channel = works[row.work].channel
            assert (channel["platform"], channel["level"]) == (row.platform, row.level)
            continue
        entry = directory.entries[where["medium"]]
        assert (entry["level"], where["platform"]) == (row.level, row.platform)
        assert row.platform in {place["platform"] for place in entry["platforms"]}


def test_what_has_no_address_gives_its_entry_no_host() -> None:
    quarter, directory = read(SAMPLE), Directory()
    paper = replace(quarter.publications[0], platform="newspaper", level="central", url="")
    stage: Any = SimpleNamespace(
        quarter=replace(quarter, publications=[paper]), ids={}, key=lambda *parts: "-".join(parts),
        people={LIAISON.login: SimpleNamespace(media=directory)},
        side_by_side=lambda work, items, step: [(work(item), step()) for item in items],
    )  # fmt: skip
    media.enter(stage, lambda: None)
    ((place,),) = [entry["platforms"] for entry in directory.entries.values()]
    assert (place["platform"], list(place["hosts"])) == ("newspaper", [])
