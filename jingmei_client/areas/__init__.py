"""All areas of the API. Made from the OpenAPI document by `make client`: not to be edited."""

from __future__ import annotations

from jingmei_client.area import Caller
from jingmei_client.areas.accounts import Accounts
from jingmei_client.areas.activities import Activities
from jingmei_client.areas.activity_documents import ActivityDocuments
from jingmei_client.areas.appeals import Appeals
from jingmei_client.areas.audit import Audit
from jingmei_client.areas.awards import Awards
from jingmei_client.areas.bulletin_drafts import BulletinDrafts
from jingmei_client.areas.bulletins import Bulletins
from jingmei_client.areas.calendar_feeds import CalendarFeeds
from jingmei_client.areas.calls import Calls
from jingmei_client.areas.channels import Channels
from jingmei_client.areas.check_ins import CheckIns
from jingmei_client.areas.deliveries import Deliveries
from jingmei_client.areas.documents import Documents
from jingmei_client.areas.exports import Exports
from jingmei_client.areas.files import Files
from jingmei_client.areas.guests import Guests
from jingmei_client.areas.imports import Imports
from jingmei_client.areas.inbox import Inbox
from jingmei_client.areas.labels import Labels
from jingmei_client.areas.liaison_desk import LiaisonDesk
from jingmei_client.areas.media import Media
from jingmei_client.areas.members import Members
from jingmei_client.areas.originals import Originals
from jingmei_client.areas.outcomes import Outcomes
from jingmei_client.areas.outlets import Outlets
from jingmei_client.areas.outside_identities import OutsideIdentities
from jingmei_client.areas.own_data import OwnData
from jingmei_client.areas.participations import Participations
from jingmei_client.areas.password_resets import PasswordResets
from jingmei_client.areas.permits import Permits
from jingmei_client.areas.privacy import Privacy
from jingmei_client.areas.publications import Publications
from jingmei_client.areas.rankings import Rankings
from jingmei_client.areas.requests import Requests
from jingmei_client.areas.review_policies import ReviewPolicies
from jingmei_client.areas.reviews import Reviews
from jingmei_client.areas.rule_proposals import RuleProposals
from jingmei_client.areas.schemes import Schemes
from jingmei_client.areas.scoring import Scoring
from jingmei_client.areas.second_factors import SecondFactors
from jingmei_client.areas.security_keys import SecurityKeys
from jingmei_client.areas.sessions import Sessions
from jingmei_client.areas.statistics import Statistics
from jingmei_client.areas.submissions import Submissions
from jingmei_client.areas.tasks import Tasks
from jingmei_client.areas.topics import Topics
from jingmei_client.areas.unapproved import Unapproved
from jingmei_client.areas.uploads import Uploads
from jingmei_client.areas.verification_policies import VerificationPolicies
from jingmei_client.areas.waiting import Waiting
from jingmei_client.areas.workdays import Workdays


class Areas:
    """Every area as an attribute."""

    def __init__(self, caller: Caller) -> None:
        self.accounts = Accounts(caller)
        self.activities = Activities(caller)
        self.activity_documents = ActivityDocuments(caller)
        self.appeals = Appeals(caller)
        self.audit = Audit(caller)
        self.awards = Awards(caller)
        self.bulletin_drafts = BulletinDrafts(caller)
        self.bulletins = Bulletins(caller)
        self.calendar_feeds = CalendarFeeds(caller)
        self.calls = Calls(caller)
        self.channels = Channels(caller)
        self.check_ins = CheckIns(caller)
        self.deliveries = Deliveries(caller)
        self.documents = Documents(caller)
        self.exports = Exports(caller)
        self.files = Files(caller)
        self.guests = Guests(caller)
        self.imports = Imports(caller)
        self.inbox = Inbox(caller)
        self.labels = Labels(caller)
        self.liaison_desk = LiaisonDesk(caller)
        self.media = Media(caller)
        self.members = Members(caller)
        self.originals = Originals(caller)
        self.outcomes = Outcomes(caller)
        self.outlets = Outlets(caller)
        self.outside_identities = OutsideIdentities(caller)
        self.own_data = OwnData(caller)
        self.participations = Participations(caller)
        self.password_resets = PasswordResets(caller)
        self.permits = Permits(caller)
        self.privacy = Privacy(caller)
        self.publications = Publications(caller)
        self.rankings = Rankings(caller)
        self.requests = Requests(caller)
        self.review_policies = ReviewPolicies(caller)
        self.reviews = Reviews(caller)
        self.rule_proposals = RuleProposals(caller)
        self.schemes = Schemes(caller)
        self.scoring = Scoring(caller)
        self.second_factors = SecondFactors(caller)
        self.security_keys = SecurityKeys(caller)
        self.sessions = Sessions(caller)
        self.statistics = Statistics(caller)
        self.submissions = Submissions(caller)
        self.tasks = Tasks(caller)
        self.topics = Topics(caller)
        self.unapproved = Unapproved(caller)
        self.uploads = Uploads(caller)
        self.verification_policies = VerificationPolicies(caller)
        self.waiting = Waiting(caller)
        self.workdays = Workdays(caller)
