"""The Notifications pane: who was sent what, what is unread, and what reached nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.notifications import NotificationsPane
from workbench.kernel.journal.journal import Journal
from workbench.kernel.notices import KIND, Reading, write_reading
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.notices import MOST, bring, read_notices
from workbench.kernel.sessions.place import Place, write_place
from workbench.kernel.sessions.viewing import viewing_options

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
    await until(lambda: found.inbox.all().total == 3, "three counted")
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


# -- what was read, in the next session


async def send(chrome: Chrome, root: Path, state: Path) -> Path:
    """A session in which Ada was greeted twice and read the first; its journal."""
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    chrome.deck.show_pane("notifications")
    pane = chrome.deck.panes["notifications"]
    assert isinstance(pane, NotificationsPane)
    for number in (1, 2):
        await kernel.call("tells", "greet", {})
        await until(lambda number=number: len(listed(pane)) == number, "the greeting")
    click_row(pane, 1)
    assert people(pane)["Ada"] == ("1", "", "2")
    path = kernel.journal.path
    await chrome.session.close()
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of the extension that tells."""
    root = tmp_path / "tells"
    root.mkdir()
    (root / "main.py").write_text(TELLS)
    return root


async def test_what_was_read_is_read_in_the_session_that_follows_a_crash(
    chrome: Chrome, root: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    path = await send(chrome, root, state)
    pane = chrome.deck.panes["notifications"]
    assert isinstance(pane, NotificationsPane)
    for unread in ("1", ""):  # read all in between, and crash again
        write_place(path, Place(roots=(str(root),), shown="tells", user="u-ada"))
        await chrome.session.start(lambda: KernelOptions(state=state), [root])
        await until(lambda: len(listed(pane)) == 2, "both greetings")
        await until(lambda unread=unread: people(pane)["Ada"] == (unread, "", "2"), "the counts")
        assert chrome.deck.strip.tabs["notifications"].badge() == len(unread)
        chrome.actions.run("notifications.read_all")
        assert people(pane)["Ada"] == ("", "", "2")
        assert chrome.session.kernel is not None
        path = chrome.session.kernel.journal.path
        await chrome.session.close()


async def test_what_was_read_is_read_where_an_earlier_session_is_looked_at(
    chrome: Chrome, root: Path, tmp_path: Path
) -> None:
    path = await send(chrome, root, tmp_path / "state")
    pane = chrome.deck.panes["notifications"]
    assert isinstance(pane, NotificationsPane)
    for _ in range(2):  # looking on changes nothing of it
        await chrome.session.start(lambda: viewing_options(path), [])
        await until(lambda: len(listed(pane)) == 2, "both greetings")
        await until(lambda: people(pane).get("Ada") == ("1", "", "2"), "the counts")
        chrome.actions.run("notifications.read_all")
        assert people(pane)["Ada"] == ("", "", "2")
        await chrome.session.close()


async def test_only_what_was_sent_by_then_is_called_read(tmp_path: Path) -> None:
    first, second = Journal.open(tmp_path / "first.sqlite"), Journal.open(tmp_path / "2.sqlite")

    def tell(to: str) -> int:
        return first.append(KIND, "hi", actor=to, body={"service": KIND, "args": {}}).seq

    tell("u-ben")
    newest = tell("u-ada")
    tell("u-ada")
    write_reading(first, Reading(up_to=newest, user_id="u-ada"))
    first.append(KIND, "frame", actor="u-ada", status="sent")
    await first.close()
    brought = read_notices(first.path)
    bring(second, brought)
    await second.close()
    for records in (brought, read_notices(second.path)):
        told = [(r.id, r.actor, r.body["read"], r.body["session"]) for r in records]
        assert told == [
            ("first/notify-1", "u-ben", False, "first"),
            ("first/notify-2", "u-ada", True, "first"),
            ("first/notify-3", "u-ada", False, "first"),
        ]


async def test_of_many_notifications_the_newest_are_brought(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / "first.sqlite")
    for number in range(MOST + 5):
        journal.append(KIND, f"{number}", body={"service": KIND})
    await journal.close()
    brought = read_notices(journal.path)
    assert [brought[0].name, len(brought)] == ["5", MOST]
