"""The Problems pane: a finding is silenced where its author can read it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.problems import ProblemsPane
from workbench.gui.parts.question import Question
from workbench.kernel.options import KernelOptions

BARE = """
from imperal_sdk import Extension, ui

ext = Extension("bare", version="1.0.0", display_name="Bare", icon="icon.svg",
                description="Has nothing that a validator wants to see.")


@ext.panel("list", slot="left", title="List")
async def things(ctx, **params):
    return ui.Text("here")


@ext.panel("broken", slot="right", title="Broken")
async def broken(ctx, **params):
    raise ValueError("broken on purpose")
"""


async def test_a_rule_is_silenced_after_a_question_and_other_problems_cannot_be(
    chrome: Chrome, tmp_path: Path
) -> None:
    root = tmp_path / "bare"
    root.mkdir()
    (root / "main.py").write_text(BARE)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.actions.run("file.validate")
    await until(lambda: chrome.deck.current == "problems", "the findings")
    pane = chrome.deck.panes["problems"]
    assert isinstance(pane, ProblemsPane)

    def rows() -> list[tuple[str, str]]:
        found = (pane.model.item(row) for row in range(pane.model.rowCount()))
        return [(r.body.get("rule") or r.name, r.status) for r in found if r is not None]

    await until(lambda: any(status == "warning" for _, status in rows()), "a finding")
    names = [name for name, _ in rows()]
    pane.table.selectRow(names.index("broken"))
    assert not pane.silence.isVisible()
    number = next(n for n, (_, status) in enumerate(rows()) if status == "warning")
    rule = names[number]
    pane.table.selectRow(number)
    QTest.mouseClick(pane.silence, Qt.MouseButton.LeftButton)
    await until(lambda: chrome.window.findChildren(Question), "the question")
    (question,) = chrome.window.findChildren(Question)
    QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    await until(lambda: (rule, "warning") not in rows(), "the finding gone")
    written = tomllib.loads((root / "workbench.toml").read_text())
    assert written == {"check": {"silence": [rule]}}
