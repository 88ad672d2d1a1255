"""Screening before the first stage: plain functions from a text to what is found in it (DOMAIN.md, section 3)."""

from services.review.domain.screening.findings import Alike, Hit, Screened, Written, screen
from services.review.domain.screening.likeness import bands, guessed, likeness, shingles, signature
from services.review.domain.screening.trial import Tally
from shared.folding import Folded, Folding, fold, squeezed

__all__ = [
    "Alike", "Folded", "Folding", "Hit", "Screened", "Tally", "Written", "bands", "fold", "guessed", "likeness",
    "screen", "shingles", "signature", "squeezed",
]  # fmt: skip
