"""An identity at a provider: linked by its owner's own sign-in there and by nobody else, signed in by, unlinked; and
what does not get in by it. The provider is a real one, over HTTP."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import time_machine

from deploy.local.servers import Database
from shared.clock import now
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk, Person, code
from tests.gateway.auth.linking import HERE, IDENTITY, SESSION, begin, enter, go, link
from tests.gateway.auth.provided import as_usual, desk, inside, me, officer, provider
from tests.support.provider import Provider

__all__ = ["as_usual", "desk", "officer", "provider"]
FACTOR = "/accounts/me/second-factor"


def facts(bureau: Bureau, person: Person) -> list[str]:
    """What others hear of a person's outside identity."""
    rows = bureau.desk.db["outbox"].find().sort("seq", 1)
    types = [row["type"].split(".")[2] for row in rows if person.account.encode() in bytes(row["body"])]
    return [each for each in types if each.startswith("Outside")]


def test_its_owner_links_it_by_signing_in_there(bureau: Bureau, provider: Provider, officer: Person) -> None:
    begun = begin(officer)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun["address"]).query).items()}
    assert asked["redirect_uri"] == f"{HERE}/sign-in/outside/answer" and asked["prompt"] == "login"
    assert begun["secret"] not in begun["address"]
    brought = go(provider, begun, f"sub-{bureau.code}")
    answer = officer("POST", f"{IDENTITY}/answer", brought)
    assert answer.get_json()["oidc_subject"] == f"{provider.url} sub-{bureau.code}" == me(officer)["oidc_subject"]
    assert code(officer("POST", f"{IDENTITY}/answer", brought)) == "auth.outside_over", "once"
    assert code(officer("POST", IDENTITY, {})) == "accounts.subject_there"
    assert facts(bureau, officer) == ["OutsideIdentityLinked"]


def test_a_link_takes_fresh_proof_and_a_session_of_ours(bureau: Bureau, provider: Provider, officer: Person) -> None:
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        assert code(officer("POST", IDENTITY, {})) == "auth.prove_by_password"
        assert officer("POST", IDENTITY, {"password": "not that one"}).status_code == 422
        assert officer("POST", IDENTITY, {"password": PASSWORD}).status_code == 201
    link(provider, officer, f"sub-{bureau.code}")
    token = provider.token(f"sub-{bureau.code}")
    headers = {"Authorization": f"Bearer {token}"}
    by_token = bureau.person()("POST", IDENTITY, {"password": PASSWORD}, headers)
    assert code(by_token) == "auth.no_session"


def test_nobody_types_it_for_another(bureau: Bureau, officer: Person) -> None:
    path = f"/accounts/{officer.account}"
    typed = bureau.admin("PATCH", path, {"oidc_subject": "sub-9"}, {"If-Match": "*"})
    assert (typed.status_code, me(officer)["oidc_subject"]) == (422, "")
    own = officer("PATCH", "/accounts/me", {"oidc_subject": "sub-9"}, {"If-Match": "*"})
    assert own.status_code == 422
    assert code(bureau.admin("POST", f"{path}/outside-identity-removal")) == "accounts.subject_none"


def test_state_of_another_session_browser_or_purpose_is_worth_nothing(
    bureau: Bureau, provider: Provider, officer: Person
) -> None:
    victim = bureau.officer("zhoujie")
    mine, theirs = begin(officer), begin(victim)
    attackers = go(provider, mine, "attacker")
    for brought in (
        attackers,
        {**attackers, "secret": theirs["secret"]},
        {**go(provider, theirs, "attacker"), "secret": mine["secret"]},
        {**attackers, "state": "made up"},
    ):
        assert code(victim("POST", f"{IDENTITY}/answer", brought)) == "auth.outside_over"
    again = bureau.person()
    again.sign_in("lijing")
    assert code(again("POST", f"{IDENTITY}/answer", attackers)) == "auth.outside_over", "their own, another session"
    nobody = bureau.person()
    assert code(nobody("POST", f"{SESSION}/answer", attackers)) == "auth.outside_over", "not to sign in"
    entering = go(provider, begin(nobody, SESSION), "attacker")
    assert code(victim("POST", f"{IDENTITY}/answer", entering)) == "auth.outside_over", "not to link"
    assert me(victim)["oidc_subject"] == "" == me(officer)["oidc_subject"]
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1), tick=False):
        assert code(officer("POST", f"{IDENTITY}/answer", attackers)) == "auth.outside_over", "too late"


def test_an_identity_has_one_account(bureau: Bureau, provider: Provider, officer: Person) -> None:
    link(provider, officer, f"one-{bureau.code}")
    other = bureau.officer("zhoujie")
    refused = other("POST", f"{IDENTITY}/answer", go(provider, begin(other), f"one-{bureau.code}"))
    assert (refused.status_code, code(refused)) == (409, "accounts.subject_taken")
    assert me(other)["oidc_subject"] == "" and facts(bureau, other) == []


def test_a_link_is_of_who_signs_in_there_now(bureau: Bureau, provider: Provider, officer: Person) -> None:
    provider.said = {"auth_time": int(time.time()) - 3_600}
    refused = officer("POST", f"{IDENTITY}/answer", go(provider, begin(officer), "who sat there before"))
    assert code(refused) == "auth.outside_refused"


def test_who_comes_back_is_signed_in_on_our_terms(bureau: Bureau, provider: Provider, officer: Person) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    offer = bureau.person()("GET", SESSION).get_json()
    assert offer["offered"] and offer["name"] == "统一身份认证"
    came = bureau.person()
    begun = begin(came, SESSION)
    brought = go(provider, begun, sub)
    tokens = came.keep(came("POST", f"{SESSION}/answer", brought))
    assert (tokens["account"], tokens["roles"], tokens["must_enrol"]) == (officer.account, ["liaison"], False)
    assert code(came("POST", f"{SESSION}/answer", brought)) == "auth.outside_over", "once"
    # No password was shown here: what takes one asks for it.
    assert code(came("POST", f"{IDENTITY}/removal", {})) == "auth.prove_by_password"
    assert [each["current"] for each in came("GET", "/sessions").get_json()["items"]].count(True) == 1
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        assert not inside(came)


def test_a_stranger_there_and_who_left_here_are_nobody(bureau: Bureau, provider: Provider, officer: Person) -> None:
    assert code(enter(provider, bureau.person(), "a stranger")) == "auth.subject_unknown"
    link(provider, officer, f"sub-{bureau.code}")
    bureau.admin("PATCH", f"/accounts/{officer.account}", {"disabled": True}, {"If-Match": "*"})
    assert code(enter(provider, bureau.person(), f"sub-{bureau.code}")) == "auth.subject_unknown"


def test_codes_of_others_and_used_ones_are_none(bureau: Bureau, provider: Provider, officer: Person) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    nobody = bureau.person()
    first = go(provider, begin(nobody, SESSION), sub)
    assert nobody("POST", f"{SESSION}/answer", first).status_code == 201
    second = go(provider, begin(nobody, SESSION), "a stranger")
    replayed = {**second, "code": first["code"]}
    assert code(nobody("POST", f"{SESSION}/answer", replayed)) == "auth.outside_refused"
    # A code that was got for another way has another verifier.
    third, fourth = (go(provider, begin(nobody, SESSION), sub) for _ in range(2))
    assert code(nobody("POST", f"{SESSION}/answer", {**third, "code": fourth["code"]})) == "auth.outside_refused"
    fifth = {**go(provider, begin(nobody, SESSION), sub), "iss": "https://else.example"}
    assert code(nobody("POST", f"{SESSION}/answer", fifth)) == "auth.outside_refused"


def enrol(person: Person) -> pyotp.TOTP:
    made = pyotp.TOTP(person("POST", FACTOR, {"password": PASSWORD}).get_json()["secret"])
    assert person("POST", f"{FACTOR}/confirmation", {"code": made.at(now())}).status_code == 200
    return made


def test_a_second_factor_is_asked_for_unless_two_were_shown_there(
    bureau: Bureau, provider: Provider, officer: Person
) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    factor = enrol(officer)
    half = enter(provider, bureau.person(), sub)
    assert (half.status_code, code(half)) == (401, "auth.code_needed")
    given = {"challenge": half.get_json()["params"]["challenge"], "code": factor.at(now(), counter_offset=1)}
    came = bureau.person()
    came.keep(came("POST", "/sessions/second-factor", given))
    # A code was given here: so it is known who sits there.
    assert came("POST", f"{IDENTITY}/removal", {}).status_code == 200
    link(provider, officer, sub)
    provider.said = {"amr": ["pwd", "mfa"]}
    assert enter(provider, bureau.person(), sub).status_code == 201


def test_a_role_that_takes_one_enrols_first_unless_two_were_shown_there(
    bureau: Bureau, provider: Provider, officer: Person
) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    bureau.give(officer.account, "leader")
    came = bureau.person()
    assert came.keep(enter(provider, came, sub))["must_enrol"]
    assert code(came("GET", "/colleagues")) == "auth.must_enrol"
    provider.said = {"acr": "mfa"}
    assert not came.keep(enter(provider, came, sub))["must_enrol"]
    assert came("GET", "/colleagues").status_code == 200
    bureau.admin("PATCH", f"/accounts/{officer.account}", {"name": "李靖"}, {"If-Match": "*"})
    assert came("GET", "/colleagues").status_code == 200, "a change of the account leaves that as it is"


def test_its_owner_and_administrators_remove_it(bureau: Bureau, provider: Provider, officer: Person) -> None:
    sub = f"sub-{bureau.code}"
    link(provider, officer, sub)
    came = bureau.person()
    came.keep(enter(provider, came, sub))
    assert officer("POST", f"{IDENTITY}/removal", {}).get_json()["oidc_subject"] == ""
    assert not inside(came)
    assert code(enter(provider, bureau.person(), sub)) == "auth.subject_unknown"
    assert code(officer("POST", f"{IDENTITY}/removal", {})) == "accounts.subject_none"
    link(provider, officer, sub)
    came.keep(enter(provider, bureau.person(), sub))
    removal = f"/accounts/{officer.account}/outside-identity-removal"
    assert code(officer("POST", removal)) == "forbidden.role"
    assert bureau.admin("POST", removal).get_json()["oidc_subject"] == ""
    assert not inside(came)
    assert inside(officer), "who came in by the password stays"
    assert facts(bureau, officer) == ["OutsideIdentityLinked", "OutsideIdentityUnlinked"] * 2


def test_while_the_provider_is_away_one_is_told_to_come_again(
    bureau: Bureau, provider: Provider, officer: Person
) -> None:
    link(provider, officer, f"sub-{bureau.code}")
    nobody = bureau.person()
    brought = go(provider, begin(nobody, SESSION), f"sub-{bureau.code}")
    provider.broken = True
    answer = nobody("POST", f"{SESSION}/answer", brought)
    assert (answer.status_code, code(answer)) == (503, "auth.issuer_away")


def test_without_a_provider_nothing_of_it_is_offered(cheap_passwords: None, database: Database) -> None:
    desk = Desk(database.uri, public_url=HERE)
    try:
        bureau = desk.bureau()
        assert bureau.person()("GET", SESSION).get_json() == {"offered": False, "name": ""}
        assert code(bureau.person()("POST", SESSION)) == "auth.provider_none"
        assert code(bureau.admin("POST", IDENTITY, {})) == "auth.provider_none"
    finally:
        desk.close()


def test_nothing_by_which_one_could_go_on_is_kept(bureau: Bureau, provider: Provider, officer: Person) -> None:
    begun = begin(officer)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun["address"]).query).items()}
    stored = str(list(bureau.desk.db["outside_ways"].find()))
    assert not any(each in stored for each in (begun["secret"], asked["state"], asked["nonce"]))
