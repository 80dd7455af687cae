"""``workbench.toml`` beside ``main.py``: what an author wants to share about trying an extension.

People, fake answers of the outside world, plans and settings; never a secret. A folder without the
file is a workspace with nothing special in it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from workbench.kernel.errors import SettingsError
from workbench.kernel.faults.rule import FaultRule, read_rules
from workbench.kernel.personas import Persona
from workbench.kernel.tables import Table, pairs_of_text

FILE_NAME: Final = "workbench.toml"
_LOOKS: Final = {
    "density": ("compact", "default", "spacious"),
    "radius": ("sharp", "default", "rounded"),
}


@dataclass(frozen=True, slots=True)
class HttpRule:
    """One fake answer: requests of `method` (``*``: any) whose URL matches `url` get it.

    `url` is a whole URL, or a path that matches on any host; ``*`` stands for any characters, and
    a query in it must be part of the request's. `times` ends the rule after so many answers.
    """

    url: str
    method: str = "*"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    text: str | None = None
    latency_ms: float = 0.0
    times: int | None = None


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the outside world answers: a base for relative URLs, an author's ASGI app, rules."""

    base_url: str | None = None
    backend: str | None = None
    rules: tuple[HttpRule, ...] = ()


@dataclass(frozen=True, slots=True)
class AiRule:
    """The text answered to prompts that contain `match` (letter case ignored)."""

    match: str
    text: str
    latency_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Workspace:
    """What one ``workbench.toml`` says. `plans` are kept as written; the chat reads them."""

    root: Path
    personas: tuple[Persona, ...] = ()
    http: HttpSettings = HttpSettings()
    ai_rules: tuple[AiRule, ...] = ()
    plans: tuple[Mapping[str, Any], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    tenant_config: Mapping[str, Any] = field(default_factory=dict)
    user_config: Mapping[str, Any] = field(default_factory=dict)
    billing: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[FaultRule, ...] = ()
    silenced: tuple[str, ...] = ()
    agency_theme: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Workspace:
        """Read the file in `root`; SettingsError says what in it cannot be understood."""
        path = root / FILE_NAME
        if not path.is_file():
            return cls(root)
        top = Table(str(path), "the file", _toml(path))
        http, ai, check = top.table("http"), top.table("ai"), top.table("check")
        workspace = cls(
            root,
            personas=tuple(_persona(table) for table in top.tables("personas", "[[personas]]")),
            http=HttpSettings(
                base_url=http.text("base_url") if "base_url" in http else None,
                backend=http.text("backend") if "backend" in http else None,
                rules=tuple(_http_rule(table) for table in http.tables("rule", "[[http.rule]]")),
            ),
            ai_rules=tuple(_ai_rule(table) for table in ai.tables("rule", "[[ai.rule]]")),
            plans=top.mappings("plans"),
            config=top.mapping("config"),
            tenant_config=top.mapping("tenant_config"),
            user_config=top.mapping("user_config"),
            billing=top.mapping("billing"),
            faults=read_rules(top.table("fault")),
            silenced=check.texts("silence"),
            agency_theme=_agency_theme(top.table("agency_theme")),
        )
        for table in (top, http, ai, check):
            table.finish()
        return workspace


def load_rules(path: Path) -> tuple[HttpRule, ...]:
    """Rules of a mock file: ``[[rule]]`` or ``[[http.rule]]`` in TOML, the same in JSON, or a list.

    Raises SettingsError when it is missing or cannot be understood.
    """
    if not path.is_file():
        raise SettingsError(f"{path}: there is no such mock file")
    data = _json(path) if path.suffix == ".json" else _toml(path)
    top = Table(str(path), "the file", {"rule": data} if isinstance(data, list) else data)
    if "http" in top:
        top = top.table("http")
    rules = tuple(_http_rule(table) for table in top.tables("rule", "rule"))
    top.finish()
    return rules


def parse_default(text: str) -> HttpRule:
    """The answer of ``--mock-default 'STATUS BODY'``: a status, then JSON or plain text."""
    status, _, body = text.strip().partition(" ")
    if not (status.isdigit() and 100 <= int(status) <= 599):
        raise SettingsError(f"a mock default is 'STATUS BODY', such as '200 {{}}', not {text!r}")
    try:
        return HttpRule("*", status=int(status), json=json.loads(body or "{}"))
    except ValueError:
        return HttpRule("*", status=int(status), text=body)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from error


def _http_rule(table: Table) -> HttpRule:
    rule = HttpRule(
        url=table.text("url"),
        method=table.text("method", "*").upper(),
        status=table.whole("status", 200, 100, 599),
        headers=pairs_of_text(table, "headers"),
        json=table.any("json"),
        text=table.text("text") if "text" in table else None,
        latency_ms=table.number("latency_ms", 0),
        times=table.whole("times", 1, 1) if "times" in table else None,
    )
    table.finish()
    return rule


def _ai_rule(table: Table) -> AiRule:
    rule = AiRule(table.text("match"), table.text("text"), table.number("latency_ms", 0))
    table.finish()
    return rule


def _agency_theme(table: Table) -> dict[str, Any]:
    """The theme as ``ctx.agency_theme`` hands it on; only what was written is in it."""
    theme: dict[str, Any] = {}
    colors = table.mapping("colors")
    for name, pair in colors.items():
        both = Table(table.file, f"[agency_theme.colors.{name}]", pair)
        both.text("light")
        both.text("dark")
        both.finish()
    if colors:
        theme["colors"] = colors
    for key, choices in _LOOKS.items():
        if key in table:
            theme[key] = table.choice(key, choices)
    table.finish()
    return theme


def _persona(table: Table) -> Persona:
    imperal_id = table.text("imperal_id")
    tenant = table.text("tenant_id", "acme")
    person = Persona(
        imperal_id=imperal_id,
        name=table.text("name", imperal_id),
        email=table.text("email", f"{imperal_id}@{tenant}.test"),
        role=table.text("role", "user"),
        tenant_id=tenant,
        tenant_name=table.text("tenant_name", tenant.title()),
        scopes=table.texts("scopes", ("*",)),
        attributes=table.mapping("attributes"),
        timezone=table.text("timezone", "UTC"),
        locale=table.text("locale", "en"),
        surface=table.text("surface", ""),
    )
    table.finish()
    return person
