"""Every observation of the platform's renderer, made again by acting as a person.

`observed_actions.json` holds what the platform's own renderer did: the actions it sent, what it
asked, and what was seen. Where that was a fault of its version, `FAULTS` says why we do otherwise
and what we do instead.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from tests.gui.render import probes_display, probes_forms, probes_rows
from tests.gui.render.bench import Bench, call, node
from workbench.gui.render.button import ButtonView
from workbench.gui.render.forms.view import FormView

DATA = Path(__file__).parents[1] / "data" / "observed_actions.json"
OBSERVED: dict[str, dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
SCENARIOS = {
    **probes_forms.SCENARIOS,
    **probes_rows.SCENARIOS,
    **probes_display.SCENARIOS,
}
UPLOAD = "FileUpload dispatch"
FAILING = {"Signal prop value"}
"""Here a failure box is what was observed, and the host is told."""
PENDING = {"Form button label while pending", "Button pending blocks double click"}

ROW_1 = {"id": 1, "n": 9, "on": True, "x": "q"}
EDITED = call("ed", k=1, row_id=1, column_key="n", value="77")

FAULTS: dict[str, tuple[str, list[dict[str, Any]], dict[str, Any] | None]] = {
    "DataTable edit Enter": (
        "Enter in the cell editor must not run the row's action as well",
        [EDITED],
        None,
    ),
    "DataTable editable without on_cell_edit swallows row click": (
        "a cell that cannot be edited for want of an action is part of its row",
        [call("row", row=ROW_1)],
        None,
    ),
    "DataTable space typed in editor while on_row_click set": (
        "a space typed into a cell is text, not a click on the row",
        [],
        {"value": "a b"},
    ),
    "Dialog re-sent same node after close stays closed": (
        "closed stays closed, but another identity is another dialog and opens",
        [],
        {"open_after_resend": 0, "open_after_new_id_revision": 1},
    ),
    "Card click on padding / Enter key": (
        "a click on a card's own text is a click on the card",
        [call("card")] * 3,
        {"after_padding_click": 1, "after_text_click": 2, "after_enter": 3},
    ),
    "Icon with empty color": (
        "an empty colour, the SDK's default, is the colour of the text, not none",
        [],
        {"drawn": True},
    ),
    "Unknown type": ("a development renderer names the type it cannot draw", [], {"spoken": True}),
    "null child / string child": (
        "a null child is told of in its place and does not break its parent",
        [],
        {"kept": True, "views": 1},
    ),
    "string child": (
        "a string child is drawn as nothing, but told of",
        [],
        {"shown": True, "lost": False},
    ),
    "Text content number 0": ("0 is a value to show", [], {"spoken": ["0"]}),
    "Text content bool/array": (
        "true is a value to show, and list entries need a separator",
        [],
        {"spoken": ["true", "a, b", "12.5"]},
    ),
    "deep nesting 400": (
        "levels are drawn up to a limit that is told of",
        [],
        {"found": True, "said": False},
    ),
    "deep nesting 1500": (
        "what is nested deeper than the limit is told of instead of drawn",
        [],
        {"found": False, "said": True},
    ),
    "deep nesting 3000": ("and never crashes", [], {"found": False, "said": True}),
}


def test_every_observation_has_a_scenario_and_every_fault_is_one() -> None:
    assert set(OBSERVED) == set(SCENARIOS) | PENDING | {UPLOAD}
    assert set(FAULTS) < set(OBSERVED)
    assert len(OBSERVED) == 76


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_observation_holds_here(bench: Bench, name: str) -> None:
    seen = SCENARIOS[name](bench)
    observed = OBSERVED[name]
    actions, note = observed["actions"], observed.get("note")
    if name in FAULTS:
        _, actions, note = FAULTS[name]
    assert bench.host.actions == actions
    assert bench.host.questions == observed.get("questions", [])
    assert (seen or {}) == (note or {})
    assert bool(bench.failures) == (name in FAILING)


def test_files_that_were_read_are_sent_and_blocked_ones_are_not(
    bench: Bench, tmp_path: Path
) -> None:
    seen = probes_display.upload(bench, tmp_path)
    expected = OBSERVED[UPLOAD]["actions"][0]
    sent = bench.host.actions[0]
    assert sent["function"] == expected["function"]
    assert sent["params"]["k"] == 1
    (file,), (wanted,) = sent["params"]["files"], expected["params"]["files"]
    assert set(file) == set(wanted)
    assert {key: file[key] for key in ("name", "size", "mime_type")} == {
        key: wanted[key] for key in ("name", "size", "mime_type")
    }
    assert file["data_base64"].startswith("iVBORw")
    assert seen == {
        "rows": [("run.exe", 1, "Blocked file type: .exe"), ("pic.png", 95301, "")],
    }


@pytest.mark.asyncio
async def test_a_form_under_way_says_so_and_takes_no_second_click(bench: Bench) -> None:
    bench.host.gate = asyncio.Event()
    bench.panel.set_tree(
        node("Form", children=[node("Input", param_name="n")], action="s", submit_label="Save")
    )
    view = next(v for v in bench.panel.surface.views() if isinstance(v, FormView))
    view.button.click()
    await asyncio.sleep(0)
    note = {"label": view.button.text(), "disabled": not view.button.isEnabled()}
    view.form.submit()
    bench.host.gate.set()
    await asyncio.sleep(0.01)
    assert bench.host.actions == OBSERVED["Form button label while pending"]["actions"]
    assert note == OBSERVED["Form button label while pending"]["note"]
    assert (view.button.text(), view.button.isEnabled()) == ("Save", True)


@pytest.mark.asyncio
async def test_a_button_under_way_says_so_and_takes_no_second_click(bench: Bench) -> None:
    bench.host.gate = asyncio.Event()
    bench.panel.set_tree(node("Button", label="Go", on_click=call("go")))
    view = next(v for v in bench.panel.surface.views() if isinstance(v, ButtonView))
    view.button.click()
    await asyncio.sleep(0)
    view.button.click()
    await asyncio.sleep(0)
    assert view.button.face.label == "Loading…"
    assert view.button.face.busy
    bench.host.gate.set()
    await asyncio.sleep(0.01)
    assert bench.host.actions == OBSERVED["Button pending blocks double click"]["actions"]
    assert not view.button.face.busy
