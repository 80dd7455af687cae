"""DatePicker: a day typed or chosen from a calendar; its value is ``YYYY-MM-DD``."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QDateTime, QLocale
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.render.calendar_panel import CalendarPanel, locale
from workbench.gui.render.clickables import IconButton
from workbench.gui.render.forms.validation import check_date, date_of
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.plain import label_of, text_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.well import WellEdit


def date_format() -> str:
    """The locale's short date, with a year of four digits."""
    short = locale().dateFormat(QLocale.FormatType.ShortFormat)
    if "yyyy" not in short:
        short = short.replace("yy", "yyyy")
    if locale().language() == QLocale.Language.English and short == "M/d/yyyy":
        return "MM/dd/yyyy"
    return short


def parse(text: str) -> date | None:
    """A date typed in the locale's format or as ``YYYY-MM-DD``."""
    found = date_of(text)
    if found is not None:
        return found
    for pattern in (date_format(), locale().dateFormat(QLocale.FormatType.ShortFormat)):
        read = locale().toDate(text.strip(), pattern)
        if read.isValid() and read.year() > 99:
            return date(read.year(), read.month(), read.day())
    return None


def written(value: Any) -> str:
    """A stored date as the locale writes it; what is no date stays as it is."""
    found = date_of(value)
    if found is None:
        return text_of(value)
    return locale().toString(QDate(found.year, found.month, found.day), date_format())


@register("DatePicker")
class DatePickerView(FieldView):
    """Typing a whole date or choosing one changes the value; anything else is no date yet."""

    param = "date"

    def make_body(self) -> QWidget:
        """The field with its calendar button inside."""
        body = QWidget()
        self.edit = WellEdit()
        self.open_button = IconButton("calendar", "Choose a date", side=32, parent=self.edit)
        row = QHBoxLayout(self.edit)
        row.setContentsMargins(0, 0, 6, 0)
        row.addStretch(1)
        row.addWidget(self.open_button)
        outer = QHBoxLayout(body)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.edit)
        self.popover: Popover | None = None
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._finished)
        self.open_button.when_clicked(self._open)
        return body

    def focus_target(self) -> QWidget:
        """The field."""
        return self.edit

    def initial(self) -> Any:
        """The `value` prop as text."""
        return text_of(self.node.get("value"))

    def read(self) -> None:
        """The hint in the empty field."""
        hint = label_of(self.node.get("placeholder")) or date_format().lower()
        self.edit.setPlaceholderText(hint)
        self.edit.set_insets(10, self.open_button.width() + 10)

    def show_value(self, value: Any) -> None:
        """Show a date as the locale writes it; what is being typed is not disturbed."""
        typed = parse(self.edit.text())
        if self.edit.hasFocus() and typed is not None and typed == date_of(value):
            return
        if not (self.edit.hasFocus() and self.edit.isModified() and not text_of(value)):
            self.edit.setText(written(value))

    def check(self, value: Any) -> str:
        """Required, a real date, and between `min` and `max`."""
        if self.edit.text().strip() and parse(self.edit.text()) is None:
            return "Please enter a valid date."
        get = self.node.props.get
        return check_date(text_of(value), get("min"), get("max"), required=self.required)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.edit.set_bad(bad)

    def _typed(self, text: str) -> None:
        found = parse(text)
        value = found.isoformat() if found is not None else ""
        if value != text_of(self.value):
            self.user_changed(value)

    def _finished(self) -> None:
        found = parse(self.edit.text())
        if found is not None:
            self.edit.setText(written(found.isoformat()))

    def _open(self) -> None:
        if self.popover is None:
            self.calendar = CalendarPanel()
            self.calendar.chosen.connect(self._chosen)
            self.popover = Popover(self.edit, self.calendar, align="end", radius=8)
        if self.popover.isVisible():
            self.popover.close_panel()
            return
        get = self.node.props.get
        now = QDateTime.currentDateTime().date()
        today = date(now.year(), now.month(), now.day())
        self.calendar.show_date(
            date_of(self.value), date_of(get("min")), date_of(get("max")), today
        )
        self.popover.open()
        self.calendar.setFocus()

    def _chosen(self, value: str) -> None:
        if self.popover is not None:
            self.popover.close_panel()
        self.edit.setText(written(value))
        if value != text_of(self.value):
            self.user_changed(value)

    def dispose(self) -> None:
        """Take the calendar along."""
        if self.popover is not None:
            self.popover.close_panel(refocus=False)
            self.popover.deleteLater()
        super().dispose()
