"""The Data pane: what an extension keeps, by place and user, as it changes."""

from __future__ import annotations

from pathlib import Path

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import record
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.cache_hits import CacheHits
from workbench.gui.panes.data import DataPane
from workbench.kernel.options import KernelOptions

KEEPS = """
from imperal_sdk import Extension, ui
from pydantic import BaseModel

ext = Extension("keeps", version="1.0.0", display_name="Keeps", icon="icon.svg",
                description="Keeps things in the store and in the cache.",
                config_defaults={"color": "green"})
ext.secret("api_key", "A key of the weather service", required=False)


@ext.cache_model("forecast")
class Forecast(BaseModel):
    sky: str


@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    await ctx.store.create("trips", {"to": params.get("to", "Lund")})
    await ctx.cache.get("sky", model=Forecast)
    await ctx.cache.set("sky", Forecast(sky="grey"), ttl_seconds=60)
    return ui.Text("kept")
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> DataPane:
    """The pane over an extension that keeps a document and a cached value."""
    root = tmp_path / "keeps"
    root.mkdir()
    (root / "main.py").write_text(KEEPS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("data")
    found = chrome.deck.panes["data"]
    assert isinstance(found, DataPane)
    await until(lambda: found.shelves.rowCount() == 4, "four places")
    return found


def places(pane: DataPane) -> list[list[str]]:
    model = pane.shelves
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def click(pane: DataPane, kind: str) -> None:
    row = [place[0] for place in places(pane)].index(kind)
    where = pane.shelf_table.visualRect(pane.shelves.index(row, 0)).center()
    QTest.mouseClick(pane.shelf_table.viewport(), Qt.MouseButton.LeftButton, pos=where)


async def test_every_place_is_listed_with_whose_it_is(pane: DataPane) -> None:
    assert places(pane) == [
        ["documents", "trips", "Ada", "1"],
        ["cache", "forecast", "Ada", "1"],
        ["secrets", "secrets", "Ada", "1"],
        ["config", "config", "Ada", "1"],
    ]


async def test_a_document_is_shown_whole(pane: DataPane) -> None:
    await until(lambda: pane.entries.rowCount() == 1, "the document")
    pane.table.selectRow(0)
    assert pane.side.isVisible()
    assert '"to": "Lund"' in pane.side.text.toPlainText()


async def test_a_new_document_appears_by_itself_and_the_selection_stays(pane: DataPane) -> None:
    await until(lambda: pane.entries.rowCount() == 1, "the document")
    pane.table.selectRow(0)
    first = pane.side.title.text()
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.panels.call("keeps", "side", {"to": "Malmö"})
    await until(lambda: pane.entries.rowCount() == 2, "the second document")
    assert "Malmö" in str(pane.entries.index(0, 1).data())
    assert pane.side.title.text() == first


async def test_a_cached_value_counts_down_and_tells_how_often_it_was_found(pane: DataPane) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.panels.call("keeps", "side")
    click(pane, "cache")
    await until(lambda: "left" in str(pane.entries.index(0, 2).data()), "the countdown")
    await until(lambda: pane.entries.index(0, 3).data() == "50 %", "its hit rate")
    pane.table.selectRow(0)
    await until(lambda: "found 50 %" in pane.side.facts.accessibleName(), "one hit among two reads")


async def test_a_secret_shows_whether_it_is_set_and_never_its_value(pane: DataPane) -> None:
    click(pane, "secrets")
    await until(lambda: pane.entries.index(0, 0).data() == "api_key", "the secret")
    assert pane.entries.index(0, 1).data() == "not set"


async def test_settings_are_those_in_force(pane: DataPane) -> None:
    click(pane, "config")
    await until(lambda: pane.entries.index(0, 0).data() == "color", "the setting")
    assert pane.entries.index(0, 1).data() == '"green"'


def test_hits_are_counted_by_extension_user_and_key() -> None:
    hits = CacheHits()
    for number, outcome in enumerate(("miss", "hit", "hit", "expired")):
        body = {"args": {"key": "a"}, "cache": outcome}
        hits.add([record(number, "cache", name="cache.get", body=body)])
    hits.add([record(9, "cache", name="cache.set", body={"args": {"key": "a"}})])
    assert hits.of("notes", "u-ada", "a") == (2, 4)
    assert hits.of("notes", "u-ben", "a") == (0, 0)
