"""The tray: items with badges, widgets and menu items, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.render.button import ButtonView
from workbench.gui.stage.tray import Tray
from workbench.gui.stage.tray_answer import Leaf
from workbench.kernel.options import KernelOptions

ADDS = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui

ext = Extension("adds", version="1.0.0", display_name="Adds", icon="icon.svg",
                description="Adds something to every corner of the host.")
chat = ChatExtension(ext, "adds", "Adds")


@chat.function("add", description="Adds one", action_type="write")
async def add(ctx):
    await ctx.store.create("things", {"n": 1})
    return ActionResult.success({}, "Added", refresh_panels=["list"])


@ext.panel("list", slot="left", title="List")
async def things(ctx, **params):
    return ui.Button("Add one", on_click=ui.Call("add"))


@ext.tray("count", icon="Package", tooltip="Things", zone="status", order=100)
async def count(ctx, **params):
    n = await ctx.store.count("things")
    return ui.TrayResponse(badge=ui.Badge(str(n), color="red") if n else None,
                           panel=ui.Button(f"{n} of {ctx.user.imperal_id}",
                                           on_click=ui.Call("add")))


@ext.tray("broken", icon="Bell", tooltip="Broken", zone="system")
async def broken(ctx, **params):
    raise RuntimeError("no bell today")


@ext.menu_item("about", label="About things", icon="Info")
async def about(ctx, **params):
    return ui.Text("All about things")


@ext.menu_item("settings", label="Settings", section="admin", path="/settings")
async def settings(ctx, **params):
    return ui.Text("never called")


@ext.widget("total", label="Total")
async def total(ctx, **params):
    return ui.Stat("Things", await ctx.store.count("things"))
"""

BROKEN_AT = ADDS[: ADDS.index("raise RuntimeError")].count("\n") + 1


@pytest_asyncio.fixture
async def tray(chrome: Chrome, tmp_path: Path) -> Tray:
    """The tray of a window over an extension that contributes everything."""
    root = tmp_path / "adds"
    root.mkdir()
    (root / "main.py").write_text(ADDS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    found = chrome.pair.tray
    await until(lambda: all(item.shown.asked for item in found.items.values()), "every answer")
    return found


def leaves(tray: Tray) -> list[Leaf]:
    return tray.drop.leaves() if tray.drop is not None else []


def said(tray: Tray) -> list[str]:
    """Accessible names of the items from left to right."""
    shown = sorted(tray.items.values(), key=lambda item: item.x())
    return [item.accessibleName() for item in shown]


def click(tray: Tray, tray_id: str) -> None:
    QTest.mouseClick(tray.items["adds", tray_id], Qt.MouseButton.LeftButton)


def pick(tray: Tray, label: str) -> None:
    """Opens the menu and chooses an entry by its first letters."""
    QTest.mouseClick(tray.menu, Qt.MouseButton.LeftButton)
    menu = next(m for m in tray.findChildren(QMenu) if m.isVisible())
    action = next(a for a in menu.actions() if a.text().startswith(label))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


async def test_items_stand_zone_by_zone_and_one_that_fails_says_why(tray: Tray) -> None:
    assert tray.isVisible()
    assert said(tray) == ["Things", "Broken"]
    assert "no bell today" in tray.items["adds", "broken"].toolTip()
    click(tray, "broken")
    (leaf,) = leaves(tray)
    assert leaf.error is not None
    assert leaf.error.line == BROKEN_AT


async def test_a_badge_follows_what_a_click_in_a_panel_changed(tray: Tray, chrome: Chrome) -> None:
    await chrome.session.act("adds", {"action": "call", "function": "add", "params": {}}, "list")
    await until(lambda: said(tray) == ["Things: 1", "Broken"], "the new badge")
    assert tray.items["adds", "count"].shown.badge_tone == "danger"
    await chrome.session.choose_persona("u-ben")
    await until(lambda: said(tray) == ["Things", "Broken"], "Ben's badge")


async def test_the_panel_behind_an_item_drops_down_and_its_controls_work(tray: Tray) -> None:
    click(tray, "count")
    await until(lambda: leaves(tray) and leaves(tray)[0].took_ms is not None, "a fresh answer")
    assert tray.drop is not None
    (view,) = tray.drop.views
    button = view.view_at(QPoint(20, 12))
    assert isinstance(button, ButtonView)
    QTest.mouseClick(button.button, Qt.MouseButton.LeftButton)
    await until(lambda: "1 of u-ada" in str(leaves(tray)[0].tree), "the panel asked again")
    QTest.keyClick(tray.drop.parentWidget(), Qt.Key.Key_Escape)
    assert tray.drop is None


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_a_menu_item_shows_its_answer_or_leads_to_its_page(
    tray: Tray, chrome: Chrome
) -> None:
    notices: list[str] = []
    chrome.session.notice.connect(notices.append)
    pick(tray, "Settings")
    assert notices == ["Navigates to /settings: the platform's page"]
    pick(tray, "About things")
    await until(lambda: [leaf.title for leaf in leaves(tray)] == ["About things"], "its answer")


async def test_widgets_drop_down_together_by_a_key(tray: Tray, chrome: Chrome) -> None:
    assert chrome.registry.enabled("tray.widgets")
    QTest.keyClick(
        chrome.window,
        Qt.Key.Key_G,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    await until(lambda: [leaf.title for leaf in leaves(tray)] == ["Total"], "the widget")


async def test_an_extension_that_goes_takes_its_items_along(tray: Tray, chrome: Chrome) -> None:
    click(tray, "count")
    await chrome.session.folders.close("adds")
    await until(lambda: not tray.items, "an empty tray")
    assert tray.isHidden()
    assert not chrome.registry.enabled("tray.refresh")
