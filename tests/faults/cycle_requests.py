"""What became of the requests of outlets, in words that are the same in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deploy.demo.asked import HEAD
from deploy.demo.people import LEADER
from deploy.demo.stage import Stage

Row = tuple[str, ...]


def requests(stage: Stage, asked: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Each with everything that was done with it and said on it, once; and how they are counted."""
    seen = stage.people[HEAD].requests
    numbers: Counter[str] = Counter()
    for row in asked:
        one, id_ = seen.one(row["id"]), row["id"]
        answer, rating = one["answer"] or {"kind": "", "text": ""}, one["rating"] or {"stars": ""}
        numbers[one["number"]] += 1
        title, officer = one["title"], (one["officer"] or {"name": ""})["name"]
        yield (
            title, one["kind"], one["state"], one["outlet_name"], one["unit_name"], officer, answer["kind"],
            answer["text"], str(rating["stars"]), str(one["reopened"]), str(bool(one["handed_over"])),
        )  # fmt: skip
        yield from ((title, "act", each["act"], each["state"], each["reason"]) for each in seen.acts(id_))
        yield from ((title, "said", each["text"], str(each["from_bureau"])) for each in seen.messages(id_))
        yield from ((title, "noted", each["text"]) for each in seen.notes(id_))
        yield from ((title, "took", each["target"], str(each["overdue"])) for each in one["took"])
    yield from (("number", "given twice", number) for number, times in numbers.items() if times > 1)
    yield from _counted(stage, max(numbers, default="2026")[:4])


def _counted(stage: Stage, year: str) -> Iterator[Row]:
    """Of how many the response times are; how long they took is another matter in each run."""
    told = stage.people[LEADER.login].statistics.requests(from_=f"{year}-01", to=f"{year}-12")
    for of, figures in [("all", told["total"]), *((each["kind"], each) for each in told["kinds"])]:
        counts = (figures[name]["count"] for name in ("acknowledgement", "answer", "satisfaction"))
        yield "response times", of, *map(str, counts), str(figures["satisfaction"]["mean"])
