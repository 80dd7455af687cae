"""The Events pane: who heard what, what was swallowed, and an event sent by hand."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.events import EventsPane
from workbench.kernel.options import KernelOptions

HEARS = """
from imperal_sdk import Extension

ext = Extension("hears", version="1.0.0", display_name="Hears", icon="icon.svg",
                description="Hears of new notes, twice, and fails once.")


@ext.on_event("notes.created")
async def count(ctx, event):
    print("counted", event)


@ext.on_event("notes.created")
async def index(ctx, event):
    await ctx.store.get("index", event["note_id"])
"""

HEARS_AT = HEARS[: HEARS.index("@ext.on_event")].count("\n") + 1
FAILS = HEARS[: HEARS.index("await ctx.store")].count("\n") + 1


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> EventsPane:
    """The pane over an extension with two subscribers."""
    root = tmp_path / "hears"
    root.mkdir()
    (root / "main.py").write_text(HEARS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("events")
    found = chrome.deck.panes["events"]
    assert isinstance(found, EventsPane)
    return found


def rows(pane: EventsPane) -> list[list[str]]:
    model = pane.model
    return [
        [str(model.index(row, column).data()) for column in (1, 2, 3, 6)]
        for row in range(model.rowCount())
    ]


def send(pane: EventsPane, name: str, data: str) -> None:
    """Types an event and sends it, by keyboard alone."""
    pane.composer.name.setFocus()
    QTest.keyClicks(pane.composer.name, name)
    QTest.keyClick(pane.composer.name, Qt.Key.Key_Tab)
    QTest.keyClicks(pane.composer.data, data)
    QTest.keyClick(pane.composer.data, Qt.Key.Key_Return)


async def test_an_event_sent_by_hand_shows_each_subscriber_and_what_was_swallowed(
    pane: EventsPane,
) -> None:
    send(pane, "notes.created", '{"note_id": "n1"}')
    await until(lambda: len(rows(pane)) == 3, "the publication and two deliveries")
    assert sorted(rows(pane)) == sorted(
        [
            ["notes.created", "notes → 2 subscribers", "published", ""],
            ["notes.created", "notes → hears", "delivered", f"main.py:{HEARS_AT}"],
            ["notes.created", "notes → hears", "swallowed", f"main.py:{FAILS}"],
        ]
    )


async def test_a_publication_is_explained_by_its_deliveries(pane: EventsPane) -> None:
    send(pane, "notes.created", '{"note_id": "n1"}')
    await until(lambda: len(rows(pane)) == 3, "the deliveries")
    number = next(n for n, row in enumerate(rows(pane)) if row[2] == "published")
    pane.table.selectRow(number)
    await until(lambda: len(pane.side.texts()) == 2, "data and deliveries")
    shown = dict(pane.side.texts())
    assert '"note_id": "n1"' in shown["data"]
    assert [line.split()[2] for line in shown["deliveries"].splitlines()] == [
        "delivered",
        "swallowed",
    ]


async def test_an_event_nobody_subscribes_to_says_so(pane: EventsPane) -> None:
    send(pane, "notes.renamed", "")
    await until(lambda: len(rows(pane)) == 1, "the publication")
    assert rows(pane)[0][2] == "nobody hears"
    pane.table.selectRow(0)
    assert "on_event" in pane.side.hint.text()


async def test_what_is_typed_wrongly_is_told_and_kept(pane: EventsPane) -> None:
    said: list[str] = []
    pane.session.notice.connect(said.append)
    send(pane, "notes.created", "{broken")
    assert said
    assert "no JSON" in said[0]
    assert pane.composer.data.text() == "{broken"
    assert rows(pane) == []


async def test_a_past_event_can_be_changed_and_sent_again(pane: EventsPane) -> None:
    send(pane, "notes.renamed", '{"to": "a"}')
    await until(lambda: len(rows(pane)) == 1, "the publication")
    pane.table.selectRow(0)
    pane.composer.fill("", {})
    again = next(
        b for b in pane.side.findChildren(type(pane.side.open)) if b.text() == "Send again…"
    )
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert pane.composer.name.text() == "notes.renamed"
    QTest.keyClick(pane.composer.data, Qt.Key.Key_Return)
    await until(lambda: len(rows(pane)) == 2, "the second publication")


def show_part(pane: EventsPane, part: str) -> None:
    QTest.mouseClick(pane.parts.segments[part], Qt.MouseButton.LeftButton)


async def test_what_was_swallowed_what_nobody_hears_and_frames_are_a_click_away(
    pane: EventsPane,
) -> None:
    send(pane, "notes.created", '{"note_id": "n1"}')
    await until(lambda: len(rows(pane)) == 3, "the publication and two deliveries")
    pane.composer.name.clear()
    pane.composer.data.clear()
    send(pane, "notes.forgotten", "{}")
    await until(lambda: len(rows(pane)) == 4, "an event nobody hears")
    show_part(pane, "swallowed")
    await until(lambda: [row[2] for row in rows(pane)] == ["swallowed"], "what was swallowed")
    assert "AttributeError: 'NoneType'" in str(pane.model.index(0, 4).data())
    show_part(pane, "unheard")
    await until(lambda: [row[2] for row in rows(pane)] == ["nobody hears"], "what nobody hears")
    assert rows(pane)[0][0] == "notes.forgotten"
    show_part(pane, "frames")
    await until(lambda: {row[2] for row in rows(pane)} == {"frame"}, "the frames")
    assert sorted(row[0] for row in rows(pane)) == ["notes.created", "notes.forgotten"]
    pane.composer.name.clear()
    send(pane, "notes.again", "")
    await until(lambda: rows(pane)[0][0] == "notes.again", "a live frame")


async def test_a_link_leads_from_a_delivery_to_its_publication_and_back(pane: EventsPane) -> None:
    send(pane, "notes.created", '{"note_id": "n1"}')
    await until(lambda: len(rows(pane)) == 3, "the publication and two deliveries")
    number = next(n for n, row in enumerate(rows(pane)) if row[2] == "delivered")
    pane.table.selectRow(number)
    QTest.mouseClick(pane.other_end, Qt.MouseButton.LeftButton)
    record = pane.selected_record()
    assert record is not None
    assert record.status == "published"
    QTest.mouseClick(pane.other_end, Qt.MouseButton.LeftButton)
    record = pane.selected_record()
    assert record is not None
    assert record.app_id == "hears"
