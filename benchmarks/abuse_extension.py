"""The extension of the benchmark of abuses: a button for each way to misbehave."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HEAD = """
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
EDITION = {edition!r}


class Nothing(BaseModel):
    pass


def done(summary="done", **data):
    return ActionResult.success(data=data, summary=summary, refresh_panels=[])


async def opened(name):
    while not (GATES / name).exists():
        await asyncio.sleep(0.01)


@ext.panel("board", slot="left", title="Board")
async def board(ctx, **_params):
    buttons = [ui.Button(name, on_click=ui.Call(name)) for name in {names!r}]
    drawn = ui.Button("drawn", on_click=ui.Call("__panel__rows", much=EDITION))
    lines = [ui.Text(f"row {{n}}") for n in range(50)]
    return ui.Stack([ui.Text(EDITION), *buttons, drawn, *lines])


@chat.function("wait", description="Waits for its gate.")
async def wait(ctx, params: Nothing) -> ActionResult:
    await opened("wait")
    return done()


async def work():
    await opened("work")
    return done("the work is done")


@chat.function("begin", description="Begins work that outlives the call.")
async def begin(ctx, params: Nothing) -> ActionResult:
    await ctx.background_task(work(), name="work")
    begin.beside = asyncio.get_running_loop().create_task(opened("work"))
    return done()

"""

FUNCTION = """
@chat.function("{name}", description="Misbehaves.")
async def {name}(ctx, params: Nothing) -> ActionResult:
    {body}
    return done()

"""

PANEL = """
@ext.panel("rows", slot="right", title="Rows")
async def rows(ctx, much="", **_params):
    return ui.Stack([ui.Text("x" * 1000) for _ in range(100_000 if much == EDITION else 1)])

"""

SLOW_IMPORT = """
(GATES / "importing").touch()
while not (GATES / "import").exists():
    time.sleep(0.01)
"""


class Abuse(NamedTuple):
    """A way to misbehave: what it is called, and how it is done by a click or by a save.

    `endless` does not end by itself: a save ends it. Without `body` and `tail` it is a panel's.
    """

    title: str
    body: str = ""
    tail: str = ""
    endless: bool = False


ABUSES = {
    "import_error": Abuse("import error", tail="import no_such_module\n"),
    "syntax_error": Abuse("syntax error", tail="def broken(:\n    pass\n"),
    "loop": Abuse("`while True: pass`", "while True: pass", endless=True),
    "sleep": Abuse("`time.sleep(30)`", "time.sleep(30)", endless=True),
    "leave": Abuse("`os._exit(1)`", "os._exit(1)"),
    "crash": Abuse("segfault", "ctypes.string_at(0)"),
    "grab": Abuse("5 GB at once", "held = bytearray(5 * 2**30)"),
    "grow": Abuse("5 GB in pieces", "held = [bytearray(16 * 2**20) for _ in range(320)]"),
    "blob": Abuse("100 MB reply, one text", 'return done(blob="x" * 100_000_000)'),
    "many": Abuse(
        "100 MB reply, 100,000 rows",
        'return done(rows=[{"id": n, "text": "x" * 980} for n in range(100_000)])',
    ),
    "drawn": Abuse("100 MB of panel"),
    "storm": Abuse("print storm", 'for number in range(1_000_000): print("line", number)'),
    "remove": Abuse("deletes its folder", "shutil.rmtree(Path(__file__).parent)"),
}


class Folder:
    """The extension's folder, which may be lost, and the gates beside it.

    `root` is the folder, `gates` one for the files that let go what waits.
    """

    def __init__(self, root: Path, gates: Path) -> None:
        self.root = root
        self.gates = gates
        self.gates.mkdir(exist_ok=True)

    def save(self, edition: str, tail: str = "", *, slow: bool = False) -> None:
        """A version of the sources, with something at its end, or one that waits at ``import``."""
        names = ["wait", "begin", *(name for name, abuse in ABUSES.items() if abuse.body)]
        source = HEAD.format(gates=str(self.gates), edition=edition, names=names)
        for name, abuse in ABUSES.items():
            if abuse.body:
                source += FUNCTION.format(name=name, body=abuse.body)
        self.root.mkdir(exist_ok=True)
        (self.root / "main.py").write_text(source + PANEL + (SLOW_IMPORT if slow else tail))

    def open(self, *gates: str) -> None:
        """Let go what waits at these gates."""
        for gate in gates:
            (self.gates / gate).touch()

    def shut(self) -> None:
        """Shut all gates."""
        for gate in self.gates.iterdir():
            gate.unlink()
