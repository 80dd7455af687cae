"""``resources/node_types.json`` agrees with what the SDK emits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench import paths

TYPES: dict[str, dict[str, Any]] = json.loads(
    (paths.resources() / "node_types.json").read_text(encoding="utf-8")
)
FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "ui_nodes.json").read_text(encoding="utf-8")
)


def test_every_type_the_sdk_emits_is_known_with_all_its_props() -> None:
    for name, facts in FACTS.items():
        if facts["type"]:
            known = set(TYPES[facts["type"]]["props"])
            assert set(facts["props"]) <= known, name


def test_every_path_starts_at_a_prop_of_its_type() -> None:
    for name, entry in TYPES.items():
        for path in [*entry["children"], *entry["actions"], *entry.get("recursive", [])]:
            assert path.split("[]")[0].split(".")[0] in entry["props"], (name, path)


def test_names_and_aliases_are_unambiguous_when_case_is_ignored() -> None:
    names = [name.lower() for name in TYPES]
    names += [alias.lower() for entry in TYPES.values() for alias in entry["aliases"]]
    assert len(names) == len(set(names))


def test_types_that_the_platform_does_not_draw_by_themselves_are_marked() -> None:
    undrawn = {name for name, entry in TYPES.items() if not entry["rendered"]}
    assert undrawn == {
        "AgentPresence",
        "Canvas",
        "Ghost",
        "ListItem",
        "Modal",
        "MorphingState",
        "Stage",
        "Toast",
        "TrayResponse",
    }
    assert [name for name, entry in TYPES.items() if entry["nested_only"]] == ["ListItem"]
