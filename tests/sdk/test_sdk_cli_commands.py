"""The imperal command, as an author runs it."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imperal_sdk.cli.fire_times import next_fires
from imperal_sdk.cli.main import main
from workbench import paths


def imperal(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(paths.bundled_sdk()),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": "",
    }
    return subprocess.run(
        [sys.executable, "-m", "imperal_sdk.cli", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("template", ["chat", "tool"])
def test_a_new_extension_builds_and_validates_without_findings(
    tmp_path: Path, template: str
) -> None:
    created = imperal("init", "my-app", "--template", template, cwd=tmp_path)
    assert created.returncode == 0, created.stderr
    folder = tmp_path / "my-app"
    assert (folder / ".gitignore").is_file()
    assert "imperal.json" not in (folder / ".gitignore").read_text(encoding="utf-8")
    built = imperal("build", str(folder), cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    assert json.loads((folder / "imperal.json").read_text(encoding="utf-8"))["app_id"] == "my-app"
    checked = imperal("validate", str(folder), cwd=tmp_path)
    assert checked.stdout == "my-app: 0 errors, 0 warnings, 0 notes\n"
    assert checked.returncode == 0


@pytest.mark.parametrize("template", ["chat", "tool"])
def test_the_tests_of_a_new_extension_pass(tmp_path: Path, template: str) -> None:
    imperal("init", "my-app", "--template", template, cwd=tmp_path)
    ran = imperal("test", str(tmp_path / "my-app"), cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "passed" in ran.stdout


@pytest.mark.parametrize("name", ["My_App", "x", "-app"])
def test_a_name_that_is_no_app_id_is_refused_with_a_better_one(tmp_path: Path, name: str) -> None:
    refused = imperal("init", "--", name, cwd=tmp_path)
    assert refused.returncode == 1
    assert "no app id" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "my-app").mkdir()
    assert imperal("init", "my-app", cwd=tmp_path).returncode == 1
    assert list((tmp_path / "my-app").iterdir()) == []


def extension(folder: Path, body: str = "") -> Path:
    text = f"from imperal_sdk import Extension\next = Extension('my-app')\n{body}"
    (folder / "main.py").write_text(text, encoding="utf-8")
    return folder


def test_findings_are_shown_with_place_and_remedy_and_errors_fail_the_command(
    tmp_path: Path,
) -> None:
    checked = imperal("validate", str(extension(tmp_path)), cwd=tmp_path)
    assert checked.returncode == 1
    place = f"{tmp_path / 'main.py'}:2: "
    assert f"ERROR V14      {place}" in checked.stdout
    assert "Say in a sentence" in checked.stdout
    assert checked.stdout.splitlines()[-1] == "my-app: 4 errors, 3 warnings, 1 notes"


def test_fix_writes_the_manifest_anew_and_then_checks_it(tmp_path: Path) -> None:
    extension(tmp_path)
    (tmp_path / "imperal.json").write_text('{"app_id": "my-app", "odd": 1}', encoding="utf-8")
    before = imperal("validate", str(tmp_path), cwd=tmp_path).stdout
    after = imperal("validate", "--fix", str(tmp_path), cwd=tmp_path).stdout
    assert "M3" in before
    assert "M3" not in after
    assert "odd" not in (tmp_path / "imperal.json").read_text(encoding="utf-8")


def test_code_that_does_not_load_is_blamed_on_its_line(tmp_path: Path) -> None:
    extension(tmp_path, "raise RuntimeError('no key')\n")
    failed = imperal("build", str(tmp_path), cwd=tmp_path)
    assert failed.returncode == 1
    assert failed.stderr == f"imperal: {tmp_path / 'main.py'}:3: RuntimeError: no key\n"
    (tmp_path / "main.py").write_text("def (:\n", encoding="utf-8")
    assert (
        f"{tmp_path / 'main.py'}:1: SyntaxError"
        in imperal("build", str(tmp_path), cwd=tmp_path).stderr
    )


def test_a_folder_without_an_extension_says_what_is_missing(tmp_path: Path) -> None:
    assert "has no main.py" in imperal("build", str(tmp_path), cwd=tmp_path).stderr
    (tmp_path / "main.py").write_text("", encoding="utf-8")
    assert "makes no Extension" in imperal("build", str(tmp_path), cwd=tmp_path).stderr


def test_schedules_lists_jobs_with_their_next_fires(tmp_path: Path) -> None:
    job = "@ext.schedule('nightly', '0 3 * * *')\nasync def nightly(ctx): ...\n"
    listed = imperal("schedules", str(extension(tmp_path, job)), cwd=tmp_path)
    name, cron, fires = listed.stdout.strip().split("  ")
    assert (name, cron) == ("nightly", "0 3 * * *")
    assert [fire[-5:] for fire in fires.split(", ")] == ["03:00"] * 3


@pytest.mark.parametrize("command", ["deploy", "logs"])
def test_what_needs_the_platform_says_so(tmp_path: Path, command: str) -> None:
    failed = imperal(command, cwd=tmp_path)
    assert failed.returncode == 1
    assert "talks to the platform" in failed.stderr


def test_dev_without_the_workbench_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert main(["dev", str(tmp_path)]) == 1
    assert "pip install imperal-workbench" in capsys.readouterr().err


def test_dev_opens_the_folder_in_the_installed_workbench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / ("workbench.bat" if sys.platform == "win32" else "workbench")
    command.write_text("", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    ran: list[list[str]] = []

    def call(words: list[str]) -> int:
        ran.append(words)
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    assert main(["dev", str(tmp_path)]) == 0
    assert ran == [[str(command), str(tmp_path)]]


def test_older_spellings_still_work(tmp_path: Path) -> None:
    assert imperal("sdk", "init", "my-app", cwd=tmp_path).returncode == 0
    assert imperal("sdk", "validate", "my-app", cwd=tmp_path).returncode == 0


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    assert imperal("fly", cwd=tmp_path).returncode == 2


MONDAY = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "fires"),
    [
        ("* * * * *", ["01 12:01", "01 12:02", "01 12:03"]),
        ("0 3 * * *", ["02 03:00", "03 03:00", "04 03:00"]),
        ("*/20 9-10 * * 2", ["02 09:00", "02 09:20", "02 09:40"]),
        ("30 8 * * sun", ["07 08:30"]),
        ("30 8 * * 7", ["07 08:30"]),
        ("30 8 * * 0", ["07 08:30"]),
        ("0 0 5 * *", ["05 00:00"]),
        ("0 0 5 * wed", ["03 00:00", "05 00:00"]),
        ("0 0 1 JAN *", []),
        ("@daily", ["02 00:00", "03 00:00", "04 00:00"]),
        ("@reboot", []),
        ("10/25 12 1 6 *", ["01 12:10", "01 12:35"]),
    ],
)
def test_cron_fires_in_utc_with_either_day_field(cron: str, fires: list[str]) -> None:
    assert [f"{fire:%d %H:%M}" for fire in next_fires(cron, MONDAY)] == fires


def test_cron_that_is_not_valid_is_an_error() -> None:
    with pytest.raises(ValueError, match="hour"):
        next_fires("0 24 * * *", MONDAY)
