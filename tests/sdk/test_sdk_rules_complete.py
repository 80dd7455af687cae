"""Every documented validator rule fires on a mistake of its kind, and not on what is right.

The details of each rule (levels, lines, remedies) have tests of their own; here the list is
complete: one wrong and one right extension for every rule of the SDK reference.
"""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from imperal_sdk.cli.loading import load
from imperal_sdk.manifest import generate_manifest
from imperal_sdk.validator import validate_project

HEAD = '''
from pydantic import BaseModel, Field
from imperal_sdk import ActionResult, ChatExtension, Extension, HealthStatus, ui
ext = Extension("notes", version="1.0.0", display_name="Notes", icon="icon.svg",
    description="Keeps notes, finds them again and reminds of them.", capabilities=["store:read"])
chat = ChatExtension(ext, "notes_chat", "Notes")

class Query(BaseModel):
    """What is looked for."""
    text: str = Field("", description="Words")

@ext.cache_model("note")
class Note(BaseModel):
    """A note."""
    id: str = ""

@ext.on_install
async def installed(ctx):
    """Nothing to do."""

@ext.health_check
async def healthy(ctx):
    """Always well."""
    return HealthStatus.ok()

'''
READ = '''
@chat.function("find", description="Find a note by its text.", action_type="read")
async def find(ctx, params: Query) -> ActionResult[Note]:
    """Find one."""
    return ActionResult.error("none", code="NOT_FOUND")
'''
WRITE = '''
@chat.function("drop", description="Delete a note for good.", action_type="write",
    event="notes.dropped", effects=["delete:note"])
async def drop(ctx, params: Query) -> ActionResult[Note]:
    """Delete one."""
'''


class Swap(NamedTuple):
    """How a right text becomes a wrong one."""

    before: str
    after: str
    right: str = READ


def more(line: str) -> Swap:
    return Swap("    return ActionResult.error", f"    {line}\n    return ActionResult.error")


def added(text: str) -> Swap:
    return Swap(READ, READ + text)


def declared(text: str) -> Swap:
    return Swap(READ, READ + text + "\nasync def declared(ctx): ...\n")


SOURCE: dict[str, Swap] = {
    "V1": Swap('"notes"', '"Notes_1"'),
    "V2": Swap('"1.0.0"', '"one"'),
    "V3": Swap('chat = ChatExtension(ext, "notes_chat", "Notes")', "", ""),
    "V4": Swap('"read"', '"look"'),
    "V5": Swap("ActionResult[Note]:", "Note:"),
    "V6": Swap("params: Query", "text: str"),
    "V7": added("import openai\n"),
    "V9": Swap("@ext.health_check", ""),
    "V10": Swap('event="notes.dropped", ', "", WRITE),
    "V11": Swap('"""Find one."""', ""),
    "V12": Swap("@ext.on_install", ""),
    "V13": declared('@ext.tool("refresh_notes", scopes=["a:b"])'),
    "V14": Swap("Keeps notes, finds them again and reminds of them.", "Notes."),
    "V15": Swap('"Notes"', '"N"'),
    "V16": Swap("Find a note by its text.", "Find."),
    "V17": Swap(", params: Query", ""),
    "V18": Swap(" -> ActionResult[Note]", ""),
    "V19": Swap("capabilities=", "actions_explicit=False, capabilities="),
    "V20": Swap(', effects=["delete:note"]', "", WRITE),
    "V21": Swap('"icon.svg"', '"icon.png"'),
    "V22": declared('@ext.on_upgrade("1.0.0")'),
    "V23": Swap("ActionResult[Note]", "ActionResult"),
    "V24": Swap("ActionResult[Note]", "ActionResult", WRITE),
    "V24-AST": more("await ctx.skeleton.get('s')"),
    "V31": Swap("capabilities=", "system=True, capabilities="),
    "V32": Swap(', code="NOT_FOUND"', ""),
    "V33": Swap('"find"', f'"find_{"x" * 60}"'),
    "V34": Swap(', capabilities=["store:read"]', ""),
    "V35": added('ext.file_sink("lost", accepts=["text/plain"], arg="text")\n'),
    "SKEL-GUARD-1": added("async def helper(ctx):\n    return await ctx.skeleton.get('s')\n"),
    "SKEL-GUARD-2": more("ctx.skeleton_data"),
    "SKEL-GUARD-3": more("await ctx.skeleton.update('s', {})"),
    "CACHE-MODEL-1": more("await ctx.cache.get('k', Query)"),
    "CACHE-TTL-1": more("await ctx.cache.set('k', Note(), ttl_seconds=600)"),
    "PANEL-SLOT-1": added(
        "def later():\n    @ext.panel('p', slot='main')\n    async def p(ctx): ...\n"
    ),
    "MANIFEST-SKELETON-1": declared('@ext.tool("skeleton_refresh_a", scopes=["a:b"])'),
    "PORT-FUNCTION-NAME": Swap('"find", ', ""),
    "PORT-BACKGROUND": Swap('"read"', '"read", background=True'),
    "PORT-EVENT-SCHEMA": Swap('"read"', '"read", event_schema=Note'),
    "PORT-CONFIG-REQUIRE": more("ctx.config.require('k')"),
    "PORT-DB": more("await ctx.db.execute('select 1')"),
    "PORT-TOOLS": more("await ctx.tools.call('x')"),
    "PORT-HTTP-RELATIVE": more("await ctx.http.get('/v1/notes')"),
    "PORT-STORE-SET": more("await ctx.store.set('last', 1)"),
}
"""A change that makes right source wrong, by rule."""

MANIFEST: dict[str, Any] = {
    "V25": lambda m: m["tools"][0].update(name="tool_notes_chat"),
    "SDK-VERSION-1": lambda m: m.update(sdk_version="4.2.0"),
    "M2": lambda m: m.pop("version"),
    "M3": lambda m: m.update(schema_version=1),
    "M4": lambda m: m.update(version="one"),
    "M5": lambda m: m["tools"][0].update(name="no name"),
    "M6.3": lambda m: m.update(webhooks=[{"path": "/a"}, {"path": "/a"}]),
    "M7.3": lambda m: m.update(events={"emits": [{"type": "mail.sent"}]}),
    "M8.2": lambda m: m.update(exposed=[{"name": "a", "action_type": "read"}] * 2),
}
"""A change that makes a right imperal.json wrong, by rule."""

WHOLE = {"V8": None, "M0": "{", "M1": "[]"}
"""The whole of imperal.json, by rule; None for none at all."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMPERAL_FIRSTPARTY_AUTHOR_IDS", "ada")
    monkeypatch.setenv("IMPERAL_AUTHOR_ID", "mallory")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "icon.svg").write_text('<svg viewBox="0 0 1 1"/>', encoding="utf-8")
    (tmp_path / "imperal.json").write_text("{}", encoding="utf-8")
    (tmp_path / "openai.py").write_text("", encoding="utf-8")
    return tmp_path


def rules(project: Path, source: str, change: Any = None) -> set[str]:
    """The rules that ``imperal validate`` names for this main.py and its manifest."""
    (project / "main.py").write_text(textwrap.dedent(source), encoding="utf-8")
    for name in ("main", "openai"):
        sys.modules.pop(name, None)
    ext = load(project)
    file = project / "imperal.json"
    if file.exists() and file.read_text(encoding="utf-8") == "{}":
        manifest = generate_manifest(ext)
        (change or dict)(manifest)
        file.write_text(json.dumps(manifest), encoding="utf-8")
    found = {issue.rule for issue in validate_project(project, ext)}
    sys.modules.pop("main", None)
    return found


@pytest.mark.parametrize("rule", SOURCE)
def test_a_rule_on_code_fires_on_its_mistake_and_not_before_it(project: Path, rule: str) -> None:
    swap = SOURCE[rule]
    right = HEAD + (swap.right or READ)
    assert swap.before in right
    assert rule not in rules(project, right)
    (project / "imperal.json").write_text("{}", encoding="utf-8")
    wrong = (HEAD + swap.right).replace(swap.before, swap.after)
    assert rule in rules(project, wrong)


@pytest.mark.parametrize("rule", MANIFEST)
def test_a_rule_on_the_manifest_fires_on_its_mistake_and_not_before_it(
    project: Path, rule: str
) -> None:
    assert rules(project, HEAD + READ) == set()
    (project / "imperal.json").write_text("{}", encoding="utf-8")
    assert rule in rules(project, HEAD + READ, MANIFEST[rule])


@pytest.mark.parametrize("rule", WHOLE)
def test_a_manifest_that_is_missing_or_no_object_is_found(project: Path, rule: str) -> None:
    assert rules(project, HEAD + READ) == set()
    content = WHOLE[rule]
    (project / "imperal.json").unlink()
    if content is not None:
        (project / "imperal.json").write_text(content, encoding="utf-8")
    assert rule in rules(project, HEAD + READ)


def test_the_list_of_rules_is_the_references() -> None:
    numbered = {f"V{n}" for n in (*range(1, 26), *range(31, 36))}
    named = {"SKEL-GUARD-1", "SKEL-GUARD-2", "SKEL-GUARD-3", "CACHE-MODEL-1", "CACHE-TTL-1"}
    named |= {"PANEL-SLOT-1", "MANIFEST-SKELETON-1", "SDK-VERSION-1", "V24-AST"}
    manifest = {"M0", "M1", "M2", "M3", "M4", "M5", "M6.3", "M7.3", "M8.2"}
    listed = {*SOURCE, *MANIFEST, *WHOLE}
    assert {rule for rule in listed if not rule.startswith("PORT-")} == numbered | named | manifest
