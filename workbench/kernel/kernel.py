"""The composition root: everything a session is made of, put together once and closed once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.kernel.actions import ActionOutcome, Actions
from workbench.kernel.agency import Agency
from workbench.kernel.audit import Audit
from workbench.kernel.authoring import Authoring
from workbench.kernel.builds.builds import Builds
from workbench.kernel.builds.extension import Build, Extension
from workbench.kernel.calls import CallDesk
from workbench.kernel.chat.chat import Chat
from workbench.kernel.children.standby import Standby
from workbench.kernel.contributions import Contributions
from workbench.kernel.core import Core
from workbench.kernel.delivery import Delivery
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.drivers import Drivers
from workbench.kernel.effects import Effects
from workbench.kernel.events.events import Events
from workbench.kernel.events.sse import SseStream
from workbench.kernel.faults.faults import Faults
from workbench.kernel.foundation import Foundation
from workbench.kernel.functions import Asked, FunctionOutcome, Functions
from workbench.kernel.health import Health
from workbench.kernel.idempotency import IdempotencyProbe
from workbench.kernel.installations import Installations
from workbench.kernel.invocation import Ids
from workbench.kernel.ipc import Ipc
from workbench.kernel.lifecycle import Lifecycle
from workbench.kernel.listener import Listener
from workbench.kernel.logs import LogDesk
from workbench.kernel.options import KernelOptions
from workbench.kernel.panels import Panels
from workbench.kernel.personas import Persona
from workbench.kernel.refresh import Refresher
from workbench.kernel.schedules import Schedules
from workbench.kernel.sessions.recovery import recover
from workbench.kernel.signals import Signal
from workbench.kernel.skeletons.skeletons import Skeletons
from workbench.kernel.stillness import Stillness
from workbench.kernel.tasks.requests import TaskRequests
from workbench.kernel.tasks.tasks import Tasks
from workbench.kernel.uploads import Uploads
from workbench.kernel.webhooks import Webhooks

__all__ = ["Kernel", "KernelOptions"]


class Kernel:
    """A running session. Make it with `Kernel.start`, end it with `close`.

    `extensions` holds what is open by app id, in the order it was opened; `build_changed` announces
    every change of an extension's build or state, `stopped` the end. `supervisor` keeps the child
    processes.
    """

    def __init__(self, foundation: Foundation, standby: Standby) -> None:
        self._foundation = foundation
        self.options, self.profile = foundation.options, foundation.profile
        self.clock, self.personas = foundation.clock, foundation.personas
        self.journal, self.suite = foundation.journal, foundation.suite
        self.services = self.suite.services
        self._requests: TaskRequests | None = None
        self.stopped: Signal[[]] = Signal()
        self.extensions: dict[str, Extension] = {}
        self._core = Core(
            self.extensions, self.clock, self.journal, self.profile, self.personas, Ids()
        )
        self.audit = Audit(self.journal, self.profile)
        self._delivery = Delivery(self.profile, self.audit)
        self._switchboard = standby.switchboard
        self.supervisor = standby.supervisor
        self.builds = Builds(
            self._core,
            self.extensions,
            options=self.options,
            supervisor=self.supervisor,
            suite=self.suite,
        )
        self.build_changed = self.builds.changed
        self._build_paths()
        self._build_surfaces()
        self._connect()

    @classmethod
    async def start(cls, options: KernelOptions, standby: Standby | None = None) -> Kernel:
        """Open the state and the services.

        `standby` is the first spare child, begun earlier with the same options; without one it is
        begun here.

        Raises:
            SettingsError: the profile, a mock file or an env file cannot be used.
        """
        if standby is None:
            standby = await Standby.begin(options)
        try:
            kernel = cls(await Foundation.open(options), standby)
            await kernel._begin()
        except BaseException:
            await standby.supervisor.close()
            raise
        return kernel

    async def _begin(self) -> None:
        """Arm the faults, and take over what earlier sessions left unfinished."""
        self.faults.book.set(self._foundation.faults)
        mark = self._foundation.mark
        if mark is not None:
            await recover(Path(self.options.state), self.tasks, self.events)
            self._requests = TaskRequests(mark.journal, self.tasks)

    async def close(self) -> None:
        """End every child and close everything, in an order in which nothing needs what is gone."""
        await self.listener.stop()
        await self.health.close()
        await self.drivers.close()
        await self.chat.close()
        await self.refresher.close()
        await self.sse.stop()
        await self.faults.close()
        await self.installations.close()
        await self.tasks.close()
        await self.events.close()
        await self.builds.close()
        self.dispatch.close()
        if self._requests is not None:
            self._requests.close()
        await self._foundation.close(unfinished=self.events.undelivered > 0)
        self.stopped.emit()

    # -- extensions -------------------------------------------------------------------------

    async def load(self, path: Path | str) -> Extension:
        """Open an extension folder; LoadError says why it cannot be. See `Builds.load`."""
        return await self.builds.load(path)

    async def reload(self, app_id: str) -> Build:
        """Build an extension of its newest sources and swap it in; the old one stays if that
        fails with LoadError."""
        return await self.builds.reload(app_id, "asked")

    async def unload(self, app_id: str) -> None:
        """Close an extension; NotDeclared if it is not open."""
        await self.installations.closing(app_id)
        await self.builds.unload(app_id)
        self.panels.forget(app_id)

    # -- what users and the platform do -----------------------------------------------------

    async def act(
        self,
        app_id: str,
        action: Mapping[str, Any],
        *,
        panel_id: str | None = None,
        user: Persona | None = None,
    ) -> ActionOutcome:
        """Carry out a UI action and the refresh that follows; extension errors are answers."""
        return await self.actions.act(app_id, action, panel_id=panel_id, user=user)

    async def call(
        self,
        app_id: str,
        function: str,
        params: Mapping[str, Any] | None = None,
        *,
        source: str = "panel",
        user: Persona | None = None,
    ) -> FunctionOutcome:
        """Call a chat function as a user, else the one signed in; ``source`` is panel, cli or
        chat."""
        asked = Asked(source, user or self.personas.current)
        return await self.functions.call(app_id, function, params, asked)

    async def settled(self) -> None:
        """Wait until turns rest, background work is done, events are delivered and panels fresh."""
        for _ in range(2):  # what an event or a second run causes is waited for too
            await self.installations.settled()
            await self.chat.settled()
            await self.tasks.settled()
            await self.events.settled()
            await self.faults.settled()
            await self.refresher.settled()

    # -- putting the parts together ---------------------------------------------------------

    def _build_paths(self) -> None:
        """The path of invocations, and what they cause: panels fetched again, events, tasks."""
        core = self._core
        self.dispatch = Dispatch(
            core,
            config=self.suite.resolve_config,
            missing_secrets=self.suite.missing_secrets,
            revived=self.builds.incidents.revived,
        )
        self.panels = Panels(core, dispatch=self.dispatch)
        self.refresher = Refresher(core, panels=self.panels)
        self.events = Events(
            core,
            server=self.suite.redis,
            dispatch=self.dispatch,
            refresh_panels=self.refresher.after_event,
        )
        effects = Effects(core, events=self.events, refresher=self.refresher)
        self.tasks = Tasks(core, dispatch=self.dispatch, delivery=self._delivery, aftermath=effects)
        self.functions = Functions(
            core, dispatch=self.dispatch, background=self.tasks, aftermath=effects
        )
        self.sse = SseStream(core)
        self.faults = Faults(self.clock, dispatch=self.dispatch, tasks=self.tasks)

    def _build_surfaces(self) -> None:
        """What triggers invocations: the chat, clicks, other extensions, time, the outside."""
        core, dispatch = self._core, self.dispatch
        self.chat = Chat(
            core,
            call=self.functions.call,
            refresher=self.refresher,
            states=self.suite,
            missing_secrets=self.suite.missing_secrets,
            skeletons=self.suite.skeletons.all,
        )
        self.contributions = Contributions(core, dispatch=dispatch)
        self.actions = Actions(
            core,
            panels=self.panels,
            functions=self.functions,
            call_system=self.contributions.from_panel,
            chat=self.chat,
        )
        self.uploads = Uploads(core, http=self.suite.http, outside=self.suite.outside)
        self.ipc = Ipc(core, dispatch=dispatch, events=self.events)
        self.skeletons = Skeletons(core, dispatch=dispatch, snapshots=self.suite.skeletons)
        self.schedules = Schedules(core, dispatch=dispatch, jobs=self.suite.jobs)
        self.drivers = Drivers(core, schedules=self.schedules, skeletons=self.skeletons)
        self.idempotency = IdempotencyProbe(
            schedules=self.schedules, suite=self.suite, journal=self.journal
        )
        self.webhooks = Webhooks(core, dispatch=dispatch)
        self.listener = Listener(self.webhooks)
        self.authoring = Authoring(core, builds=self.builds)
        self.agency = Agency(core)
        self.lifecycle = Lifecycle(core, dispatch=dispatch)
        self.installations = Installations(
            core, lifecycle=self.lifecycle, versions=self.suite.versions
        )
        self.health = Health(core, dispatch=dispatch)

    def _connect(self) -> None:
        """Tie the knots that could not be tied from one side."""
        for name, service in (
            ("tasks", self.tasks),
            ("progress", self.tasks),
            ("extensions", self.ipc),
            ("chat", self._delivery),
        ):
            self.services.register(name, service)
        self.dispatch.ended.connect(self.audit.ended)
        self.dispatch.refused.connect(self.audit.refused)
        self.services.add_hook(self.audit.around_call)
        self.faults.around(self.services)
        stillness = Stillness(self.clock, self.dispatch.expire)
        desk = CallDesk(
            self._core, services=self.services, breach=self.audit.breach, stillness=stillness
        )
        self._switchboard.connect(LogDesk(self._core), desk, self.tasks, self.builds.incidents)
        self._switchboard.stillness = stillness
        self.clock.departed.connect(lambda: stillness.departed(self.supervisor.children))
        self.builds.connect(self.dispatch)
        self.builds.swapped.connect(self._after_swap)
        self.build_changed.connect(self.drivers.follow)
        if self.options.drivers:
            self.drivers.start()
        self.build_changed.connect(self.faults.loaded)
        self.build_changed.connect(self.events.loaded)
        self.build_changed.connect(self.installations.built)
        self._delivery.connect(self.chat, self.refresher)
        self.refresher.refreshed.connect(self.sse.refreshed)
        self.events.published.connect(self.sse.published)
        self.panels.on_auto_action(self.actions.act_by_itself)

    def _after_swap(self, extension: Extension) -> None:
        self.refresher.soon(self.refresher.after_reload(extension.app_id))
