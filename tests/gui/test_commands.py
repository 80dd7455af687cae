"""The registry of commands: data first, then what runs and when."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest

from workbench.gui.command_table import COMMANDS, MENUS
from workbench.gui.commands import Command, Registry, UnknownCommandError


def test_every_id_is_dotted_and_unique() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert all(id_.count(".") == 1 and id_ == id_.lower() for id_ in ids)


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(key for command in COMMANDS for key in command.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_command_stands_in_a_known_menu_and_has_an_icon() -> None:
    assert {command.menu for command in COMMANDS} <= set(MENUS)
    assert all(command.icon for command in COMMANDS)


def test_the_table_is_readable_without_qt() -> None:
    code = (
        "import sys, json; from dataclasses import asdict;"
        "from workbench.gui.command_table import COMMANDS;"
        "assert not any(m.startswith('PySide6') for m in sys.modules);"
        "print(json.dumps([asdict(c) for c in COMMANDS]))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    listed = json.loads(out.stdout)
    assert {"id", "title", "keys", "menu", "needs", "detail"} <= set(listed[0])
    assert len(listed) == len(COMMANDS)


def test_a_command_is_enabled_once_bound_and_its_facts_hold() -> None:
    registry = Registry([Command("a.b", "B", needs=("kernel",))])
    assert not registry.enabled("a.b")
    ran: list[str] = []
    registry.bind("a.b", lambda: ran.append("b"))
    assert not registry.enabled("a.b")
    registry.run("a.b")
    assert ran == []
    registry.set_fact("kernel", True)
    registry.run("a.b")
    assert ran == ["b"]
    registry.set_fact("kernel", False)
    assert not registry.enabled("a.b")


def test_listeners_hear_real_changes_only_until_they_stop() -> None:
    registry = Registry([Command("a.b", "B")])
    heard: list[int] = []
    stop = registry.listen(lambda: heard.append(1))
    registry.set_fact("x", True)
    registry.set_fact("x", True)
    assert len(heard) == 1
    stop()
    registry.set_fact("x", False)
    assert len(heard) == 1


def test_a_choice_knows_whether_it_is_in_force() -> None:
    chosen = "light"
    registry = Registry([Command("view.light", "Light"), Command("view.dark", "Dark")])
    registry.bind("view.light", lambda: None, checked=lambda: chosen == "light")
    registry.bind("view.dark", lambda: None, checked=lambda: chosen == "dark")
    assert registry.checked("view.light")
    assert not registry.checked("view.dark")
    assert registry.checkable("view.dark")


def test_dynamic_commands_come_and_go() -> None:
    registry = Registry()
    registry.add(Command("persona.u-ada", "Ada"), lambda: "signed in")
    assert registry.run("persona.u-ada") == "signed in"
    with pytest.raises(ValueError, match="already registered"):
        registry.add(Command("persona.u-ada", "Ada"))
    registry.remove("persona.u-ada")
    assert "persona.u-ada" not in registry
    with pytest.raises(UnknownCommandError):
        registry.run("persona.u-ada")
