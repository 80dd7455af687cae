"""Rules on source files: skeletons, cache, panels, model packages and portability notes."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from imperal_sdk.validator import validate_project
from imperal_sdk.validator_v1_6_0 import (
    ALLOWED_PANEL_SLOTS,
    validate_manifest_v1_6_0,
    validate_source_tree,
)


def found(folder: Path, body: str, name: str = "main.py") -> list[tuple[str, str]]:
    """Rule and line of each finding in a file with this text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(body), encoding="utf-8")
    rows = path.read_text(encoding="utf-8").splitlines()
    return [
        (issue.rule, rows[issue.line - 1].strip())
        for issue in validate_source_tree(str(folder))
        if issue.file == str(path)
    ]


MODELS = """
@ext.cache_model("page")
class Page(BaseModel): ...


class Other(BaseModel): ...


TTL = 600
"""


def in_handler(*lines: str) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return f"{MODELS}\n\n@ext.panel('p')\nasync def panel(ctx):\n{body}\n"


FIRES = [
    ("SKEL-GUARD-1", "await ctx.skeleton.get('notes')"),
    ("SKEL-GUARD-2", "return ctx.skeleton_data"),
    ("SKEL-GUARD-3", "await ctx.skeleton.update('notes', {})"),
    ("CACHE-MODEL-1", "await ctx.cache.get('k', Other)"),
    ("CACHE-MODEL-1", "await ctx.cache.set('k', Other(a=1))"),
    ("CACHE-MODEL-1", "await ctx.cache.set('k', Other.model_validate(raw), ttl_seconds=60)"),
    ("CACHE-MODEL-1", "await ctx.cache.get_or_fetch('k', Other, load, ttl_seconds=60)"),
    ("CACHE-TTL-1", "await ctx.cache.set('k', Page(), ttl_seconds=301)"),
    ("CACHE-TTL-1", "await ctx.cache.set('k', Page(), 4)"),
    ("CACHE-TTL-1", "await ctx.cache.set('k', Page(), ttl_seconds=TTL)"),
    ("CACHE-TTL-1", "await ctx.cache.get_or_fetch('k', Page, load, ttl_seconds=600)"),
    ("CACHE-TTL-1", "await ctx.cache.get_or_fetch('k', Page, load, TTL)"),
    ("PORT-DB", "await ctx.db.execute('select 1')"),
    ("PORT-TOOLS", "await ctx.tools.call('x')"),
    ("PORT-CONFIG-REQUIRE", "key = ctx.config.require('api_key')"),
    ("PORT-STORE-SET", "await ctx.store.set('last', 'text')"),
    ("PORT-HTTP-RELATIVE", "await ctx.http.get('/v1/notes', params={})"),
    ("PORT-HTTP-RELATIVE", "await ctx.http.delete(url=f'/v1/notes/{note}')"),
]


@pytest.mark.parametrize(("rule", "line"), FIRES)
def test_each_rule_fires_at_its_line(tmp_path: Path, rule: str, line: str) -> None:
    assert found(tmp_path, in_handler(line)) == [(rule, line)]


SILENT = [
    ["page = Page(a=1)", "await ctx.cache.set('k', page, ttl_seconds=60)"],
    ["await ctx.cache.set('k', await load(), ttl_seconds=300)"],
    ["await ctx.cache.get('k', models.Page)"],
    ["await ctx.cache.get('k', FromAPackage)"],
    ["await ctx.cache.set('k', Page(), ttl_seconds=compute())"],
    ["await ctx.store.update('notes', '1', {})"],
    ["config = settings.require('x')"],
    ["await ctx.http.get('https://a.test/v1')"],
    ["await ctx.http.post(f'{base}/v1')"],
    ["await ctx.http.put(address)"],
]


@pytest.mark.parametrize("lines", SILENT)
def test_what_is_right_or_cannot_be_known_is_not_reported(tmp_path: Path, lines: list[str]) -> None:
    assert found(tmp_path, in_handler(*lines)) == []


def test_a_local_value_of_the_wrong_class_is_still_found(tmp_path: Path) -> None:
    lines = ["value = Other(a=1)", "await ctx.cache.set('k', value)"]
    assert found(tmp_path, in_handler(*lines)) == [("CACHE-MODEL-1", lines[1])]


def test_without_any_cache_model_the_rule_is_silent(tmp_path: Path) -> None:
    text = "class A: ...\nasync def f(ctx):\n    await ctx.cache.get('k', A)\n"
    assert found(tmp_path, text) == []


def test_contexts_of_other_users_are_contexts_too(tmp_path: Path) -> None:
    body = """
    async def job(ctx, admin_ctx, typed: "Context"):
        scoped = ctx.as_user("u1")
        await scoped.cache.set("k", value, ttl_seconds=1)
        await admin_ctx.cache.set("k", value, ttl_seconds=2)
        await typed.cache.set("k", value, ttl_seconds=3)
        await unrelated.cache.set("k", value, ttl_seconds=4)
    """
    lines = [line for rule, line in found(tmp_path, body) if rule == "CACHE-TTL-1"]
    assert [line.partition(".")[0] for line in lines] == [
        "await scoped",
        "await admin_ctx",
        "await typed",
    ]


def test_constants_from_another_file_of_the_extension_count(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("LONG = 900\n", encoding="utf-8")
    line = "await ctx.cache.get_or_fetch('k', Page, load, ttl_seconds=LONG)"
    assert found(tmp_path, in_handler(line)) == [("CACHE-TTL-1", line)]


def test_a_skeleton_may_read_itself_also_in_helpers_that_only_it_uses(tmp_path: Path) -> None:
    body = """
    @ext.skeleton("notes")
    async def notes(ctx):
        await ctx.skeleton.get("notes")
        async def inner():
            return await ctx.skeleton.get("notes")
        return await helper(ctx)


    async def helper(ctx):
        return await deeper(ctx)


    async def deeper(ctx):
        return await ctx.skeleton.get("notes")
    """
    assert found(tmp_path, body) == []
    shared = textwrap.dedent(body) + "\n\nasync def panel(ctx):\n    await deeper(ctx)\n"
    assert found(tmp_path, shared) == [("SKEL-GUARD-1", 'return await ctx.skeleton.get("notes")')]


def test_a_skeleton_named_by_hand_is_found_by_name_or_keyword(tmp_path: Path) -> None:
    body = """
    @ext.tool("skeleton_refresh_a")
    async def a(ctx): ...
    @ext.tool(name="skeleton_refresh_b")
    async def b(ctx): ...
    @ext.tool("skeleton_alert_a")
    async def c(ctx): ...
    """
    assert [rule for rule, _ in found(tmp_path, body)] == ["MANIFEST-SKELETON-1"] * 2


@pytest.mark.parametrize("decorator", ["@ext.panel('p', slot='main')", "@ext.panel('p', 'main')"])
def test_a_slot_the_platform_has_not_is_found(tmp_path: Path, decorator: str) -> None:
    body = f"{decorator}\nasync def p(ctx): ...\n"
    assert found(tmp_path, body) == [("PANEL-SLOT-1", decorator)]


@pytest.mark.parametrize("slot", sorted(ALLOWED_PANEL_SLOTS))
def test_the_slots_of_the_platform_are_fine(tmp_path: Path, slot: str) -> None:
    assert found(tmp_path, f"@ext.panel('p', slot={slot!r})\nasync def p(ctx): ...\n") == []


def test_leftovers_of_older_versions_are_notes_not_errors(tmp_path: Path) -> None:
    body = """
    from imperal_sdk.chat.handler import TaskCancelled
    from imperal_sdk import db

    @chat.function(description="Without a name.", event_schema=Made)
    async def unnamed(ctx): ...

    @chat.function("report", description="Long.", background=True)
    async def report(ctx): ...

    @chat.function("plain", description="Short.", background=False)
    async def plain(ctx): ...
    """
    path = tmp_path / "main.py"
    path.write_text(textwrap.dedent(body), encoding="utf-8")
    issues = validate_source_tree(str(tmp_path))
    assert {issue.level for issue in issues} == {"INFO"}
    assert [(issue.rule, issue.line) for issue in issues] == [
        ("PORT-CHAT-ROUTER", 2),
        ("PORT-DB", 3),
        ("PORT-FUNCTION-NAME", 5),
        ("PORT-EVENT-SCHEMA", 5),
        ("PORT-BACKGROUND", 8),
    ]


def test_model_packages_are_found_without_importing(tmp_path: Path) -> None:
    body = "import anthropic\nfrom openai.types import x\nimport openair\n"
    assert found(tmp_path, body) == [
        ("V7", "import anthropic"),
        ("V7", "from openai.types import x"),
    ]


@pytest.mark.parametrize(
    "folder", ["tests", ".venv", "venv", "node_modules", "build", "__pycache__"]
)
def test_folders_that_are_not_the_extensions_are_skipped(tmp_path: Path, folder: str) -> None:
    assert found(tmp_path, "import openai\n", f"{folder}/a.py") == []
    assert found(tmp_path, "import openai\n", "inner/a.py") == [("V7", "import openai")]


def test_files_that_do_not_parse_and_paths_that_are_not_there_have_nothing_to_find(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken.py").write_text("def f(:", encoding="utf-8")
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\x00")
    assert validate_source_tree(str(tmp_path)) == []
    assert validate_source_tree(str(tmp_path / "absent")) == []


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    assert found(tmp_path, "import openai\n") == [("V7", "import openai")]
    assert found(tmp_path, "import json  # all well now\n") == []


@pytest.mark.parametrize(
    ("version", "fires"),
    [
        ("5.0.0", False),
        ("10.2.0", False),
        ("5.0.0-rc.1", False),
        ("4.9.9", True),
        ("5", True),
        (5, True),
        (None, True),
    ],
)
def test_a_manifest_of_an_older_sdk_is_refused(version: object, fires: bool) -> None:
    manifest = {} if version is None else {"sdk_version": version}
    issues = validate_manifest_v1_6_0(manifest)
    assert [issue.rule for issue in issues] == ["SDK-VERSION-1"] * fires


def test_a_project_is_checked_as_a_whole_errors_first_each_finding_once(tmp_path: Path) -> None:
    body = "import openai\n\n\nasync def f(ctx):\n    await ctx.store.set('a', 1)\n"
    (tmp_path / "main.py").write_text(body, encoding="utf-8")
    manifest = {"app_id": "notes", "version": "1.0.0", "sdk_version": "4.2.0"}
    (tmp_path / "imperal.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    issues = validate_project(tmp_path)
    assert [(issue.rule, Path(issue.file).name, issue.line) for issue in issues] == [
        ("SDK-VERSION-1", "imperal.json", 4),
        ("V7", "main.py", 1),
        ("PORT-STORE-SET", "main.py", 5),
    ]
