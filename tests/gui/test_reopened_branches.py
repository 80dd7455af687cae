"""A turn that was forked, in the windows that come after: the branches stand as they did."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chat.branch_strip import BranchRow
from workbench.gui.chat.turn_view import TurnView
from workbench.gui.chrome import Chrome
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.place import Place, write_place
from workbench.kernel.sessions.viewing import viewing_options

MAKES = """
from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel

ext = Extension("makes", version="1.0.0", display_name="Makes", description="For a test.")
chat = ChatExtension(ext, tool_name="makes", description="For a test.")

class Title(BaseModel):
    title: str = "x"

@chat.function("make", description="Make a note.", action_type="write")
async def make(ctx, params: Title) -> ActionResult:
    return ActionResult.success(data={}, summary=f"Made {params.title}")
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of the extension."""
    root = tmp_path / "makes"
    root.mkdir()
    (root / "main.py").write_text(MAKES)
    return root


async def forked(chrome: Chrome, root: Path, state: Path) -> Path:
    """A session in which a turn has two branches, and the first is the present one again."""
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    kernel = chrome.session.kernel
    assert kernel is not None
    kernel.chat.settings.change("u-ada", enabled=False)
    plan = [{"tool": "makes.make", "args": {"title": "a"}}]
    first = await kernel.chat.say("make one", plan=plan)
    await kernel.chat.branching.fork(first.id, first.steps[0].key, args={"title": "b"})
    await kernel.chat.branching.checkout(first.id)
    path = kernel.journal.path
    await chrome.session.close()
    return path


def drawn(chrome: Chrome) -> list[tuple[str, ...]]:
    """What is answered in the turns that are in view."""
    views = [view for view in chrome.stage.chat.turn_views() if view.isVisible()]
    return [tuple(bubble.text() for bubble in view.answers()) for view in views]


def branches(view: TurnView) -> list[BranchRow]:
    return view.findChildren(BranchRow)


@pytest.mark.parametrize("way", ["after a crash", "looked at"])
async def test_the_branch_that_was_present_is_the_one_in_view(
    chrome: Chrome, root: Path, tmp_path: Path, way: str
) -> None:
    state = tmp_path / "state"
    path = await forked(chrome, root, state)
    if way == "looked at":
        await chrome.session.start(lambda: viewing_options(path), [])
    else:
        write_place(path, Place(roots=(str(root),), shown="makes", user="u-ada"))
        await chrome.session.start(lambda: KernelOptions(state=state), [root])
    await until(lambda: drawn(chrome) == [("Made a",)], "the first branch alone")
    view = next(view for view in chrome.stage.chat.turn_views() if view.isVisible())
    rows = branches(view)
    assert [row.branch.present for row in rows] == [True, False]
    assert "present as the session ended" in rows[0].branch.title
    assert "put aside" in rows[1].branch.title
    assert "no longer kept" in rows[1].branch.base
    assert "state" not in rows[1].toolTip()
    kernel = chrome.session.kernel
    assert kernel is not None
    await chrome.tasks.settled()
    records = kernel.journal.count()
    chrome.stage.chat.transcript.ensureWidgetVisible(rows[1])
    QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    await until(lambda: drawn(chrome) == [("Made b",)], "the other branch")
    await chrome.tasks.settled()
    assert kernel.journal.count() == records
