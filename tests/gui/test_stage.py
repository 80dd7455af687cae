"""The stage: three slots and the chat, in the platform's widths, over the last good panels."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import FakeKernel, answer, put_in, report, tree
from workbench.gui.chat.pane import RAIL
from workbench.gui.chrome import Chrome
from workbench.gui.discovery import claims_its_slot
from workbench.gui.stage.header import params_text
from workbench.gui.stage.page import PanelPage
from workbench.gui.stage.stage import Stage

PANELS: list[dict[str, Any]] = [
    {"panel_id": "sidebar", "slot": "left", "title": "Notes", "icon": "notebook-text",
     "options": {"default_width": 300, "min_width": 240, "max_width": 320}},
    {"panel_id": "viewer", "slot": "center", "title": "Note"},
    {"panel_id": "folders", "slot": "left", "title": "Folders"},
    {"panel_id": "info", "slot": "right", "title": "Info"},
]  # fmt: skip


@pytest.fixture
def kernel() -> FakeKernel:
    """One extension with the panels above, none of them called yet."""
    return FakeKernel(PANELS)


@pytest.fixture
def stage(chrome: Chrome, kernel: FakeKernel) -> Stage:
    """The stage of a window with that extension in view."""
    put_in(chrome, kernel)
    return chrome.stage


def open_panel(stage: Stage, panel_id: str, slot: str, text: str = "hello", **more: Any) -> None:
    stage._session.panel_opened.emit(answer(panel_id, slot, tree(text), **more))


def page(stage: Stage, slot: str) -> PanelPage:
    found = stage.columns[slot].current()
    assert found is not None
    return found


async def settled() -> None:
    await asyncio.sleep(0.05)


async def test_without_panels_the_chat_has_the_stage(stage: Stage) -> None:
    await settled()
    assert stage.chat.width() == stage.width()
    assert not any(column.isVisible() for column in stage.columns.values())


async def test_side_panels_take_their_declared_width(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left")
    await settled()
    assert stage.columns["left"].width() == 300
    assert page(stage, "left").header.title.text() == "Notes"
    assert stage.chat.isVisible()


async def test_a_dragged_width_is_kept_for_its_extension_within_its_limits(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left")
    await settled()
    stage.splitter.moveSplitter(250, 1)
    assert stage.widths == {"notes/left": 250}
    open_panel(stage, "viewer", "center")
    await settled()
    assert stage.columns["left"].width() == 250
    stage.splitter.moveSplitter(900, 1)
    assert stage.columns["left"].width() == 320


async def test_a_side_panel_without_a_width_gets_the_platforms(stage: Stage) -> None:
    open_panel(stage, "info", "right")
    await settled()
    assert stage.columns["right"].width() == 280


async def test_an_open_center_panel_makes_the_chat_a_rail(stage: Stage) -> None:
    open_panel(stage, "viewer", "center", params={"note_id": "n118"})
    await settled()
    assert stage.center_open()
    assert stage.chat.width() == RAIL
    assert page(stage, "center").header.params.text() == "viewer · note_id=n118"
    assert stage.chat.x() > stage.columns["center"].x()


async def test_closing_the_center_gives_it_back_to_the_chat(stage: Stage) -> None:
    open_panel(stage, "viewer", "center")
    await settled()
    QTest.mouseClick(page(stage, "center").header.close_button, Qt.MouseButton.LeftButton)
    await settled()
    assert not stage.center_open()
    assert stage.chat.width() == stage.width()
    open_panel(stage, "viewer", "center", "again")
    await settled()
    assert stage.center_open()


async def test_a_refresh_changes_an_open_panel_and_opens_none(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left", "old")
    stage._session.bridge.panel.emit(answer("sidebar", "left", tree("new")))
    stage._session.bridge.panel.emit(answer("viewer", "center", tree("closed")))
    await settled()
    view = page(stage, "left").view()
    assert view is not None
    assert view.node() == tree("new")
    assert not stage.center_open()


async def test_a_failing_panel_keeps_its_last_good_tree_under_a_banner(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left", "good")
    stage._session.bridge.panel.emit(answer("sidebar", "left", error=report()))
    await settled()
    shown = page(stage, "left")
    assert shown.banner.isVisible()
    assert shown.banner.text() == "ValueError: no such folder"
    assert shown.banner.place() == "panels.py:41"
    view = shown.view()
    assert view is not None
    assert view.isVisible()
    assert view.node() == tree("good")
    stage._session.bridge.panel.emit(answer("sidebar", "left", tree("good again")))
    await settled()
    assert not shown.banner.isVisible()


async def test_a_banner_leads_to_the_source_line(stage: Stage) -> None:
    asked: list[tuple[str, int]] = []
    stage.source_asked.connect(lambda file, line: asked.append((file, line)))
    open_panel(stage, "sidebar", "left")
    stage._session.bridge.panel.emit(answer("sidebar", "left", error=report()))
    page(stage, "left").banner._link.click()
    assert asked == [("/ext/panels.py", 41)]


async def test_a_panel_that_fails_at_once_says_why(stage: Stage) -> None:
    stage._session.panel_opened.emit(answer("sidebar", "left", error=report()))
    await settled()
    failure = page(stage, "left").failure()
    assert failure is not None
    assert failure.card is not None
    assert failure.card.isVisible()
    assert failure.card.link.text() == "panels.py:41"
    assert page(stage, "left").view() is None
    open_panel(stage, "sidebar", "left", "mended")
    await settled()
    assert not failure.isVisible()


async def test_an_answer_without_a_tree_is_explained(stage: Stage) -> None:
    stage._session.panel_opened.emit(answer("sidebar", "left", None, shape="dict"))
    await settled()
    assert "plain dict" in page(stage, "left")._empty._hint


async def test_two_panels_of_a_slot_can_be_switched(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left")
    assert not page(stage, "left").header.choose.isVisible()
    open_panel(stage, "folders", "left")
    await settled()
    assert page(stage, "left").panel_id == "folders"
    assert page(stage, "left").header.choose.isVisible()
    stage.columns["left"]._bring("sidebar")
    assert page(stage, "left").panel_id == "sidebar"


async def test_an_unknown_slot_is_told_and_drawn_nowhere(chrome: Chrome, stage: Stage) -> None:
    open_panel(stage, "pop", "overlay")
    assert any("overlay" in text for text in chrome.toasts.texts())
    assert not any(column.occupied() for column in stage.columns.values())


async def test_panels_no_longer_declared_go(stage: Stage, kernel: FakeKernel) -> None:
    open_panel(stage, "sidebar", "left")
    open_panel(stage, "info", "right")
    kernel.declare(PANELS[:1])
    stage._session.extensions_changed.emit()
    await settled()
    assert stage.columns["left"].occupied()
    assert not stage.columns["right"].occupied()


async def test_a_build_that_fails_is_a_banner_over_the_panels(stage: Stage) -> None:
    open_panel(stage, "sidebar", "left", "good")
    stage._session.problem.emit("notes", report("/ext/main.py", 7))
    await settled()
    assert stage.banner.isVisible()
    assert stage.banner.place() == "main.py:7"
    assert page(stage, "left").isVisible()
    stage._session.problem.emit("notes", None)
    await settled()
    assert not stage.banner.isVisible()


async def test_the_problem_of_another_extension_is_not_shown_here(stage: Stage) -> None:
    stage._session.problem.emit("tasks", report())
    assert stage.banner.text() == ""


@pytest.mark.parametrize(("width", "height"), [(900, 560), (1280, 800), (1920, 1080)])
async def test_all_slots_fit_any_window(stage: Stage, width: int, height: int) -> None:
    open_panel(stage, "sidebar", "left")
    open_panel(stage, "viewer", "center")
    open_panel(stage, "info", "right")
    stage.window().resize(width, height)
    await settled()
    parts = [stage.columns["left"], stage.columns["center"], stage.chat, stage.columns["right"]]
    edges = [part.x() for part in parts] + [parts[-1].x() + parts[-1].width()]
    assert edges == sorted(edges)
    assert edges[-1] <= stage.width()
    assert all(part.width() > 100 for part in parts)
    assert stage.chat.width() == RAIL


def test_only_a_real_tree_claims_the_center() -> None:
    empty = {"type": "Empty", "props": {}}
    assert claims_its_slot(answer("a", "left", error=report()))
    assert claims_its_slot(answer("a", "center", tree("x")))
    assert claims_its_slot(answer("a", "center", {**empty, "id": "start"}))
    assert not claims_its_slot(answer("a", "center", empty))
    assert not claims_its_slot(answer("a", "center", error=report()))


def test_params_are_written_short() -> None:
    text = params_text("viewer", {"note_id": "n1", "empty": "", "long": "x" * 60, "no": None})
    assert text.startswith("viewer · note_id=n1 · long=xxx")
    assert text.endswith("…")
    assert "empty" not in text
