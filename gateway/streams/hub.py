"""The live streams of a process: who is woken by what, how many there may be, and when they end.

An idle stream costs a greenlet and a comment every 20 seconds. Whether its session still stands is asked for all of
them at once; so is, now and then, what may have been missed while the broker was away.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pymongo.errors import PyMongoError

from gateway import metrics
from gateway.auth.principal import Principal
from gateway.auth.sessions import Sessions
from gateway.errors import RateLimited, ServiceUnavailable, Unauthorised
from gateway.rpc import RpcClient
from gateway.streams.listener import Listener
from gateway.streams.stream import CHANGED, SIGNED_OUT, STOPPING, Answer, Stream
from shared import logs
from shared.clock import now
from shared.context import Actor, RequestContext
from shared.errors import DomainError
from shared.events import InboxChanged
from shared.ids import new_id
from shared.signing import Signer

MOST_OF_ACCOUNT = 5
# gunicorn's connections (10,000) are also for requests.
MOST = 9_000
# Streams that ask at the same time: what is for all wakes all.
AT_ONCE = 32
TICK, SESSIONS_EVERY, LOOK_EVERY = 0.5, 5.0, 30.0
# A look goes so far behind the last one: an item may be committed this long after its position was drawn.
OVERLAP = timedelta(seconds=30)
# Without a session of ours (a token of an outside issuer) a client must show a token again after so long.
UNCHECKED = 15 * 60.0
Place = tuple[str, str]


class Hub:
    """One per process."""

    def __init__(self, uri: str, signer: Signer, rpc: RpcClient, sessions: Sessions) -> None:
        self._rpc, self._sessions = rpc, sessions
        self._in: Counter[str] = Counter()
        # An item that is told before a stream begins was committed before, so the stream's first question finds it.
        self._listener = Listener(uri, signer, self._heard, self.look, lambda bureau: self._in[bureau] > 0)
        self._streams: set[Stream] = set()
        self._at: dict[Place, set[Stream]] = {}
        self._of: Counter[Place] = Counter()
        self._gate = threading.BoundedSemaphore(AT_ONCE)
        self._alive: Callable[[], bool] = lambda: True
        self._stop, self._look, self._some = threading.Event(), threading.Event(), threading.Event()
        self._looked: dict[str, datetime] = {}
        metrics.STREAMS.set_function(lambda: len(self._streams))

    def start(self) -> None:
        """Begin the work in the background."""
        self._listener.start()
        threading.Thread(target=self._watch, name="streams.watch", daemon=True).start()

    def stop(self) -> None:
        """End every stream; their clients come back to another gateway."""
        self._stop.set()
        self._some.set()
        for stream in list(self._streams):
            stream.end(STOPPING)
        self._listener.stop()

    def follow(self, alive: Callable[[], bool]) -> None:
        """End the streams once `alive` says that this process takes no more requests."""
        self._alive = alive

    def open(self, who: Principal, locale: str, place: str, lasts: float | None) -> tuple[Stream, Answer]:
        """A stream and what it begins with. `lasts` in seconds. Raises: DomainError."""
        own = (who.bureau, who.account)
        if self._stop.is_set() or not self._alive() or len(self._streams) >= MOST:
            raise ServiceUnavailable("unavailable", service="streams", retry_after=5)
        if self._of[own] >= MOST_OF_ACCOUNT:
            raise RateLimited("streams.too_many", most=MOST_OF_ACCOUNT, retry_after=10)
        if who.session and self._sessions.state(who.bureau, who.session) is None:
            # A read may be answered seconds after a sign-out; what stays open is not begun then.
            raise Unauthorised("auth.signed_out")
        bounds = [each for each in (lasts, None if who.session else UNCHECKED) if each is not None]
        stream = Stream(who, locale, place, time.monotonic() + min(bounds) if bounds else None, self._ask)
        self._streams.add(stream)
        self._some.set()
        self._of[own] += 1
        self._in[who.bureau] += 1
        self._listen(stream, {f"account:{who.account}", *(f"role:{role}" for role in who.roles)})
        try:
            return stream, self._ask(stream)
        except BaseException:  # whatever it was, the stream was not opened
            self.close(stream)
            raise

    def close(self, stream: Stream) -> None:
        """Forget a stream; again changes nothing."""
        if stream not in self._streams:
            return
        self._streams.discard(stream)
        self._listen(stream, ())
        own = (stream.who.bureau, stream.who.account)
        self._in[stream.who.bureau] -= 1
        self._of[own] -= 1
        if not self._of[own]:
            del self._of[own]

    def look(self) -> None:
        """Look soon for what may have been missed."""
        self._look.set()

    def changed(self, bureau: str, addresses: Iterable[str]) -> None:
        """Wake whoever reads one of these addresses."""
        for address in addresses:
            for stream in tuple(self._at.get((bureau, address), ())):
                stream.wake()

    def _heard(self, bureau: str, event: InboxChanged) -> None:
        self.changed(bureau, event.addresses)

    def _ask(self, stream: Stream) -> Answer:
        """What arrived after the stream's place; what reaches it from now on. Raises: DomainError."""
        data = {"after": stream.place} if stream.place else {}
        with self._gate:
            answer: Answer = self._call("notification.arrived", data, stream.who.actor, stream.locale)
        if stream in self._streams and not stream.addresses.issuperset(answer["addresses"]):
            # What came through a new address while we asked woke nobody.
            stream.wake()
        if stream in self._streams:
            self._listen(stream, answer["addresses"])
        return answer

    def _listen(self, stream: Stream, addresses: Iterable[str]) -> None:
        before, after, bureau = stream.addresses, frozenset(addresses), stream.who.bureau
        for address in after - before:
            self._at.setdefault((bureau, address), set()).add(stream)
        for address in before - after:
            place = (bureau, address)
            self._at[place].discard(stream)
            if not self._at[place]:
                del self._at[place]
        stream.addresses = after

    def _call(self, method: str, data: dict[str, str], actor: Actor, locale: str = "zh") -> Answer:
        deadline = time.time() + self._rpc.deadline
        context = RequestContext(actor, request_id=new_id(), locale=locale, deadline=deadline)
        answer: Answer = self._rpc.call(method, data, context)[0]
        return answer

    def _watch(self) -> None:
        checked = looked = time.monotonic()
        while not self._stop.wait(TICK):
            self._some.clear()
            if not self._streams and not self._stop.is_set():
                self._some.wait()  # as long as there is none, there is nothing to watch
            if not self._alive():
                self.stop()
                return
            moment = time.monotonic()
            try:
                if moment - checked >= SESSIONS_EVERY:
                    checked = moment
                    self._check()
                if self._look.is_set() or moment - looked >= LOOK_EVERY:
                    looked = moment
                    self._look.clear()
                    self._look_around()
            except (PyMongoError, DomainError) as error:
                logs.get().warning("streams not checked", error=str(error)[:200])

    def _check(self) -> None:
        """End the streams whose session has ended, or is another's in what it may. Raises: PyMongoError."""
        streams = list(self._streams)
        states = self._sessions.states({stream.who.session for stream in streams if stream.who.session})
        for stream in streams:
            who, state = stream.who, states.get(stream.who.session)
            if not who.session:
                continue
            if state is None or state.bureau != who.bureau:
                stream.end(SIGNED_OUT)
            elif state.roles != who.roles or state.must_change != who.must_change_password:
                stream.end(CHANGED)

    def _look_around(self) -> None:
        """Ask of each bureau with streams which addresses got something. Raises: DomainError."""
        for bureau in {stream.who.bureau for stream in list(self._streams)}:
            began = now()
            since = self._looked.get(bureau, began - timedelta(seconds=LOOK_EVERY)) - OVERLAP
            found = self._call("notification.changes", {"since": since.isoformat()}, Actor("gateway", bureau))
            self._looked[bureau] = began
            if found["many"]:
                self.changed(bureau, {address for at, address in list(self._at) if at == bureau})
            else:
                self.changed(bureau, found["addresses"])
