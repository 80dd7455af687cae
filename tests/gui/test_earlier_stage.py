"""The window of an earlier session: its panels as they stood, and nothing that adds to it."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.render.button import ButtonView
from workbench.gui.stage.page import PanelPage
from workbench.gui.stage.slots import Slots
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.place import read_place
from workbench.kernel.sessions.viewing import viewing_options

LISTS = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui

ext = Extension("{app_id}", version="1.0.0", display_name="{app_id}", icon="icon.svg",
                description="Counts the things of each user.")
chat = ChatExtension(ext, "{app_id}", "Lists")


@chat.function("add", description="Adds one", action_type="read")
async def add(ctx):
    await ctx.store.create("things", {{"n": 1}})
    return ActionResult.success({{}}, "Added", refresh_panels=["list", "moody"])


@ext.panel("list", slot="left", title="The list", icon="List")
async def things(ctx, **params):
    n = await ctx.store.count("things")
    return ui.Stack([ui.Button(f"{{n}} of {{ctx.user.imperal_id}}", on_click=ui.Call("add"))])


@ext.panel("one", slot="center", title="One", center_overlay=True)
async def one(ctx, of="", **params):
    return ui.Stack([ui.Button(f"one of {{of}}", on_click=ui.Call("add"))])


@ext.panel("moody", slot="right", title="Moody")
async def moody(ctx, **params):
    if await ctx.store.count("things"):
        raise ValueError("too many things")
    return ui.Stack([ui.Button("all is well", on_click=ui.Call("add"))])
"""


def page(slots: Slots, slot: str) -> PanelPage | None:
    return slots.columns[slot].current()


def words(slots: Slots | None, slot: str) -> str:
    """What the button in a slot says."""
    found = page(slots, slot) if slots is not None else None
    view = found.view() if found is not None else None
    buttons = [v for v in view.surface.views() if isinstance(v, ButtonView)] if view else []
    return buttons[0].button.face.label if buttons else ""


def click(slots: Slots, slot: str) -> None:
    found = page(slots, slot)
    view = found.view() if found is not None else None
    assert view is not None
    button = next(v for v in view.surface.views() if isinstance(v, ButtonView)).button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest_asyncio.fixture
async def journal(chrome: Chrome, tmp_path: Path) -> Path:
    """A session in which two extensions were open: the first with a center panel, a list of one and
    a panel that failed at last; Kim was looked at beside Ada for a while."""
    roots = []
    for app_id in ("lists", "other"):
        root = tmp_path / app_id
        root.mkdir()
        (root / "main.py").write_text(LISTS.format(app_id=app_id))
        roots.append(root)
    await chrome.session.start(lambda: KernelOptions(state=tmp_path / "state"), roots)
    await chrome.tasks.settled()
    session, kernel = chrome.session, chrome.session.kernel
    assert kernel is not None
    session.show_extension("lists")
    session.put_beside("u-ben")
    assert chrome.pair.beside is not None
    await until(lambda: words(chrome.pair.beside, "left") == "0 of u-ben", "Ben's list")
    await session.act("lists", {"action": "call", "function": "add", "params": {}}, "list")
    open_one = {"action": "call", "function": "__panel__one", "params": {"of": "three"}}
    await session.act("lists", open_one, "list")
    await until(lambda: words(chrome.stage, "center") == "one of three", "the center panel")
    path = kernel.journal.path

    def kept() -> bool:
        place = read_place(path)
        return place is not None and "center" in place.panels.get("lists", {})

    await until(kept, "the place")
    await session.close()
    assert not chrome.stage.columns["left"].occupied()
    return path


async def look_at(chrome: Chrome, journal: Path) -> None:
    await chrome.session.start(lambda: viewing_options(journal), [])
    await chrome.tasks.settled()


async def test_panels_stand_as_they_did_and_say_as_of_when(chrome: Chrome, journal: Path) -> None:
    await look_at(chrome, journal)
    await until(lambda: words(chrome.stage, "center") == "one of three", "the center panel")
    assert words(chrome.stage, "left") == "1 of u-ada"
    left, right = page(chrome.stage, "left"), page(chrome.stage, "right")
    assert left is not None
    assert left.header.title.text() == "The list"
    assert left.header.time.text().startswith("as of ")
    assert right is not None
    assert words(chrome.stage, "right") == "all is well"
    assert right.banner.isVisible()
    row = chrome.pair.as_of
    assert row.isVisible()
    assert row.when.text().startswith("As of ")
    assert chrome.session.current == "lists"
    assert "earlier session" in chrome.window.windowTitle()
    chrome.actions.run("view.close_center")
    assert not chrome.stage.center_open()
    QTest.keyClick(
        chrome.window,
        Qt.Key.Key_R,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    await until(chrome.stage.center_open, "the center panel again")


async def test_nothing_that_is_done_there_adds_to_the_session(
    chrome: Chrome, journal: Path
) -> None:
    told: list[str] = []
    chrome.session.notice.connect(told.append)
    await look_at(chrome, journal)
    await until(lambda: words(chrome.stage, "center") == "one of three", "the center panel")
    kernel = chrome.session.kernel
    assert kernel is not None
    records = kernel.journal.count()
    for slot in ("left", "center"):
        click(chrome.stage, slot)
    right = page(chrome.stage, "right")
    assert right is not None
    right.banner.retry_asked.emit()
    await chrome.tasks.settled()
    assert any("only looked at" in text for text in told)
    await until(lambda: words(chrome.stage, "left") == "1 of u-ada", "the button at rest")
    await until(lambda: words(chrome.stage, "center") == "one of three", "the other one at rest")
    assert kernel.journal.count() == records


async def test_other_extensions_and_other_people_are_looked_at_too(
    chrome: Chrome, journal: Path
) -> None:
    await look_at(chrome, journal)
    await until(lambda: words(chrome.stage, "left") == "1 of u-ada", "Ada's list")
    segment = chrome.pair.as_of.apps.segments["other"]
    QTest.mouseClick(segment, Qt.MouseButton.LeftButton)
    await until(lambda: words(chrome.stage, "left") == "0 of u-ada", "the other list")
    await until(lambda: chrome.registry.enabled("view.next_extension"), "the command")
    chrome.actions.run("view.next_extension")
    assert chrome.session.current == "lists"
    chrome.session.put_beside("u-ben")
    await until(lambda: words(chrome.pair.beside, "left") == "0 of u-ben", "Ben's list")
    await chrome.session.choose_persona("u-ben")
    await until(lambda: words(chrome.stage, "left") == "0 of u-ben", "Ben's list")


async def test_a_session_that_runs_has_no_such_line(chrome: Chrome, journal: Path) -> None:
    await chrome.session.start(lambda: viewing_options(journal), [])
    await until(lambda: chrome.pair.as_of.isVisible(), "the line")
    await chrome.session.close()
    await chrome.session.start(lambda: KernelOptions(), [])
    assert not chrome.pair.as_of.isVisible()
    assert not chrome.stage.columns["left"].occupied()
    assert chrome.session.earlier.app_ids() == []
