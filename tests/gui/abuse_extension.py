"""An extension that misbehaves on request, in a folder that a test may edit and lose.

Its left panel has a button for each thing a person starts: **Misbehave**, **Wait** (a call that
ends when the gate ``wait`` is opened) and **Begin** (a background task and a bare asyncio task that
end when the gate ``work`` is). Gates are files beside the folder, so that they outlive it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

_SOURCE = """
from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import time
from pathlib import Path

from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("rogue", version="1.0.0", display_name="Rogue", description="Misbehaves.")
chat = ChatExtension(ext, tool_name="rogue", description="Misbehaves when it is asked to.")
GATES = Path({gates!r})


class Nothing(BaseModel):
    pass


async def opened(name):
    while not (GATES / name).exists():
        await asyncio.sleep(0.01)


@ext.panel("board", slot="left", title="Board")
async def board(ctx, **_params):
    waited = await ctx.store.count("waited")
    return ui.Stack([
        ui.Text({edition!r}),
        ui.Text(f"{{waited}} waited"),
        ui.Button("Misbehave", on_click=ui.Call("misbehave")),
        ui.Button("Wait", on_click=ui.Call("wait")),
        ui.Button("Begin", on_click=ui.Call("begin")),
    ])


@ext.panel("margin", slot="right", title="Margin")
async def margin(ctx, **_params):
    return ui.Text("beside the board")


@chat.function("wait", description="Waits for its gate.")
async def wait(ctx, params: Nothing) -> ActionResult:
    await opened("wait")
    await ctx.store.create("waited", {{}})
    return ActionResult.success(data={{}}, summary="waited")


async def work():
    await opened("work")
    return ActionResult.success(data={{}}, summary="the work is done")


@chat.function("begin", description="Begins work that outlives the call.")
async def begin(ctx, params: Nothing) -> ActionResult:
    await ctx.background_task(work(), name="work")
    begin.beside = asyncio.get_running_loop().create_task(opened("work"))
    return ActionResult.success(data={{}}, summary="begun", refresh_panels=[])


@chat.function("misbehave", description="Does what it should not.")
async def misbehave(ctx, params: Nothing) -> ActionResult:
    {body}
    return ActionResult.success(data={{}}, summary="behaved", refresh_panels=[])

{tail}
"""

_SLOW_IMPORT = """
(GATES / "importing").touch()
while not (GATES / "import").exists():
    time.sleep(0.01)
"""


class Abuse(NamedTuple):
    """One way to misbehave.

    `said` is the type of the problem that the window must show, `mark` part of the line that it
    must name, empty where it can name no more than the file. `body` is done by a click, `tail` by
    saving it at the end of the file. `fatal`: the process does not survive it. `memory_mb` is the
    cap of the process.
    """

    said: str
    mark: str
    body: str = "pass"
    tail: str = ""
    fatal: bool = False
    memory_mb: int = 2048

    @property
    def told_by_a_reload(self) -> bool:
        """Whether it takes another reload to notice it, which waits for one in flight."""
        return bool(self.tail) or self.said == "FolderGone"


ABUSES = {
    "import error": Abuse(
        "ModuleNotFoundError", "import no_such_module", tail="import no_such_module"
    ),
    "syntax error": Abuse("SyntaxError", "def broken(:", tail="def broken(:\n    pass"),
    "endless loop": Abuse("DeadlineExceeded", "while True: pass", "while True: pass", fatal=True),
    "blocking sleep": Abuse("DeadlineExceeded", "time.sleep(30)", "time.sleep(30)", fatal=True),
    "exit": Abuse("HostLost", "os._exit(1)", "os._exit(1)", fatal=True),
    "segfault": Abuse("HostLost", "ctypes.string_at(0)", "ctypes.string_at(0)", fatal=True),
    "memory": Abuse("MemoryError", "bytearray(5", "held = bytearray(5 * 2**30)", memory_mb=400),
    "long reply": Abuse(
        "ReplyTooLarge",
        '@chat.function("misbehave"',
        'return ActionResult.success(data={"blob": "x" * 100_000_000}, summary="much")',
    ),
    "print storm": Abuse(
        "LogStorm", 'print("line"', 'for number in range(60_000): print("line", number)'
    ),
    "own folder deleted": Abuse(
        "FolderGone", "", "shutil.rmtree(Path(__file__).parent, ignore_errors=True)"
    ),
}

"""What a person brings about with a click, or with a save where the file itself is broken."""

AT_IMPORT = {
    "loop at import": Abuse("LoadTimeout", "while True: pass", tail="while True: pass"),
    "exit at import": Abuse("HostLost", "os._exit(1)", tail="os._exit(1)"),
    "segfault at import": Abuse("HostLost", "ctypes.string_at(0)", tail="ctypes.string_at(0)"),
    "memory at import": Abuse("MemoryError", "bytearray(5", tail="x = bytearray(5 * 2**30)"),
}


class Rogue:
    """The extension's folder, its gates, and what is saved in it.

    `place` is where the folder and the gates are made.
    """

    def __init__(self, place: Path, abuse: Abuse) -> None:
        self.root = place / "rogue"
        self.abuse = abuse
        self._line = 1
        self._gates = place / "gates"
        self._gates.mkdir()
        self.save("first edition")

    def save(self, edition: str, *, slow: bool = False) -> None:
        """A version without the saved abuse; a slow one imports until the gate ``import`` opens."""
        self._write(edition, self.abuse.body, _SLOW_IMPORT if slow else "")

    def break_it(self, edition: str) -> None:
        """The version with the saved abuse."""
        self._write(edition, self.abuse.body, self.abuse.tail)

    def mend(self, edition: str) -> None:
        """A version that behaves."""
        self._write(edition, "pass", "")

    def open(self, *gates: str) -> None:
        """Lets go what waits at these gates."""
        for gate in gates:
            (self._gates / gate).touch()

    def is_importing(self) -> bool:
        """Whether a slow version has begun to be imported."""
        return (self._gates / "importing").exists()

    def place(self) -> str:
        """The place the list of problems must name, as it writes it: ``main.py:41``."""
        return f"main.py:{self._line}"

    def _write(self, edition: str, body: str, tail: str) -> None:
        gates = str(self._gates)
        source = _SOURCE.format(gates=gates, edition=edition, body=body, tail=tail)
        lines = enumerate(source.splitlines(), 1)
        marked = [n for n, line in lines if self.abuse.mark and self.abuse.mark in line]
        self._line = marked[0] if marked else self._line
        self.root.mkdir(exist_ok=True)
        (self.root / "main.py").write_text(source)
