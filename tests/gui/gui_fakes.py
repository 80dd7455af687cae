"""Small stand-ins for tests of single panes: records, a journal over a list, a turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from workbench.kernel.chat.turn import Turn
from workbench.kernel.clock import Clock
from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport
from workbench.kernel.journal.reader import Query
from workbench.kernel.journal.record import Record
from workbench.kernel.options import KernelOptions
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.personas import Personas
from workbench.kernel.profile import Profile

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.kernel.kernel import Kernel


def record(seq: int, kind: str = "audit", **fields: Any) -> Record:
    """A record with plain defaults."""
    values: dict[str, Any] = {
        "seq": seq,
        "kind": kind,
        "id": f"{kind}-{seq}",
        "parent_id": None,
        "cause_id": None,
        "app_id": "notes",
        "actor": "u-ada",
        "at": 1_790_000_000.0 + seq,
        "started_ns": seq * 1_000_000,
        "duration_ms": float(seq % 50),
        "status": "ok",
        "name": f"thing{seq}",
        "body": {},
    }
    values.update(fields)
    return Record(**values)


class ListJournal:
    """Answers a journal's questions from a list, newest last."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records = list(records)
        self.asked = 0

    async def query(self, kinds: Iterable[str] | None = None, **wanted: Any) -> list[Record]:
        """Records that match, newest first unless asked otherwise."""
        self.asked += 1
        await asyncio.sleep(0)
        return self.read_now(Query(kinds=None if kinds is None else tuple(kinds), **wanted))

    def read_now(self, query: Query) -> list[Record]:
        """The same without waiting; also what a reader answers."""
        found = [r for r in self.records if query.holds(r)]
        if query.latest:
            newest = {r.id: r for r in sorted(self.records, key=lambda r: r.seq)}
            found = [r for r in found if newest[r.id] is r]
        found.sort(key=lambda r: r.seq, reverse=query.newest_first)
        return found[: query.limit]

    async def read(self, use: Callable[[Any], Any]) -> Any:
        """Runs `use` with a reader over the list."""
        await asyncio.sleep(0)
        journal = self

        class Reader:
            def read(self, query: Query) -> list[Record]:
                return journal.read_now(query)

            def edge(self, query: Query) -> int | None:
                found = journal.read_now(query)
                return found[-1].seq if found else None

        return use(Reader())

    async def get(self, id: str) -> Record | None:
        """The latest record of an id."""
        found = await self.query(id=id, limit=1)
        return found[0] if found else None

    async def search(self, query: Query) -> list[Record]:
        """The newest that match."""
        self.asked += 1
        await asyncio.sleep(0)
        return self.read_now(query)

    async def matching(self, query: Query) -> int:
        """How many match."""
        return len(self.read_now(replace(query, limit=len(self.records))))

    def count(self) -> int:
        """How many there are."""
        return len(self.records)


class FakeKernel:
    """What the window reads of a kernel, for tests of single parts; it runs nothing."""

    def __init__(self, panels: Iterable[dict[str, Any]] = (), turns: Iterable[Turn] = ()) -> None:
        self.personas = Personas()
        self.clock = Clock(1_790_000_000.0, paused=True)
        self.journal = ListJournal()
        self.options = KernelOptions()
        self.profile = Profile.load("seeds")
        self.answered: list[tuple[str, bool]] = []
        self.stopped: list[str] = []
        self.chat = SimpleNamespace(
            turns=list(turns),
            answer=self._answer,
            cancel=self._cancel,
            stepping=SimpleNamespace(breakpoints=list),
            branching=SimpleNamespace(aside=lambda turn_id: False),
        )
        self.extensions: dict[str, Any] = {}
        self.contributions = SimpleNamespace(declared=lambda kind: [])
        self.agency = SimpleNamespace(theme=lambda app_id: None, note_faults=lambda *_: None)
        self.declare(panels)

    def declare(self, panels: Iterable[dict[str, Any]]) -> None:
        """Has one extension, notes, with these panels."""
        declared = Declarations({"app_id": "notes", "panels": list(panels), "functions": []})
        build = SimpleNamespace(number=1, pid=0, sdk=None, duration_ms=11.0)
        self.extensions["notes"] = SimpleNamespace(
            app_id="notes", root=Path("/ext"), status="ready", declarations=declared, build=build,
            problem=None,
        )  # fmt: skip

    async def _answer(self, confirmation_id: str, accept: bool, user: object = None) -> None:
        self.answered.append((confirmation_id, accept))

    async def _cancel(self, turn_id: str) -> None:
        self.stopped.append(turn_id)

    async def close(self) -> None:
        """Nothing to end."""


def put_in(chrome: Chrome, kernel: FakeKernel) -> None:
    """Lets a window show a kernel as if it had just been started."""
    chrome.session.kernel = cast("Kernel", kernel)
    chrome.session.current = next(iter(kernel.extensions), None)
    chrome.session.kernel_changed.emit()
    chrome.session.current_changed.emit()
    chrome.session.extensions_changed.emit()


def tree(text: str) -> dict[str, Any]:
    """A panel tree with one text."""
    return {"type": "Stack", "props": {"children": [{"type": "Text", "props": {"content": text}}]}}


def answer(
    panel_id: str = "sidebar",
    slot: str = "left",
    ui: dict[str, Any] | None = None,
    *,
    error: ErrorReport | None = None,
    app_id: str = "notes",
    shape: str = "ui",
    params: dict[str, Any] | None = None,
) -> PanelAnswer:
    """A panel's answer; with an error it brought no tree."""
    return PanelAnswer(
        app_id=app_id,
        panel_id=panel_id,
        slot=slot,
        title="",
        params=params or {},
        ok=error is None,
        ui=ui,
        shape=shape,
        error=error,
        duration_ms=42.0,
        bytes=2200,
        span_id="panel-1",
        at=0.0,
    )


def report(file: Path | str = "/ext/panels.py", line: int = 41) -> ErrorReport:
    """An error with a source line."""
    return ErrorReport("ValueError", "no such folder", file=str(file), line=line)
