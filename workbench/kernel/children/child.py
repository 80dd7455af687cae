"""One child process seen from the kernel: what it is asked, what it says, and how it dies."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.kernel.children.conversation import Conversation
from workbench.kernel.children.death import Death, lost_report, start_report
from workbench.kernel.children.process import HostProcess
from workbench.kernel.children.pulse import STACKS_S, Pulse
from workbench.kernel.children.work import Work
from workbench.kernel.errors import ErrorReport, HostLost, LoadError
from workbench.kernel.invocation import Invocation
from workbench.kernel.signals import Signal
from workbench.wire.frames import FrameError

if TYPE_CHECKING:
    from workbench.kernel.children.switchboard import Switchboard

State = Literal["warming", "warm", "loading", "serving", "draining", "dead"]
_REPLIES: Final = frozenset({"result", "loaded", "failed", "checked", "manifest", "pong", "stacks"})


@dataclass(slots=True, weakref_slot=True, eq=False)
class Child:
    """A child process: claimed warm, loaded once, then serving until drained, killed or crashed.

    What it says on its own account goes to the ``switchboard``. ``lines`` says that nodes it
    answers with may carry the author's lines, ``resting`` that time may skip over it. ``changed``
    announces that it is warm, stuck, free again or gone.
    """

    process: HostProcess
    python: str
    switchboard: Switchboard
    changed: Signal[[Child]] = field(default_factory=Signal)
    state: State = "warming"
    app_id: str | None = None
    root: Path | None = None
    hello: dict[str, Any] = field(default_factory=dict)
    resting: bool = False
    lines: bool = False
    kill_reason: str | None = None
    death: Death | None = None
    work: Work = field(default_factory=Work)
    conversation: Conversation = field(init=False)
    pulse: Pulse = field(init=False)
    _warm: asyncio.Event = field(default_factory=asyncio.Event)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _burial: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.conversation = Conversation(self.stir, self._lost)
        self.pulse = Pulse(self.process, self._on_stuck, self._on_free)

    @property
    def pid(self) -> int:
        """Process id."""
        return self.process.pid

    @property
    def sdk(self) -> dict[str, object] | None:
        """Version, origin and path of the SDK it runs on; None before it is warm."""
        found = self.hello.get("sdk")
        return found if isinstance(found, dict) else None

    @property
    def alive(self) -> bool:
        """True while it can be spoken to."""
        return self.state != "dead"

    @property
    def inflight(self) -> Mapping[int, Invocation]:
        """The invocations it is working on, by wire number."""
        return self.work.inflight

    @property
    def tasks(self) -> Mapping[int, Invocation]:
        """The detached coroutines it runs, by wire number."""
        return self.work.tasks

    @property
    def blocked(self) -> bool:
        """True while its loop has been stuck for a second or more."""
        return self.pulse.blocked

    # -- what the kernel asks ---------------------------------------------------------------

    async def warm(self) -> None:
        """Wait until it has said hello.

        Raises:
            LoadError: it could not start, or has no SDK to offer.
        """
        await self._warm.wait()
        error = self.hello.get("error")
        if error is not None:
            raise LoadError(error["message"], report=ErrorReport.from_json(error))
        if self.state == "dead":
            report = start_report(self.python, self.death)
            raise LoadError("the interpreter did not start", report=report)

    async def load(self, root: Path, entry: str, **options: Any) -> dict[str, Any]:
        """Import the extension; answers the ``loaded`` message.

        Raises:
            LoadError: it does not import, or the process died trying.
        """
        self.state, self.root = "loading", root
        self.lines = bool(options.get("trace_lines"))
        try:
            reply = await self._demand({"t": "load", "root": str(root), "entry": entry, **options})
        except HostLost as lost:
            raise LoadError(str(lost), report=lost.report) from lost
        self.state = "serving"
        return reply

    async def check(self, root: Path) -> list[dict[str, Any]]:
        """What the SDK's validators find: all rules once it is loaded, else the source rules.

        Raises:
            LoadError: a validator failed.
            HostLost: the process died.
        """
        reply = await self._demand({"t": "check", "root": str(root)})
        findings: list[dict[str, Any]] = reply["findings"]
        return findings

    async def write_manifest(self, root: Path) -> Path:
        """Write imperal.json of the extension that is loaded; returns the file.

        Raises:
            LoadError: the SDK refused, or the file cannot be written.
            HostLost: the process died.
        """
        reply = await self._demand({"t": "manifest", "root": str(root)})
        return Path(reply["file"])

    async def _demand(self, message: dict[str, Any]) -> dict[str, Any]:
        reply = await self.conversation.ask(message)
        if reply["t"] == "failed":
            report = ErrorReport.from_json(reply["error"])
            raise LoadError(f"{report.type}: {report.message}", report=report)
        return reply

    def invoke(
        self, invocation: Invocation, message: dict[str, Any]
    ) -> asyncio.Future[dict[str, Any]]:
        """Send an invocation; the future holds its ``result`` message, or HostLost.

        Raises:
            FrameTooLarge: the parameters do not fit into a frame.
            HostLost: the process is gone.
        """
        reply = self.conversation.request(invocation.number, message)
        self.work.begin(invocation)
        return reply

    def answer(self, number: int, now: float | None = None, **outcome: Any) -> None:
        """Answer a call with ``value=`` or, in plain JSON, a CallError as ``error=``.

        ``now`` is the virtual time, where it differs from the machine's. A child that is gone needs
        no answer any more.
        """
        message = {"t": "answer", "id": number, "ok": "error" not in outcome, **outcome}
        if now is not None:
            message["now"] = now
        self.conversation.tell(message)

    def cancel(self, number: int, mode: Literal["user", "abort"]) -> None:
        """Stop an invocation or task: at its next progress, or at once."""
        self.conversation.tell({"t": "cancel", "id": number, "mode": mode})

    def note_lines(self, wanted: bool) -> None:
        """Have it note the author's line of each UI node, or no longer."""
        self.lines = self.lines or wanted
        self.conversation.tell({"t": "lines", "wanted": wanted})

    def probe(self) -> None:
        """Look for a sign of life, once a second while there is work."""
        ping = {"t": "ping", "id": self.conversation.next_number()}
        self.pulse.probe(lambda: self.conversation.tell(ping))

    def kill(self, reason: str) -> None:
        """End the process; everything in flight ends as host_lost with ``reason``."""
        if self.kill_reason is None:
            self.kill_reason = reason
        self.stir()
        if self.blocked:
            self.process.dump_stacks()
            asyncio.get_running_loop().call_later(STACKS_S, self.process.kill)
        else:
            self.process.kill()

    def retire(self) -> None:
        """Let it leave: it is asked to, and killed if it does not."""
        self.kill_reason = self.kill_reason or "its build was replaced"
        if self.state == "warming":
            self.process.kill()
        self.conversation.tell({"t": "shutdown"})
        self.conversation.close()

    async def gone(self) -> None:
        """Wait until the process has ended."""
        await self._gone.wait()

    def release(self, invocation: Invocation) -> None:
        """Forget an invocation that has ended or was given up."""
        self.conversation.forget(invocation.number)
        self.work.end(invocation)

    def stir(self) -> None:
        """End its rest, if it has one; it begins the next by itself."""
        if self.resting:
            self.switchboard.on_active(self)

    # -- what the wire brings ---------------------------------------------------------------

    def receive(self, frame: dict[str, Any]) -> None:
        """Handle one message of the child."""
        kind = frame["t"]
        self.pulse.heard(kind)
        if kind in ("call", "result", "task"):
            self.stir()
        if kind == "call":
            self.switchboard.on_call(self, frame)
        elif kind in _REPLIES:
            self.conversation.replied(frame)
        elif kind == "logs":
            self.switchboard.on_logs(self, frame)
        elif kind == "task":
            self.switchboard.on_task(self, frame)
        elif kind == "idle":
            self.switchboard.on_idle(self, frame)
        elif kind == "blocked":
            self.pulse.told(frame)
        elif kind == "hello":
            self.hello = frame
            self.state = "warm"
            self._warm.set()
            self.changed.emit(self)

    def bury(self, error: Exception | None) -> asyncio.Task[None]:
        """The wire is closed: nothing more can come, so the child counts as dead from here on.

        The task ends everything in flight as host_lost once the process has ended.
        """
        self.state = "dead"
        if isinstance(error, FrameError) and self.kill_reason is None:
            self.kill_reason = f"the extension's process spoke nonsense on its wire: {error}"
        self._burial = asyncio.get_running_loop().create_task(self._bury())
        return self._burial

    def _on_stuck(self, frame: Mapping[str, Any]) -> None:
        self.switchboard.on_blocked(self, frame)
        self.changed.emit(self)

    def _on_free(self) -> None:
        self.switchboard.on_unblocked(self)
        self.changed.emit(self)

    async def _bury(self) -> None:
        end = await self.process.ended()
        stack = end.stack or self.pulse.stack
        self.death = Death(end, self.kill_reason, stack)
        self._warm.set()
        try:
            self.switchboard.on_death(self, self.death)
        finally:
            self.conversation.give_up()
            self.work.abandon()
            self._gone.set()
            self.changed.emit(self)

    def _lost(self, number: int | None) -> HostLost:
        """How what waits under a number ends: with the handler that ran under it, if one did."""
        invocation = self.inflight.get(number) if number is not None else None
        declared = invocation.declared if invocation is not None else None
        report = lost_report(self.death, self.root, declared)
        return HostLost(report.message, report=report)
