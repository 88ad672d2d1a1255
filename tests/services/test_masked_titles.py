"""A number of a person in the title of a work is not told beyond the work's own people and its reviewers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from gateway.api.documents import entry_of, result_of
from services.review.domain.permits import Permit
from services.review.domain.screening.findings import Alike, screen
from services.review.schemas import permit_view, public_permit_view
from services.scoring.domain.awards import Award
from services.scoring.schemas.awards import certificate_view
from shared.contracts.scoring_terms import AwardKind
from shared.simplified import folding

NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
TITLE, MASKED = "寻人330106199001011234", "寻人3301**********1234"


def test_who_verifies_a_permit_or_a_certificate_is_not_told() -> None:
    permit = Permit("p", "330108", 1, "330108-X", "s", "r", "o", "滨江播报", TITLE, "ab" * 32, NOW)
    assert public_permit_view(permit)["title"] == MASKED
    assert permit_view(permit)["title"] == TITLE
    award = Award(
        "a", "330108", "2026-Q3", AwardKind.CERTIFICATE, "优秀作品", "rule", "o", "滨江播报", "self_media",
        Decimal("1.00"), "ab" * 32, NOW, "manager", work=TITLE,
    )  # fmt: skip
    assert certificate_view(award)["work"] == MASKED


def test_the_people_of_a_work_are_not_told_of_another_that_it_resembles() -> None:
    alike = Alike("other", "2026-000001", TITLE, 90)
    (hit,) = screen("标题", "正文", folding(), lambda _text: (), [alike]).hits
    assert hit.excerpt == f"2026-000001 {MASKED}"


def test_what_is_printed_does_not_tell() -> None:
    award = {"kind": "consolation", "title": "慰问奖励", "name": "滨江播报", "category": "self_media", "work": TITLE}
    view = {
        "period": "2026-Q3", "status": "finalised", "scheme": "办法", "scheme_version": 1, "quarters": 0, "digest": "",
        "appeals": 0, "upheld": 0, "publicised": None, "appeals_until": None, "finalised": None, "ladders": [],
        "starts": str(date(2026, 7, 1)), "ends": str(date(2026, 9, 30)), "awards": [award],
    }  # fmt: skip
    assert result_of(view).awards[0].work == MASKED
    entry = {
        "id": "e", "at": NOW.isoformat(), "outlet": "o", "name": "滨江播报", "category": "self_media", "number": "1",
        "title": TITLE, "rule": "r", "working": "w", "points": "1.00",
    }  # fmt: skip
    assert entry_of(entry).title == MASKED
