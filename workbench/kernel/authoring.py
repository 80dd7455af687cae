"""What an author does to an extension itself: starting it, validating it, building its manifest."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final, Literal

from workbench import paths
from workbench.kernel.builds.builds import Builds
from workbench.kernel.core import Core
from workbench.kernel.errors import WorkbenchError
from workbench.kernel.kinds import FINDING, MENDED

Template = Literal["chat", "tool"]
Finding = dict[str, Any]


_APP_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]*[a-z0-9]")


class Authoring:
    """Validates the open extensions and keeps what was found in the journal.

    A finding is one thing with one id for as long as it is made: validating again writes it anew,
    or as mended once it is gone.
    """

    def __init__(self, core: Core, *, builds: Builds) -> None:
        self._core = core
        self._builds = builds
        self._found: dict[str, dict[str, Finding]] = {}

    async def validate(self, app_id: str) -> Counter[str]:
        """Run the validators of the SDK in use on an extension's newest sources.

        Returns how many findings there are of each level: error, warn, info. Rules that its
        ``workbench.toml`` silences are left out.

        Raises:
            LoadError: the sources do not load.
            NotDeclared: nothing of that id is open.
        """
        extension = self._builds.get(app_id)
        silenced = extension.build.workspace.silenced
        findings = await self._builds.check(extension.root)
        kept = [finding for finding in findings if finding["rule"] not in silenced]
        self._keep(app_id, {_id_of(app_id, finding): finding for finding in kept})
        return Counter(finding["level"] for finding in kept)

    def _keep(self, app_id: str, found: dict[str, Finding]) -> None:
        before = self._found.get(app_id, {})
        self._found[app_id] = found
        for id_, finding in found.items():
            self._write(app_id, id_, finding, _LEVELS[finding["level"]])
        for id_ in before.keys() - found.keys():
            self._write(app_id, id_, before[id_], MENDED)

    def _write(self, app_id: str, id_: str, finding: Finding, status: str) -> None:
        error = {name: finding[name] for name in ("message", "file", "line")}
        error.update(type=finding["rule"], hint=finding["fix"])
        self._core.journal.append(
            "problem",
            finding["message"],
            id=id_,
            app_id=app_id,
            status=status,
            body={"rule": finding["rule"], "error": error},
        )

    async def write_manifest(self, app_id: str) -> Path:
        """Write the imperal.json of an open extension; returns the file.

        Raises:
            LoadError: the sources do not load, or the file cannot be written.
            NotDeclared: nothing of that id is open.
        """
        return await self._builds.write_manifest(self._builds.get(app_id).root)


_LEVELS: Final = {"error": "error", "warn": "warning", "info": "info"}


def _id_of(app_id: str, finding: Finding) -> str:
    """The same for a finding as long as it stands in the same line."""
    parts = (app_id, finding["rule"], finding["file"], finding["line"], finding["message"])
    digest = hashlib.blake2s("\0".join(map(str, parts)).encode(), digest_size=8)
    return FINDING + digest.hexdigest()


def name_fault(name: str) -> str | None:
    """Why a name cannot be an app id, or None if it can (SDK reference, Extension)."""
    if not name:
        return "An extension needs a name."
    if not _APP_ID.fullmatch(name):
        return "Two or more of a–z, 0–9 and '-', and no '-' at the ends."
    return None


def folder_fault(folder: Path) -> str | None:
    """Why no extension can be started in a folder that is still to be made, or None."""
    fault = name_fault(folder.name)
    if fault is None and folder.exists():
        return f"{folder} is there already."
    if fault is None and not folder.parent.is_dir():
        return f"There is no folder {folder.parent}."
    return fault


async def start_extension(folder: Path, template: Template = "chat") -> Path:
    """Write a small extension that loads, validates and shows a panel; its name is the app id.

    Raises:
        WorkbenchError: the name is no app id, or the folder cannot be made.
    """
    fault = folder_fault(folder.absolute())
    if fault is not None:
        raise WorkbenchError(fault)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "imperal_sdk.cli", "init", str(folder), "--template", template],
        env={**os.environ, "PYTHONPATH": str(paths.bundled_sdk())},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise WorkbenchError((done.stderr or done.stdout).strip() or f"{folder} was not made")
    return folder
