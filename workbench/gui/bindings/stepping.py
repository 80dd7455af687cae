"""Commands that step through a turn of the chat, set breakpoints and switch branches."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint

from workbench.gui.bindings.binding import Binding
from workbench.gui.chat.turn_words import breaks_on
from workbench.gui.parts.menu import add_icon, new_menu, show_under

if TYPE_CHECKING:
    from workbench.gui.chat.pane import ChatPane
    from workbench.gui.chat.stepper import Stepper

_ON_STEP: Final = (
    "chat.edit", "chat.mock", "chat.skip", "chat.rerun", "chat.fork", "chat.break",
    "chat.break_function",
)  # fmt: skip
_TYPES: Final = ("read", "write", "destructive")
_BREAKS: Final = ("chat.break_error", *(f"chat.break_{name}" for name in _TYPES), "chat.clear")


class Stepping(Binding):
    """The stepper of the chat in use by name, and the facts about what is at hand there."""

    def bind(self) -> None:
        """Going on, changing what comes, going back, breakpoints, what can be looked at."""
        self._bind_going()
        self._bind_breaks()
        for command_id in ("chat.edit", "chat.mock", "chat.fork", "chat.plan"):
            self.registry.bind(command_id, partial(self._open_form, command_id))
        for command_id in ("chat.why", "chat.budget"):
            self.registry.bind(command_id, partial(self._toggle, command_id))

    def _bind_going(self) -> None:
        steps: dict[str, Callable[[Stepper], object]] = {
            "chat.run": lambda stepper: stepper.go("run"),
            "chat.step": lambda stepper: stepper.go("step"),
            "chat.over": lambda stepper: stepper.go("over"),
            "chat.pause": lambda stepper: stepper.pause(),
            "chat.next": lambda stepper: stepper.hand.move(1),
            "chat.previous": lambda stepper: stepper.hand.move(-1),
            "chat.skip": lambda stepper: stepper.skip(),
            "chat.rerun": lambda stepper: stepper.rerun(),
            "chat.checkout": lambda stepper: stepper.next_branch(),
            "chat.clear": lambda stepper: stepper.clear_breaks(),
        }
        for command_id, act in steps.items():
            self.registry.bind(command_id, partial(self._do, act))
        through = partial(self._do, lambda stepper: stepper.toggle_through())
        self.registry.bind("chat.through", through, checked=lambda: self._stepper().through)

    def _bind_breaks(self) -> None:
        bind = self.registry.bind
        for command_id, whole in (("chat.break", False), ("chat.break_function", True)):
            bind(
                command_id,
                partial(self._break_here, whole),
                checked=partial(self._breaks_here, whole),
            )
        kinds: dict[str, dict[str, object]] = {"chat.break_error": {"on_error": True}}
        kinds |= {f"chat.break_{name}": {"action_type": name} for name in _TYPES}
        for command_id, what in kinds.items():
            bind(command_id, partial(self._break_on, what), checked=partial(self._breaks_on, what))

    def follow(self) -> None:
        """Knows what is at hand; buttons of a chat ask for commands like keys do."""
        self._chosen: object = None
        pair = self.chrome.pair
        pair.chat_opened.connect(self._follow_chat)
        pair.chat_changed.connect(self._changed)
        self._follow_chat(self.chrome.stage.chat)

    def _follow_chat(self, chat: ChatPane) -> None:
        chat.stepper.changed.connect(self._changed)
        chat.asked.connect(partial(self._asked, chat))
        chat.menu_asked.connect(partial(self._open_menu, chat))
        chat.breaks_asked.connect(partial(self._open_breaks, chat))

    def _asked(self, chat: ChatPane, command_id: str) -> None:
        self.chrome.pair.use(chat)
        self.chrome.actions.run(command_id)

    def _changed(self) -> None:
        stepper = self._stepper()
        for fact, holds in stepper.hand.facts().items():
            self.registry.set_fact(fact, holds)
        chosen = (stepper.through, tuple(row.id for row in stepper.breakpoints()))
        if chosen != self._chosen:
            self._chosen = chosen
            self.registry.changed()
            for chat in self.chrome.pair.chats():
                if chat.stepper is not stepper:
                    chat.show_hand()  # breakpoints are everybody's

    # -- the chat in use

    def _stepper(self) -> Stepper:
        return self.chrome.pair.chat().stepper

    def _do(self, act: Callable[[Stepper], object]) -> None:
        act(self._stepper())

    def _open_form(self, command_id: str) -> None:
        self.chrome.pair.chat().open_form(command_id)

    def _toggle(self, command_id: str) -> None:
        self.chrome.pair.chat().toggle(command_id)

    def _break_here(self, whole: bool) -> None:
        self._stepper().toggle_break_here(function=whole)

    def _breaks_here(self, whole: bool) -> bool:
        return self._stepper().breaks_here(function=whole)

    def _break_on(self, what: dict[str, object]) -> None:
        self._stepper().toggle_break(**what)

    def _breaks_on(self, what: dict[str, object]) -> bool:
        return self._stepper().breaks(**what) is not None

    # -- menus

    def _open_menu(self, chat: ChatPane, at: QPoint) -> None:
        """What can be done with the step at hand."""
        self.chrome.pair.use(chat)
        menu = new_menu(chat)
        self.chrome.actions.fill(menu, [self.registry.get(id_) for id_ in _ON_STEP])
        menu.popup(at)

    def _open_breaks(self, chat: ChatPane) -> None:
        """The kinds of breakpoints, and those set on functions, which a click takes away."""
        self.chrome.pair.use(chat)
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
        self._stepper().toggle_break(function=function, step_id=step_id)
