"""Commands on the folder of an extension: build, validate, test, schedules, dev."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from imperal_sdk._validation.issue import ERROR, WARN, ValidationIssue
from imperal_sdk.cli.fire_times import next_fires
from imperal_sdk.cli.loading import load
from imperal_sdk.cli.output import CommandError, say, show
from imperal_sdk.manifest import save_manifest
from imperal_sdk.validator import validate_project


def build(folder: Path) -> int:
    """Write imperal.json from the code; what was kept in it by hand stays.

    The icon is looked for in the folder, as the platform does.
    """
    ext = load(folder)
    with contextlib.chdir(folder):
        written = save_manifest(ext, ".")
    say(f"wrote {folder / written}: {ext.app_id} {ext.version}")
    return 0


def validate(folder: Path, fix: bool = False) -> int:
    """Check code and manifest; 1 when there is an error. ``fix`` writes imperal.json anew first."""
    ext = load(folder)
    if fix:
        with contextlib.chdir(folder):
            save_manifest(ext, ".")
    issues = validate_project(folder.resolve(), ext)
    for issue in issues:
        show(issue)
    say(_summary(ext.app_id, issues))
    return 1 if any(issue.level == ERROR for issue in issues) else 0


def _summary(app_id: str, issues: list[ValidationIssue]) -> str:
    errors = sum(issue.level == ERROR for issue in issues)
    warnings = sum(issue.level == WARN for issue in issues)
    notes = len(issues) - errors - warnings
    return f"{app_id}: {errors} errors, {warnings} warnings, {notes} notes"


def test(folder: Path) -> int:
    """Run the extension's own tests with pytest; raises CommandError where there is no pytest."""
    if importlib.util.find_spec("pytest") is None:
        raise CommandError("pytest is not installed here: pip install pytest")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*_import_path(), str(folder)])}
    command = [sys.executable, "-m", "pytest", "tests", "-v"]
    return subprocess.call(command, cwd=folder, env=environment)


def _import_path() -> list[str]:
    """This SDK first, so that the tests run on the one whose command was given."""
    own = str(Path(__file__).resolve().parent.parent.parent)
    return [own, *filter(None, [os.environ.get("PYTHONPATH")])]


def schedules(folder: Path, now: datetime | None = None) -> int:
    """List cron jobs with their next three fires within eight days, in UTC."""
    ext = load(folder)
    if not ext.schedules:
        say(f"{ext.app_id}: no schedules")
    for schedule in ext.schedules.values():
        fires = next_fires(schedule.cron, now or datetime.now(UTC))
        times = ", ".join(f"{fire:%Y-%m-%d %H:%M}" for fire in fires)
        say(f"{schedule.name}  {schedule.cron}  {times or 'not within eight days'}")
    return 0


def dev(folder: Path) -> int:
    """Open the extension in the workbench; raises CommandError where that is not installed."""
    command = _workbench_command()
    if command is None:
        raise CommandError(
            "the workbench is not installed here; it runs an extension with its panels, chat, "
            "schedules and events: pip install imperal-workbench, then 'imperal dev' again"
        )
    return subprocess.call([*command, str(folder)])


def _workbench_command() -> list[str] | None:
    found = shutil.which("workbench")
    if found is not None:
        return [found]
    if importlib.util.find_spec("workbench") is not None:
        return [sys.executable, "-m", "workbench"]
    return None
