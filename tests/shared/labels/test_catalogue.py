"""Every code that people may see has a label in both languages, none is unused, and nobody keeps a second copy."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

import pytest

from services.outlet.domain.profile import FIELDS
from services.outlet.domain.workdays import MOVING
from services.scoring.domain.words import FACTORS
from shared.contracts.labelled import AREAS
from shared.contracts.participation_terms import ParticipationKind
from shared.events.outlet import OutletEvent, OutletRetold
from shared.labels import LANGUAGES, label, labels
from shared.workdays import FIXED

ROOT = Path(__file__).parents[3]
TOPS: Final = ("gateway", "jingmei", "services", "shared")
# Enumerations outside of the contracts' terms, by where they stand.
BESIDE: Final[Mapping[str, str]] = {
    "gateway.accounts.schemas.StaffRole": "role",
    "gateway.audit.damage.Damage": "audit.damage",
    "gateway.files.cleaning.report.FieldClass": "file.removed",
    "gateway.files.kinds.Family": "file.family",
    "gateway.files.kinds.Kind": "file.kind",
    "gateway.files.scanning.Scan": "file.scan",
    "jingmei.story.model.Kind": "step",
    "services.liaison.domain.requests.states.Act": "request.act",
    "services.liaison.domain.activities.states.Act": "activity.act",
    "services.notification.domain.kinds.Kind": "notice.kind",
    "services.outlet.domain.states.Act": "outlet.act",
    "services.review.domain.states.Act": "review.act",
    "services.review.repository.searching.Mark": "review.mark",
    "services.submission.domain.states.Act": "submission.act",
    "shared.contracts.months.Compare": "comparison",
}
# What no person ever reads.
INTERNAL: Final = {
    "services.outlet.domain.deeds.Deed",  # what a view says that its reader may do: names of calls
    "services.liaison.domain.activities.seats.Take",  # what happens to seats
    "gateway.documents.model.Kind",  # how a cell of a table is set
    "services.outlet.domain.permissions.Do",  # told by a message for each
    "services.submission.domain.model.Side",
}
# Areas and codes that are no enumeration's.
FURTHER: Final[Mapping[str, frozenset[str]]] = {
    "award.ladder": frozenset({"overall", "each_category", "official_media", "department", "self_media", "influencer"}),
    "event": frozenset({"issued", "reported", "granted", "delivered"}),
    "event.state": frozenset({"pending", "sent"}),
    "holiday": frozenset({*(f"{month:02}-{day:02}" for month, day in FIXED), *MOVING}),
    "ledger.factor": frozenset({*FACTORS, "topic", "length", "further"}),
    "ledger.note": frozenset(
        {"reported", "refused", "no_rule", "byline", "zero", "reprint", "not_highest", "no_snapshot", "below_tiers"}
    ),
    "ledger.original": frozenset({"yes", "no"}),
    "ledger.rule": frozenset(
        {
            "publication",
            "appeal",
            "idea:adopted",
            "idea:implemented",
            *(f"participation:{kind}" for kind in ParticipationKind),
            "call",
            "call:cap",
        }
    ),
    "metrics.measure": frozenset({"reads", "likes", "shares", "comments", "in_views"}),
    # Told again is what happened before: it is in no history.
    "outlet.event": frozenset(each.name for each in OutletEvent.__subclasses__() if each is not OutletRetold),
    "outlet.field": FIELDS,
    "period.act": frozenset({"adjust", "appeal"}),
    "publication.act": frozenset({"verify", "refuse", "correct", "withdraw"}),
    "unapproved.act": frozenset({"object", "rule", "withdraw"}),
    "unit": frozenset({"characters", "items"}),
    "yes_no": frozenset({"yes", "no"}),
}
# Names of what is told of a step, as the services store it: there is no list of them.
OPEN: Final = {"step.detail"}
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def enumerations() -> Iterator[type[StrEnum]]:
    """Those of the code. Nothing else is imported: entry points of services would patch this process."""
    for top in TOPS:
        for path in (ROOT / top).rglob("*.py"):
            if "StrEnum" in path.read_text("utf-8"):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    waiting: list[type[StrEnum]] = [StrEnum]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if cls.__module__.partition(".")[0] in TOPS:
                yield cls


def areas() -> dict[str, set[str]]:
    """Area → the codes that it has to label."""
    found: dict[str, set[str]] = {area: set(codes) for area, codes in FURTHER.items()}
    for cls in enumerations():
        name = f"{cls.__module__}.{cls.__qualname__}"
        area = AREAS.get(cls) or BESIDE.get(name)
        assert area or name in INTERNAL, f"{name} is labelled nowhere"
        if area:
            found.setdefault(area, set()).update(member.value for member in cls)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_label_and_no_label_is_unused(language: str) -> None:
    known = {area: set(codes) for area, codes in labels(language).items() if area not in OPEN}
    assert known == areas()


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_words_of_their_language(language: str) -> None:
    for area, codes in labels(language).items():
        for code, text in codes.items():
            assert text == text.strip() and text, (area, code)
            assert bool(HAN.search(text)) == (language == "zh"), (area, code, text)


def test_both_languages_have_the_same_codes() -> None:
    chinese, english = ({area: set(codes) for area, codes in labels(each).items()} for each in ("zh", "en"))
    assert chinese == english


def test_a_code_of_a_newer_sender_is_shown_as_it_is_and_another_language_is_chinese() -> None:
    assert label("platform", "mastodon", "zh") == "mastodon"
    assert label("platform", "tv", "fr") == "电视"
    with pytest.raises(KeyError):
        label("no.area", "tv", "zh")


def test_nobody_keeps_a_second_copy() -> None:
    """Of a code beside its Chinese label, in a table of any source or data file."""
    pairs = {(code, text) for codes in labels("zh").values() for code, text in codes.items()}
    found = [(place, pair) for place, pair in _pairs() if pair in pairs]
    assert found == []


def _pairs() -> Iterator[tuple[str, tuple[str, str]]]:
    for top in ("deploy", *TOPS):
        for path in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Dict):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield from ((place, (key, text)) for key, text in _told(node))
        for path in (ROOT / top).rglob("*.toml"):
            if "labels" not in path.parts:
                tables = tomllib.loads(path.read_text("utf-8"))
                yield from ((f"{path.relative_to(ROOT)}", pair) for pair in _leaves(tables))


def _told(node: ast.Dict) -> Iterator[tuple[str, str]]:
    for key, value in zip(node.keys, node.values, strict=True):
        values = value.elts if isinstance(value, ast.Tuple) else [value]
        code = key.attr.lower() if isinstance(key, ast.Attribute) else getattr(key, "value", "")
        yield from ((code, one.value) for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _leaves(tables: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in tables.items():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        elif isinstance(value, str):
            yield key, value
