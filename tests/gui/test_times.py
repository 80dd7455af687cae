"""Times: in UTC, as this machine reads them, or counted from now; one switch for every pane."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import FakeKernel, ListJournal, put_in, record
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.instants import Instants, distance, instants
from workbench.gui.panes.time_window import TimeWindow
from workbench.gui.settings import WindowSettings

NOON = 1_790_510_400.0
"""Sun 27 Sep 2026 12:00 UTC."""


@pytest.fixture(autouse=True)
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine nine hours ahead of UTC; the style is as it was afterwards."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
    instants().use("utc")
    instants().now = time.time


def written(style: str) -> tuple[str, str, str, str]:
    times = Instants()
    times.now = lambda: NOON + 125
    times.use(style)
    return times.precise(NOON), times.short(NOON), times.dated(NOON), times.zone(NOON)


def test_an_instant_is_written_in_three_ways() -> None:
    assert written("utc") == ("12:00:00.000", "12:00:00", "Sun 27 Sep 12:00:00", "UTC")
    assert written("local") == ("21:00:00.000", "21:00:00", "Sun 27 Sep 21:00:00", "JST")
    assert written("relative") == ("2 min ago", "2 min ago", "Sun 27 Sep 12:00:00", "UTC")
    assert written("nonsense") == written("utc")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "now"), (-4.2, "4 s ago"), (59.4, "in 59 s"), (-61, "1 min ago"),
        (7_300, "in 2 h"), (-86_400 * 3, "3 d ago"),
    ],
)  # fmt: skip
def test_a_distance_is_said_in_one_unit(seconds: float, said: str) -> None:
    assert distance(seconds) == said


def test_an_axis_is_round_where_times_are_read() -> None:
    day = TimeWindow(NOON, NOON + 86_400)
    assert [label for _, label in day.labels(4)] == ["18:00", "Mon 28", "06:00"]
    instants().use("local")
    labels = day.labels(4)
    assert [label for _, label in labels] == ["Mon 28", "06:00", "12:00", "18:00"]
    assert labels[0][0] == NOON + 3 * 3_600


async def test_one_switch_is_honoured_by_every_table(chrome: Chrome, tmp_path: Path) -> None:
    kernel = FakeKernel()
    kernel.journal = ListJournal([record(1, at=NOON, status="error")])
    put_in(chrome, kernel)
    chrome.actions.run("pane.audit")
    audit = chrome.deck.panes["audit"]
    model = audit.table.model()  # type: ignore[attr-defined]
    await until(model.rowCount, "the record")
    assert model.index(0, 0).data() == "12:00:00.000"
    assert chrome.status.times.text() == "times in UTC"
    assert chrome.toolbar.time.second == "UTC"

    QTest.mouseClick(chrome.status.times, Qt.MouseButton.LeftButton)
    assert model.index(0, 0).data() == "21:00:00.000"
    assert chrome.status.times.text() == "times here (JST)"
    assert chrome.toolbar.time.second == "JST"
    assert chrome.registry.checked("view.times_local")

    QTest.keyClick(chrome.window, Qt.Key.Key_T, _KEYS)
    instants().now = lambda: NOON + 7_300
    assert model.index(0, 0).data() == "2 h ago"
    chrome.settings.save()
    assert WindowSettings(tmp_path / "window.ini").times == "relative"

    chrome.actions.run("view.times_utc")
    assert model.index(0, 0).data() == "12:00:00.000"


_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


async def test_what_is_selected_is_said_again(chrome: Chrome) -> None:
    kernel = FakeKernel()
    kernel.journal = ListJournal([record(1, at=NOON)])
    put_in(chrome, kernel)
    chrome.actions.run("pane.audit")
    audit = chrome.deck.panes["audit"]
    model = audit.table.model()  # type: ignore[attr-defined]
    await until(model.rowCount, "the record")
    audit.focus_content()
    await chrome.session.reading.settled()
    facts = audit.side.facts  # type: ignore[attr-defined]
    assert "at 12:00:00.000" in facts.accessibleName()
    chrome.actions.run("view.times_local")
    await chrome.session.reading.settled()
    assert "at 21:00:00.000" in facts.accessibleName()
