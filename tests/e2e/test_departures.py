"""People who left, over HTTP: they hold nothing any longer, and nobody is put in charge who may not be."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from gateway.accounts import bootstrap
from shared.context import Role
from shared.ids import new_id
from tests.e2e.cast import FILE, PNG, SHEET
from tests.e2e.people import PASSWORD, Data, People, Person, eventually, problem, register, verify
from tests.e2e.rounds import claim, handed_in
from tests.e2e.stack import Stack
from tests.gateway.files.cleaning import stills
from tests.load.traffic import new_registration

BUREAU = "330113"
FIRST = Role.REVIEWER_FIRST


@dataclass(frozen=True)
class Office:
    """A bureau of its own, with an outlet and its people."""

    people: People
    stack: Stack
    admin: Person
    security: Person
    leader: Person
    final: Person
    liaison: Person
    owner: Person
    outlet: Data

    def new(self, *roles: Role) -> Person:
        return self.people.new(*roles, bureau=BUREAU)

    def change(self, who: Person, **fields: Any) -> None:
        """What those who keep accounts do to one."""
        path, by = f"/accounts/{who.account}", self.security if "roles" in fields else self.admin
        etag = by.call("GET", f"/v1{path}").headers["ETag"]
        by.ok("PATCH", path, json=fields, headers={"If-Match": etag})

    def known(self, service: str, *people: Person) -> None:
        """Until a service has heard of these people."""
        accounts = self.stack.client[self.stack.db.name.replace("gateway", service)]["accounts"]
        ids = [person.account for person in people]
        eventually(lambda: accounts.count_documents({"_id": {"$in": ids}, "version": {"$gte": 1}}) == len(ids))


@pytest.fixture(scope="module")
def office(people: People, stack: Stack) -> Office:
    bootstrap(stack.db, BUREAU, "滨江公安", "root", PASSWORD)
    roles = (Role.ADMIN, Role.SECURITY_ADMIN, Role.LEADER, Role.REVIEWER_FINAL, Role.LIAISON)
    admin, security, leader, final, liaison = (people.new(role, bureau=BUREAU) for role in roles)
    owner = people.new(bureau=BUREAU)
    return Office(people, stack, admin, security, leader, final, liaison, owner, verify(liaison, register(owner)))


def rules(told: Data) -> list[tuple[str, str]]:
    return [(each["pointer"], each["rule"]) for each in told["errors"]]


# --- review ---


@pytest.mark.parametrize("change", [{"disabled": True}, {"roles": ["leader"]}], ids=["closed", "role"])
def test_what_a_reviewer_had_in_hand_who_left_is_free_and_shown(office: Office, change: Data) -> None:
    leaver, other = office.new(FIRST), office.new(FIRST)
    review = handed_in(office.owner, office.outlet["id"], office.leader)
    claim(leaver, review)
    office.change(leaver, **change)
    (left,) = eventually(lambda: office.final.ok("GET", "/reviews/left")["items"])
    assert (left["id"], left["left_by"], left["claimed_by"]) == (review["id"], leaver.account, "")
    office.known("review", other)
    path = f"/reviews/{review['id']}/reassignment"
    assert office.final.ok("POST", path, json={"account": other.account})["claimed_by"] == other.account
    assert office.final.ok("GET", "/reviews/left")["items"] == []


def test_a_round_is_given_only_to_who_may_decide_it(office: Office) -> None:
    review = handed_in(office.owner, office.outlet["id"], office.leader)
    gone, second = office.new(FIRST), office.new(Role.REVIEWER_SECOND)
    office.change(gone, disabled=True)
    accounts = office.stack.client[office.stack.db.name.replace("gateway", "review")]["accounts"]
    eventually(lambda: accounts.count_documents({"_id": gone.account, "closed": True}))
    office.known("review", second)
    for account, rule in (
        (new_id(), "account.unknown"), (gone.account, "account.closed"), (second.account, "account.role"),
    ):  # fmt: skip
        answer = office.final.call("POST", f"/v1/reviews/{review['id']}/reassignment", json={"account": account})
        assert rules(problem(answer, 422)) == [("/account", rule)]


# --- outlets ---


def test_an_outlet_whose_liaison_left_gets_another_and_both_sides_hear_of_it(office: Office) -> None:
    leaver, substitute = office.new(Role.LIAISON), office.new(Role.LIAISON)
    owner = office.new()
    outlet = verify(leaver, register(owner))
    assert outlet["liaison"] == leaver.account
    office.known("outlet", substitute, leaver)
    office.change(office.liaison, roles=[])  # so that there is one who can
    office.change(leaver, disabled=True)
    path = f"/outlets/{outlet['id']}"
    seen = eventually(lambda: owner.ok("GET", path), lambda one: one["liaison"] != leaver.account)
    assert (seen["liaison"], seen["left_by"]) == (substitute.account, "")
    assert seen["liaison_name"] == substitute.ok("GET", "/accounts/me")["name"] != ""
    entry = owner.ok("GET", f"{path}/history")["items"][0]
    assert (entry["what"], entry["by"]) == ("LiaisonAssigned", "")
    assert entry["details"] == {"liaison": substitute.account, "before": leaver.account, "why": "closed"}

    def kinds(who: Person) -> set[str]:
        return {item["kind"] for item in who.ok("GET", "/inbox")["items"] if item["about"]["id"] == outlet["id"]}

    eventually(lambda: "outlet.liaison_changed" in kinds(owner))
    eventually(lambda: "outlet.assigned" in kinds(substitute))
    office.change(substitute, roles=[])
    seen = eventually(lambda: owner.ok("GET", path), lambda one: one["liaison"] == "")
    assert seen["left_by"] == substitute.account
    assert outlet["id"] in [one["id"] for one in office.leader.ok("GET", "/outlets/left")["items"]]
    eventually(lambda: "outlet.liaison_left" in kinds(office.leader))
    office.change(office.liaison, roles=["liaison"])
    put = {"json": {"liaison": office.liaison.account}, "headers": {"If-Match": "*"}}
    answer = eventually(
        lambda: office.leader.call("PUT", f"/v1{path}/liaison", **put), lambda found: found.status_code == 200
    )
    assert (answer.json()["liaison"], answer.json()["left_by"]) == (office.liaison.account, "")
    assert outlet["id"] not in [one["id"] for one in office.leader.ok("GET", "/outlets/left")["items"]]


def test_only_who_may_is_put_in_charge(office: Office) -> None:
    leader, owner = office.new(Role.LEADER), office.new(Role.LIAISON)
    outlet = register(owner)
    office.known("outlet", leader, owner)
    for account, rule in (
        (new_id(), "account.unknown"), (leader.account, "account.role"), (owner.account, "liaison.is_member"),
    ):  # fmt: skip
        answer = office.leader.call(
            "PUT", f"/v1/outlets/{outlet['id']}/liaison", json={"liaison": account}, headers={"If-Match": "*"}
        )
        assert rules(problem(answer, 422)) == [("/liaison", rule)]


def test_nobody_is_invited_who_is_not_there(office: Office) -> None:
    body = {"role": "outlet_member", "account": new_id()}
    answer = office.owner.call("POST", f"/v1/outlets/{office.outlet['id']}/invitations", json=body)
    assert rules(problem(answer, 422)) == [("/account", "account.unknown")]


def test_that_the_last_owner_left_is_told_to_the_liaison(office: Office) -> None:
    owner = office.new()
    outlet = verify(office.liaison, register(owner))
    office.change(owner, disabled=True)
    path = f"/outlets/{outlet['id']}"
    seen = eventually(lambda: office.liaison.ok("GET", path), lambda one: one["members"][0]["closed"])
    assert seen["members"][0]["account"] == owner.account
    eventually(
        lambda: [
            item["kind"] for item in office.liaison.ok("GET", "/inbox?unread=true")["items"]
            if item["kind"] == "outlet.owners_left" and item["about"]["id"] == outlet["id"]
        ]
    )  # fmt: skip
    made = office.liaison.ok("POST", f"{path}/invitations", json={"role": "outlet_owner"})
    assert made["role"] == "outlet_owner"


# --- evidence ---


def test_what_an_applicant_sends_along_is_seen_and_used_by_the_verifying_liaison(office: Office) -> None:
    owner = office.new()
    file = owner.ok("POST", "/files", **FILE)["id"]
    outlet = register(owner, proofs=[{"files": [file], "note": "授权书"}])
    seen = office.liaison.ok("GET", f"/outlets/{outlet['id']}")
    assert seen["proofs"] == [{"channel": "", "level": None, "files": [file], "note": "授权书"}]
    through = f"/v1/outlets/{outlet['id']}/files/{file}"
    assert office.liaison.call("GET", through).content == owner.call("GET", through).content == PNG
    assert {each.call("GET", f"/v1/files/{file}").status_code for each in (owner, office.liaison)} == {404}
    own = office.liaison.ok("POST", "/files", **FILE)["id"]
    body = {"licence_number": "国新网 3312026001", "proofs": [{"files": [file, own]}]}
    done = office.liaison.ok("POST", f"/outlets/{outlet['id']}/verification", json=body)
    assert done["verification"]["proofs"][0]["files"] == [file, own]
    gathered = f"/v1/outlets/{outlet['id']}/files/{own}"
    assert office.liaison.call("GET", gathered).content == PNG
    assert [each.call("GET", gathered).status_code for each in (owner, office.new())] == [404, 404], (
        "the bureau's alone"
    )


def test_a_registration_that_is_sent_again_may_prove_something_else(office: Office) -> None:
    owner = office.new()
    outlet = register(owner, proofs=[{"note": "口头说明"}])
    path = f"/outlets/{outlet['id']}"
    office.liaison.ok("POST", f"{path}/rejection", json={"reason": "请附授权书"}, headers={"If-Match": "*"})
    file = owner.ok("POST", "/files", **FILE)["id"]
    body = {"note": "已附", "proofs": [{"files": [file]}]}
    again = owner.ok("POST", f"{path}/resubmission", json=body, headers={"If-Match": "*"})
    assert again["proofs"] == [{"channel": "", "level": None, "files": [file], "note": ""}]


@pytest.fixture(scope="module")
def bad_files(office: Office) -> list[tuple[str, str]]:
    """Files that a liaison cannot name as evidence, and why."""
    sheet = office.liaison.ok("POST", "/files", **(SHEET | {"data": {"kind": "sheet"}}))["id"]
    theirs = office.owner.ok("POST", "/files", **FILE)["id"]
    return [("nothing", "attachment.not_own"), (theirs, "attachment.not_own"), (sheet, "attachment.kind")]


@pytest.mark.parametrize("act", ["verification", "reverification"])
def test_evidence_of_a_verification_is_ones_own_and_of_a_fitting_kind(
    office: Office, bad_files: list[tuple[str, str]], act: str
) -> None:
    outlet = register(office.new())
    if act == "reverification":
        verify(office.liaison, outlet)
    good = office.liaison.ok("POST", "/files", **FILE)["id"]
    for file, rule in bad_files:
        body = {"licence_number": "国新网 3312026001", "proofs": [{"note": "x"}, {"files": [good, file]}]}
        answer = office.liaison.call("POST", f"/v1/outlets/{outlet['id']}/{act}", json=body, headers={"If-Match": "*"})
        assert rules(problem(answer, 422)) == [("/proofs/1/files/1", rule)]


def test_evidence_that_a_channel_is_an_outlets_is_ones_own_or_was_sent_along(
    office: Office, bad_files: list[tuple[str, str]]
) -> None:
    owner = office.new()
    sent = owner.ok("POST", "/files", **FILE)["id"]
    outlet = register(owner, proofs=[{"files": [sent]}])
    path = f"/outlets/{outlet['id']}/channels/{outlet['channels'][0]['id']}/verification"
    for file, rule in bad_files:
        answer = office.liaison.call("POST", f"/v1{path}", json={"level": "county", "files": [sent, file]})
        assert rules(problem(answer, 422)) == [("/files/1", rule)]
    good = office.liaison.ok("POST", "/files", **FILE)["id"]
    found = {"level": "county", "files": [sent, good]}
    for person in (office.liaison, office.new(Role.LIAISON)):  # who corrects the level names the evidence again
        shown = person.ok("POST", path, json=found)["channels"][0]["verification"]
        assert shown["files"] == [sent, good]


def test_evidence_of_a_registration_and_of_an_appeal_is_ones_own(
    office: Office, bad_files: list[tuple[str, str]]
) -> None:
    stranger = office.new()
    for file, _ in bad_files:
        answer = stranger.call("POST", "/v1/outlets", json=new_registration()[1] | {"proofs": [{"files": [file]}]})
        assert rules(problem(answer, 422)) == [("/proofs/0/files/0", "attachment.not_own")]
        body = {"outlet": office.outlet["id"], "reason": "请复核", "evidence": [file]}
        answer = stranger.call("POST", "/v1/periods/2026-Q3/appeals", json=body)
        assert rules(problem(answer, 422)) == [("/evidence/0", "attachment.not_own")]


def test_the_photo_of_a_delivery_is_ones_own_picture(office: Office, bad_files: list[tuple[str, str]]) -> None:
    receipt = io.BytesIO()
    Image.new("L", (1, 1)).save(receipt, "PDF")
    letter = {"files": {"file": ("收据.pdf", receipt.getvalue(), "application/pdf")}, "data": {"kind": "evidence"}}
    paper = office.liaison.ok("POST", "/files", **letter)["id"]
    for file, rule in [*bad_files, (paper, "attachment.picture")]:
        body = {
            "delivered_at": "2026-10-01T10:00:00Z",
            "received_by": "王芳",
            "delivered_by": office.liaison.account,
            "photo": file,
        }
        answer = office.liaison.call("POST", f"/v1/awards/{new_id()}/delivery", json=body, headers={"If-Match": "*"})
        assert rules(problem(answer, 422)) == [("/photo", rule)]
    assert "JPEG、PNG、WebP、HEIC、GIF" in problem(answer, 422)["errors"][0]["message"]
    # A telephone's own format is as good as any: what is unknown here is the award.
    taken = {"files": {"file": ("IMG_1.HEIC", stills.heic(), "image/heic")}, "data": {"kind": "evidence"}}
    body = {**body, "photo": office.liaison.ok("POST", "/files", **taken)["id"]}
    answer = office.liaison.call("POST", f"/v1/awards/{new_id()}/delivery", json=body, headers={"If-Match": "*"})
    problem(answer, 404)


# --- points ---


def test_nobody_enters_points_for_their_own_outlet(office: Office) -> None:
    manager = office.new(Role.SCORING_MANAGER)
    outlet = verify(office.liaison, register(manager))
    other = office.new(Role.SCORING_MANAGER)
    body = {"outlet": outlet["id"], "rule": "first_report", "reason": "首家报道"}

    def entered(who: Person) -> Any:
        return who.call("POST", "/v1/adjustments", json=body)

    made = eventually(lambda: entered(other), lambda answer: answer.status_code != 404)
    assert made.status_code == 201, made.text
    problem(entered(manager), 403, "scoring.own_outlet")
    path = f"/v1/adjustments/{made.json()['id']}/reversal"
    answer = manager.call("POST", path, json={"reason": "录入有误"}, headers={"If-Match": "*"})
    problem(answer, 403, "scoring.own_outlet")
