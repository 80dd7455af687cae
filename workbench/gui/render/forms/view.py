"""Form: children that share one dict of values, and the button that sends it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.gui.render.actions import ActionRun
from workbench.gui.render.clickables import TextButton
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.field_note import FieldNote
from workbench.gui.render.forms.scope import FormScope
from workbench.gui.render.node import Node, same
from workbench.gui.render.plain import action_of, label_of, mapping_of, text_of, with_params
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView

GAP = 12
_BUSY = "Submitting…"


@register("Form")
class FormView(WidgetView):
    """A Form node. Values outlive refreshes, until its identity or its `defaults` change."""

    role = "form"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._run = ActionRun(scope.actions, self._progressed)
        self.form = FormScope(self._send)
        self.form.state.reset(mapping_of(node.get("defaults")))
        self.column = ColumnBox(scope.surface)
        self.control: QWidget = self.column
        self.body = scope.render_child(
            self.column, node.get("children"), self, form=self.form, gap=GAP
        )
        self.note = FieldNote()
        self.button = TextButton("Submit", "primary")
        self.button.when_clicked(self.form.submit)
        self.column.add(self.body)
        self.column.add(self.note, above=GAP)
        self.column.add(self.button, above=GAP, fill=False)
        self._show()

    def changed(self, before: Node) -> None:
        """Follow a refreshed node: new defaults first, then the children."""
        defaults = mapping_of(self.node.get("defaults"))
        renewed = self.node.renewed(before)
        reset = renewed or not same(defaults, mapping_of(before.get("defaults")))
        if reset:
            self.form.state.reset(defaults)
        self.body.set_content(self.node.get("children"))
        if reset:
            self.form.reset(defaults)
        if renewed:
            self._run.clear_error()
        self._show()

    def _action(self) -> dict[str, Any] | None:
        """The action to send: `action` is a function's name, or a whole action object."""
        value = self.node.get("action")
        if isinstance(value, str):
            return {"action": "call", "function": value, "params": {}} if value else None
        return action_of(value)

    def _send(self, values: dict[str, Any]) -> None:
        action = self._action()
        if action is not None:
            confirm = text_of(self.node.get("confirm"))
            self._run.start(with_params(action, **values), confirm=confirm)

    def _progressed(self) -> None:
        self._show()
        self.column.relayout()
        self.invalidate()

    def _show(self) -> None:
        label = label_of(self.node.get("submit_label"), "Submit")
        self.button.set_label(_BUSY if self._run.pending else label)
        self.button.setEnabled(self._action() is not None and not self._run.pending)
        self.button.set_busy(self._run.pending)
        self.note.show_note(self._run.error, bad=True)

    def restyle(self) -> None:
        """Repaint in the new colours."""
        self.button.update()
        self.note.update()

    def dispose(self) -> None:
        """Let an action under way end by itself; the children go with the form."""
        self._run.forget()
        super().dispose()
