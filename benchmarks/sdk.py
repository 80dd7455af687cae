"""Importing the SDK, and declaring an extension of 40 functions with it: ours and the published.

The published SDK is the baseline. ``IMPERAL_PUBLISHED_PYTHON`` names an interpreter that has it
installed; both SDKs then run in that interpreter, on the same pydantic, in fresh processes that
take turns. Without it ours is measured alone, and the table says so.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure
from workbench import paths

ROUNDS = 31
FUNCTIONS = 40
VARIABLE = "IMPERAL_PUBLISHED_PYTHON"

HEAD = """
from __future__ import annotations
from pydantic import BaseModel, Field
from imperal_sdk import ActionResult, ChatExtension, Extension
ext = Extension("forty", version="1.0.0", display_name="Forty", icon="icon.svg",
    description="An extension of forty functions, as large ones are.", capabilities=["forty:read"])
chat = ChatExtension(ext, tool_name="tool_forty_chat", description="Forty functions.")
"""

FUNCTION = """
class Params{n}(BaseModel):
    name: str = Field(description="What to look for")
    count: int = 3
    tags: list[str] = []
class Answer{n}(BaseModel):
    id: str
    title: str = ""
@chat.function("function_{n}", description="Do the thing of number {n}.", action_type="read")
async def function_{n}(ctx, params: Params{n}) -> ActionResult[Answer{n}]:
    "Do it."
    return ActionResult.success(Answer{n}(id=params.name), "Done")
"""

CHILD = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
started = time.perf_counter()
import imperal_sdk
imported = time.perf_counter()
httpx = "httpx" in sys.modules
import pydantic
code = compile(sys.stdin.read(), "main.py", "exec")
begun = time.perf_counter()
module = {"__name__": "main"}
exec(code, module)
declared = time.perf_counter()
from imperal_sdk import generate_manifest
before = time.perf_counter()
manifest = generate_manifest(module["ext"])
done = time.perf_counter()
assert len(manifest["tools"]) == FUNCTIONS, len(manifest["tools"])
print(json.dumps({"version": imperal_sdk.__version__, "httpx": httpx,
    "import": (imported - started) * 1000, "declare": (declared - begun) * 1000,
    "manifest": (done - before) * 1000}))
"""

QUANTITIES = {
    "import": "import imperal_sdk",
    "declare": f"declare {FUNCTIONS} functions, first use of names included",
    "manifest": f"manifest of {FUNCTIONS} functions",
}


def run() -> list[Figure]:
    """Measure in fresh processes that take turns, so that whatever disturbs meets both alike."""
    published = os.environ.get(VARIABLE, "")
    if not published:
        sys.stdout.write(f"{VARIABLE} names no interpreter with the published SDK: ours alone\n")
    interpreter = published or sys.executable
    own, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        if published:
            _copy_published(interpreter, Path(folder))
        # The first of each is not counted, so that both have their compiled files.
        for _ in range(ROUNDS + 1):
            theirs += [_child(interpreter, folder)] if published else []
            own.append(_child(interpreter, str(paths.bundled_sdk())))
    if any(sample["httpx"] for sample in own):
        raise AssertionError("importing our SDK alone must not import httpx")
    return _figures(own[1:], theirs[1:])


def _copy_published(interpreter: str, folder: Path) -> None:
    """Copy the package into a folder of its own: both are then found equally fast."""
    code = "import os, imperal_sdk; print(os.path.dirname(imperal_sdk.__file__))"
    where = subprocess.check_output([interpreter, "-c", code], env=_environment(), text=True)
    shutil.copytree(where.strip(), folder / "imperal_sdk")


def _figures(own: Sequence[dict[str, float]], theirs: Sequence[dict[str, float]]) -> list[Figure]:
    figures = []
    for key, name in QUANTITIES.items():
        target = None
        if theirs:
            samples = [sample[key] for sample in theirs]
            # The manifest's time is pydantic's, on both sides: nothing to be faster at.
            target = None if key == "manifest" else round(statistics.median(samples), 2)
            label = f"{name}, published {theirs[0]['version']}"
            figures.append(Figure(label, "ms", samples, baseline=True))
        figures.append(
            Figure(f"{name}, {own[0]['version']}", "ms", [one[key] for one in own], target)
        )
    return figures


def _child(interpreter: str, folder: str) -> dict[str, float]:
    source = HEAD + "".join(FUNCTION.replace("{n}", str(n)) for n in range(FUNCTIONS))
    output = subprocess.check_output(
        [interpreter, "-c", CHILD.replace("FUNCTIONS", str(FUNCTIONS)), folder],
        input=source,
        env=_environment(),
        text=True,
    )
    answer: dict[str, float] = json.loads(output.splitlines()[-1])
    return answer


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
