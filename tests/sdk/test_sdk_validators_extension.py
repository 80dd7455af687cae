"""Rules V1 to V35 on a loaded extension: each fires where it should, at the author's line."""

from __future__ import annotations

import importlib.util
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from imperal_sdk.validator import ValidationIssue, ValidationReport, validate_extension

HEAD = '''\
from pydantic import BaseModel
from imperal_sdk import ActionResult, ChatExtension, Extension, HealthStatus, ui

ext = Extension(
    "notes",
    version="1.0.0",
    display_name="Notes",
    description="Keeps notes, finds them again and reminds of them.",
    icon="icon.svg",
    capabilities=["store:read"],
)
chat = ChatExtension(ext, "notes_chat", "Notes")


class Query(BaseModel):
    """What is looked for."""

    text: str = ""


class Note(BaseModel):
    """A note."""

    id: str


@ext.on_install
async def installed(ctx):
    """Nothing to do."""


@ext.health_check
async def healthy(ctx):
    """Always well."""
    return HealthStatus.ok()


'''

GOOD = '''\
@chat.function("find_note", description="Find a note by its text.", action_type="read")
async def find_note(ctx, params: Query) -> ActionResult[Note]:
    """Find one."""
    return ActionResult.error("none", code="NOT_FOUND")
'''

Check = Callable[..., ValidationReport]


@pytest.fixture
def check(tmp_path: Path) -> Iterator[Check]:
    """Write an extension, load it as ``main`` would be, and validate it."""
    modules: list[str] = []

    def run(body: str = GOOD, head: str = HEAD) -> ValidationReport:
        module = _load(tmp_path, head + textwrap.dedent(body), f"authored_{len(modules)}")
        modules.append(module.__name__)
        return validate_extension(module.ext)

    (tmp_path / "icon.svg").write_text('<svg viewBox="0 0 1 1"/>', encoding="utf-8")
    (tmp_path / "imperal.json").write_text("{}", encoding="utf-8")
    yield run
    for name in modules:
        del sys.modules[name]


def _load(folder: Path, text: str, name: str) -> ModuleType:
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def only(report: ValidationReport, rule: str) -> ValidationIssue:
    (issue,) = (issue for issue in report.issues if issue.rule == rule)
    return issue


def line(issue: ValidationIssue) -> str:
    """The author's line that a finding points at."""
    return Path(issue.file).read_text(encoding="utf-8").splitlines()[issue.line - 1].strip()


def test_a_sound_extension_has_no_findings(check: Check) -> None:
    report = check()
    assert report.issues == []
    assert report.is_valid
    assert (report.function_count, report.tool_count, report.event_count) == (1, 0, 0)


IDENTITY = [
    ("V1", "ERROR", '"notes"', '"Notes_App"', "ext = Extension("),
    ("V2", "ERROR", 'version="1.0.0"', 'version="one"', 'version="one",'),
    ("V14", "ERROR", "Keeps notes, finds them again and reminds of them.", "Notes", None),
    ("V15", "ERROR", 'display_name="Notes"', 'display_name="N"', 'display_name="N",'),
    ("V15", "ERROR", 'display_name="Notes"', 'display_name="notes"', 'display_name="notes",'),
    ("V19", "ERROR", "capabilities=", "actions_explicit=False, capabilities=", None),
    ("V21", "ERROR", 'icon="icon.svg"', 'icon="icon.png"', 'icon="icon.png",'),
    ("V21", "ERROR", 'icon="icon.svg",', "", "ext = Extension("),
    ("V34", "WARN", 'capabilities=["store:read"],', "", "ext = Extension("),
    ("V34", "ERROR", 'capabilities=["store:read"]', "system=True", "ext = Extension("),
]


@pytest.mark.parametrize(("rule", "level", "before", "after", "points_at"), IDENTITY)
def test_rules_about_the_extension_point_at_the_argument_that_is_wrong(
    check: Check, rule: str, level: str, before: str, after: str, points_at: str | None
) -> None:
    assert before in HEAD
    issue = only(check(head=HEAD.replace(before, after, 1)), rule)
    assert issue.level == level
    assert after in line(issue) if points_at is None else line(issue) == points_at


FUNCTIONS = [
    ("V4", "ERROR", 'action_type="read"', 'action_type="look"'),
    ("V16", "ERROR", "Find a note by its text.", "Find."),
    ("V33", "WARN", "find_note", "find_" + "n" * 60),
    ("V32", "WARN", ', code="NOT_FOUND"', ""),
]


@pytest.mark.parametrize(("rule", "level", "before", "after"), FUNCTIONS)
def test_rules_about_a_function_point_at_its_line(
    check: Check, rule: str, level: str, before: str, after: str
) -> None:
    issue = only(check(GOOD.replace(before, after)), rule)
    assert issue.level == level
    expected = 'ActionResult.error("none")' if rule == "V32" else after
    assert expected in line(issue)


SIGNATURES = [
    ({"V5", "V18", "V23"}, " -> ActionResult[Note]", ""),
    ({"V5"}, " -> ActionResult[Note]", " -> Note"),
    ({"V23"}, " -> ActionResult[Note]", " -> ActionResult"),
    ({"V17"}, "ctx, params: Query", "ctx"),
    ({"V6", "V17"}, "ctx, params: Query", "ctx, text: str"),
    ({"V11"}, '    """Find one."""\n', ""),
    (set(), " -> ActionResult[Note]", ' -> "ActionResult[Note]"'),
]


@pytest.mark.parametrize(("rules", "before", "after"), SIGNATURES)
def test_rules_about_a_signature_fire_together(
    check: Check, rules: set[str], before: str, after: str
) -> None:
    report = check(GOOD.replace(before, after))
    assert {issue.rule for issue in report.issues} == rules
    for issue in report.issues:
        assert "find_note" in line(issue)


def test_a_data_model_is_as_good_as_an_annotation(check: Check) -> None:
    body = GOOD.replace('action_type="read"', "data_model=Note").replace("[Note]", "")
    assert check(body).issues == []


def test_a_ui_builder_needs_no_form_of_its_answer(check: Check) -> None:
    body = GOOD.replace('action_type="read"', "ui_builder=True").replace("[Note]", "")
    assert check(body).issues == []


def test_v23_can_be_turned_down_to_a_warning(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPERAL_VALIDATOR_V23_SEVERITY", "warn")
    assert only(check(GOOD.replace("[Note]", "")), "V23").level == "WARN"


WRITE = '''
@chat.function("drop_note", description="Delete a note for good.", action_type="destructive")
async def drop_note(ctx, params: Query) -> ActionResult:
    """Delete one."""
'''


def test_a_write_without_event_effects_or_form_is_warned_about(check: Check) -> None:
    report = check(WRITE)
    assert {(issue.rule, issue.level) for issue in report.issues} == {
        ("V10", "WARN"),
        ("V20", "WARN"),
        ("V24", "WARN"),
    }
    assert "notes.drop_note" in only(report, "V10").fix


def test_a_write_that_cannot_be_planned_is_v19(check: Check) -> None:
    issue = only(check(WRITE.replace("action_type", "chain_callable=False, action_type")), "V19")
    assert "chain_callable=False" in line(issue)


def test_a_function_that_reads_a_skeleton_is_v24_ast(check: Check) -> None:
    body = GOOD + '    await ctx.skeleton.get("x")\n'
    assert line(only(check(body), "V24-AST")) == 'await ctx.skeleton.get("x")'


def test_only_panels_is_v3(check: Check) -> None:
    head = HEAD.replace('chat = ChatExtension(ext, "notes_chat", "Notes")', "")
    report = check("@ext.panel('p')\nasync def p(ctx): ...\n", head)
    assert line(only(report, "V3")) == "ext = Extension("
    assert report.tool_count == 0


def test_a_model_package_is_v7_in_the_file_that_imports_it(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "openai.py").write_text("", encoding="utf-8")
    issue = only(check("from openai import *\n" + GOOD), "V7")
    assert (issue.level, line(issue)) == ("ERROR", "from openai import *")
    sys.modules.pop("openai", None)


def test_missing_manifest_health_check_and_install_hook(check: Check, tmp_path: Path) -> None:
    (tmp_path / "imperal.json").unlink()
    head = HEAD.replace("@ext.on_install", "").replace("@ext.health_check", "")
    found = {(issue.rule, issue.level) for issue in check(head=head).issues}
    assert found == {("V8", "WARN"), ("V9", "WARN"), ("V12", "INFO")}


def test_tools_that_sound_like_skeletons_are_v13(check: Check) -> None:
    body = """
    @ext.tool("refresh_notes")
    async def refresh(ctx): ...
    @ext.tool("alert_notes")
    async def alert(ctx): ...
    """
    found = [(i.rule, i.level, line(i)) for i in check(body).issues if i.rule == "V13"]
    assert found == [
        ("V13", "WARN", '@ext.tool("refresh_notes")'),
        ("V13", "INFO", '@ext.tool("alert_notes")'),
    ]


@pytest.mark.parametrize(
    ("parameters", "fires"),
    [("ctx", True), ("ctx, from_version", False), ("ctx, **kwargs", False)],
)
def test_an_upgrade_hook_that_cannot_take_the_version_is_v22(
    check: Check, parameters: str, fires: bool
) -> None:
    body = f"""
    @ext.on_upgrade("1.0.0")
    async def upgraded({parameters}): ...
    """
    issues = [issue for issue in check(body).issues if issue.rule == "V22"]
    assert [line(issue) for issue in issues] == [f"async def upgraded({parameters}): ..."] * fires


def test_a_file_sink_for_a_tool_that_is_not_there_is_v35(check: Check) -> None:
    sink = 'ext.file_sink("lost", accepts=["text/plain"], arg="text")'
    assert line(only(check(GOOD + sink + "\n"), "V35")) == sink
    found = GOOD + sink.replace("lost", "find_note") + "\n"
    assert check(found).issues == []


def test_system_apps_of_other_authors_are_v31(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = HEAD.replace("capabilities=", "system=True, capabilities=")
    assert check(head=head).issues == []
    monkeypatch.setenv("IMPERAL_FIRSTPARTY_AUTHOR_IDS", "ada, grace")
    monkeypatch.setenv("IMPERAL_AUTHOR_ID", "grace")
    assert check(head=head).issues == []
    monkeypatch.setenv("IMPERAL_AUTHOR_ID", "mallory")
    assert only(check(head=head), "V31").level == "ERROR"


@pytest.mark.parametrize(
    ("svg", "said"),
    [
        ("<svg/>", "viewBox"),
        ("<html viewBox='0 0 1 1'/>", "<html>"),
        ("<svg", "not XML"),
        ("<svg viewBox='0 0 1 1'>" + " " * 110_000 + "</svg>", "bytes"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>"
            "<image href='data:image/png;base64,AA'/></svg>",
            "base64",
        ),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg viewBox='0 0 1 1'>&a;</svg>", "entities"),
    ],
)
def test_an_icon_the_store_cannot_show_is_v21(
    check: Check, tmp_path: Path, svg: str, said: str
) -> None:
    (tmp_path / "icon.svg").write_text(svg, encoding="utf-8")
    issue = only(check(), "V21")
    assert said in issue.message
    assert line(issue) == 'icon="icon.svg",'


def test_the_icon_is_looked_for_beside_the_code_not_where_one_happens_to_be(
    check: Check, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "icon.svg").write_text("<svg/>", encoding="utf-8")
    monkeypatch.chdir(elsewhere)
    assert check().issues == []


def test_findings_about_an_extension_without_a_file_have_no_place() -> None:
    from imperal_sdk import Extension

    report = validate_extension(Extension("X"))
    assert {issue.rule for issue in report.errors} == {"V1", "V3", "V14", "V15", "V21"}
    assert not report.is_valid
    assert {issue.rule for issue in report.warnings} == {"V8", "V9", "V34"}
    assert report.issues[0].get("rule") == "V1"
    assert report.issues[0].get("absent", "default") == "default"
