"""The guided tour: each step ends when the thing it asks for has really happened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.journey import Journey
from tests.gui.until import until
from workbench import paths
from workbench.gui.bindings.tour import Touring
from workbench.gui.chrome import Chrome
from workbench.gui.tour.steps import STEPS
from workbench.gui.tour.tour import Tour
from workbench.kernel.options import KernelOptions


def tour_of(chrome: Chrome) -> Tour | None:
    (binding,) = (b for b in chrome.bindings if isinstance(b, Touring))
    return binding.tour


def step_of(chrome: Chrome) -> str:
    tour = tour_of(chrome)
    return tour.card.title.text() if tour is not None else ""


async def begin(chrome: Chrome) -> Tour:
    await chrome.session.start(lambda: KernelOptions(), [paths.samples() / "notes"])
    chrome.actions.run("help.tour")
    await until(lambda: tour_of(chrome), "the tour")
    tour = tour_of(chrome)
    assert tour is not None
    return tour


async def test_every_step_ends_with_what_it_asks_for(chrome: Chrome, tmp_path: Path) -> None:
    await begin(chrome)
    kernel = chrome.session.kernel
    assert kernel is not None
    person = Journey(chrome, tmp_path, "dark")
    await person.until(lambda: "Research" in person.rows("left"), "the folders")

    titles = [step.title for step in STEPS]
    assert step_of(chrome) == titles[0]
    person.click_row("left", "Research")
    await until(lambda: step_of(chrome) == titles[1], "the note's step")
    person.click_row("left", "Latency budget")
    await until(lambda: step_of(chrome) == titles[2], "the chat's step")
    person.write("create a note called Groceries")
    await until(lambda: step_of(chrome) == titles[3], "the consent's step")
    await until(lambda: chrome.registry.enabled("chat.accept"), "the card")
    chrome.actions.run("chat.accept")
    await until(lambda: step_of(chrome) == titles[4], "the trace's step")
    turn, *_ = await kernel.journal.query(["turn"])
    chrome.deck.link.select(turn, "trace")
    assert step_of(chrome) == titles[5]
    await chrome.session.folders.reload("notes")
    await until(lambda: step_of(chrome) == titles[6], "the palette's step")
    chrome.actions.run("view.palette")
    await until(lambda: tour_of(chrome) is None, "its end")


async def test_steps_can_be_skipped_and_the_tour_ended(chrome: Chrome) -> None:
    tour = await begin(chrome)
    QTest.mouseClick(tour.card.skip, Qt.MouseButton.LeftButton)
    assert step_of(chrome) == STEPS[1].title
    QTest.mouseClick(tour.card.end, Qt.MouseButton.LeftButton)
    assert tour_of(chrome) is None
    chrome.actions.run("help.tour")
    await until(lambda: step_of(chrome) == STEPS[0].title, "it begins anew")


async def test_the_keys_of_a_step_are_shown(chrome: Chrome) -> None:
    tour = await begin(chrome)
    for _ in range(2):
        QTest.mouseClick(tour.card.skip, Qt.MouseButton.LeftButton)
    assert "Ctrl+L" in tour.card.shown_keys()
