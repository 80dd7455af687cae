"""TagInput: a list of short texts typed, pasted or picked from suggestions."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from workbench.gui.render.forms.validation import FILL_IN, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.inputs.tag_well import TagWell
from workbench.gui.render.option_panel import OptionPanel
from workbench.gui.render.pills import Pill
from workbench.gui.render.plain import label_of, texts_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.tag_rules import TagRules, tag_rules

PLACEHOLDER = "Add..."
_REJECTED_MS = 1800
_PANEL = 192


@register("TagInput")
class TagInputView(FieldView):
    """Its value is a list of strings; `on_change` gets the whole list each time."""

    param = "tags"
    value_prop = "values"
    rules: TagRules

    def make_body(self) -> QWidget:
        """The well; suggestions open below it."""
        self.well = TagWell()
        self.edit = self.well.edit
        self.tags: list[str] = []
        self.panel: OptionPanel | None = None
        self.popover: Popover | None = None
        self._rejected = QTimer(self.well)
        self._rejected.setSingleShot(True)
        self._rejected.setInterval(_REJECTED_MS)
        self._rejected.timeout.connect(self._forgive)
        edit = self.edit
        edit.added.connect(self._enter)
        edit.pasted.connect(self._paste)
        edit.emptied.connect(self._remove_last)
        edit.moved.connect(self._move)
        edit.left.connect(self._close)
        edit.entered.connect(self._entered)
        edit.textEdited.connect(self._suggest)
        return self.well

    def focus_target(self) -> QWidget:
        """The field."""
        return self.edit

    def initial(self) -> Any:
        """The `values` prop as strings."""
        return texts_of(self.node.get("values"))

    def read(self) -> None:
        """What may be added."""
        self.rules = tag_rules(self.node.props)
        self.edit.delimiters = self.rules.delimiters

    def show_value(self, value: Any) -> None:
        """Make a pill for each tag that has none yet."""
        self.tags = list(dict.fromkeys(texts_of(value)))
        have = {pill.value: pill for pill in self.well.pills()}
        pills: list[QWidget] = []
        for tag in self.tags:
            pill = have.pop(tag, None)
            if pill is None:
                pill = Pill(tag, label_of(tag), self.well)
                pill.removed.connect(self._remove)
                pill.show()
            pills.append(pill)
        for gone in have.values():
            gone.hide()
            gone.deleteLater()
        self.well.parts = [*pills, self.edit]
        hint = label_of(self.node.get("placeholder"), PLACEHOLDER)
        self.edit.setPlaceholderText("" if self.tags else hint)
        self.well.relayout()
        self.well.updateGeometry()

    def check(self, value: Any) -> str:
        """Required: at least one."""
        return check_chosen(texts_of(value), required=self.required, message=FILL_IN)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.well.bad = bad
        self.well.update()

    # -- adding and removing ----------------------------------------------------------------

    def _enter(self, text: str) -> None:
        if self._opened() and self.panel is not None and self.panel.list.current >= 0:
            self.panel.list.choose_current()
            return
        self._add([text.strip()])

    def _paste(self, text: str) -> None:
        parts = self.rules.split(text)
        if len(parts) >= 2:
            self._add(parts)
        else:
            self.edit.insert(" ".join(text.split("\n")))
            self._suggest(self.edit.text())

    def _add(self, parts: list[str]) -> None:
        """Add the parts that are new and valid; a lone one that is not valid is refused."""
        new = [part for part in dict.fromkeys(parts) if part and part not in self.tags]
        valid = [part for part in new if self.rules.accepts(part)]
        if new and not valid:
            self._reject()
            return
        self.edit.clear()
        if valid:
            self._set([*self.tags, *valid])
        self._suggest("")

    def _reject(self) -> None:
        self._problem = self.rules.message
        self._show_frame()
        self._rejected.start()

    def _forgive(self) -> None:
        self._problem = ""
        self._show_frame()

    def _remove(self, tag: str) -> None:
        if not self.disabled:
            self._set([one for one in self.tags if one != tag])
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_last(self) -> None:
        if self.tags:
            self._set(self.tags[:-1])

    def _set(self, tags: list[str]) -> None:
        self.show_value(tags)
        self.user_changed(tags)

    # -- suggestions ------------------------------------------------------------------------

    def _opened(self) -> bool:
        return self.popover is not None and self.popover.isVisible()

    def _entered(self, by_key: bool) -> None:
        self.well.set_ringed(by_key)
        self._suggest(self.edit.text())

    def _suggest(self, text: str) -> None:
        offers = self.rules.offers(text, self.tags)
        if not offers or not self.edit.hasFocus():
            self._close()
            return
        if self.popover is None or self.panel is None:
            self.panel = OptionPanel(_PANEL)
            self.panel.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.panel.list.chosen.connect(self._picked)
            self.popover = Popover(self.well, self.panel, match_width=True)
        self.panel.list.show_options(offers)
        if self.popover.isVisible():
            self.popover.fit()
        else:
            self.popover.open()

    def _move(self, step: int) -> None:
        if not self._opened():
            self._suggest(self.edit.text())
        if self._opened() and self.panel is not None:
            self.panel.list.move_by(step)

    def _picked(self, tag: str) -> None:
        self._add([tag])

    def _close(self) -> None:
        self.well.update()
        if self.popover is not None:
            self.popover.close_panel(refocus=False)

    def dispose(self) -> None:
        """Take the suggestions along."""
        self._rejected.stop()
        if self.popover is not None:
            self.popover.close_panel(refocus=False)
            self.popover.deleteLater()
        super().dispose()
