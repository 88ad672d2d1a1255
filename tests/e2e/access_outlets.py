"""Who may what: accounts, sessions, files, the inbox and the outlets."""

from __future__ import annotations

from gateway.privacy import NOTICE
from shared.context import Role
from shared.ids import new_id
from tests.e2e.access import Case, bureau, own, public, seeing
from tests.e2e.cast import (
    FILE,
    FOREIGN_KEEPING,
    KEEPING,
    LOCALS,
    MEMBERS,
    PART,
    SHEET,
    SIGNED_IN,
    STAFF,
    TUS,
    UPLOAD,
    Cast,
)
from tests.load.traffic import new_registration

# The service is stricter than the declaration says: a liaison invites only where there is no owner.
INVITING = frozenset({"outlet_owner", "liaison"})


def inviting() -> Case:
    """The owner; a liaison only reads who is invited where there is an owner."""
    return Case(frozenset({"owner"}), (MEMBERS | STAFF) - {"owner"}, Cast.of_invitation, declared=INVITING)


def of_nobodys_key(_cast: Cast, _fresh: bool) -> dict[str, str]:
    """A security key that is not there: pages on plain HTTP have none."""
    return {"security_key": new_id()}


REASON = {"reason": "资料与账号主体不一致"}
CHANNEL = {"platform": "weibo", "claimed_level": "county", "account_name": "滨江播报"}
LICENCE = {"licence_number": "国新网 3312026001"}
READERS = ("liaison", "leader")
OWN = frozenset({"outlet_owner", "outlet_member"})
ADMIN, SECURITY, AUDITOR = (role.value for role in (Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR))
# Who keeps the system acts for no outlet.
KEEPERS = KEEPING | FOREIGN_KEEPING
NEW_PERSON = {"name": "李静"}

CASES: dict[str, Case] = {
    "POST /v1/sessions": public({}),
    "POST /v1/sessions/refresh": public({}),
    "GET /v1/.well-known/jwks.json": public(),
    "POST /v1/accounts/sign-up": public({}),
    "GET /v1/sessions": own(),
    "DELETE /v1/sessions": own(double=True),
    "DELETE /v1/sessions/current": own(double=True),
    "DELETE /v1/sessions/{session}": Case(frozenset({"owner"}), where=Cast.of_session),
    "POST /v1/password-resets": public({}),
    "POST /v1/password-resets/completion": public({}),
    "POST /v1/sessions/second-factor": public({}),
    "POST /v1/sessions/current/proof": own({}),
    "POST /v1/sessions/second-factor/options": public({}),
    "POST /v1/sessions/current/proof/options": own({}),
    "GET /v1/accounts/me/security-keys": own(),
    "POST /v1/accounts/me/security-keys": own({}),
    "POST /v1/accounts/me/security-keys/options": own({}),
    "POST /v1/accounts/me/security-keys/{security_key}/removal": Case(frozenset(), where=of_nobodys_key, body={}),
    "GET /v1/accounts/me/second-factor": own(),
    "POST /v1/accounts/me/second-factor": own({}),
    "POST /v1/accounts/me/second-factor/confirmation": own({}),
    "POST /v1/accounts/me/second-factor/recovery-codes": own({}),
    "POST /v1/accounts/me/second-factor/removal": own({}),
    "GET /v1/sessions/outside": public(),
    "POST /v1/sessions/outside": public(),
    "POST /v1/sessions/outside/answer": public({}),
    "POST /v1/sessions/outside/logout": public(),
    "POST /v1/accounts/me/outside-identity": own({}),
    "POST /v1/accounts/me/outside-identity/answer": own({}),
    "POST /v1/accounts/me/outside-identity/removal": own({}),
    "POST /v1/accounts/{account}/outside-identity-removal": bureau(ADMIN, where=Cast.of_account),
    "GET /v1/accounts/me": own(),
    "POST /v1/accounts/me/data": own({}),
    "GET /v1/privacy-notice": public(),
    "GET /v1/accounts/me/consents": own(),
    "POST /v1/accounts/me/consents": own({"edition": NOTICE}),
    "POST /v1/accounts/me/consents/withdrawal": own(),
    "POST /v1/accounts/me/closure": own({"login": "nobody"}),
    "GET /v1/files/allowance": own(),
    "PATCH /v1/accounts/me": own({"name": "王芳"}, double=True),
    "PUT /v1/accounts/me/password": own({}),
    "GET /v1/accounts": bureau(ADMIN, SECURITY),
    "POST /v1/accounts": bureau(ADMIN, body=lambda cast: NEW_PERSON | {"login": cast.login()}),
    "GET /v1/bureaus": public(),
    "GET /v1/colleagues": bureau(*STAFF, *KEEPING),
    "GET /v1/accounts/{account}": bureau(ADMIN, SECURITY, where=Cast.of_account),
    # Which field is whose is for `tests/gateway/accounts`: what is the same already is for both.
    "PATCH /v1/accounts/{account}": bureau(ADMIN, SECURITY, where=Cast.of_account, body={"roles": []}),
    "POST /v1/accounts/{account}/password-reset": bureau(ADMIN, where=Cast.of_account),
    "POST /v1/accounts/{account}/unlock": bureau(SECURITY, where=Cast.of_account),
    "POST /v1/accounts/{account}/second-factor-reset": bureau(ADMIN, where=Cast.of_account),
    "GET /v1/audit": bureau(AUDITOR),
    "GET /v1/audit/operations": bureau(AUDITOR),
    "GET /v1/audit/chain": bureau(AUDITOR),
    "POST /v1/files": own(upload=FILE),
    "GET /v1/files/{file}": Case(frozenset({"owner"}), where=Cast.of_file),
    "GET /v1/files/{file}/metadata": Case(frozenset({"owner"}), where=Cast.of_file),
    "GET /v1/files/{file}/thumbnail": Case(frozenset({"owner"}), where=Cast.of_file),
    "GET /v1/outlets/{outlet}/files/{file}": Case(MEMBERS | STAFF, where=Cast.of_proof, declared=OWN | STAFF),
    "OPTIONS /v1/uploads": public(),
    "POST /v1/uploads": own(headers=UPLOAD),
    "GET /v1/uploads/{upload}": Case(frozenset({"owner"}), where=Cast.of_upload),
    "PATCH /v1/uploads/{upload}": Case(frozenset({"owner"}), where=Cast.of_upload, headers=PART),
    "DELETE /v1/uploads/{upload}": Case(frozenset({"owner"}), where=Cast.of_upload, headers=TUS),
    "GET /v1/inbox": own(),
    "GET /v1/inbox/unread": own(),
    "POST /v1/inbox/{item}/read": Case(frozenset({"owner"}), where=Cast.of_item),
    "POST /v1/inbox/read": Case(frozenset({"owner"}), body=lambda cast: {"up_to": cast.item}),
    "POST /v1/outlets": Case(
        SIGNED_IN - KEEPERS,
        KEEPERS,
        body=lambda _: new_registration()[1],
        double=True,
        declared=frozenset({"signed_in"}),
    ),
    "GET /v1/outlets": bureau(*STAFF),
    "GET /v1/outlets/counts": bureau(*STAFF),
    "GET /v1/outlets/left": bureau("leader"),
    "GET /v1/outlets/mine": own(),
    "GET /v1/outlets/names": Case(
        MEMBERS | STAFF | {"foreign_staff"},
        SIGNED_IN - MEMBERS - STAFF - {"foreign_staff"},
        query="?q=媒体",
        declared=frozenset({"signed_in"}),
    ),
    "GET /v1/outlets/{outlet}": seeing(),
    "GET /v1/outlets/{outlet}/history": seeing(),
    "GET /v1/outlets/{outlet}/members": seeing(),
    "PATCH /v1/outlets/{outlet}": seeing("owner", "liaison", body={"region": "西兴"}),
    "POST /v1/outlets/{outlet}/resubmission": seeing("owner", "liaison", body={}),
    "POST /v1/outlets/{outlet}/closure": seeing("owner", "liaison", body=REASON),
    "POST /v1/outlets/{outlet}/revelation": seeing("owner", "liaison"),
    "POST /v1/outlets/{outlet}/verification": bureau("liaison", where=Cast.of_outlet, body=LICENCE),
    "POST /v1/outlets/{outlet}/reverification": bureau("liaison", where=Cast.of_outlet, body=LICENCE),
    "POST /v1/outlets/{outlet}/rejection": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "POST /v1/outlets/{outlet}/suspension": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "POST /v1/outlets/{outlet}/reinstatement": bureau("liaison", where=Cast.of_outlet, body=REASON),
    "PUT /v1/outlets/{outlet}/liaison": bureau(
        "liaison", "leader", where=Cast.of_outlet, body=lambda cast: {"liaison": cast["liaison"].account}
    ),
    "POST /v1/outlets/{outlet}/channels": seeing("owner", "liaison", body=CHANNEL),
    "PATCH /v1/outlets/{outlet}/channels/{channel}": seeing("owner", "liaison", body={"followers": 13_500}),
    "DELETE /v1/outlets/{outlet}/channels/{channel}": seeing("owner", "liaison"),
    "GET /v1/channels/queue": bureau(*STAFF),
    "POST /v1/outlets/{outlet}/channels/{channel}/verification": bureau(
        "liaison", where=Cast.of_outlet, body={"level": "county", "note": "后台截图与主体一致"}
    ),
    "POST /v1/outlets/{outlet}/channels/{channel}/unverification": bureau(
        "liaison", where=Cast.of_verified_channel, body=REASON
    ),
    "PATCH /v1/outlets/{outlet}/members/{account}": seeing("owner", body={"role": "outlet_owner"}),
    "DELETE /v1/outlets/{outlet}/members/{account}": seeing("owner"),
    "POST /v1/outlets/{outlet}/departure": seeing("owner", "member"),
    "GET /v1/outlets/{outlet}/invitations": seeing("owner", "liaison"),
    "POST /v1/outlets/{outlet}/invitations": seeing("owner", body={"role": "outlet_member"}, declared=INVITING),
    "POST /v1/outlets/{outlet}/invitations/{invitation}/code": inviting(),
    "DELETE /v1/outlets/{outlet}/invitations/{invitation}": inviting(),
    "GET /v1/outlets/export": bureau(*READERS, query="?reason=核对联系人"),
    "POST /v1/outlet-imports": bureau("liaison", upload=SHEET),
    "GET /v1/outlet-imports": bureau(*READERS),
    "GET /v1/outlet-imports/{import_id}": bureau(*READERS, where=Cast.of_import),
    "GET /v1/outlet-imports/{import_id}/report": bureau(*READERS, where=Cast.of_import),
    "GET /v1/outlet-imports/{import_id}/report.xlsx": bureau(*READERS, where=Cast.of_import),
    "POST /v1/invitation-acceptances": Case(
        LOCALS - KEEPERS,
        KEEPING,
        body=lambda cast: {"code": cast.code()},
        double=True,
        declared=frozenset({"signed_in"}),
    ),
}
