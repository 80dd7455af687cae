"""The extension whose author is imitated: the notes sample, and a panel that shows what is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

Files = dict[str, bytes]
"""What a folder holds, by file name."""

APP = "notes"
SLOTS = {"panel_sidebar.py": "left", "panel_viewer.py": "center", "ledger.py": "right"}
PANELS = {"panel_sidebar.py": "sidebar", "panel_viewer.py": "viewer", "ledger.py": "ledger"}


LEDGER = '''"""Right panel: what the platform keeps for this extension while its code changes."""

import asyncio

from app import chat, ext
from pydantic import BaseModel

from imperal_sdk import ActionResult, ui

TITLE = "Ledger"
ROWS = 50


@ext.cache_model("kept")
class Kept(BaseModel):
    word: str


class Keep(BaseModel):
    word: str


class Wait(BaseModel):
    seconds: float


@ext.panel("ledger", slot="right", title="Ledger")
async def ledger(ctx, chosen: str = "", **_params):
    """Documents, the cached word and the parameter, side by side."""
    count, kept = await asyncio.gather(ctx.store.count("kept"), ctx.cache.get("kept", Kept))
    word = kept.word if kept is not None else "nothing"
    rows = [ui.Text(f"row {number}") for number in range(ROWS)]
    facts = ui.Text(f"{count} documents, {word} cached, {chosen} chosen")
    form = ui.Form([ui.Input(label="Word", param_name="word")], action="keep", submit_label="Keep")
    return ui.Stack([ui.Header(TITLE), facts, form, *rows])


@chat.function("keep", action_type="read", description="Store and cache a word.")
async def keep(ctx, params: Keep) -> ActionResult:
    await ctx.store.create("kept", {"word": params.word})
    await ctx.cache.set("kept", Kept(word=params.word), ttl_seconds=300)
    return ActionResult.success(data={}, summary="kept", refresh_panels=["ledger"])


@chat.function("dawdle", action_type="read", description="Take some time.")
async def dawdle(ctx, params: Wait) -> ActionResult:
    await asyncio.sleep(params.seconds)
    await ctx.store.count("kept")
    return ActionResult.success(data={}, summary="done", refresh_panels=[])


@chat.function("follow_up", action_type="read", description="Go on in the background.")
async def follow_up(ctx, params: Wait) -> ActionResult:
    async def work() -> ActionResult:
        await ctx.progress(10, "begun")
        await asyncio.sleep(params.seconds)
        await ctx.store.count("kept")
        return ActionResult.success(data={}, summary="finished in the background")

    await ctx.background_task(work(), name="follow up")
    return ActionResult.success(data={}, summary="begun", refresh_panels=[])
'''


def copy_sample(sample: Path, folder: Path) -> None:
    """Copy the notes sample and give it a panel that shows what is kept."""
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "ledger.py").write_text(LEDGER)
    main = folder / "main.py"
    main.write_text(
        main.read_text().replace("import panel_sidebar\n", "import ledger\nimport panel_sidebar\n")
    )
