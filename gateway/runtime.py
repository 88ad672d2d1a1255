"""What a gateway process has once, built by `create_app`; within a request `runtime()` gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from gateway.accounts.closures import Closures
from gateway.accounts.devices import Devices
from gateway.accounts.history import History
from gateway.accounts.keys import Keys
from gateway.accounts.outside import Ways
from gateway.accounts.resets import Resets
from gateway.accounts.second_factors import SecondFactors
from gateway.accounts.store import Accounts
from gateway.audit import Chains, Exports, Heads, Pruning, Ring, Sealer, Trail
from gateway.auth.alarms import Alarms
from gateway.auth.attempts import Attempts
from gateway.auth.bearer import Authenticator
from gateway.auth.ceremonies import Ceremonies
from gateway.auth.challenges import Challenges
from gateway.auth.oidc import Issuer
from gateway.auth.outside import Offer, Outside, Parts
from gateway.auth.people import People, Terms
from gateway.auth.rates import Counters, Rates
from gateway.auth.sessions import Sessions
from gateway.auth.tokens import Checker, Tokens
from gateway.auth.traffic import Traffic
from gateway.disk import Disk
from gateway.documents.rendering import Renderer
from gateway.doors import Doors
from gateway.erasing import Eraser, Erasing
from gateway.files.bucket import Files
from gateway.files.door import Door
from gateway.files.quota import Quotas
from gateway.files.texts import Texts
from gateway.files.thumbnails import Thumbnails
from gateway.idempotency import Answers
from gateway.imports import Jobs, Runner
from gateway.orphans import Collector, Orphans
from gateway.privacy import Consents
from gateway.relaying import Relaying
from gateway.resetting import Resetting
from gateway.retelling import Retelling
from gateway.rpc import RpcClient
from gateway.settings import GatewaySettings
from gateway.store import Store
from gateway.streams import Hub
from gateway.uploads import Finisher, Receiver, Uploads
from shared.identity.cipher import FieldCipher
from shared.ids import new_id
from shared.mongo.retelling import Retellings
from shared.signing import CALLER, Signer

# Whatever keeps something in the gateway's database.
KEPT = (
    Accounts, Alarms, Answers, Attempts, Ceremonies, Challenges, Closures, Consents, Counters, Devices, Files,
    History, Jobs, Keys, Quotas, Relaying, Resets, Retellings, SecondFactors, Sessions, Thumbnails, Trail, Uploads,
    Ways,
)  # fmt: skip


def collections() -> set[str]:
    """The names of all collections that the gateway keeps something in."""
    return {"leases", "pymongo_migrate", *(name for kept in KEPT for name in kept.INDEXES)}


@dataclass(frozen=True)
class Runtime:
    """The parts. `store` and `rpc` connect by themselves and come back by themselves."""

    settings: GatewaySettings
    rpc: RpcClient
    cipher: FieldCipher
    store: Store
    answers: Answers
    trail: Trail
    chains: Chains
    sealer: Sealer
    rates: Rates
    doors: Doors
    people: People
    consents: Consents
    outside: Outside
    relaying: Relaying
    resetting: Resetting
    retelling: Retelling
    tokens: Tokens
    authenticator: Authenticator
    files: Files
    thumbnails: Thumbnails
    texts: Texts
    door: Door
    quotas: Quotas
    traffic: Traffic
    disk: Disk
    uploads: Uploads
    receiver: Receiver
    finisher: Finisher
    collector: Collector
    eraser: Eraser
    jobs: Jobs
    imports: Runner
    streams: Hub
    documents: Renderer

    def start(self) -> None:
        """Begin the work in the background. Call it after the process has forked."""
        self.rpc.start()
        self.disk.start()
        self.trail.start()
        self.sealer.start()
        self.imports.start()
        self.finisher.start()
        self.collector.start()
        self.eraser.start()
        self.resetting.start()
        self.streams.start()
        self.retelling.start()
        self.relaying.start(self.people.accounts.bring_up)

    def stop(self) -> None:
        """Finish what is in hand: no result of the audit trail is left behind."""
        self.streams.stop()
        self.retelling.stop()
        self.relaying.stop()
        self.imports.stop()
        self.finisher.stop()
        self.collector.stop()
        self.eraser.stop()
        self.resetting.stop()
        self.disk.stop()
        self.trail.close()
        self.sealer.close()
        self.rpc.stop()
        self.store.close()


def build(settings: GatewaySettings) -> Runtime:
    """The parts that a process has once."""
    cipher = FieldCipher(settings.field_keys)
    store = Store(settings.mongo_uri, settings.database_prefix, settings.rpc_deadline)
    store.prepare([kept.INDEXES for kept in KEPT])
    signer = Signer(CALLER, settings.signing_keys, trusting=settings.unsigned)
    rpc, jobs = RpcClient(settings.amqp_uri, signer, settings.rpc_deadline), Jobs(store.db)
    files = Files(store.db, cipher)
    quotas, disk = Quotas(store.db, settings.guards), Disk(store.db, settings.guards)
    uploads, thumbnails = (
        Uploads(store.db, timedelta(hours=settings.files.upload_hours), quotas),
        Thumbnails(store.db, files, settings.files),
    )
    door = Door(files, thumbnails, settings.files)
    unused, sheets = timedelta(days=settings.files.unused_days), timedelta(days=settings.imports_days)
    orphans = Orphans(store.db, files, uploads, unused, sheets)
    relaying, tokens = Relaying(store.db, settings.amqp_uri, signer), Tokens(settings.token_key)
    rates = Rates(store.db, settings.rates)
    chains = Chains(store.db, Ring(settings.audit_keys), Heads(settings.audit_heads))
    exports = Exports(store.db, settings.audit_export)
    pruning = Pruning(chains, store.pruned(settings.audit_prune_uri), exports, settings.audit_days)
    terms = Terms(settings.second_factor_roles, settings.lasting, settings.passwords, settings.public_url)
    people = People(store, rates, cipher, relaying.look, terms)
    erasing = Erasing(store.db, people.accounts, people.saving, timedelta(days=settings.retention_days))
    identities = issuer(settings, people.accounts)
    retelling = Retelling(store, signer, people.accounts, relaying.look)
    relaying.also(retelling.listen)
    return Runtime(
        settings=settings,
        rpc=rpc,
        cipher=cipher,
        store=store,
        answers=Answers(store.db, cipher),
        trail=Trail(store.db),
        chains=chains,
        sealer=Sealer(chains, new_id(), pruning),
        rates=rates,
        doors=Doors(rates),
        people=people,
        consents=Consents(store.db),
        outside=Outside(store.db, Offer(settings.oidc, identities, settings.public_url), _parts(people, rates)),
        relaying=relaying,
        resetting=Resetting(store, rpc, people, settings.public_url),
        retelling=retelling,
        tokens=tokens,
        authenticator=Authenticator(Checker(tokens, people.sessions), identities),
        files=files,
        thumbnails=thumbnails,
        texts=Texts(files, settings.files),
        door=door,
        quotas=quotas,
        traffic=Traffic(settings.guards),
        disk=disk,
        uploads=uploads,
        receiver=Receiver(uploads, door),
        finisher=Finisher(uploads, door, files, disk),
        collector=Collector(store.db, orphans, new_id(), settings.files.work_dir),
        eraser=Eraser(store.db, erasing, new_id()),
        jobs=jobs,
        imports=Runner(jobs, rpc, files),
        streams=Hub(settings.amqp_uri, signer, rpc, people.sessions),
        documents=Renderer(),
    )


def _parts(people: People, rates: Rates) -> Parts:
    return Parts(people.accounts, people.sessions, people.saving, people.factors, rates)


def issuer(settings: GatewaySettings, accounts: Accounts) -> Issuer | None:
    """The outside issuer of identities, when one is configured."""
    return Issuer(settings.oidc, accounts, settings.second_factor_roles) if settings.oidc.issuer else None


def runtime() -> Runtime:
    """What this process has once."""
    found: Runtime = current_app.extensions["jingmei"]
    return found
