"""Every service of a session, opened together over one state folder.

`ServiceSuite.open` is the composition root of this package: the kernel gives it the clock, the
profile and the people, tells it which apps are loaded, and closes it at the end.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from workbench.kernel import jobs, versions
from workbench.kernel.clock import Clock
from workbench.kernel.errors import SettingsError
from workbench.kernel.jobs import Jobs
from workbench.kernel.masking import Masker
from workbench.kernel.options import KernelOptions
from workbench.kernel.personas import Persona, Personas
from workbench.kernel.profile import Profile
from workbench.kernel.services import billing, documents, skeletons, storage
from workbench.kernel.services.ai import Ai
from workbench.kernel.services.backend import Backend
from workbench.kernel.services.billing import Billing
from workbench.kernel.services.cache import Cache
from workbench.kernel.services.call import Scope
from workbench.kernel.services.config import Config
from workbench.kernel.services.contents import Contents
from workbench.kernel.services.database import Database
from workbench.kernel.services.db import Db
from workbench.kernel.services.group_commit import GroupCommit
from workbench.kernel.services.http import MODES, Http
from workbench.kernel.services.http_outside import Outside
from workbench.kernel.services.http_rules import RuleBook
from workbench.kernel.services.notify import Notify
from workbench.kernel.services.platform import Platform
from workbench.kernel.services.redis import RedisServer
from workbench.kernel.services.secrets import Secrets, given_secrets
from workbench.kernel.services.services import Services
from workbench.kernel.services.simulated_latency import SimulatedLatency
from workbench.kernel.services.skeletons import Skeletons
from workbench.kernel.services.storage import Storage
from workbench.kernel.services.store import Store
from workbench.kernel.slow_imports import all_ready
from workbench.kernel.workspace import Workspace, load_rules, parse_default


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """What a session asks of its services; `state` ``":memory:"`` leaves nothing behind.

    `http` is ``mock``, ``offline`` or ``live``; `mock_default` is ``'STATUS BODY'``.
    """

    state: Path | str = ":memory:"
    http: str = "mock"
    mock_file: Path | None = None
    mock_default: str | None = None
    redis_url: str | None = None
    env_file: Path | None = None

    @classmethod
    def of(cls, options: KernelOptions) -> ServiceOptions:
        """What a kernel's options say of its services."""
        return cls(
            state=options.state,
            http=options.http,
            mock_file=options.mock_file,
            mock_default=options.mock_default,
            redis_url=options.redis_url,
            env_file=options.env_file,
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """A copy of what a step may change: the database in `folder`, and the cache."""

    folder: Path
    cache: Mapping[bytes, bytes]

    def discard(self) -> None:
        """Throw the copy away."""
        shutil.rmtree(self.folder, ignore_errors=True)


class ServiceSuite:
    """The services by name, and `services`, the door calls go through."""

    def __init__(
        self,
        options: ServiceOptions,
        *,
        clock: Clock,
        profile: Profile,
        personas: Personas,
        masker: Masker,
    ) -> None:
        self._importing: asyncio.Task[None] | None = None
        self._temporary = options.state == ":memory:"
        folder = tempfile.mkdtemp(prefix="workbench-state-") if self._temporary else options.state
        self.folder = Path(folder)
        self._personas = personas
        self._apps: dict[str, dict[str, Any]] = {}
        self._backends: dict[str, Backend] = {}
        self._expected: dict[Path, Backend] = {}
        self.redis = RedisServer(options.redis_url)
        self.database = Database(self.folder / "state.sqlite", _SCHEMA, documents.prepare)
        self.store = Store(self.database, clock, profile, self._tenant_of)
        self.cache = Cache(self.redis, clock, profile)
        self.db = Db(self.folder / "db", clock, profile)
        self.outside = _outside(options, clock)
        self.http = Http(self.outside, clock, profile)
        self.ai = Ai(clock)
        self.secrets = Secrets(masker, clock, given_secrets(options.env_file))
        self.config = Config()
        self.contents = Contents(
            self.database, cache=self.cache, secrets=self.secrets, config=self.config
        )
        self.notify = Notify(clock)
        self.storage = Storage(self.database, self.folder / "files", clock, profile)
        self.billing = Billing(self.database, clock)
        self.rows = GroupCommit(self.database)
        self.skeletons = Skeletons(self.database, self.rows)
        self.jobs = Jobs(self.database, self.rows)
        self.versions = versions.Versions(self.database, self.rows)
        self.platform = Platform(personas, clock, lambda: list(self._apps.values()))
        self.services = Services()
        for name in _CLIENTS:
            self.services.register(name, getattr(self, "skeletons" if name == "skeleton" else name))
        if profile.latency_simulate:
            self.services.add_hook(SimulatedLatency(clock, profile))

    @classmethod
    async def open(
        cls,
        options: ServiceOptions,
        *,
        clock: Clock,
        profile: Profile,
        personas: Personas,
        masker: Masker,
    ) -> ServiceSuite:
        """Open the state and connect the services; slow libraries come in behind, on a thread.

        Raises SettingsError for a mode, mock file, mock default or env file that cannot be used.
        """
        suite = cls(options, clock=clock, profile=profile, personas=personas, masker=masker)
        slow = all_ready(("fakeredis", *suite.outside.libraries))
        suite._importing = asyncio.get_running_loop().create_task(slow)
        return suite

    # --- apps ----------------------------------------------------------------------------------

    def expect(self, workspace: Workspace, python: str) -> None:
        """An app of this folder is being loaded: its backend may start meanwhile."""
        if workspace.http.backend is not None and workspace.root not in self._expected:
            backend = Backend(workspace.http.backend, workspace.root, python)
            backend.start_soon()
            self._expected[workspace.root] = backend

    async def add_app(
        self, app_id: str, workspace: Workspace, declarations: Mapping[str, Any], python: str
    ) -> None:
        """Take over a loaded or reloaded app; its backend restarts only when it has changed."""
        self._apps[app_id] = {
            "app_id": app_id,
            "display_name": declarations.get("display_name") or app_id,
            "version": declarations.get("version") or "",
        }
        self._personas.adopt(workspace.personas)
        backend = await self._backend(app_id, workspace, python)
        self.outside.configure(app_id, workspace.http, backend)
        self.ai.configure(app_id, workspace.ai_rules)
        self.billing.configure(app_id, workspace.billing)
        self.config.configure(app_id, workspace, declarations.get("config_defaults") or {})

    async def remove_app(self, app_id: str) -> None:
        """Forget an app that was unloaded; what it stored stays."""
        self._apps.pop(app_id, None)
        self.outside.forget(app_id)
        backend = self._backends.pop(app_id, None)
        if backend is not None:
            await backend.close()

    async def _backend(self, app_id: str, workspace: Workspace, python: str) -> Backend | None:
        running, wanted = self._backends.pop(app_id, None), workspace.http.backend
        same = running is not None and running.app == wanted and not running.stale
        if running is not None and not same:
            await running.close()
        if wanted is None:
            return None
        backend = running if running is not None and same else None
        backend = backend or self._expected.pop(workspace.root, None)
        self._backends[app_id] = backend or Backend(wanted, workspace.root, python)
        return self._backends[app_id]

    # --- questions the kernel asks before a handler runs -----------------------------------------

    def resolve_config(self, app_id: str, user: Persona) -> dict[str, Any]:
        """The settings of `user` in an app, for the handler's context."""
        return self.config.resolve(app_id, user)

    async def missing_secrets(
        self, app_id: str, user: Persona, declarations: Mapping[str, Any]
    ) -> list[str]:
        """Names of the app's required secrets that `user` has not set."""
        return self.secrets.missing(
            Scope(app_id, user, user.imperal_id, user.tenant_id, declarations=declarations)
        )

    # --- a step's snapshot -----------------------------------------------------------------------

    async def save(self) -> Saved:
        """Copy documents, skeletons, accounts, the file index and the cache, for `restore`."""
        folder = Path(tempfile.mkdtemp(prefix="workbench-step-"))
        await self.rows.settled()
        await self.database.save_to(folder / "state.sqlite")
        return Saved(folder, await self.cache.save())

    async def restore(self, saved: Saved) -> None:
        """Put back what `save` copied; an app's SQL file and the outside world are not in it."""
        await self.rows.settled()
        await self.database.restore_from(saved.folder / "state.sqlite")
        self.skeletons.forget()
        await self.cache.restore(saved.cache)

    async def close(self) -> None:
        """End the backends, let go of the files, and forget what was to leave no trace."""
        if self._importing is not None:
            await self._importing
        for backend in (*self._backends.values(), *self._expected.values()):
            await backend.close()
        self._backends.clear()
        self._expected.clear()
        await self.db.close()
        await self.rows.settled()
        await self.database.close()
        await self.redis.close()
        if self._temporary:
            await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    def _tenant_of(self, user_id: str) -> str:
        return self._personas.find(user_id).tenant_id


_SCHEMA: Final = "".join(
    each.SCHEMA for each in (documents, storage, billing, skeletons, jobs, versions)
)
_CLIENTS: Final = (
    "store", "cache", "db", "http", "ai", "secrets", "notify", "storage", "billing", "skeleton",
    "platform",
)  # fmt: skip


def _outside(options: ServiceOptions, clock: Clock) -> Outside:
    if options.http not in MODES:
        known = ", ".join(MODES)
        raise SettingsError(f"there is no HTTP mode {options.http!r}; there are: {known}")
    rules = load_rules(options.mock_file) if options.mock_file is not None else ()
    default = parse_default(options.mock_default) if options.mock_default is not None else None
    return Outside(options.http, clock, extra=RuleBook(rules), default=default)
