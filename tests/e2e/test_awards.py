"""Appeals, awards, certificates and documents of a quarter, over HTTP."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from shared.clock import now
from shared.context import Role
from shared.ids import new_id
from tests.e2e.cast import FILE
from tests.e2e.people import PASSWORD, Data, People, Person, eventually, problem, register, verify
from tests.e2e.works import approve, begin, hand_in, publish, verify_publication

# A bureau of its own, so that its quarters and certificate numbers are its own too.
BUREAU, PERIOD, START = "330111", "2024-Q1", "2024-02-05T10:00:00+08:00"
TRICK = '=1+1 <b>&"夜巡"'


@dataclass(frozen=True)
class Office:
    """A bureau's people and two outlets of it."""

    owner: Person
    rival: Person
    liaison: Person
    manager: Person
    leader: Person
    outlet: Data
    other: Data

    def points(self, outlet: str) -> Decimal:
        """An outlet's score by the ranking."""
        rows = self.manager.ok("GET", f"/periods/{PERIOD}/ranking")["items"]
        return next(Decimal(row["points"]) for row in rows if row["outlet"] == outlet)

    def ledger(self, outlet: str) -> list[Data]:
        """Its entries."""
        return self.manager.ok("GET", f"/outlets/{outlet}/ledger?period={PERIOD}&limit=100")["items"]


@pytest.fixture(scope="module")
def office(people: People) -> Office:
    """A quarter with a work of each outlet, publicised."""

    def new(*roles: Role) -> Person:
        return people.new(*roles, bureau=BUREAU)

    owner, rival, liaison = new(), new(), new(Role.LIAISON)
    outlets = [verify(liaison, register(person), level="municipal") for person in (owner, rival)]
    made = Office(owner, rival, liaison, new(Role.SCORING_MANAGER), new(Role.LEADER), *outlets)
    for person, outlet, title in ((owner, outlets[0], TRICK), (rival, outlets[1], "早高峰四十分钟")):
        work = approve(people, person, hand_in(person, begin(person, outlet["id"], title=title)))
        verify_publication(liaison, publish(person, work, published_at=START))
    eventually(lambda: made.manager.ok("GET", f"/periods/{PERIOD}")["counters"]["publications"] == 2)
    for move in ("closure", "publication"):
        made.manager.ok("POST", f"/periods/{PERIOD}/{move}", json={})
    return made


def appeal(person: Person, outlet: Data, **more: Any) -> Any:
    return person.call(
        "POST", f"/v1/periods/{PERIOD}/appeals", json={"outlet": outlet["id"], "reason": "请复核"} | more
    )


def test_a_quarter_from_its_appeals_to_its_certificates(people: People, office: Office) -> None:
    """One story: each step stands on the one before."""
    opened = _appeals(office)
    _upheld(office, opened)
    _dismissed(office)
    _finalised(office)
    award = _granted(office)
    _delivered(office)
    _verified(people, office, award)
    _documents(office, award)


def _appeals(office: Office) -> Data:
    """For one's own outlet, about one's own entries, one at a time; nothing is signed meanwhile."""
    problem(appeal(office.rival, office.outlet), 404, "outlet.not_found")
    problem(appeal(office.liaison, office.outlet), 403, "appeal.own_outlet")
    foreign = office.ledger(office.other["id"])[0]["id"]
    told = problem(appeal(office.owner, office.outlet, entries=[foreign]), 422)
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/entries/0", "appeal.entry_unknown")]
    opened = appeal(office.owner, office.outlet, entries=[office.ledger(office.outlet["id"])[0]["id"]])
    assert (opened.status_code, opened.json()["status"]) == (201, "open")
    problem(appeal(office.owner, office.outlet), 409, "appeal.open_already")
    early = {"early": True, "reason": "试", "password": PASSWORD}
    told = problem(office.leader.call("POST", f"/v1/periods/{PERIOD}/finalisation", json=early), 409)
    assert told["code"] == "period.appeals_open"
    data: Data = opened.json()
    return data


def _upheld(office: Office, opened: Data) -> None:
    """Corrections are new entries: one taken back, one added; the score is the sum of all."""
    outlet, path = office.outlet["id"], f"/v1/appeals/{opened['id']}/answer"
    before, first = office.points(outlet), office.ledger(outlet)[0]
    answer: Data = {"decision": "upheld", "answer": "予以更正"}
    problem(office.manager.call("POST", path, json=answer), 422)
    corrections = [{"reverses": first["id"]}, {"points": "7.25", "reason": "头版补记"}]
    problem(office.owner.call("POST", path, json=answer | {"corrections": corrections}), 403)
    twice = answer | {"corrections": [corrections[0], corrections[0]]}
    assert problem(office.manager.call("POST", path, json=twice), 422)["errors"][0]["pointer"] == (
        "/corrections/1/reverses"
    )
    done = office.manager.ok("POST", f"/appeals/{opened['id']}/answer", json=answer | {"corrections": corrections})
    assert [each["points"] for each in done["corrections"]] == [f"-{first['points']}", "7.25"]
    assert office.points(outlet) == before - Decimal(first["points"]) + Decimal("7.25")
    assert sum(Decimal(entry["points"]) for entry in office.ledger(outlet)) == office.points(outlet)
    told = problem(office.manager.call("POST", path, json=answer | {"corrections": corrections}), 409)
    assert told["code"] == "appeal.illegal_move"


def _dismissed(office: Office) -> None:
    made = appeal(office.rival, office.other).json()
    body = {"decision": "dismissed", "answer": "维持原分"}
    before = office.points(office.other["id"])
    assert office.manager.ok("POST", f"/appeals/{made['id']}/answer", json=body)["status"] == "dismissed"
    assert office.points(office.other["id"]) == before
    assert [row["id"] for row in office.rival.ok("GET", f"/periods/{PERIOD}/appeals")["items"]] == [made["id"]]
    assert len(office.manager.ok("GET", f"/periods/{PERIOD}/appeals")["items"]) == 2
    assert office.rival.ok("GET", f"/appeals/{made['id']}")["answered_by"] == ""


def _finalised(office: Office) -> None:
    problem(office.manager.call("POST", f"/v1/periods/{PERIOD}/awards"), 409, "award.not_finalised")
    problem(office.manager.call("GET", f"/v1/periods/{PERIOD}/notice.docx"), 409, "documents.not_finalised")
    early = {"early": True, "reason": "申诉均已答复", "password": PASSWORD}
    office.leader.ok("POST", f"/periods/{PERIOD}/finalisation", json=early)
    rebuilt = office.manager.ok("POST", f"/periods/{PERIOD}/rebuild")
    assert rebuilt["identical"] and rebuilt["ranking"]
    problem(appeal(office.owner, office.outlet), 409, "period.illegal_move")


def _granted(office: Office) -> Data:
    """By several at once and again: each award once, the certificates numbered without a gap."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: office.manager.call("POST", f"/v1/periods/{PERIOD}/awards"), range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    again = office.manager.ok("POST", f"/periods/{PERIOD}/awards")
    awards = office.manager.ok("GET", f"/periods/{PERIOD}/awards?limit=100")["items"]
    assert (again["granted"], again["total"]) == (0, len(awards))
    assert len({(award["rule"], award["outlet"], award["submission"]) for award in awards}) == len(awards)
    numbers = sorted(award["number"] for award in awards if award["kind"] == "certificate")
    assert numbers == [f"{BUREAU}-{now().astimezone().year}-{n:04}" for n in (1, 2)]
    own = office.owner.ok("GET", f"/periods/{PERIOD}/awards")["items"]
    assert own and {award["outlet"] for award in own} == {office.outlet["id"]}
    return next(award for award in own if award["kind"] == "certificate")


def _delivered(office: Office) -> None:
    found = office.liaison.ok("GET", f"/periods/{PERIOD}/awards?kind=gift_pack&outlet={office.outlet['id']}")["items"]
    path = f"/v1/awards/{found[0]['id']}/delivery"
    body = {"delivered_at": now().isoformat(), "received_by": "王芳", "delivered_by": office.liaison.account}
    told = problem(office.liaison.call("POST", path, json=body), 422)
    assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/photo", "required")]
    photo = office.liaison.ok("POST", "/files", **FILE)["id"]
    for by, rule in ((new_id(), "account.unknown"), (office.owner.account, "account.role"), ("李静", "id")):
        told = problem(office.liaison.call("POST", path, json=body | {"photo": photo, "delivered_by": by}), 422)
        assert [(each["pointer"], each["rule"]) for each in told["errors"]] == [("/delivered_by", rule)]
    told = problem(
        office.liaison.call("POST", path, json=body | {"photo": photo, "delivered_at": "2024-01-01T10:00:00Z"}), 422
    )
    assert told["errors"][0]["rule"] == "award.delivered_at"
    done = office.liaison.call("POST", path, json=body | {"photo": photo}).json()
    assert (done["status"], done["delivery"]["deliverer"]) == ("delivered", office.liaison.account)
    told = office.owner.ok("GET", f"/awards/{done['id']}")["delivery"]
    assert told["delivered_by"] == done["delivery"]["delivered_by"] and not told["deliverer"]
    problem(office.liaison.call("POST", path, json=body | {"photo": photo}), 409, "award.illegal_move")


def _verified(people: People, office: Office, award: Data) -> None:
    shown = people.nobody.ok("GET", f"/certificates/{award['code'].lower()}")
    assert (shown["number"], shown["outlet_name"]) == (award["number"], office.outlet["name"])
    assert not {"points", "granted_by", "outlet"} & shown.keys()
    typed = award["code"].replace("-", "").replace("0", "O").replace("1", "l")
    assert people.nobody.ok("GET", f"/certificates/{typed}") == shown
    problem(people.nobody.call("GET", f"/v1/certificates/{BUREAU}-0000-0000-0000"), 404, "certificate.not_found")
    problem(people.nobody.call("GET", f"/v1/certificates/330108{award['code'][6:]}"), 404, "certificate.not_found")


def _documents(office: Office, award: Data) -> None:
    """The same bytes whenever they are asked for; what looks like a formula or markup stays text."""
    files = {}
    for name in ("notice.docx", "table.xlsx"):
        first, again = (office.manager.call("GET", f"/v1/periods/{PERIOD}/{name}").content for _ in range(2))
        assert first == again
        files[name] = io.BytesIO(first)
    text = "\n".join(paragraph.text for paragraph in docx.Document(files["notice.docx"]).paragraphs)
    assert "2024年第一季度" in text and office.outlet["name"] in text
    book = openpyxl.load_workbook(files["table.xlsx"])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value == TRICK} == {"s"}
    assert all(str(cell.value).startswith("=SUM(") for cell in cells if cell.data_type == "f")
    pdf = office.owner.call("GET", f"/v1/awards/{award['id']}/certificate.pdf", headers={"Host": "elsewhere.example"})
    said = "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "http://127.0.0.1:" in said and "elsewhere" not in said, "where the pages are, whatever a request says"
    assert (pdf.content[:5], pdf.headers["Content-Type"]) == (b"%PDF-", "application/pdf")
    problem(office.rival.call("GET", f"/v1/awards/{award['id']}/certificate.pdf"), 404, "award.not_found")
