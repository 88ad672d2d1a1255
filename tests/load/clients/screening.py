"""Screening as the review service does it between its reads and its writes: folding, all rules, the words of a list,
and the signature by which near-duplicates are found. No arguments; the job's options: `{"characters": …}`.
"""

from __future__ import annotations

import time

from services.review.domain.screening import Screened, bands, fold, screen, shingles, signature
from shared.contracts.review_terms import WordLevel
from shared.screening import ListedWord, Words, matcher
from shared.simplified import folding
from tests.load.clients.loop import Course, Job, serve
from tests.load.figures import Sample
from tests.load.texts import listed, written

LISTED = 2_000


def screened(text: str, words: Words) -> Screened:
    """What is found in a text, after its signature was made."""
    bands(signature(shingles(fold(text, folding()).text)))
    return screen("滨江夜巡", text, folding(), words, [])


def run(job: Job, words: Words) -> Sample:
    """One job: the same text again and again."""
    text = written(int((job.options or {})["characters"]))
    screened(text, words)  # what is made once is made
    course = Course(job, 0.0)
    while course.another():
        started = time.perf_counter()
        screened(text, words)
        course.made(started)
    return course.sample()


def words() -> Words:
    """Finds the words of a list of `LISTED`."""
    return matcher([ListedWord(word, WordLevel.SENSITIVE, "", "bench@1") for word in listed(LISTED)])


if __name__ == "__main__":
    made = words()
    serve(lambda job: run(job, made))
