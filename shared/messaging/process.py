"""The life of a service process: start in the background, watch, stop gracefully."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import eventlet
from eventlet.event import Event
from greenlet import GreenletExit
from nameko import config
from nameko.containers import ServiceContainer, WorkerContext
from nameko.exceptions import ContainerBeingKilled

from shared import logs
from shared.messaging.engine import SETTINGS, Engine
from shared.messaging.event_server import EventServer
from shared.messaging.health import HealthServer
from shared.messaging.rpc_server import RpcServer
from shared.settings import KernelSettings

STOPPED, FAILED, NOT_READY, NOT_DRAINED = 0, 1, 3, 4
LOOK = 0.1


class _Worker(WorkerContext):  # type: ignore[misc]
    """A worker without a random call id: our requests and events carry ids of their own."""

    def _make_call_id(self) -> str:
        return f"{self.service_name}.{self.entrypoint.method_name}"

    def _make_call_id_stack(self) -> list[str]:
        return []


class Container(ServiceContainer):  # type: ignore[misc]
    """nameko's container without what it does for every worker and nobody reads: call ids, a timing log per phase."""

    def spawn_worker(
        self, entrypoint: Any, args: Any, kwargs: Any, context_data: Any = None, handle_result: Any = None
    ) -> WorkerContext:
        """Run the entrypoint's method in a greenlet of its own. Raises: ContainerBeingKilled."""
        if self._being_killed:
            raise ContainerBeingKilled
        worker = _Worker(self, self.service_cls(), entrypoint, args, kwargs, data=context_data)
        # A plain greenlet: nobody waits for a worker's result, and a GreenThread costs as much as a small handler.
        self._worker_pool.spawn_n(self._run_worker, worker, handle_result)
        return worker

    def _run_worker(self, worker_ctx: WorkerContext, handle_result: Any) -> None:
        self._worker_threads[worker_ctx] = eventlet.getcurrent()
        try:
            result, exc_info = self._result(worker_ctx)
            if handle_result is not None:
                handle_result(worker_ctx, result, exc_info)
        except GreenletExit:
            return
        except BaseException as error:  # as nameko does: what nobody foresaw ends the process, loudly
            self.kill((type(error), error, error.__traceback__))
        finally:
            del self._worker_threads[worker_ctx]

    def _result(self, worker: WorkerContext) -> tuple[Any, Any]:
        service, entrypoint = worker.service, worker.entrypoint
        for provider in self.dependencies:
            setattr(service, provider.attr_name, provider.get_dependency(worker))
        try:
            return getattr(service, entrypoint.method_name)(*worker.args), None
        except Exception as error:  # the kernel's wrappers settle everything; this is for what they missed
            logs.get().error("worker failed", method=entrypoint.method_name, exc_info=error)
            return None, (type(error), error, error.__traceback__)

    def _kill_worker_threads(self) -> None:
        for thread in list(self._worker_threads.values()):
            if thread is not eventlet.getcurrent():
                eventlet.kill(thread)


class Process:
    """One service in one process."""

    def __init__(self, service: type[Any], settings: KernelSettings) -> None:
        workers = settings.max_workers * 2 + 8  # commands and events have their own bounds; this is only room
        config.update({SETTINGS: settings, "max_workers": workers, "AMQP_URI": settings.amqp_uri})
        self._settings = settings
        self._container = Container(service)
        self._stop = Event()
        self._set_up = False
        self._health = HealthServer(settings.health_host, settings.health_port, self.problems, self._gauges)

    def ask_to_stop(self) -> None:
        """Safe to call from a signal handler, any number of times, also while another call is under way."""
        # Looking first would not do: a second signal's handler runs in the midst of the first's, after it has looked.
        with suppress(AssertionError):  # that is how eventlet says: sent already
            self._stop.send()

    def run(self) -> int:
        """Start, watch, stop. Gives the exit code."""
        self._health.start()
        self._container.start()
        self._set_up = True
        logs.get().info("started", health_port=self._health.port)
        eventlet.spawn_n(self._until_death)
        code = self._watch()
        return FAILED if self._container._died.ready() else self._finish(code)

    def problems(self) -> dict[str, str]:
        """What keeps this process from being ready, by part; empty when it is."""
        if self._stop.ready():
            return {"process": "stopping"}
        if not self._set_up:
            return {"process": "starting"}  # who asks this early finds parts that are not made yet
        found: dict[str, str] = {}
        engine = self._shared(Engine)
        if engine is not None and (trouble := engine.problem()) is not None:
            found["database"] = trouble
        for link in self._links():
            if not link.up:
                found[link.name] = link.error or "connecting"
        return found

    def _until_death(self) -> None:
        """Nothing that is foreseen ends a container before it is told to: say what did."""
        try:
            self._container.wait()
        except BaseException as error:  # a SystemExit too: it would end the process with a code of its own
            logs.get().error("the container died", exc_info=error)
        self.ask_to_stop()

    def _watch(self) -> int:
        """Until told to stop. NOT_READY when the process never was, within its time."""
        began = time.monotonic()
        while not self._stop.ready() and (problems := self.problems()):
            if time.monotonic() - began > self._settings.start_deadline:
                logs.get().error("never ready", problems=problems)
                return NOT_READY
            with eventlet.Timeout(LOOK, False):
                self._stop.wait()
        if not self._stop.ready():
            logs.get().info("ready", seconds=round(time.monotonic() - began, 2))
        self._stop.wait()
        return STOPPED

    def _finish(self, code: int) -> int:
        logs.get().info("stopping")
        self.ask_to_stop()
        # Entry points drain up to the stop deadline; beyond it nothing is waited for.
        limit = self._settings.stop_deadline + 5
        with eventlet.Timeout(limit, False):
            self._container.stop()
            drained = not any(intake.in_flight for intake in self._intakes())
            logs.get().info("stopped", drained=drained)
            return code if drained else NOT_DRAINED
        logs.get().error("stop took too long", seconds=limit)
        return NOT_DRAINED

    def _shared(self, kind: type[Any]) -> Any:
        return self._container.shared_extensions.get(kind)

    def _intakes(self) -> list[Any]:
        servers = [self._shared(kind) for kind in (RpcServer, EventServer)]
        return [server.intake for server in servers if server is not None]

    def _links(self) -> list[Any]:
        engine = self._shared(Engine)
        own = [] if engine is None else [engine.publisher.link]
        events = self._shared(EventServer)
        silent = events is not None and not events.handlers
        return own + [i.link for i in self._intakes() if not (silent and i is events.intake)]

    def _gauges(self) -> None:
        engine = self._shared(Engine)
        if engine is not None and self._set_up:
            engine.gauges()
