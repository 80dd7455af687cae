"""MultiSelect: several choices, shown as pills above a list of the others."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from workbench.gui.render.column_box import ColumnBox, FlowBox
from workbench.gui.render.forms.validation import CHOOSE, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.inputs.select import ChoiceList, ChoiceWell
from workbench.gui.render.option_panel import Option, options_of
from workbench.gui.render.pills import Pill
from workbench.gui.render.plain import label_of, texts_of

PLACEHOLDER = "Add..."
_TALL = 38


@register("MultiSelect")
class MultiSelectView(FieldView):
    """Its value is a list of strings; it has no action of its own."""

    param = "values"
    value_prop = "values"

    def make_body(self) -> QWidget:
        """Pills, then the drop-down of what is left."""
        body = ColumnBox()
        self.pills = FlowBox(gap=4)
        self.well = ChoiceWell(_TALL)
        self.choices = ChoiceList(self.well)
        body.add(self.pills)
        body.add(self.well, above=8)
        self.well.when_clicked(self._open)
        self.choices.chosen.connect(self._add)
        self.options: list[Option] = []
        self.chosen: list[str] = []
        return body

    def focus_target(self) -> QWidget:
        """The drop-down."""
        return self.well

    def initial(self) -> Any:
        """The `values` prop as strings."""
        return texts_of(self.node.get("values"))

    def read(self) -> None:
        """Options and placeholder."""
        self.options = options_of(self.node.get("options"))
        placeholder = label_of(self.node.get("placeholder"), PLACEHOLDER)
        self.well.show_choice(placeholder, muted=True)

    def show_value(self, value: Any) -> None:
        """Make a pill for each value; the drop-down goes when nothing is left."""
        self.chosen = texts_of(value)
        labels = {option.value: option.label for option in self.options}
        self._show_pills([(part, labels.get(part, part)) for part in self.chosen])
        self.pills.setVisible(bool(self.chosen))
        self.well.setVisible(bool(self._left()) or not self.options)

    def _show_pills(self, wanted: list[tuple[str, str]]) -> None:
        shown = [(pill.value, pill.text()) for pill in self._present()]
        if shown == wanted:
            return
        for pill in self._present():
            pill.hide()
            pill.deleteLater()
        self.pills.parts = []
        for value, label in wanted:
            pill = Pill(value, label, self.pills)
            pill.removed.connect(self._remove)
            self.pills.parts.append(pill)
            pill.show()
        self.pills.relayout()
        self.pills.updateGeometry()

    def _present(self) -> list[Pill]:
        return [part for part in self.pills.parts if isinstance(part, Pill)]

    def _left(self) -> list[Option]:
        return [option for option in self.options if option.value not in self.chosen]

    def check(self, value: Any) -> str:
        """Required: at least one."""
        return check_chosen(texts_of(value), required=self.required, message=CHOOSE)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.well.bad = bad
        self.well.update()

    def _open(self) -> None:
        self.choices.open(self._left(), "")

    def _add(self, value: str) -> None:
        if value not in self.chosen:
            self._set([*self.chosen, value])

    def _remove(self, value: str) -> None:
        if not self.disabled:
            self._set([part for part in self.chosen if part != value])

    def _set(self, values: list[str]) -> None:
        self.show_value(values)
        self.user_changed(values, action="")

    def dispose(self) -> None:
        """Take the list along."""
        self.choices.dispose()
        super().dispose()
