"""The one registry of commands: menus, toolbar, palette, shortcut sheet and CLI are drawn from it.

This module is data and plain Python: it can be imported where Qt is not. A `Command` says what a
command is called, which keys start it and which facts must hold; a `Registry` knows what it does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

Run = Callable[[], Awaitable[object] | object]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a person can ask the workbench to do.

    `keys` are portable key texts ("Ctrl+K"; the platform's own modifier is used on macOS).
    `menu` is the menu the command stands in, empty for none. `needs` are the names of facts that
    must all hold for it to be enabled. `place` limits the keys to a part of the window
    ("pane"): elsewhere the same keys keep their usual meaning, as Space does in a text field.
    """

    id: str
    title: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    icon: str = ""
    needs: tuple[str, ...] = ()
    detail: str = ""
    place: str = ""

    @property
    def group(self) -> str:
        """The first part of the id, e.g. "clock" of "clock.pause"."""
        return self.id.split(".", 1)[0]


class UnknownCommandError(LookupError):
    """Raised when a command id is not in the registry."""


class Registry:
    """Commands by id, what runs them, and the facts that enable them.

    Listeners are told after a command was added or removed, bound, or a fact changed, so that
    whatever is drawn from the registry can be brought up to date.
    """

    def __init__(self, commands: Iterable[Command] = ()) -> None:
        self._commands: dict[str, Command] = {}
        self._usual: dict[str, tuple[str, ...]] = {}
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._runs: dict[str, Run] = {}
        self._checked: dict[str, Callable[[], bool]] = {}
        self._facts: set[str] = set()
        self._listeners: list[Callable[[], None]] = []
        for command in commands:
            self.add(command)

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __len__(self) -> int:
        return len(self._commands)

    def __contains__(self, command_id: str) -> bool:
        return command_id in self._commands

    def get(self, command_id: str) -> Command:
        """The command with this id; raises `UnknownCommandError`."""
        try:
            return self._commands[command_id]
        except KeyError:
            raise UnknownCommandError(command_id) from None

    def add(self, command: Command, run: Run | None = None) -> None:
        """Adds a command, e.g. one per persona, and optionally binds it; ids are unique."""
        if command.id in self._commands:
            raise ValueError(f"command {command.id!r} is already registered")
        self._usual[command.id] = command.keys
        keys = self._chosen.get(command.id, command.keys)
        self._commands[command.id] = replace(command, keys=keys)
        if run is not None:
            self._runs[command.id] = run
        self._tell()

    def remove(self, command_id: str) -> None:
        """Takes a command out again; raises `UnknownCommandError`."""
        self.get(command_id)
        del self._commands[command_id], self._usual[command_id]
        self._runs.pop(command_id, None)
        self._checked.pop(command_id, None)
        self._tell()

    def bind(self, command_id: str, run: Run, *, checked: Callable[[], bool] | None = None) -> None:
        """Says what a command does and, for one that is a choice, whether it is the chosen one."""
        self.get(command_id)
        self._runs[command_id] = run
        if checked is not None:
            self._checked[command_id] = checked
        self._tell()

    def bound(self, command_id: str) -> bool:
        """Whether something runs when this command is asked for."""
        return command_id in self._runs

    def enabled(self, command_id: str) -> bool:
        """Whether the command is bound and all the facts it needs hold."""
        command = self.get(command_id)
        return command_id in self._runs and self._facts.issuperset(command.needs)

    def checkable(self, command_id: str) -> bool:
        """Whether the command is one of a set of choices."""
        return command_id in self._checked

    def checked(self, command_id: str) -> bool:
        """Whether a choice is the one in force."""
        test = self._checked.get(command_id)
        return test is not None and test()

    # -- keys that a person chose

    def usual_keys(self, command_id: str) -> tuple[str, ...]:
        """The keys a command has by itself; raises `UnknownCommandError`."""
        self.get(command_id)
        return self._usual[command_id]

    def rebind(self, command_id: str, keys: Sequence[str]) -> None:
        """Gives a command other keys, or none; raises `UnknownCommandError`."""
        self._give(command_id, tuple(keys))
        self._tell()

    def reset(self, command_id: str | None = None) -> None:
        """Gives a command, or every one, the keys it had at first."""
        for id_ in [command_id] if command_id is not None else list(self._chosen):
            if id_ in self._commands:
                self._give(id_, self._usual[id_])
            self._chosen.pop(id_, None)
        self._tell()

    def _give(self, command_id: str, keys: tuple[str, ...]) -> None:
        self._commands[command_id] = replace(self.get(command_id), keys=keys)
        if keys == self._usual[command_id]:
            self._chosen.pop(command_id, None)
        else:
            self._chosen[command_id] = keys

    def choose_keys(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Takes up what `chosen_keys` said earlier; commands may come later, or never."""
        self._chosen.update({id_: tuple(keys) for id_, keys in chosen.items()})
        for id_, keys in self._chosen.copy().items():
            if id_ in self._commands:
                self._give(id_, keys)
        self._tell()

    def chosen_keys(self) -> dict[str, list[str]]:
        """The keys of the commands that have others than at first, by id."""
        return {id_: list(keys) for id_, keys in self._chosen.items()}

    def run(self, command_id: str) -> Awaitable[object] | object:
        """Runs an enabled command and hands back what it returned; a disabled one does nothing."""
        if not self.enabled(command_id):
            return None
        return self._runs[command_id]()

    def facts(self) -> frozenset[str]:
        """The facts that hold now."""
        return frozenset(self._facts)

    def set_fact(self, fact: str, holds: bool) -> None:
        """Records that a fact holds or no longer holds."""
        if (fact in self._facts) == holds:
            return
        if holds:
            self._facts.add(fact)
        else:
            self._facts.discard(fact)
        self._tell()

    def changed(self) -> None:
        """Tells listeners that a choice took effect elsewhere."""
        self._tell()

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls `listener` after every change; returns what ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener()
