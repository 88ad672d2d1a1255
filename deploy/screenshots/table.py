"""Which pictures there are: whose page, what is done on it, and what it shows. One line each.

`{names}` of paths are things of the demo: `deploy.screenshots.things`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from deploy.demo.people import ADMIN, AUDITOR, FIRST, LEADER, LIAISON, MANAGER, OWNER

LANGUAGES: Final = ("zh", "en")
NOBODY: Final = ""


@dataclass(frozen=True)
class Picture:
    """`who`: a login of the demo, or nobody. Nothing of a page is sent: what is filled in stays in the browser."""

    name: str
    who: str
    path: str
    phone: bool = False
    # Fields with what is written into them; what is clicked before (a fold, a choice), never a button that sends.
    fill: tuple[tuple[str, str], ...] = ()
    click: tuple[str, ...] = ()
    # What the picture begins with, when not with the top of the page, and what it draws a frame around.
    top: str = ""
    frame: str = ""
    # In pixels of the page.
    height: int = 0


FIRST_REVIEWER: Final = FIRST[0].login
TITLE, BODY = (
    "夜巡三公里",
    "晚上九点，民警和义务巡防员从派出所门口出发，沿江走了三公里。\n这一路上，他们提醒了七户商家收好电动车充电线。",
)
ASKED = (
    ("[name=title]", "国庆交通疏导现场画面"),
    ("[name=text]", "横版视频一段、照片三张，十月一日前可用，注明来源。"),
)

MONTH: Final = "/activities/calendar?month={coming_month}"
ROUND, CHANGES = "/reviews/{claimed_round}", "label[for=d-changes]"

PICTURES: Final = (
    Picture("sign-in", NOBODY, "/sign-in", phone=True, height=640),
    Picture("verify", NOBODY, "/verify/{permit}", phone=True, height=700),
    # outlets, on a phone
    Picture("outlet-home", OWNER, "/", phone=True),
    Picture("outlet-register", OWNER, "/register", phone=True),
    Picture("outlet-work-new", OWNER, "/works/new", phone=True, fill=(("[name=title]", TITLE), ("[name=body]", BODY))),
    Picture("outlet-work-draft", OWNER, "/works/{draft}", phone=True, height=640, frame=".acts .btn-primary"),
    Picture("outlet-work-mend", OWNER, "/works/{mend}", phone=True),
    Picture("outlet-permit", OWNER, "/works/{approved}", phone=True, top=".permit", height=560),
    Picture("outlet-report", OWNER, "/works/{approved}/publications", phone=True, top="#report"),
    Picture("outlet-numbers", OWNER, "/works/{published}/publications", phone=True, click=("summary:has(svg)",)),
    Picture("outlet-score", OWNER, "/score?period={period}&outlet={ranked}", phone=True),
    Picture("outlet-request-new", OWNER, "/requests/new", phone=True, fill=ASKED),
    Picture("outlet-activity", OWNER, "/activities/{coming}", phone=True),
    Picture("outlet-month", OWNER, MONTH, phone=True, height=760),
    Picture("outlet-members", OWNER, "/outlet/members", phone=True),
    # liaison officers
    Picture("liaison-home", LIAISON.login, "/", height=360),
    Picture("liaison-outlet", LIAISON.login, "/outlets/{pending}"),
    Picture("liaison-publications", LIAISON.login, "/publications", height=480),
    Picture("liaison-metrics", LIAISON.login, "/publications/metrics", height=500),
    Picture("liaison-bulletin", LIAISON.login, "/bulletins/drafts/{bulletin_draft}", height=560),
    Picture("request-desk", LIAISON.login, "/requests", height=760),
    Picture("month", LIAISON.login, MONTH, height=860),
    Picture("activity-people", LIAISON.login, "/activities/{held}/sign-ups", height=780),
    Picture("call-answers", LIAISON.login, "/calls/{call}", height=1100),
    # reviewers
    Picture("review-queue", FIRST_REVIEWER, "/reviews", height=520),
    Picture("review-page", FIRST_REVIEWER, ROUND, height=900),
    Picture("review-decision", FIRST_REVIEWER, ROUND, click=(CHANGES,), top="#decision", height=760),
    # scoring managers
    Picture("period", MANAGER.login, "/periods/{period}"),
    Picture("why-points", MANAGER.login, "/periods/{period}/ranking/{best}"),
    Picture("scheme", MANAGER.login, "/schemes/new"),
    Picture("appeal", MANAGER.login, "/appeals/{appeal}", height=500),
    # leaders
    Picture("overview", LEADER.login, "/overview?from={quarter_from}&to={quarter_to}", height=1000),
    Picture("response-times", LEADER.login, "/response-times", height=960),
    Picture("signed", LEADER.login, "/periods/{period}/signed"),
    # administrators
    Picture("accounts", ADMIN, "/accounts"),
    Picture("audit", AUDITOR.login, "/audit?operation=outlets.verify"),
    Picture("workdays", MANAGER.login, "/workdays?year={year}", height=900),
)  # fmt: skip
