"""One line for each page: where it is, and whose. From the lines come the tests that every page has to pass."""

from __future__ import annotations

from dataclasses import dataclass

OUTLET = "outlet"
STAFF = ("liaison", "reviewer_first", "reviewer_second", "reviewer_final", "scoring_manager", "leader")
# Who does business with each other; and with them who keeps the system.
CONCERNED = (OUTLET, *STAFF)
KEEPING = ("admin", "security_admin", "auditor")
EVERYBODY = (*CONCERNED, *KEEPING)


@dataclass(frozen=True)
class Page:
    """`path` may name things of the played quarter: `/works/{work}`. `roles`: who sees it; others get 403 or 404.

    `public`: seen without signing in. `status`: what it answers.
    """

    path: str
    roles: tuple[str, ...] = EVERYBODY
    public: bool = False
    status: int = 200
