"""Commands that step through a turn of the chat, set breakpoints and switch branches."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint

from workbench.gui.bindings.binding import Binding
from workbench.gui.chat.turn_words import breaks_on
from workbench.gui.parts.menu import add_icon, new_menu, show_under

_ON_STEP: Final = (
    "chat.edit", "chat.mock", "chat.skip", "chat.rerun", "chat.fork", "chat.break",
    "chat.break_function",
)  # fmt: skip
_TYPES: Final = ("read", "write", "destructive")
_BREAKS: Final = ("chat.break_error", *(f"chat.break_{name}" for name in _TYPES), "chat.clear")


class Stepping(Binding):
    """The chat's stepper by name, and the facts about what is at hand."""

    def bind(self) -> None:
        """Going on, changing what comes, going back, breakpoints, what can be looked at."""
        bind, chat = self.registry.bind, self.chrome.stage.chat
        stepper = chat.stepper
        bind("chat.through", stepper.toggle_through, checked=lambda: stepper.through)
        bind("chat.run", partial(stepper.go, "run"))
        bind("chat.step", partial(stepper.go, "step"))
        bind("chat.over", partial(stepper.go, "over"))
        bind("chat.pause", stepper.pause)
        bind("chat.next", partial(stepper.hand.move, 1))
        bind("chat.previous", partial(stepper.hand.move, -1))
        for command_id in ("chat.edit", "chat.mock", "chat.fork", "chat.plan"):
            bind(command_id, partial(chat.open_form, command_id))
        bind("chat.skip", stepper.skip)
        bind("chat.rerun", stepper.rerun)
        bind("chat.checkout", stepper.next_branch)
        for command_id, whole in (("chat.break", False), ("chat.break_function", True)):
            bind(
                command_id,
                partial(stepper.toggle_break_here, function=whole),
                checked=partial(stepper.breaks_here, function=whole),
            )
        on_error = {"on_error": True}
        bind(
            "chat.break_error",
            partial(stepper.toggle_break, **on_error),
            checked=lambda: stepper.breaks(**on_error) is not None,
        )
        for name in _TYPES:
            bind(
                f"chat.break_{name}",
                partial(stepper.toggle_break, action_type=name),
                checked=partial(self._breaks_on_type, name),
            )
        bind("chat.clear", stepper.clear_breaks)
        for command_id in ("chat.why", "chat.budget"):
            bind(command_id, partial(chat.toggle, command_id))

    def follow(self) -> None:
        """Knows what is at hand; buttons of the chat ask for commands like keys do."""
        chat = self.chrome.stage.chat
        self._chosen: object = None
        chat.stepper.changed.connect(self._changed)
        chat.asked.connect(self.chrome.actions.run)
        chat.menu_asked.connect(self._open_menu)
        chat.breaks_asked.connect(self._open_breaks)

    def _changed(self) -> None:
        stepper = self.chrome.stage.chat.stepper
        for fact, holds in stepper.hand.facts().items():
            self.registry.set_fact(fact, holds)
        chosen = (stepper.through, tuple(row.id for row in stepper.breakpoints()))
        if chosen != self._chosen:
            self._chosen = chosen
            self.registry.changed()

    def _breaks_on_type(self, name: str) -> bool:
        return self.chrome.stage.chat.stepper.breaks(action_type=name) is not None

    def _open_menu(self, at: QPoint) -> None:
        """What can be done with the step at hand."""
        menu = new_menu(self.chrome.stage.chat)
        self.chrome.actions.fill(menu, [self.registry.get(id_) for id_ in _ON_STEP])
        menu.popup(at)

    def _open_breaks(self) -> None:
        """The kinds of breakpoints, and those set on functions, which a click takes away."""
        chat = self.chrome.stage.chat
        menu = new_menu(chat)
        for row in chat.stepper.breakpoints():
            if row.function is not None:
                entry = menu.addAction(breaks_on(row))
                add_icon(menu, "circle-dot", "danger")
                entry.triggered.connect(partial(self._take_away, row.function, row.step_id))
        if not menu.isEmpty():
            menu.addSeparator()
        self.chrome.actions.fill(menu, [self.registry.get(id_) for id_ in _BREAKS])
        show_under(menu, chat.breaks)

    def _take_away(self, function: str, step_id: str | None, _checked: bool = False) -> None:
        self.chrome.stage.chat.stepper.toggle_break(function=function, step_id=step_id)
