"""The gallery sample: every component an author can write is in it, and all of it is drawn."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gui.render.bench import Bench
from workbench.gui.render.notice import Failure, Unknown
from workbench.gui.render.registry import registered_types
from workbench.paths import samples

GALLERY = samples() / "gallery"
OVERLAYS = ("dialog", "destructive", "modal", "slideover", "toast")
CHAPTERS = (
    "collections",
    "contents",
    "controls",
    "display",
    "documents",
    "feedback",
    "forms",
    "layout",
    "numbers",
    "odd",
    "presence",
    "relations",
)
BROKEN_ON_PURPOSE = {"odd": ["Hologram"], "presence": ["Text"]}
"""A type nobody knows, and a signal as a text, which the platform does not draw either."""


def _render(*options: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "workbench", "render", str(GALLERY), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=110)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def pages() -> dict[str, dict[str, Any]]:
    """The tree of each panel, and of the feedback chapter with each overlay open."""
    trees = {line["panel_id"]: line["ui"] for line in _render("--all")}
    for name in OVERLAYS:
        (line,) = _render("--panel", "feedback", "--params", json.dumps({"show": name}))
        trees[f"feedback:{name}"] = line["ui"]
    return trees


def _types(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("type"), str) and "props" in value:
            yield value["type"]
        for part in value.values():
            yield from _types(part)
    elif isinstance(value, list):
        for part in value:
            yield from _types(part)


def test_every_chapter_answers(pages: dict[str, dict[str, Any]]) -> None:
    assert set(CHAPTERS) <= set(pages)
    assert all(pages.values())


def test_every_type_that_can_be_drawn_is_shown(pages: dict[str, dict[str, Any]]) -> None:
    shown = {name for tree in pages.values() for name in _types(tree)}
    assert registered_types() - shown <= {"Password"}  # an Input on the wire
    assert {"data_table", "radio_group", "ListItem"} <= shown


def test_every_component_of_the_sdk_is_used(pages: dict[str, dict[str, Any]]) -> None:
    written = "\n".join(file.read_text() for file in sorted(GALLERY.glob("*.py")))
    names = _components()
    assert len(names) > 60
    assert [name for name in names if f"ui.{name}(" not in written] == []


def _components() -> list[str]:
    """The functions of `imperal_sdk.ui` that make a node or an action."""
    code = (
        "import json, imperal_sdk.ui as ui; "
        "print(json.dumps([n for n in ui.__all__ if n[0].isupper() and callable(getattr(ui, n))]))"
    )
    sdk = Path(__file__).resolve().parents[3] / "sdk"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(sdk)},
    )
    values = {"AgencyTheme", "ColorPair", "UISignal"}
    found: list[str] = json.loads(done.stdout)
    return sorted(set(found) - values)


@pytest.mark.parametrize("chapter", [*CHAPTERS, *(f"feedback:{name}" for name in OVERLAYS)])
def test_a_chapter_is_drawn_without_a_failure(
    bench: Bench, pages: dict[str, dict[str, Any]], chapter: str
) -> None:
    bench.show(pages[chapter])
    failed = [view.node.type for view in bench.views() if isinstance(view, Failure | Unknown)]
    assert failed == BROKEN_ON_PURPOSE.get(chapter, [])
    bench.show(pages["contents"])
