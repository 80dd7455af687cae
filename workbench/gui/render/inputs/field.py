"""What all form controls share: caption, help and error, value and name, change actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.render import roles
from workbench.gui.render.actions import ActionRun
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.field_note import FieldLabel, FieldNote
from workbench.gui.render.forms.scope import FormScope
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, flag_of, label_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.widget_view import WidgetView

__all__ = ["FieldView", "register"]
GAP = 4


class FieldView(WidgetView):
    """A control with a value.

    Subclasses make ``self.body`` in `make_body`, read their other props in `read`, show a value in
    `show_value` and call `user_changed` when a person changed it. Inside a Form the value lives in
    the form under `param_name`; outside it lives in the control.
    """

    role = "group"
    param: ClassVar[str] = "value"
    """The default `param_name`."""
    value_prop: ClassVar[str] = "value"
    captioned: ClassVar[bool] = True
    """Whether `label` is a caption above the control."""
    body: QWidget

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        roles.install()
        self._form: FormScope | None = scope.form if isinstance(scope.form, FormScope) else None
        self._run = ActionRun(scope.actions, self._progressed)
        self._problem = ""
        self._stop_listening: Callable[[], None] | None = None
        self.frame = ColumnBox(scope.surface)
        self.control = self.frame
        self.body = self.make_body()
        self.label = FieldLabel(self.focus_target)
        self.note = FieldNote()
        self.frame.add(self.label)
        self.frame.add(self.body, above=GAP)
        self.frame.add(self.note, above=GAP)
        self.name = self._read_name()
        self._local: Any = self._given()
        self.read()
        self._show(self._local)
        self._show_frame()
        self._join()

    # -- for subclasses ---------------------------------------------------------------------

    def make_body(self) -> QWidget:
        """Make the control itself."""
        raise NotImplementedError

    def focus_target(self) -> QWidget:
        """The widget that takes the keyboard."""
        return self.body

    def named_target(self) -> QWidget:
        """The widget that bears the field's name."""
        return self.focus_target()

    def spoken_value(self) -> str:
        """The value, where the control itself does not tell it."""
        return ""

    def read(self) -> None:
        """Read the props of the body; called before the value is shown."""

    def initial(self) -> Any:
        """The value of the props, in the type that is submitted."""
        return self.node.get(self.value_prop)

    def show_value(self, value: Any) -> None:
        """Show a value, of whatever type."""

    def check(self, value: Any) -> str:
        """Why this value blocks a Form, or ""."""
        return ""

    def show_bad(self, bad: bool) -> None:
        """Draw the control as faulty, or not."""

    def show_enabled(self, enabled: bool) -> None:
        """Enable or disable the control."""
        self.body.setEnabled(enabled)

    # -- values -----------------------------------------------------------------------------

    @property
    def in_form(self) -> bool:
        """Whether a Form holds the value."""
        return self._form is not None

    @property
    def value(self) -> Any:
        """The value now."""
        if self._form is not None:
            return self._form.state.value(self.name, self._local)
        return self._local

    @property
    def required(self) -> bool:
        """Whether a Form must not be sent without a value."""
        return flag_of(self.node.get("required"))

    @property
    def disabled(self) -> bool:
        """Whether the props disable the control."""
        return flag_of(self.node.get("disabled"))

    @property
    def pending(self) -> bool:
        """Whether the control's own action runs."""
        return self._run.pending

    def user_changed(self, value: Any, *, action: str = "on_change") -> None:
        """A person changed the value: keep it, and run the change action if there is one."""
        self._local = value
        self._problem = ""
        self._show_frame()
        if self._form is not None:
            self._form.state.edit(self.name, value)
        self.dispatch(action, value)

    def dispatch(self, prop: str, value: Any, done: Callable[[bool], None] | None = None) -> bool:
        """Run the action in a prop with ``{param_name: value}`` merged into its params."""
        action = action_of(self.node.get(prop))
        return action is not None and self._run.start(action, {self.name: value}, done=done)

    @property
    def cut(self) -> bool:
        """Whether only the beginning of the value is drawn: then a person cannot change it."""
        return self.value_prop in self.node.whole

    def _given(self) -> Any:
        """The value of the props, all of it."""
        return self.node.whole[self.value_prop] if self.cut else self.initial()

    def _show(self, value: Any) -> None:
        """Show a value as far as it is drawn."""
        self.show_value(self.initial() if self.cut else value)

    def _read_name(self) -> str:
        return text_of(self.node.get("param_name")) or self.param

    def _join(self) -> None:
        if self._form is None:
            return
        self._stop_listening = self._form.state.listen(self.name, self._heard)
        self._form.enter(self)

    def _leave(self) -> None:
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        if self._form is not None:
            self._form.leave(self)

    def _heard(self, value: Any) -> None:
        self._local = value
        self._show(value)

    # -- the form's side --------------------------------------------------------------------

    def register(self) -> None:
        """Announce the initial value to the form and show what the form holds."""
        if self._form is not None:
            self._local = self._form.state.register(self.name, self._given())
            self._show(self._local)

    def problem(self) -> str:
        """Why the form cannot be sent; a disabled control never blocks."""
        return "" if self.disabled else self.check(self.value)

    def show_problem(self, text: str) -> None:
        """Show the sentence under the control and give it the keyboard."""
        self._problem = text
        self._show_frame()
        self.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)

    # -- refreshes --------------------------------------------------------------------------

    def changed(self, before: Node) -> None:
        """Read the props again; the value follows a changed value prop or identity."""
        name = self._read_name()
        if name != self.name:
            self._leave()
            self.name = name
            self._join()
        self.read()
        if self.node.renewed(before) or self.differs(before, self.value_prop):
            self._local = self._given()
            if self._form is not None:
                self._form.state.follow(self.name, self._local)
            self._problem = ""
        self._show(self.value)
        self._show_frame()

    def _progressed(self) -> None:
        self._show_frame()

    def _show_frame(self) -> None:
        get = self.node.props.get
        label = label_of(get("label"))
        self.label.show_label(label if self.captioned else "", self.required)
        error = label_of(get("error")) or self._problem or self._run.error
        self.note.show_note(error or label_of(get("description")), bad=bool(error))
        self.show_bad(bool(error))
        self.show_enabled(not self.disabled and not self.cut and not self._run.pending)
        target = self.named_target()
        spoken = label or label_of(get("placeholder")) or self.name
        target.setAccessibleName(spoken)
        words = (self.spoken_value(), self.note.text)
        target.setAccessibleDescription(", ".join(word for word in words if word))

    def restyle(self) -> None:
        """Repaint in the new colours."""
        for widget in (self.frame, self.label, self.note, self.body):
            widget.update()

    def dispose(self) -> None:
        """Leave the form; an action under way ends by itself."""
        self._leave()
        self._run.forget()
        super().dispose()
