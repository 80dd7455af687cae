"""Two people side by side: a second stage, its own parameters, and what refreshes what."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.gui.until import until
from workbench.gui.chat.pane import ChatPane
from workbench.gui.chrome import Chrome
from workbench.gui.people import PeopleSheet
from workbench.gui.render.button import ButtonView
from workbench.gui.stage.beside import Beside
from workbench.gui.stage.slots import Slots
from workbench.kernel.options import KernelOptions

LISTS = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui

ext = Extension("lists", version="1.0.0", display_name="Lists", icon="icon.svg",
                description="Counts the things of each user.")
chat = ChatExtension(ext, "lists", "Lists")


@chat.function("add", description="Adds one", action_type="write")
async def add(ctx):
    await ctx.store.create("things", {"n": 1})
    return ActionResult.success({}, "Added", refresh_panels=["list"])


@ext.panel("list", slot="left", title="List")
async def things(ctx, **params):
    n = await ctx.store.count("things")
    return ui.Stack([ui.Button(f"{n} of {ctx.user.imperal_id}", on_click=ui.Call("add")),
                     ui.Button("Open", on_click=ui.Call("__panel__one", of=ctx.user.imperal_id))])


@ext.panel("one", slot="center", title="One", center_overlay=True)
async def one(ctx, of="", **params):
    return ui.Text(f"one of {of}")
"""

PEOPLE = """
[[personas]]
imperal_id = "u-ada"
name = "Ada"
scopes = ["lists:read", "lists:write"]
locale = "en-GB"

[[personas]]
imperal_id = "u-kim"
name = "Kim"
tenant_id = "globex"
role = "member"
scopes = ["lists:read"]
surface = "mobile"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The extension's folder, without a workbench.toml."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "main.py").write_text(LISTS)
    return folder


@pytest_asyncio.fixture
async def window(chrome: Chrome, root: Path) -> Chrome:
    """A window over that extension with Ada and Kim as its people."""
    (root / "workbench.toml").write_text(PEOPLE)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    await until(lambda: words(chrome.stage) == "0 of u-ada", "Ada's list")
    return chrome


def buttons(slots: Slots) -> list[ButtonView]:
    page = slots.columns["left"].current()
    view = page.view() if page is not None else None
    return [v for v in view.surface.views() if isinstance(v, ButtonView)] if view else []


def words(slots: Slots | None) -> str:
    """What the first button of the left panel says."""
    found = buttons(slots) if slots is not None else []
    return found[0].button.face.label if found else ""


def click(slots: Slots, number: int) -> None:
    QTest.mouseClick(buttons(slots)[number].button, Qt.MouseButton.LeftButton)


async def both(window: Chrome) -> Beside:
    window.actions.run("beside.u-kim")
    await until(lambda: words(window.pair.beside) == "0 of u-kim", "Kim's list")
    assert window.pair.beside is not None
    return window.pair.beside


async def test_each_stage_acts_as_its_own_user_and_only_that_one_is_refreshed(
    window: Chrome,
) -> None:
    beside = await both(window)
    assert (beside.whose.name.text(), beside.whose.tenant.isVisible()) == ("Kim", True)
    assert window.stage.whose.name.text() == "Ada"
    click(beside, 0)
    await until(lambda: words(beside) == "1 of u-kim", "Kim's new list")
    assert words(window.stage) == "0 of u-ada"
    click(window.stage, 0)
    await until(lambda: words(window.stage) == "1 of u-ada", "Ada's new list")
    assert words(beside) == "1 of u-kim"


async def test_a_center_panel_opens_only_where_it_was_asked_for(window: Chrome) -> None:
    beside = await both(window)
    click(beside, 1)
    await until(beside.center_open, "Kim's center panel")
    page = beside.columns["center"].current()
    assert page is not None
    assert page.header.params.text() == "one · of=u-kim"
    assert not window.stage.center_open()


def say(chat: ChatPane, text: str) -> None:
    """Writes a message and sends it, with the keyboard."""
    chat.composer.editor.setFocus()
    QTest.keyClicks(chat.composer.editor, text)
    QTest.keyClick(chat.composer.editor, Qt.Key.Key_Return)


def said(chat: ChatPane) -> list[tuple[str, ...]]:
    """What was answered in each turn of a chat."""
    return [tuple(bubble.text() for bubble in view.answers()) for view in chat.turn_views()]


async def test_the_chat_beside_speaks_as_its_own_user_and_fetches_their_panels(
    window: Chrome,
) -> None:
    beside, mine = await both(window), window.stage.chat
    assert beside.chat.composer.editor.placeholderText() == "Message lists as Kim…"
    assert mine.composer.editor.placeholderText() == "Message lists…"
    say(beside.chat, "adds one")
    await until(beside.chat.waiting, "Kim's card")
    assert mine.waiting() is None
    await until(lambda: window.registry.enabled("chat.accept"), "Accept means Kim's card")
    mine.composer.editor.setFocus()
    await until(lambda: not window.registry.enabled("chat.accept"), "Ada has no card to accept")
    window.actions.run("chat.focus_other")
    assert beside.chat.composer.editor.hasFocus()
    window.actions.run("chat.accept")
    await until(lambda: said(beside.chat) == [("Added",)], "Kim's answer")
    await until(lambda: words(beside) == "1 of u-kim", "Kim's new list")
    assert said(mine) == []
    assert words(window.stage) == "0 of u-ada"
    kernel = window.session.kernel
    assert kernel is not None
    assert [turn.user_id for turn in kernel.chat.turns] == ["u-kim"]


async def test_changing_places_takes_the_conversations_along(window: Chrome) -> None:
    kernel = window.session.kernel
    assert kernel is not None
    for user_id in ("u-ada", "u-kim"):
        kernel.chat.settings.change(user_id, enabled=False)
    beside, mine = await both(window), window.stage.chat
    say(mine, "adds one")
    await until(lambda: len(said(mine)) == 1 and said(mine)[0], "Ada's answer")
    for _ in range(2):
        say(beside.chat, "adds one")
    await until(lambda: len(said(beside.chat)) == 2 and said(beside.chat)[1], "Kim's answers")
    window.actions.run("personas.swap")
    await until(lambda: window.pair.beside not in (None, beside), "places changed")
    other = window.pair.beside
    assert other is not None
    assert (len(said(mine)), len(said(other.chat))) == (2, 1)
    assert mine.header.params.text() == "turn 2"
    window.actions.run("personas.alone")
    await until(lambda: window.pair.beside is None, "one stage")
    assert len(said(mine)) == 3
    assert window.pair.chat() is mine


async def test_stepping_goes_to_the_chat_in_use(window: Chrome) -> None:
    kernel = window.session.kernel
    assert kernel is not None
    kernel.chat.settings.change("u-kim", enabled=False)
    beside = await both(window)
    QTest.mouseClick(beside.chat.through, Qt.MouseButton.LeftButton)
    assert (beside.chat.stepper.through, window.stage.chat.stepper.through) == (True, False)
    say(beside.chat, "adds one")
    await until(lambda: window.registry.enabled("chat.run"), "a turn that stands")
    window.actions.run("chat.break_function")
    assert window.stage.chat.breaks.text() == "1"
    window.stage.chat.composer.editor.setFocus()
    window.actions.run("chat.clear")
    assert beside.chat.breaks.text() == ""
    assert not window.registry.enabled("chat.run")
    beside.chat.composer.editor.setFocus()
    window.actions.run("chat.run")
    await until(lambda: words(beside) == "1 of u-kim", "Kim's new list")


async def test_a_turn_goes_on_when_its_chat_is_put_away(window: Chrome) -> None:
    kernel = window.session.kernel
    assert kernel is not None
    kernel.chat.settings.change("u-kim", enabled=False)
    beside = await both(window)
    QTest.mouseClick(beside.chat.through, Qt.MouseButton.LeftButton)
    say(beside.chat, "adds one")
    await until(lambda: window.registry.enabled("chat.run"), "a turn that stands")
    window.actions.run("chat.run")
    window.actions.run("personas.alone")
    await until(lambda: window.pair.beside is None, "one stage")
    await window.tasks.settled()
    assert [(turn.user_id, turn.status) for turn in kernel.chat.turns] == [("u-kim", "done")]
    assert len(said(window.stage.chat)) == 1


async def test_changing_places_signs_the_other_one_in_and_closing_leaves_one_stage(
    window: Chrome,
) -> None:
    beside = await both(window)
    QTest.mouseClick(beside.whose.swap, Qt.MouseButton.LeftButton)
    await until(lambda: words(window.stage) == "0 of u-kim", "Kim signed in")
    await until(lambda: words(window.pair.beside) == "0 of u-ada", "Ada beside")
    other = window.pair.beside
    assert other is not None
    QTest.mouseClick(other.whose.close_button, Qt.MouseButton.LeftButton)
    await until(lambda: window.pair.beside is None, "one stage")
    assert not window.stage.whose.isVisible()
    assert not window.registry.enabled("personas.alone")


async def test_signing_somebody_else_in_leaves_nothing_of_the_last_user_on_the_stage(
    window: Chrome,
) -> None:
    click(window.stage, 1)
    await until(window.stage.center_open, "Ada's center panel")
    await window.session.choose_persona("u-kim")
    await until(lambda: words(window.stage) == "0 of u-kim", "Kim's list")
    assert not window.stage.center_open()


async def test_the_sheet_tells_what_people_may_and_puts_them_beside(window: Chrome) -> None:
    window.actions.run("personas.show")
    (sheet,) = window.window.findChildren(PeopleSheet)
    told = {part.accessibleName() for part in sheet.findChildren(QWidget)}
    assert {"lists:read", "signed in", "__system__"} <= told
    assert "Globex · member · u-kim@globex.test · UTC · en · on mobile" in told
    QTest.mouseClick(sheet.tools["u-kim"][1], Qt.MouseButton.LeftButton)
    await until(lambda: words(window.pair.beside) == "0 of u-kim", "Kim's list")


async def test_editing_opens_the_file_where_people_are_named(
    chrome: Chrome, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []
    monkeypatch.setattr(chrome, "open_source", lambda file, line: opened.append((file, line)))
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.actions.run("personas.edit")
    file = root / "workbench.toml"
    lines = file.read_text().splitlines()
    assert opened == [(str(file), lines.index("[[personas]]") + 1)]
    assert 'imperal_id = "u-chiara"' in lines
    chrome.actions.run("personas.edit")
    assert opened[1] == opened[0]
    assert file.read_text().splitlines() == lines
