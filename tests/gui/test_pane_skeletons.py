"""The Skeletons pane: each section of each user, as it ages, changes and alerts."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.sections import SectionRow, diff_text
from workbench.gui.panes.skeletons import SkeletonsPane
from workbench.kernel.options import KernelOptions
from workbench.kernel.services.skeletons import Version

KNOWS = """
from imperal_sdk import Extension

ext = Extension("knows", version="1.0.0", display_name="Knows", icon="icon.svg",
                description="Knows how many things a user has.")


@ext.skeleton("things", ttl=600, alert=True)
async def things(ctx):
    return {"response": {"count": await ctx.store.count("things"), "user": ctx.user.imperal_id}}


@ext.tool("skeleton_alert_things")
async def alert(ctx, old=None, new=None):
    return {"response": f"now {new['count']} things"}


@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    await ctx.store.create("things", {"n": 1})
    from imperal_sdk import ui
    return ui.Text("one more")
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> SkeletonsPane:
    """The pane over an extension with one section; time does not fire it."""
    root = tmp_path / "knows"
    root.mkdir()
    (root / "main.py").write_text(KNOWS)
    await chrome.session.start(lambda: KernelOptions(clock_paused=True), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("skeletons")
    found = chrome.deck.panes["skeletons"]
    assert isinstance(found, SkeletonsPane)
    await until(lambda: found.rows.rowCount() > 0, "the sections")
    return found


def cell(pane: SkeletonsPane, title: str) -> str:
    """A cell of the row of the person signed in."""
    column = next(n for n, c in enumerate(pane.rows.columns) if c.title == title)
    return str(pane.rows.index(mine(pane), column).data())


def mine(pane: SkeletonsPane) -> int:
    kernel = pane.session.kernel
    assert kernel is not None
    row = pane.rows.row_of(("knows", "things", kernel.personas.current.imperal_id))
    assert row is not None
    return row


async def refresh(pane: SkeletonsPane) -> None:
    """Chooses the own section and refreshes it by a click."""
    pane.table.selectRow(mine(pane))
    before = cell(pane, "value")
    QTest.mouseClick(pane.refresh, Qt.MouseButton.LeftButton)
    await until(lambda: cell(pane, "value") != before, "another value")


async def test_every_user_has_a_row_and_nothing_is_known_before_the_first_refresh(
    pane: SkeletonsPane,
) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    assert pane.rows.rowCount() == len(list(kernel.personas))
    assert cell(pane, "next refresh") == "never read"
    assert cell(pane, "value") == "–"


async def test_a_refresh_shows_the_value_its_lifetime_and_what_the_classifier_reads(
    pane: SkeletonsPane,
) -> None:
    await refresh(pane)
    assert '"count": 1' in cell(pane, "value")
    assert cell(pane, "next refresh") == "600 s"
    assert cell(pane, "status") == "success"
    await until(lambda: "the classifier reads" in dict(pane.side.texts()), "the envelope")
    assert "count=1" in dict(pane.side.texts())["the classifier reads"]


async def test_a_change_is_told_apart_from_what_was_and_its_alert_is_counted(
    pane: SkeletonsPane,
) -> None:
    await refresh(pane)
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.panels.call("knows", "side")
    await refresh(pane)
    await until(lambda: "changed" in dict(pane.side.texts()), "the difference")
    assert dict(pane.side.texts())["changed"] == "count: 1 → 2"
    await until(lambda: cell(pane, "alerts") == "1", "the alert")
    await until(lambda: "last alert" in dict(pane.side.texts()), "its text")
    assert "costs" in pane.side.facts.accessibleName()


async def test_a_section_goes_stale_with_virtual_time(pane: SkeletonsPane) -> None:
    await refresh(pane)
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.clock.jump(kernel.clock.now() + 601)
    pane.rows.touch()
    assert cell(pane, "next refresh") == "stale"


def test_what_was_added_removed_and_changed_has_a_line_each() -> None:
    new, old = Version({"a": 1, "b": 2}, 2.0, "s2"), Version({"a": 0, "c": 3}, 1.0, "s1")
    assert diff_text([new, old]) == "a: 0 → 1\nc: removed 3\nb: added 2"
    assert diff_text([new]) == ""


def test_rows_are_told_apart_by_section_and_user() -> None:
    one = SectionRow("a", "s", "u-ada", 60, False, None)
    assert one.key != SectionRow("a", "s", "u-ben", 60, False, None).key
