"""What a real extension is tried with: fake answers, secrets, documents, calls, views of panels.

One TOML file per extension in ``docs/evidence/mocks``. Its ``[[http.rule]]`` are the mock rules of
the command line (``--mock FILE`` reads them and nothing else); the rest is for the evidence run:

* ``[env]``: environment variables; ``[secrets]``: values of declared secrets.
* ``[[prepare]]`` function, params, name: a chat function called first; or collection, data, name:
  a document that the platform has stored before (an OAuth account). In the order of the file.
* ``[[view]]`` panel, params: a call of a panel beside the one without parameters.
* ``[[fault]]`` panel, place, reason: why a panel cannot show content, found in its code.
* ``[[difference]]`` panel, place, reason: why its tree is another one on the other SDK.
* ``serve = true``: the extension talks to its backend behind ``ctx``, so the rules are served on
  the loopback interface; ``{server}`` in ``[env]`` is the server's address.

``"$name.data.id"`` in params or data is a value of an earlier step's answer.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Step:
    """One call, document or view: `target` is a function, a collection or a panel id."""

    kind: str
    target: str
    values: dict[str, Any]
    name: str


@dataclass(frozen=True)
class Finding:
    """Why a panel shows what it shows: `place` is ``file:line`` in the extension."""

    panel: str
    place: str
    reason: str


@dataclass(frozen=True)
class Scenario:
    """One file; an empty one for extensions that need nothing. `rules` is None without any."""

    rules: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    prepare: tuple[Step, ...] = ()
    views: tuple[Step, ...] = ()
    faults: tuple[Finding, ...] = ()
    differences: tuple[Finding, ...] = ()
    serve: bool = False

    @classmethod
    def load(cls, file: Path) -> Scenario:
        """Read the file, or answer an empty scenario when there is none."""
        if not file.is_file():
            return cls()
        top = tomllib.loads(file.read_text("utf-8"))
        return cls(
            rules=file if top.get("http", {}).get("rule") else None,
            environment=top.get("env", {}),
            secrets=top.get("secrets", {}),
            prepare=tuple(map(_step, top.get("prepare", []))),
            views=tuple(map(_step, top.get("view", []))),
            faults=tuple(Finding(**table) for table in top.get("fault", [])),
            differences=tuple(Finding(**table) for table in top.get("difference", [])),
            serve=top.get("serve", False),
        )

    def environment_for(self, server: str | None) -> dict[str, str]:
        """The variables, with the address of the loopback server filled in."""
        return {
            name: value.replace("{server}", server or "")
            for name, value in self.environment.items()
        }

    def write_secrets(self, file: Path) -> None:
        """Write the secrets as an env file."""
        lines = [f"IMPERAL_SECRET_{name.upper()}={value}\n" for name, value in self.secrets.items()]
        file.write_text("".join(lines), "utf-8")


def _step(table: dict[str, Any]) -> Step:
    kind = next(key for key in ("function", "collection", "panel") if key in table)
    values = table.get("data" if kind == "collection" else "params", {})
    return Step(kind, table[kind], values, table.get("name", table[kind]))


def resolve(value: Any, known: Mapping[str, Any]) -> Any:
    """`value` with every ``"$name.path"`` replaced by what it names; KeyError if nothing does."""
    if isinstance(value, dict):
        return {key: resolve(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, known) for item in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    found: Any = known
    for part in value[1:].split("."):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


def label(params: Mapping[str, Any]) -> str:
    """Parameters of a view as one short cell."""
    return ", ".join(f"{key}={json.dumps(value)[:40]}" for key, value in params.items())
