"""The inspector: anything drawn in a panel, picked with mouse or keys, followed over refreshes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.gui.pointer import move
from tests.gui.until import until
from workbench.gui import source
from workbench.gui.bindings.inspecting import Inspecting
from workbench.gui.chrome import Chrome
from workbench.gui.inspector.inspector import Inspector
from workbench.gui.inspector.sight import rect_of
from workbench.gui.inspector.tree import Steps
from workbench.gui.panes.trace import TracePane
from workbench.gui.render.panel_view import PanelView
from workbench.kernel.options import KernelOptions

MAIN = """
from imperal_sdk import ChatExtension, Extension, ui

ext = Extension("shop", version="1.0.0", display_name="Shop", icon="icon.svg",
                description="A shop with shelves, a table and a question.")
chat = ChatExtension(ext, "shop", "Shop")
state = {"milk": 1, "bread": True, "ask": False}


@ext.panel("shelf", slot="center", title="Shelf")
async def shelf(ctx, shelf_id: str = "cold"):
    items = [ui.ListItem(id="milk", title=f"Milk {state['milk']}", on_click=ui.Call("sell", n=2))]
    if state["bread"]:
        items.insert(0, ui.ListItem(id="bread", title="Bread"))
    nodes = [
        ui.Text("On the shelf"),
        ui.Divider(),
        ui.Divider(),
        ui.List(items=items),
        ui.DataTable(columns=[ui.DataColumn("name", "Name")],
                     rows=[{"id": "r1", "name": "Anna"}, {"id": "r2", "name": "Ben"}]),
    ]
    if state["ask"]:
        nodes.append(ui.Dialog(title="Sure?", content=ui.Text("Nothing comes back."), open=True))
    return ui.Page(title="Shelf", children=nodes)


@chat.function("sell", description="Sells", action_type="read")
async def sell(ctx, milk: int = 0, bread: bool = True, ask: bool = False):
    state.update(milk=milk, bread=bread, ask=ask)
"""

NO_KEYS = Qt.KeyboardModifier.NoModifier
PICK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def line_of(text: str) -> int:
    """The line of the extension that says so."""
    return next(n for n, row in enumerate(MAIN.splitlines(), 1) if text in row)


class Person:
    """Somebody at the window with the shop open."""

    def __init__(self, chrome: Chrome) -> None:
        self.chrome = chrome

    @property
    def inspector(self) -> Inspector:
        binding = next(b for b in self.chrome.children() if isinstance(b, Inspecting))
        return binding.inspector

    @property
    def panel(self) -> PanelView:
        page = self.chrome.stage.columns["center"].current()
        assert page is not None
        view = page.view()
        assert view is not None
        return view

    def begin(self) -> None:
        QTest.keyClick(self.chrome.window, Qt.Key.Key_C, PICK)
        assert self.inspector.picker.isVisible()

    def point(self, area: QRect) -> QPoint:
        """Moves the pointer to the middle of an area of the screen."""
        picker = self.inspector.picker
        place = picker.mapFromGlobal(area.center())
        move(picker, place)
        return place

    def rect(self, *steps: str | int) -> QRect:
        found = rect_of(self.panel, steps)
        assert found is not None
        return found

    def pick(self, *steps: str | int) -> None:
        self.begin()
        place = self.point(self.rect(*steps))
        QTest.mouseClick(self.inspector.picker, Qt.MouseButton.LeftButton, pos=place)

    def shown(self) -> tuple[str, Steps]:
        """Type and place of what the dock shows."""
        facts = self.inspector.dock.facts
        assert facts is not None
        return facts.name(), facts.steps

    def prop(self, name: str) -> str:
        """What the dock's table says of a prop."""
        model = self.inspector.dock.props.props
        rows = [model.item(row) for row in range(model.rowCount())]
        return next(row.text for row in rows if row is not None and row.name == name)

    def links(self) -> str:
        """The source line the dock leads to."""
        return self.inspector.dock.link.text()

    async def sell(self, **state: Any) -> None:
        """Has the panel refreshed with another state."""
        kernel = self.chrome.session.kernel
        assert kernel is not None
        await kernel.call("shop", "sell", {"milk": 1, **state})
        await kernel.panels.call("shop", "shelf", {}, origin="refresh")


CHILDREN = ("props", "children")
ITEMS = (*CHILDREN, 3, "props", "items")
ROWS = (*CHILDREN, 4, "props", "rows")


@pytest_asyncio.fixture
async def person(chrome: Chrome, tmp_path: Path) -> Person:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "main.py").write_text(MAIN)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    someone = Person(chrome)
    await until(lambda: someone.chrome.stage.center_open(), "the panel")
    someone.panel.settle()
    return someone


async def test_pointing_frames_and_a_click_inspects(person: Person) -> None:
    person.begin()
    picker = person.inspector.picker
    area = person.rect(*CHILDREN, 0)
    person.point(area)
    assert picker.label() == "Text “On the shelf”"
    assert picker.framed().size() == area.size()
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton, pos=picker.mapFromGlobal(area.center()))
    assert not picker.isVisible()
    assert person.shown() == ("Text", (*CHILDREN, 0))
    assert person.prop("content") == '"On the shelf"'
    await until(lambda: person.links() == f"main.py:{line_of('On the shelf')}", "the line")
    way = [button.text() for button in person.inspector.dock.crumbs.buttons]
    assert way == ["Page", "Text 1"]


async def test_rows_of_lists_and_tables_and_twins_are_told_apart(person: Person) -> None:
    person.pick(*ITEMS, 1)
    assert person.shown() == ("ListItem", (*ITEMS, 1))
    assert person.prop("on_click") == "Call sell(n=2)"
    line = line_of("Milk {state")
    await until(lambda: person.links() == f"main.py:{line}", "the line of the item")
    person.pick(*ROWS, 1)
    assert person.shown() == ("row", (*ROWS, 1))
    assert person.prop("name") == '"Ben"'
    assert person.inspector.dock.made.text() == "builds the DataTable around it"
    person.pick(*CHILDREN, 2)
    assert person.shown() == ("Divider", (*CHILDREN, 2))


async def test_arrows_walk_the_tree_and_escape_ends(person: Person) -> None:
    person.begin()
    picker = person.inspector.picker
    keys = ("Down", "Right", "Right", "Right", "Down", "Right")
    seen = []
    for key in keys:
        QTest.keyClick(picker, getattr(Qt.Key, f"Key_{key}"))
        seen.append(picker.label())
    assert seen == [
        "Text “On the shelf”", "Divider", "Divider", "List", "ListItem “Bread”",
        "ListItem “Milk 1”",
    ]  # fmt: skip
    assert picker.framed().size() == person.rect(*ITEMS, 1).size()
    QTest.keyClick(picker, Qt.Key.Key_Up)
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert person.shown() == ("List", (*CHILDREN, 3))
    person.begin()
    assert picker.label() == "List"
    QTest.keyClick(picker, Qt.Key.Key_Escape)
    assert not picker.isVisible()
    assert person.shown() == ("List", (*CHILDREN, 3))


async def test_the_path_and_the_props_lead_to_other_nodes(person: Person) -> None:
    person.pick(*ITEMS, 1)
    dock = person.inspector.dock
    QTest.mouseClick(dock.crumbs.buttons[1], Qt.MouseButton.LeftButton)
    assert person.shown() == ("List", (*CHILDREN, 3))
    table = dock.props
    table.reveal_row(0)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert person.shown() == ("ListItem", (*ITEMS, 0))


async def test_a_refresh_is_followed_and_what_it_changed_is_told(person: Person) -> None:
    person.pick(*ITEMS, 1)
    dock = person.inspector.dock
    line = line_of("Milk {state")
    await until(lambda: person.links() == f"main.py:{line}", "the line of the item")
    await person.sell(milk=7, bread=False)
    await until(lambda: person.shown() == ("ListItem", (*ITEMS, 0)), "the item where it is now")
    assert person.prop("title") == '"Milk 7"'
    QTest.mouseClick(dock.tabs.segments["changes"], Qt.MouseButton.LeftButton)
    model = dock.changes.model()
    row = [model.index(0, column).data() for column in range(3)]
    assert row == ["title", '"Milk 1"', '"Milk 7"']
    assert model.rowCount() == 1
    assert dock.news.text().endswith("It stood elsewhere before.")


async def test_what_is_gone_is_said_and_found_again(person: Person) -> None:
    person.pick(*ITEMS, 0)
    dock = person.inspector.dock
    await person.sell(bread=False)
    await until(lambda: dock.empty.isVisible(), "the empty state")
    assert dock.empty.accessibleName().startswith("ListItem “Bread” is gone")
    await person.sell(bread=True)
    await until(lambda: not dock.empty.isVisible(), "the node again")
    assert person.shown() == ("ListItem", (*ITEMS, 0))
    await person.sell(bread=False)
    await until(lambda: dock.upper.isVisible(), "the way up")
    QTest.mouseClick(dock.upper, Qt.MouseButton.LeftButton)
    assert person.shown() == ("List", (*CHILDREN, 3))
    person.chrome.actions.run("view.close_center")
    await until(lambda: dock.empty.isVisible(), "the empty state of a closed panel")


async def test_overlays_are_picked_through(person: Person) -> None:
    await person.sell(ask=True)
    dialog = (*CHILDREN, 5)
    views = person.panel.surface.views
    await until(lambda: any(v.layer_shown() for v in views()), "the dialog")
    person.panel.settle()
    person.pick(*dialog, "props", "content")
    assert person.shown() == ("Text", (*dialog, "props", "content"))
    dock, window = person.inspector.dock, person.chrome.window
    assert [b.text() for b in dock.crumbs.buttons][1] == "Dialog 6"
    tab = dock.tabs.segments["json"]
    assert window.childAt(tab.mapTo(window, tab.rect().center())) is tab, "under the backdrop"


async def test_the_call_leads_to_the_trace(person: Person) -> None:
    kernel = person.chrome.session.kernel
    assert kernel is not None
    await kernel.panels.call("shop", "shelf", {"shelf_id": "dry"})
    person.pick(*CHILDREN, 0)
    dock = person.inspector.dock
    QTest.mouseClick(dock.tabs.segments["call"], Qt.MouseButton.LeftButton)
    params = dock.call.params.props
    await until(lambda: params.rowCount() == 1, "the params")
    first = params.item(0)
    assert first is not None
    assert (first.name, first.text) == ("shelf_id", '"dry"')
    QTest.mouseClick(dock.call.trace, Qt.MouseButton.LeftButton)
    pane = person.chrome.deck.ensure("trace")
    assert isinstance(pane, TracePane)
    await until(lambda: selected(pane) == "shelf", "the call in the trace")


async def test_the_stage_of_another_user_is_inspected_as_theirs(person: Person) -> None:
    chrome = person.chrome
    kernel = chrome.session.kernel
    assert kernel is not None
    chrome.session.put_beside("u-ben")
    await until(lambda: beside(chrome) is not None, "the panel of the other user")
    panel = beside(chrome)
    assert panel is not None
    panel.settle()
    area = rect_of(panel, (*ITEMS, 1))
    assert area is not None
    person.begin()
    place = person.point(area)
    QTest.mouseClick(person.inspector.picker, Qt.MouseButton.LeftButton, pos=place)
    facts = person.inspector.dock.facts
    assert facts is not None
    assert ("for", "Ben", "") in facts.call
    await until(lambda: person.links() == f"main.py:{line_of('Milk {state')}", "the line")
    await kernel.call("shop", "sell", {"milk": 5})
    await kernel.panels.call(
        "shop", "shelf", {}, user=kernel.personas.find("u-ben"), origin="refresh"
    )
    await until(lambda: person.prop("title") == '"Milk 5"', "their refresh")


def beside(chrome: Chrome) -> PanelView | None:
    """The center panel of the user looked at beside, once it is drawn."""
    stage = chrome.pair.beside
    page = stage.columns["center"].current() if stage is not None else None
    view = page.view() if page is not None else None
    return view if view is not None and view.isVisible() and view.node() else None


def selected(pane: TracePane) -> str:
    record = pane.selected_record()
    return record.name if record is not None else ""


async def test_json_is_copied_the_line_opened_and_closed_it_costs_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, int]] = []

    def open_line(file: str, line: int) -> str:
        opened.append((file, line))
        return "Opened"

    monkeypatch.setattr(source, "open_line", open_line)
    person.pick(*CHILDREN, 0)
    dock = person.inspector.dock
    await until(lambda: person.links() == f"main.py:{line_of('On the shelf')}", "the line")
    QTest.mouseClick(dock.link, Qt.MouseButton.LeftButton)
    assert [(Path(file).name, line) for file, line in opened] == [
        ("main.py", line_of("On the shelf"))
    ]
    QTest.mouseClick(dock.tabs.segments["json"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(dock.json.copy, Qt.MouseButton.LeftButton)
    assert '"content": "On the shelf"' in QGuiApplication.clipboard().text()
    assert "_src" not in dock.json.text.toPlainText()
    kernel = person.chrome.session.kernel
    assert kernel is not None
    QTest.mouseClick(person.inspector.dock.close_button, Qt.MouseButton.LeftButton)
    assert not person.inspector.open
    assert not (await kernel.panels.call("shop", "shelf", {}, origin="refresh")).lines
