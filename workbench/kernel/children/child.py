"""One child process seen from the kernel: its wire, what it is doing, and how it dies."""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from workbench.kernel.children.death import Death, lost_report, start_report
from workbench.kernel.children.process import HostProcess
from workbench.kernel.children.pulse import STACKS_S, Pulse
from workbench.kernel.errors import ErrorReport, HostLost, LoadError
from workbench.kernel.invocation import Invocation
from workbench.kernel.signals import Signal
from workbench.wire.channel import Channel, ChannelClosed
from workbench.wire.frames import FrameError

State = Literal["warming", "warm", "loading", "serving", "draining", "dead"]
_REMEMBERED = 256
"""Finished invocations whose late calls (of a task the handler left running) are still served."""
_ASIDE = frozenset({"ping", "stacks"})
"""What a child answers without its loop taking notice."""


class Listener(Protocol):
    """What the rest of the kernel does with what children say on their own account."""

    def on_call(self, child: Child, frame: dict[str, Any]) -> None:
        """A handler called a ``ctx`` client."""

    def on_logs(self, child: Child, frame: dict[str, Any]) -> None:
        """Output arrived."""

    def on_task(self, child: Child, frame: dict[str, Any]) -> None:
        """A detached coroutine ended."""

    def on_blocked(self, child: Child, frame: Mapping[str, Any]) -> None:
        """The child's loop is stuck; repeated every second."""

    def on_idle(self, child: Child, frame: Mapping[str, Any]) -> None:
        """Nothing in the child can go on before a timer."""

    def on_active(self, child: Child) -> None:
        """Something in a child that was idle goes on."""

    def on_unblocked(self, child: Child) -> None:
        """The child's loop turned again."""

    def on_death(self, child: Child, death: Death) -> None:
        """The process is gone."""


@dataclass(slots=True, weakref_slot=True)
class Child:
    """A child process: claimed warm, loaded once, then serving until drained, killed or crashed.

    ``inflight`` holds the invocations it is working on, ``tasks`` the detached coroutines, both by
    wire number (the kernel's numbers are positive, the child's negative). ``lines`` says that nodes
    it answers with may carry the author's lines. ``told`` counts what it
    was sent that could make something in it go on, ``resting`` is true while time may skip over it.
    ``changed`` announces that it is warm, stuck, free again or gone.
    """

    process: HostProcess
    python: str
    listener: Listener
    changed: Signal[[Child]] = field(default_factory=Signal)
    channel: Channel | None = None
    state: State = "warming"
    app_id: str | None = None
    root: Path | None = None
    hello: dict[str, Any] = field(default_factory=dict)
    inflight: dict[int, Invocation] = field(default_factory=dict)
    tasks: dict[int, Invocation] = field(default_factory=dict)
    finished: OrderedDict[int, Invocation] = field(default_factory=OrderedDict)
    told: int = 0
    resting: bool = False
    lines: bool = False
    kill_reason: str | None = None
    death: Death | None = None
    idle: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _replies: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)
    _warm: asyncio.Event = field(default_factory=asyncio.Event)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _burial: asyncio.Task[None] | None = None
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.idle.set()
        self.pulse = Pulse(self.process, self._on_stuck, self._on_free)

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

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
    def busy(self) -> bool:
        """True while an invocation or a detached task has not ended."""
        return bool(self.inflight or self.tasks)

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
        reply = await self._ask(message)
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
        number = invocation.number
        reply = asyncio.get_running_loop().create_future()
        self._send(message)
        self._replies[number] = reply
        self.inflight[number] = invocation
        self.idle.clear()
        return reply

    def next_number(self) -> int:
        """A wire number nobody has used on this child."""
        return next(self._numbers)

    def answer(self, number: int, now: float | None = None, **outcome: Any) -> None:
        """Answer a call with ``value=`` or, in plain JSON, a CallError as ``error=``.

        ``now`` is the virtual time, where it differs from the machine's. A child that is gone needs
        no answer any more.
        """
        message = {"t": "answer", "id": number, "ok": "error" not in outcome, **outcome}
        if now is not None:
            message["now"] = now
        self.tell(message)

    def cancel(self, number: int, mode: Literal["user", "abort"]) -> None:
        """Stop an invocation or task: at its next progress, or at once."""
        self.tell({"t": "cancel", "id": number, "mode": mode})

    def tell(self, message: dict[str, Any]) -> None:
        """Send what needs no reply; dropped when the process is gone."""
        if self.channel is not None and not self.channel.is_closed:
            self._pass_on(self.channel, message)

    def note_lines(self, wanted: bool) -> None:
        """Have it note the author's line of each UI node, or no longer."""
        self.lines = self.lines or wanted
        self.tell({"t": "lines", "wanted": wanted})

    async def stacks(self) -> list[dict[str, Any]]:
        """Stacks of all its threads, also while its loop is stuck; HostLost if it dies first."""
        reply = await self._ask({"t": "stacks"})
        threads: list[dict[str, Any]] = reply.get("threads", [])
        return threads

    def probe(self) -> None:
        """Look for a sign of life, once a second while there is work."""
        ping = {"t": "ping", "id": next(self._numbers)}
        self.pulse.probe(lambda: self.tell(ping))

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
        self.tell({"t": "shutdown"})
        if self.channel is not None:
            self.channel.close()

    async def gone(self) -> None:
        """Wait until the process has ended."""
        await self._gone.wait()

    def release(self, invocation: Invocation) -> None:
        """Forget an invocation that has ended or was given up."""
        self._replies.pop(invocation.number, None)
        self.inflight.pop(invocation.number, None)
        self._remember(invocation)
        self._note_idle()

    def add_task(self, invocation: Invocation) -> None:
        """Count a detached coroutine as work of this child."""
        self.tasks[invocation.number] = invocation
        self.idle.clear()

    def end_task(self, number: int) -> None:
        """A detached coroutine is over."""
        invocation = self.tasks.pop(number, None)
        if invocation is not None:
            self._remember(invocation)
        self._note_idle()

    def owner(self, number: int | None) -> Invocation | None:
        """The invocation a message names: in flight, detached, or lately ended."""
        if number is None:
            return None
        return self.inflight.get(number) or self.tasks.get(number) or self.finished.get(number)

    # -- what the wire brings ---------------------------------------------------------------

    def receive(self, frame: dict[str, Any]) -> None:
        """Handle one message of the child."""
        kind = frame["t"]
        self.pulse.heard(kind)
        if kind in ("call", "result", "task"):
            self.stir()
        if kind == "call":
            self.listener.on_call(self, frame)
        elif kind in ("result", "loaded", "failed", "checked", "manifest", "pong", "stacks"):
            self._resolve(frame)
        elif kind == "logs":
            self.listener.on_logs(self, frame)
        elif kind == "task":
            self.listener.on_task(self, frame)
        elif kind == "idle":
            self.listener.on_idle(self, frame)
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

    def _resolve(self, frame: dict[str, Any]) -> None:
        reply = self._replies.pop(frame["id"], None)
        if reply is not None and not reply.done():
            reply.set_result(frame)

    def _on_stuck(self, frame: Mapping[str, Any]) -> None:
        self.listener.on_blocked(self, frame)
        self.changed.emit(self)

    def _on_free(self) -> None:
        self.listener.on_unblocked(self)
        self.changed.emit(self)

    def _remember(self, invocation: Invocation) -> None:
        self.finished[invocation.number] = invocation
        if len(self.finished) > _REMEMBERED:
            self.finished.popitem(last=False)

    def _note_idle(self) -> None:
        if not self.busy:
            self.idle.set()

    def _send(self, message: dict[str, Any]) -> None:
        if self.channel is None or self.channel.is_closed:
            raise self._lost()
        try:
            self._pass_on(self.channel, message)
        except ChannelClosed as closed:
            raise self._lost() from closed

    def stir(self) -> None:
        """End its rest, if it has one; it begins the next by itself."""
        if self.resting:
            self.listener.on_active(self)

    def _pass_on(self, channel: Channel, message: dict[str, Any]) -> None:
        """Send; what it is about to hear may make it go on, so time no longer skips over it."""
        counts = message["t"] not in _ASIDE
        if counts:
            self.stir()
        channel.send(message)
        self.told += counts

    async def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        reply: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._send({**message, "id": number})
        self._replies[number] = reply
        try:
            return await reply
        finally:
            self._replies.pop(number, None)

    async def _bury(self) -> None:
        end = await self.process.ended()
        stack = end.stack or self.pulse.stack
        self.death = Death(end, self.kill_reason, stack)
        self._warm.set()
        try:
            self.listener.on_death(self, self.death)
        finally:
            self._give_up_on_replies()
            self.finished.clear()  # they know this child, and nobody can ask for them any more
            self._gone.set()
            self.idle.set()
            self.changed.emit(self)

    def _give_up_on_replies(self) -> None:
        waiting, self._replies = self._replies, {}
        for number, reply in waiting.items():
            if not reply.done():
                reply.set_exception(self._lost(self.inflight.get(number)))

    def _lost(self, invocation: Invocation | None = None) -> HostLost:
        declared = invocation.declared if invocation is not None else None
        report = lost_report(self.death, self.root, declared)
        return HostLost(report.message, report=report)
