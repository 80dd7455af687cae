"""Starting, validating and building an extension from the window, as a person does."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.gui.press import press
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.new_extension import NewExtension
from workbench.gui.panes.problems import ProblemsPane
from workbench.kernel.options import KernelOptions


def sheet(chrome: Chrome) -> NewExtension:
    (found,) = chrome.window.findChildren(NewExtension)
    return found


async def new_extension(chrome: Chrome, parent: Path, name: str) -> Path:
    """Starts one by the keyboard; returns its folder."""
    await chrome.session.start(lambda: KernelOptions(), [])
    chrome.settings.remember(parent / "recent")
    await press(chrome, "file.new")
    form = sheet(chrome)
    QTest.keyClicks(form.name, name)
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    await until(lambda: chrome.session.current == name, "the new extension")
    return parent / name


async def test_a_new_extension_is_open_with_its_panel_a_moment_later(
    chrome: Chrome, tmp_path: Path
) -> None:
    (tmp_path / "recent").mkdir()
    folder = await new_extension(chrome, tmp_path, "my-first")
    assert (folder / "main.py").is_file()
    column = chrome.stage.columns["left"]
    await until(lambda: "Greet" in words(column), "its panel")


async def test_a_name_that_cannot_be_is_said_and_not_made(chrome: Chrome, tmp_path: Path) -> None:
    await chrome.session.start(lambda: KernelOptions(), [])
    chrome.actions.run("file.new")
    form = sheet(chrome)
    form.ask(tmp_path)
    QTest.keyClicks(form.name, "My First")
    assert "a–z" in form.says.text()
    assert not form.create_button.isEnabled()
    QTest.keyClick(form.name, Qt.Key.Key_Return)
    assert form.isVisible()
    assert not list(tmp_path.glob("My*"))


async def test_validating_shows_findings_until_they_are_mended(
    chrome: Chrome, tmp_path: Path
) -> None:
    (tmp_path / "recent").mkdir()
    folder = await new_extension(chrome, tmp_path, "my-first")
    main = folder / "main.py"
    good = main.read_text()
    main.write_text(good.replace("@ext.health_check", ""))
    await press(chrome, "file.validate")
    await until(lambda: chrome.deck.current == "problems", "the problems")
    pane = chrome.deck.panes["problems"]
    assert isinstance(pane, ProblemsPane)
    await until(lambda: pane.model.rowCount() > 0, "a finding")
    assert pane.model.item(0).status == "warning"
    main.write_text(good)
    await press(chrome, "file.validate")
    await until(lambda: pane.model.item(0).status == "mended", "it is mended")


async def test_building_the_manifest_writes_it(chrome: Chrome, tmp_path: Path) -> None:
    (tmp_path / "recent").mkdir()
    folder = await new_extension(chrome, tmp_path, "my-first")
    chrome.actions.run("file.build_manifest")
    file = folder / "imperal.json"
    await until(lambda: any("imperal.json" in text for text in chrome.toasts.texts()), "it is said")
    assert json.loads(file.read_text())["app_id"] == "my-first"


def words(widget: QWidget) -> str:
    return " ".join(
        child.accessibleName() for child in widget.findChildren(QWidget) if child.isVisible()
    )
