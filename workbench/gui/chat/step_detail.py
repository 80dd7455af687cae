"""What stands under a step at hand: its arguments, gates, values and result, and its tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from workbench.gui.chat.arguments import Arguments
from workbench.gui.chat.at_hand import has_base, has_open_result, is_pending
from workbench.gui.chat.command_button import CommandButton
from workbench.gui.chat.form import Form
from workbench.gui.chat.report import Report
from workbench.gui.chat.tab_line import TabLine
from workbench.gui.chat.turn_words import gate_rows, origins, passing_rows, retry_rows
from workbench.gui.panes.description import as_text, error_text
from workbench.gui.parts import look
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Paragraph

if TYPE_CHECKING:
    from workbench.kernel.chat.turn import Step, Turn

ARGUMENTS, GATES, VALUES, RESULT = "arguments", "gates", "values", "result"
_TOOLS = (
    ("chat.edit", "Edit", "pencil", "Edit the arguments"),
    ("chat.mock", "Mock", "flask-conical", "Make up the result"),
    ("chat.skip", "Skip", "skip-forward", "Skip the step"),
    ("chat.rerun", "Run again", "list-restart", "Run again from here, on the state it began on"),
    ("chat.fork", "Fork", "git-fork", "Fork the turn here; both branches are kept"),
)
_MOST_LINES = 14
_NO_BASE = "The state it began on was not kept: step through the turn to keep one"


class StepDetail(QWidget):
    """One step, a tab at a time; a form takes the place of the tab while something is written.

    `asked` carries the id of a command on the step at hand; `form_closed` tells that the form had
    the focus, which now belongs elsewhere; `writing` whether one is open.
    """

    asked = Signal(str)
    form_closed = Signal()
    writing = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = ""
        self._step: Step | None = None
        self._form: Form | None = None
        self._purpose = ""
        self.tabs = TabLine()
        for name, text in (
            (ARGUMENTS, "Arguments"), (GATES, "Gates"), (VALUES, "Values"), (RESULT, "Result"),
        ):  # fmt: skip
            self.tabs.add(name, text)
        self._tab = ARGUMENTS
        self._arguments = Arguments({}, boxed=True)
        self._report = Report()
        self._text = Paragraph("", "small", "muted")
        self._code = CodeBox(_MOST_LINES)
        self._tools = Row(gap=2)
        self.tools: dict[str, CommandButton] = {}
        self._column = QVBoxLayout(self)
        self._build()
        look.watch(self)

    def _build(self) -> None:
        for command_id, text, icon, title in _TOOLS:
            tool = CommandButton(command_id, title, text, icon=icon, height=24)
            tool.asked.connect(self.asked)
            self.tools[command_id] = tool
            self._tools.add(tool)
        self._tools.layout_.addStretch(1)
        for widget in (
            self.tabs, self._arguments, self._report, self._text, self._code, self._tools,
        ):  # fmt: skip
            self._column.addWidget(widget)
        self.tabs.picked.connect(self._pick)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._column.setContentsMargins(look.px(14), look.px(6), look.px(14), look.px(8))
        self._column.setSpacing(look.px(8))

    def report(self) -> Report:
        """The rows about gates and values."""
        return self._report

    def tab(self) -> str:
        """The tab in view."""
        return self._tab

    def show_step(self, turn: Turn, step: Step) -> None:
        """Takes up a step; another one begins with its arguments and without a form."""
        if step.key != self.key:
            self.key, self._tab = step.key, ARGUMENTS
            self.close_form()
        self._step = step
        pending = is_pending(turn, step)
        if self._purpose in ("chat.edit", "chat.plan") and not pending:
            self.close_form()
        if self._purpose == "chat.mock" and not has_open_result(turn, step):
            self.close_form()
        self.tabs.note(GATES, str(len(step.gates)) if step.gates else "")
        self.tabs.note(VALUES, str(len(step.passing)) if step.passing else "")
        self.tools["chat.edit"].setVisible(pending)
        self.tools["chat.skip"].setVisible(pending)
        self.tools["chat.mock"].setVisible(has_open_result(turn, step))
        ended = step.runs > 0 and step.status not in ("planned", "waiting", "running")
        for command_id in ("chat.rerun", "chat.fork"):
            self.tools[command_id].setVisible(ended)
            self.tools[command_id].offer(has_base(step), _NO_BASE)
        self._draw()

    # -- writing

    def form(self) -> Form | None:
        """What something is written in, if it is open."""
        return self._form

    def open_form(self, form: Form, purpose: str) -> None:
        """Puts a form in the place of the tab; `purpose` is the command it carries out."""
        self.close_form()
        self._form, self._purpose = form, purpose
        form.left.connect(self.close_form)
        self._column.insertWidget(1, form)
        self._draw()
        self.writing.emit(True)
        form.focus_first()

    def close_form(self) -> None:
        """Takes the form away, whatever was written in it."""
        if self._form is not None:
            form, self._form, self._purpose = self._form, None, ""
            self.writing.emit(False)
            if form.isAncestorOf(QApplication.focusWidget() or self):
                self.form_closed.emit()
            self._column.removeWidget(form)
            form.hide()
            form.deleteLater()
            self._draw()

    # -- the tab

    def _pick(self, name: str) -> None:
        self._tab = name
        self.close_form()
        self._draw()

    def _draw(self) -> None:
        """Shows what the tab is about, or the form."""
        step, tab, writing = self._step, self._tab, self._form is not None
        if step is None:
            return
        self.tabs.choose(tab)
        self.tabs.setVisible(not writing)
        self._tools.setVisible(
            not writing and any(not tool.isHidden() for tool in self.tools.values())
        )
        shown: dict[QWidget, bool] = dict.fromkeys(
            (self._arguments, self._report, self._text, self._code), False
        )
        if not writing:
            shown |= {ARGUMENTS: self._draw_arguments, GATES: self._draw_gates,
                      VALUES: self._draw_values, RESULT: self._draw_result}[tab](step)  # fmt: skip
        for widget, visible in shown.items():
            widget.setVisible(visible)

    def _draw_arguments(self, step: Step) -> dict[QWidget, bool]:
        self._arguments.set(step.args, origins(step))
        return {self._arguments: True}

    def _draw_gates(self, step: Step) -> dict[QWidget, bool]:
        self._report.set([*gate_rows(step), *retry_rows(step)])
        return {self._report: True}

    def _draw_values(self, step: Step) -> dict[QWidget, bool]:
        rows = passing_rows(step)
        self._report.set(rows)
        self._text.set_text("No value of an earlier step was asked for, passed or dropped.")
        return {self._report: bool(rows), self._text: not rows}

    def _draw_result(self, step: Step) -> dict[QWidget, bool]:
        error: Any = step.error.to_json() if step.error is not None else None
        said = step.summary or ("" if step.duration_ms is not None or error else "It has not run.")
        fresh = f"{len(step.refreshed)} panels fetched again: {', '.join(step.refreshed)}"
        self._text.set_text("\n".join([said] * bool(said) + [fresh] * bool(step.refreshed)))
        code = "\n\n".join(part for part in (error_text(error), as_text(step.result)) if part)
        self._code.set_text(code)
        return {self._text: bool(self._text.text()), self._code: bool(code)}
