"""One rule of a fault file, and reading such files.

A rule names what it is about with ``on`` and what happens with ``do``::

    [[fault.rule]]
    on = "store.create"          # a ctx call: service.method, with * for any characters
    do = "error"                 # delay, error, timeout, duplicate or restart
    error = "StoreUnavailable"   # the exception's class, where do = "error"
    every = 3                    # only each third match

``on = "schedule:nightly_*"`` is about a handler: the wire's kind of it (``panel``, ``function``,
``schedule``, ``event``, ``webhook`` …, or ``task`` for background work) and its name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Literal, cast, get_args

from workbench.kernel.errors import SettingsError
from workbench.kernel.tables import Table

Action = Literal["delay", "error", "timeout", "duplicate", "restart"]

_ACTIONS: Final = get_args(Action)


@dataclass(frozen=True, slots=True)
class FaultRule:
    """What goes wrong, where, and how often; times are virtual seconds.

    ``on`` is ``service.method`` of a ``ctx`` call, or ``kind:name`` of a handler. ``seconds`` is
    how long a delay takes, when a timeout strikes (None: when the service's own would) and how far
    into its work a process is restarted. The first ``skip`` matches are spared, then each
    ``every``-th is taken, by ``chance``, and no more than ``times``.
    """

    on: str
    do: Action
    app: str = "*"
    user: str = "*"
    seconds: float | None = None
    error: str = "RuntimeError"
    message: str = ""
    skip: int = 0
    every: int = 1
    times: int | None = None
    chance: float = 1.0

    def matches(self, target: str, app_id: str, user_id: str) -> bool:
        """True when the rule is about `target` of that app and user."""
        return (
            fnmatchcase(target, self.on)
            and fnmatchcase(app_id, self.app)
            and fnmatchcase(user_id, self.user)
        )

    def describe(self) -> str:
        """The rule in a few words, as records show it."""
        return f"{self.do} on {self.on}"


def read_rules(top: Table) -> tuple[FaultRule, ...]:
    """The rules of a ``[fault]`` table; SettingsError says what in it cannot be understood."""
    rules = tuple(_rule(table) for table in top.tables("rule", "[[fault.rule]]"))
    top.finish()
    return rules


def load_faults(path: Path) -> tuple[FaultRule, ...]:
    """Rules of a fault file: ``[[rule]]`` or ``[[fault.rule]]`` in TOML.

    Raises SettingsError when it is missing or cannot be understood.
    """
    if not path.is_file():
        raise SettingsError(f"{path}: there is no such fault file")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    top = Table(str(path), "the file", data)
    if "fault" not in top:
        return read_rules(top)
    rules = read_rules(top.table("fault"))
    top.finish()
    return rules


def _rule(table: Table) -> FaultRule:
    on, do = table.text("on"), table.text("do")
    if do not in _ACTIONS:
        known = ", ".join(_ACTIONS)
        raise SettingsError(f"{table.file}: {table.place}: do must be one of {known}, not {do!r}")
    if not on.strip(":.") or not (":" in on or "." in on):
        expected = "service.method, such as store.create, or kind:name, such as schedule:sweep"
        raise SettingsError(f"{table.file}: {table.place}: on must be {expected}, not {on!r}")
    rule = FaultRule(
        on=on,
        do=cast(Action, do),
        app=table.text("app", "*"),
        user=table.text("user", "*"),
        seconds=table.number("seconds", 0) if "seconds" in table else None,
        error=table.text("error", "RuntimeError"),
        message=table.text("message", ""),
        skip=table.whole("skip", 0),
        every=table.whole("every", 1, 1),
        times=table.whole("times", 1, 1) if "times" in table else None,
        chance=table.number("chance", 1.0),
    )
    table.finish()
    return rule
