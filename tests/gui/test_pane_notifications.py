"""The Notifications pane: who was sent what, what is unread, and what reached nobody."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.notifications import NotificationsPane
from workbench.kernel.options import KernelOptions

TELLS = """
from imperal_sdk import ChatExtension, Extension

ext = Extension("tells", version="1.0.0", display_name="Tells", icon="icon.svg",
                description="Tells people things, and nobody some others.")
chat = ChatExtension(ext, "tells", "Tells")


@chat.function("greet", description="Greets you", action_type="read")
async def greet(ctx):
    await ctx.notify("Good morning", subject="Hello", priority="high")


@ext.schedule("digest", cron="0 8 * * *")
async def digest(ctx):
    await ctx.notify("The digest is there")
    await ctx.as_user("u-ben").notify("Your digest is there")
"""

NOBODY = TELLS[: TELLS.index('await ctx.notify("The digest')].count("\n") + 1


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> NotificationsPane:
    """The pane over an extension that tells Ada, Ben and nobody something."""
    root = tmp_path / "tells"
    root.mkdir()
    (root / "main.py").write_text(TELLS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    await kernel.call("tells", "greet", {})
    await kernel.schedules.fire("tells", "digest")
    chrome.deck.show_pane("notifications")
    found = chrome.deck.panes["notifications"]
    assert isinstance(found, NotificationsPane)
    await until(lambda: len(listed(found)) == 3, "three notifications")
    return found


def listed(pane: NotificationsPane) -> list[tuple[str, str, str, str]]:
    """To, message, fate and source line of each row."""
    model = pane.model
    return [
        tuple(str(model.index(row, column).data()) for column in (2, 3, 5, 6))
        for row in range(model.rowCount())
    ]


def people(pane: NotificationsPane) -> dict[str, tuple[str, ...]]:
    """Unread, lost and all, by whom they were sent to."""
    model = pane.people
    return {
        str(model.index(row, 0).data()): tuple(
            str(model.index(row, column).data()) for column in (1, 2, 3)
        )
        for row in range(model.rowCount())
    }


def click_row(pane: NotificationsPane, row: int) -> None:
    place = pane.table.visualRect(pane.model.index(row, 3)).center()
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


async def test_what_is_sent_as_the_system_is_marked_as_dropped_with_the_reason(
    pane: NotificationsPane,
) -> None:
    assert [row[:3] for row in listed(pane)] == [
        ("Ben", "Your digest is there", "delivered"),
        ("__system__", "The digest is there", "dropped"),
        ("Ada", "Hello: Good morning", "delivered"),
    ]
    assert listed(pane)[1][3] == f"main.py:{NOBODY}"
    click_row(pane, 1)
    assert "reaches nobody" in pane.side.message.text()
    assert "ctx.as_user" in pane.side.hint.text()
    await until(lambda: "sent by digest" in pane.side.facts.accessibleName(), "who sent it")


async def test_unread_counts_are_kept_for_each_user_and_fall_when_one_is_looked_at(
    pane: NotificationsPane, chrome: Chrome
) -> None:
    tab = chrome.deck.strip.tabs["notifications"]
    assert people(pane) == {
        "Everybody": ("2", "1", "3"),
        "Ada": ("1", "", "1"),
        "__system__": ("", "1", "1"),
        "Ben": ("1", "", "1"),
    }
    assert tab.badge() == 1
    click_row(pane, 2)
    assert people(pane)["Ada"] == ("", "", "1")
    assert tab.badge() == 0
    await chrome.session.choose_persona("u-ben")
    assert tab.badge() == 1
    chrome.actions.run("notifications.read_all")
    assert people(pane)["Everybody"] == ("", "1", "3")
    assert tab.badge() == 0


async def test_choosing_a_person_lists_only_what_they_were_sent(pane: NotificationsPane) -> None:
    row = next(n for n, name in enumerate(people(pane)) if name == "Ben")
    place = pane.people_table.visualRect(pane.people.index(row, 0)).center()
    QTest.mouseClick(pane.people_table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(lambda: [r[0] for r in listed(pane)] == ["Ben"], "only Ben's")
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.schedules.fire("tells", "digest")
    await until(lambda: [r[0] for r in listed(pane)] == ["Ben", "Ben"], "Ben's next one alone")


async def test_a_notification_leads_to_the_run_that_sent_it(
    pane: NotificationsPane, chrome: Chrome
) -> None:
    click_row(pane, 2)
    QTest.mouseClick(pane.trace, Qt.MouseButton.LeftButton)
    assert chrome.deck.current == "trace"


async def test_the_system_is_marked_wherever_it_acts(
    pane: NotificationsPane, chrome: Chrome
) -> None:
    click_row(pane, 1)
    assert (pane.side.nobody.text(), pane.side.nobody.isVisible()) == ("__system__", True)
    click_row(pane, 2)
    assert not pane.side.nobody.isVisible()
    assert pane.side.who.text().startswith(" · u-ada")
