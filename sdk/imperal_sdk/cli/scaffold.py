"""``imperal init``: a small extension that loads, validates without errors and has a test."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from imperal_sdk._manifest.patterns import APP_ID_PATTERN
from imperal_sdk.cli.output import CommandError, say

_FILES = Path(__file__).parent / "templates"

COMMON = {
    "icon.svg": "icon.svg.txt",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
    "pytest.ini": "pytest.ini.txt",
}
TEMPLATES = {
    "chat": {"main.py": "chat_main.py.txt", "tests/test_main.py": "chat_test.py.txt"},
    "tool": {"main.py": "tool_main.py.txt", "tests/test_main.py": "tool_test.py.txt"},
}
"""File in the new folder -> the text it is made from, by template."""


def create(folder: Path, template: str) -> int:
    """Write a new extension into ``folder``, which must not exist; its name is the app id.

    Raises CommandError for a name that is no app id, or a folder that is there already.
    """
    app_id = folder.name
    if not APP_ID_PATTERN.match(app_id):
        raise CommandError(
            f"{app_id!r} is no app id: use two or more of a-z, 0-9 and '-', "
            f"such as {_suggested(app_id)!r}"
        )
    if folder.exists():
        raise CommandError(f"{folder} is there already")
    values = {"app_id": app_id, "display_name": app_id.replace("-", " ").title()}
    for name, text_file in {**COMMON, **TEMPLATES[template]}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = Template((_FILES / text_file).read_text(encoding="utf-8"))
        target.write_text(text.substitute(values), encoding="utf-8")
    say(f"created {folder}")
    say(f"next: imperal validate {folder}; imperal test {folder}; imperal dev {folder}")
    return 0


def _suggested(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return words if len(words) > 1 else "my-extension"
