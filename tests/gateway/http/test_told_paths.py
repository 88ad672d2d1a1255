"""Paths as they are logged: whoever reads the log gets in nowhere by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from deploy.local.servers import Database
from shared.ids import new_id
from tests.gateway.accounts.desk import Bureau, Desk
from tests.gateway.accounts.fixtures import bureau

__all__ = ["bureau"]


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, log_level="info")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "/calendar/330108-{}.ics", "/v1/calendar/*.ics"),
        ("GET", "/calendar/330108-{}", "/v1/calendar/*"),
        ("POST", "/calendar/330108-{}.ics", "/v1/calendar/*"),
        ("GET", "/calendar/330108-{}.ics/more", "/v1/calendar/*/*"),
        ("GET", "/activities/1/codes/{}", "/v1/activities/1/codes/*"),
        ("GET", "/activities/1/codes/{}/more", "/v1/activities/*/codes/*/*"),
        ("GET", "/permits/{}", "/v1/permits/*"),
        ("GET", "/certificates/{}", "/v1/certificates/*"),
        ("GET", "/requests/1", "/v1/requests/1"),
    ],
)
def test_no_secret_of_a_path_is_logged(bureau: Bureau, method: str, path: str, told: str) -> None:
    secret, person = new_id().replace("-", ""), bureau.outsider()
    with capture_logs() as logged:
        assert person(method, path.format(secret)).status_code >= 400
    assert [each["path"] for each in logged if each["event"] == "request"] == [told]
    assert secret not in str(logged)
