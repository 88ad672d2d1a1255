"""What the guides show and quote is there: pictures of the table, words of the pages, headings that they lead to."""

from __future__ import annotations

import re
from functools import cache

import pytest
from PIL import Image

from console.words import catalogue
from deploy.local.layout import ROOT
from deploy.screenshots.camera import SCALE, WIDTH
from deploy.screenshots.table import LANGUAGES, PICTURES
from shared.labels import labels

DOCS = ROOT / "docs"
GUIDES = ("media", "police", "liaison", "reviewers", "scoring", "leaders", "administrators")
IMAGE = re.compile(r"images/(\w+)/([\w-]+)\.png")
QUOTED = re.compile(r"\*\*\[([^\]]+)\]\*\*")
LINK = re.compile(r"\]\(([^)\s]*)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# All pictures together: what everybody who clones the project gets.
MOST_BYTES = 3_000_000


@cache
def part(guide: str, language: str) -> str:
    """The half of a guide in a language: Chinese first, then English."""
    chinese, heading, english = (DOCS / f"{guide}.md").read_text(encoding="utf-8").partition("\n## English\n")
    assert heading, guide
    return chinese if language == "zh" else english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_quotes_stands_on_the_pages(guide: str, language: str) -> None:
    there = {*catalogue(language).values(), *(text for area in labels(language).values() for text in area.values())}
    quoted = QUOTED.findall(part(guide, language))
    assert quoted and [words for words in quoted if words not in there] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guides_show_the_pictures_of_the_table_each_in_its_language(language: str) -> None:
    shown = [found for guide in GUIDES for found in IMAGE.findall(part(guide, language))]
    assert {each for each, _ in shown} == {language}
    names = [name for _, name in shown]
    assert sorted(set(names)) == sorted(picture.name for picture in PICTURES)


def test_the_readme_shows_pictures_that_are_there() -> None:
    shown = IMAGE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert shown and {name for _, name in shown} <= {picture.name for picture in PICTURES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there_in_its_size_and_none_besides(language: str) -> None:
    folder = DOCS / "images" / language
    assert {file.name for file in folder.iterdir()} == {f"{picture.name}.png" for picture in PICTURES}
    for picture in PICTURES:
        with Image.open(folder / f"{picture.name}.png") as found:
            assert found.width == WIDTH[picture.phone] * SCALE[picture.phone], picture.name


def test_the_pictures_are_small() -> None:
    assert sum(file.stat().st_size for file in (DOCS / "images").rglob("*.png")) <= MOST_BYTES


@pytest.mark.parametrize("guide", [*GUIDES, "clients", "operators", "bench"])
def test_links_lead_somewhere(guide: str) -> None:
    text = (DOCS / f"{guide}.md").read_text(encoding="utf-8")
    lost = []
    for link in LINK.findall(text):
        path, _, place = link.partition("#")
        if "://" in link:
            continue
        target = DOCS / path if path else DOCS / f"{guide}.md"
        if not target.exists() or (place and place not in anchors(target.read_text(encoding="utf-8"))):
            lost.append(link)
    assert lost == []


def anchors(text: str) -> set[str]:
    """The headings as GitHub names them: lower case, without punctuation, spaces as hyphens."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}
