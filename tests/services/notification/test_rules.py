"""Who is told what of works, reviews, points and periods: events that carry no more of an outlet than its id."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.notification.domain import notices, outlet_ids
from services.notification.domain.bulletins import Bulletin, published_notice, recalled_notice
from services.notification.rendering import render
from shared import events as facts
from shared.contracts.notification_terms import BulletinKind
from shared.events.submission import AuthorState
from tests.services.notification.makers import known, outlets_of
from tests.shared.events.examples import example

OUTLET = known("o1", name="长江口融媒")
COLLEAGUES = ["account:member", "account:owner"]
OUTLET_PEOPLE = [*COLLEAGUES, "account:liaison-1"]
EVERYBODY = ["all", "role:leader", "role:scoring_manager"]
REVIEWERS = ["role:reviewer_final", "role:reviewer_first", "role:reviewer_second"]


def event(cls: type[Any], **changes: Any) -> Any:
    """An example of the event by the bureau, with the fields of its state that are named `<state>__<field>`."""
    made = replace(example(cls), **({"by": "somebody"} if "by" in cls.__dataclass_fields__ else {}))
    for name, value in changes.items():
        state, _, inner = name.partition("__")
        made = replace(made, **{state: replace(getattr(made, state), **{inner: value}) if inner else value})
    return made


def told(made: Any) -> dict[str, str]:
    """Address → kind."""
    outlets = [OUTLET, *outlets_of(made)[1:]]
    return {address: notice.kind.value for notice in notices(made, "s", outlets) for address in notice.to}


def to(addresses: list[str], kind: str) -> dict[str, str]:
    return dict.fromkeys(addresses, kind)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (event(facts.SubmissionRevised), to(COLLEAGUES, "submission.revised")),
        (event(facts.ReviewOpened, review__stage="first"), to(["role:reviewer_first"], "submission.received")),
        (event(facts.ReviewOpened, review__stage=""), to(REVIEWERS, "submission.received")),
        (
            event(facts.StageDecided, decision="pass", next_stage="final"),
            to(["role:reviewer_final"], "review.stage_waiting"),
        ),
        (event(facts.StageDecided, decision="pass", next_stage="leader"), to(["role:leader"], "review.stage_waiting")),
        (event(facts.StageDecided, decision="pass", next_stage=""), {}),
        (event(facts.StageDecided, decision="changes", next_stage="final"), {}),
        (event(facts.StageDue, stage="second", overdue=False), to(["role:reviewer_second"], "review.stage_due")),
        (
            event(facts.StageDue, stage="second", overdue=True),
            to(["role:reviewer_second"], "review.stage_overdue")
            | to(["role:reviewer_final"], "review.stage_escalated"),
        ),
        (
            event(facts.StageDue, stage="final", overdue=True),
            to(["role:reviewer_final"], "review.stage_overdue") | to(["role:leader"], "review.stage_escalated"),
        ),
        (event(facts.DueMoved, stage="second"), {}),
        (
            event(facts.DueMoved, stage="second", before=datetime(2026, 1, 5, tzinfo=UTC)),
            to(["role:reviewer_second"], "review.due_moved"),
        ),
        (event(facts.ChangesRequested), to(COLLEAGUES, "review.changes_requested")),
        (event(facts.SubmissionApproved), to(COLLEAGUES, "review.approved")),
        (event(facts.SubmissionRejected), to(COLLEAGUES, "review.rejected")),
        (event(facts.PermitIssued), to(COLLEAGUES, "permit.issued")),
        (event(facts.PermitRevoked), to(COLLEAGUES, "permit.revoked")),
        (event(facts.IdeaAdopted), to(OUTLET_PEOPLE, "idea.adopted")),
        (event(facts.IdeaDeclined), to(COLLEAGUES, "idea.declined")),
        (event(facts.IdeaImplemented), to(OUTLET_PEOPLE, "idea.implemented")),
        (event(facts.PublicationReported, publication__before_permit=False), {}),
        (
            event(facts.PublicationReported, publication__before_permit=True),
            to(["account:liaison-1"], "publication.before_permit"),
        ),
        (
            event(facts.PublicationReported, publication__before_permit=False, publication__status="reported"),
            to(["account:liaison-1"], "publication.waiting"),
        ),
        (event(facts.PublicationVerified), to(COLLEAGUES, "publication.verified")),
        (event(facts.PublicationRefused, correction=None), to(COLLEAGUES, "publication.refused")),
        (event(facts.PublicationRefused), to(COLLEAGUES, "correction.refused")),
        (event(facts.PublicationCorrected, correction=None), to(COLLEAGUES, "publication.corrected")),
        (
            event(facts.PublicationCorrected, by="owner"),
            to(["account:liaison-1"], "correction.waiting"),
        ),
        (
            event(facts.PublicationCorrected, by="owner", correction=None, publication__status="reported"),
            to(["account:liaison-1"], "publication.waiting"),
        ),
        (
            event(facts.PublicationHeld, revoked_by="final-1"),
            to([*OUTLET_PEOPLE, "account:final-1"], "publication.held"),
        ),
        (event(facts.ReprintFollowed), {}),
        (event(facts.PublicationWithdrawn), to(OUTLET_PEOPLE, "publication.withdrawn")),
        (
            event(facts.PublishedBeforeEmbargo, approved_by="final-1"),
            to(["account:final-1", "account:liaison-1"], "publication.before_embargo"),
        ),
        (
            event(facts.PublishedBeforeEmbargo, approved_by=""),
            to(["role:reviewer_final", "account:liaison-1"], "publication.before_embargo"),
        ),
        (event(facts.UnapprovedRecorded), to(COLLEAGUES, "unapproved.recorded")),
        (
            event(facts.UnapprovedObjected),
            to([*COLLEAGUES, "role:liaison", "role:reviewer_final"], "unapproved.objected"),
        ),
        (
            event(facts.UnapprovedKept, unapproved__recorded_by="liaison-2"),
            to([*COLLEAGUES, "account:liaison-2"], "unapproved.kept"),
        ),
        (
            event(facts.UnapprovedWithdrawn, unapproved__recorded_by="liaison-2"),
            to([*COLLEAGUES, "account:liaison-2"], "unapproved.withdrawn"),
        ),
        (event(facts.MetricsReported, metrics__flags=()), {}),
        (event(facts.MetricsReported, metrics__flags=("drop",)), to(["account:liaison-1"], "metrics.flagged")),
        (event(facts.MetricsVerified), to(COLLEAGUES, "metrics.verified")),
        (event(facts.MetricsCorrected, correction=None, metrics__flags=()), {}),
        (event(facts.MetricsCorrected, metrics__flags=()), to(["account:liaison-1"], "metrics.correction_waiting")),
        (event(facts.MetricsRefused, correction=None), to(COLLEAGUES, "metrics.refused")),
        (event(facts.MetricsRefused), to(COLLEAGUES, "metrics.correction_refused")),
        (event(facts.PointsEntered), to(COLLEAGUES, "points.entered")),
        (event(facts.PointsReversed), to(COLLEAGUES, "points.reversed")),
        (event(facts.PeriodClosed), to(EVERYBODY, "period.closed")),
        (event(facts.PeriodPublicised), to(EVERYBODY, "period.publicised")),
        (event(facts.AppealsUntilMoved), {}),
        (event(facts.AppealsUntilMoved, before=date(2026, 1, 5)), to(EVERYBODY, "period.appeals_moved")),
        (event(facts.RulesProposed), to(["role:security_admin", "role:reviewer_final"], "rules.proposed")),
        (event(facts.RulesConfirmed, proposal__proposer="a1"), to(["account:a1"], "rules.confirmed")),
        (event(facts.RulesRefused, proposal__proposer="a1"), to(["account:a1"], "rules.refused")),
        (event(facts.RulesLapsed, proposal__proposer="a1", by="a2"), to(["account:a1"], "rules.lapsed")),
        (event(facts.RulesLapsed, proposal__proposer="a1", by="a1"), {}),
        (event(facts.WorkdaysAdopted), to(["role:leader", "role:scoring_manager"], "workdays.adopted")),
        (event(facts.WorkdaysMissing), to(["role:scoring_manager"], "workdays.missing")),
        (event(facts.PeriodFinalised), to(EVERYBODY, "period.finalised")),
        (event(facts.AppealAnswered), to(COLLEAGUES, "appeal.answered")),
        (event(facts.AwardGranted), to(COLLEAGUES, "award.granted")),
        (event(facts.AwardDelivered), to(COLLEAGUES, "award.delivered")),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, facts.Event) else "",
)
def test_whom_an_event_reaches(made: Any, expected: dict[str, str]) -> None:
    assert told(made) == expected


def test_an_appeal_is_told_to_those_who_answer_it_and_to_the_colleagues_of_who_made_it() -> None:
    made = replace(event(facts.AppealOpened), by="owner")
    assert told(made) == {"account:member": "appeal.opened", "role:scoring_manager": "appeal.opened"}


def test_a_submission_is_told_to_colleagues_and_to_the_outlets_that_it_names_as_authors() -> None:
    made = event(facts.SubmissionSubmitted, submission__outlet="o1", submission__authors=(
        AuthorState("o1", 60), AuthorState("o2", 40),
    ))  # fmt: skip
    assert outlet_ids(made) == ("o1", "o2")
    other = known("o2", members=known("o2").members[:1])
    found = notices(replace(made, by="member"), "s", [OUTLET, replace(other, members=(*OUTLET.members[1:],))])
    assert [(notice.to, notice.kind.value) for notice in found] == [(("account:owner",), "submission.submitted")]
    stranger = replace(other, members=(replace(OUTLET.members[0], account="stranger"),))
    found = notices(replace(made, by="member"), "s", [OUTLET, stranger])
    assert {notice.to[0]: notice.kind.value for notice in found} == {
        "account:owner": "submission.submitted",
        "account:stranger": "submission.coauthored",
    }


@pytest.mark.parametrize(("accepted", "kind"), [(True, "coauthor_agreed"), (False, "coauthor_refused")])
def test_what_a_co_author_says_is_told_to_whose_work_it_is(accepted: bool, kind: str) -> None:
    authors = (AuthorState("o1", 60), AuthorState("o2", 40, accepted=accepted))
    made = event(facts.AuthorshipAnswered, submission__outlet="o1", submission__authors=authors)
    said = replace(made, by="stranger", outlet="o2", accepted=accepted, reason="" if accepted else "没有参与")
    found = notices(said, "s", [known("o1"), known("o2", members=())])
    assert {notice.kind.value for notice in found} == {f"submission.{kind}"}
    assert {notice.to for notice in found} == {("account:owner",), ("account:member",)}
    assert all(notice.params["partner"] == "媒体2" for notice in found)


def test_what_is_for_all_outlets_is_one_notice() -> None:
    (notice,) = notices(event(facts.PeriodPublicised), "s")
    assert (notice.to, notice.urgent, notice.shared) == (tuple(EVERYBODY), True, True)
    assert notice.params == {"period": notice.about[1], "appeals_until": "2027-09-30", "calendar": ""}


def test_a_date_that_rests_on_a_guess_says_so_and_no_other() -> None:
    for exact, said in ((True, ""), (False, "guessed")):
        (public,) = notices(event(facts.PeriodPublicised, period__appeals_exact=exact), "s")
        (due,) = notices(event(facts.StageDue, stage="first", overdue=False, due_exact=exact), "s", [OUTLET])
        assert (public.params["calendar"], due.params["calendar"]) == (said, said)
    late = notices(event(facts.StageDue, stage="first", overdue=True, due_exact=False), "s", [OUTLET])
    assert len(late) == 2 and not any("calendar" in each.params for each in late)


def test_a_number_of_a_person_in_a_title_is_masked_wherever_it_is_told() -> None:
    title, masked = "寻人330106199001011234电话139 1234 5678", "寻人3301**********1234电话139****5678"
    made = event(facts.PointsEntered, title=title, submission="w1")
    assert {notice.params["title"] for notice in notices(made, "s", [OUTLET])} == {masked}
    handed_in = event(facts.SubmissionSubmitted)
    state = replace(handed_in.submission, title=title)
    found = notices(replace(handed_in, submission=state, by="member"), "s", [OUTLET, known("o2"), known("o3")])
    assert found and {notice.params["title"] for notice in found} == {masked}
    bulletin = Bulletin("b", "330108", BulletinKind.ALERT, title, "", (), False, ("all",), "liaison", datetime.now(UTC))
    assert published_notice(bulletin).params["title"] == masked
    assert "title" not in recalled_notice(bulletin).params
    assert recalled_notice(replace(bulletin, reason=title)).params["reason"] == masked
    # What was stored before is masked when it is shown.
    old = render("zh", "points.entered", {"outlet": "甲", "points": "1.00", "title": title, "period": "2026-Q3"})
    assert masked in old.title and masked in old.body


TOLD = "电话139 1234 5678，证330106199001011234"
WRITTEN: list[tuple[str, facts.Event]] = [
    ("reason", event(facts.ChangesRequested, reason=TOLD)),
    ("reason", event(facts.UnapprovedRecorded, unapproved__reason=TOLD)),
    ("reason", event(facts.OutletSuspended, reason=TOLD)),
    ("conditions", event(facts.SubmissionApproved, conditions=TOLD)),
    ("answer", event(facts.AppealAnswered, answer=TOLD)),
    ("file_name", event(facts.OutletsImported, file_name=TOLD)),
]


@pytest.mark.parametrize(("name", "made"), WRITTEN, ids=lambda part: part if isinstance(part, str) else part.name)
def test_a_number_of_a_person_in_anything_that_was_written_is_masked(name: str, made: facts.Event) -> None:
    found = [notice for notice in notices(made, "s", [OUTLET]) if name in notice.params]
    assert {notice.params[name] for notice in found} == {"电话139****5678，证3301**********1234"}
    old = found[0]
    assert "5678，证" in render("zh", old.kind, {**old.params, name: TOLD}).body
    assert TOLD not in render("zh", old.kind, {**old.params, name: TOLD}).body


def test_names_are_masked_and_codes_of_the_system_are_not() -> None:
    named = known("o9", name=TOLD)
    assert {notice.params["outlet"] for notice in notices(event(facts.PointsEntered), "s", [named])} == {
        "电话139****5678，证3301**********1234"
    }
    code = "330108-1391-2345-6780-0000"
    made = event(facts.PermitIssued)
    told = notices(replace(made, permit=replace(made.permit, code=code)), "s", [OUTLET])
    assert told and all(notice.params["permit"] == code for notice in told)


def test_points_are_told_with_their_sum_and_what_for_once_per_event() -> None:
    made = event(facts.PointsEntered, points=Decimal("12.50"), title="春耕护航", period="2026-Q3", submission="w1")
    first, *rest = notices(made, "s", [OUTLET])
    assert first.params == {"outlet": "长江口融媒", "points": "12.50", "title": "春耕护航", "period": "2026-Q3"}
    assert (first.about, len(rest)) == (("submission", "w1"), 1)
    adjusted = replace(made, submission="", outlet="o1")
    assert notices(adjusted, "s", [OUTLET])[0].about == ("outlet", "o1")


@pytest.mark.parametrize(
    "cls", [cls for cls in facts.CATALOGUE.values() if issubclass(cls, facts.ReviewEvent)], ids=lambda cls: cls.name
)
def test_an_outlet_never_learns_who_reviewed_its_work(cls: type[Any]) -> None:
    made = event(cls, by="reviewer-7", **({"decision": "pass"} if cls is facts.StageDecided else {}))
    assert all("reviewer-7" not in str(notice) for notice in notices(made, "s", [OUTLET]))


@pytest.mark.parametrize("cls", [facts.SubmissionApproved, facts.PermitIssued])
def test_what_is_absent_is_told_as_such(cls: type[Any]) -> None:
    embargo = "embargo_until" if cls is facts.SubmissionApproved else "permit__embargo_until"
    (first, *_) = notices(event(cls, **{embargo: None}), "s", [OUTLET])
    assert "no_embargo" in first.params.values()
