"""Plans and what travels between their steps."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.passing import Produced, id_field, pass_on
from workbench.kernel.chat.plan import PlanError, PlanStep, dependents, levels, plan_from_script

CATALOGUE = Catalogue.of(
    [
        {"app_id": "mail-hub", "functions": [{"name": "list_unread", "owner": "mail"}]},
        {
            "app_id": "notes",
            "functions": [{"name": "create_note", "action_type": "write"}, {"name": "shared"}],
        },
        {"app_id": "other", "functions": [{"name": "shared"}]},
    ]
)


@pytest.mark.parametrize(
    "tool", ["mail-hub.list_unread", "mail_hub__list_unread", "mail.list_unread", "list_unread"]
)
def test_a_tool_is_found_by_any_of_its_names(tool: str) -> None:
    found = CATALOGUE.resolve(tool)
    assert found is not None
    assert found.tool == "mail-hub.list_unread"


def test_a_bare_name_of_two_apps_is_nobody_s() -> None:
    assert CATALOGUE.resolve("shared") is None
    assert CATALOGUE.resolve("other.shared") is not None


def test_a_step_without_depends_on_waits_for_the_one_before() -> None:
    plan = plan_from_script([{"tool": "list_unread"}, {"tool": "create_note"}], CATALOGUE)
    assert plan.steps[1].depends_on == [plan.steps[0].key]
    assert plan.intent == "chain"


def test_a_read_runs_before_the_write_that_needs_it_whatever_the_order() -> None:
    plan = plan_from_script(
        [
            {"tool": "create_note", "depends_on": ["mail-hub.list_unread"]},
            {"tool": "list_unread", "depends_on": []},
        ],
        CATALOGUE,
    )
    order = [[step.function for step in level] for level in levels(plan.steps)]
    assert order == [["list_unread"], ["create_note"]]


def test_dependencies_may_be_given_by_position() -> None:
    plan = plan_from_script(
        [{"tool": "list_unread"}, {"tool": "create_note", "depends_on": [0]}], CATALOGUE
    )
    assert plan.steps[1].depends_on == [plan.steps[0].key]


def test_dependents_are_found_through_other_steps() -> None:
    steps = [_step("a"), _step("b", "a"), _step("c", "b"), _step("d")]
    assert dependents(steps, "a") == {"b", "c"}


@given(st.permutations(range(8)), st.data())
def test_levels_never_run_a_step_before_what_it_needs(order: list[int], data: Any) -> None:
    steps = []
    for place, number in enumerate(order):
        earlier = order[:place]
        needs = data.draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        steps.append(_step(str(number), *(str(n) for n in needs)))
    shuffled = data.draw(st.permutations(steps))
    done: set[str] = set()
    for level in levels(shuffled):
        assert all(done.issuperset(step.depends_on) for step in level)
        done.update(step.key for step in level)
    assert done == {step.key for step in steps}


def test_a_circle_is_an_error() -> None:
    with pytest.raises(PlanError, match="wait for each other"):
        levels([_step("a", "b"), _step("b", "a")])


FOUND = Produced("1", "mail", "search", {"items": [{"message_id": "m1", "subject": "Hi"}], "n": 1})
MADE = Produced("2", "notes", "create_note", {"id": "n7", "tags": ["x", "y"]})


def declared(name: str, *params: str, projection: str | None = None) -> dict[str, Any]:
    schema = {"properties": {p: {"type": "string"} for p in params}, "required": list(params)}
    return {"name": name, "params_schema": schema, "id_projection": projection}


@pytest.mark.parametrize(
    ("args", "filled"),
    [
        ({"x": "$REF:mail[0].items[0].subject"}, {"x": "Hi"}),
        ({"x": "$REF:notes[0].tags"}, {"x": ["x", "y"]}),
        ({"x": "{{steps.0.data.n}}"}, {"x": 1}),
        ({"x": "n={{ steps.0.data.n }}, id={{prev.data.id}}"}, {"x": "n=1, id=n7"}),
        ({"x": {"deep": ["{{prev.data.tags.1}}"]}}, {"x": {"deep": ["y"]}}),
        ({"x": "plain"}, {"x": "plain"}),
    ],
)
def test_references_reach_earlier_results(args: dict[str, Any], filled: dict[str, Any]) -> None:
    passed = pass_on(args, declared("f"), [], [FOUND, MADE])
    assert passed.args == filled
    assert passed.lost == []


def test_a_reference_that_leads_nowhere_is_told() -> None:
    passed = pass_on(
        {"x": "$REF:mail[0].nope", "y": "{{steps.9.data.z}}"}, declared("f"), [], [FOUND]
    )
    assert passed.args == {"x": None, "y": ""}
    assert passed.lost == ["$REF:mail[0].nope", "{{steps.9.data.z}}"]


def test_the_projected_id_is_taken_from_what_the_step_depends_on() -> None:
    function = declared("delete_notes_from_folder", "folder_id", projection="folder_id")
    folder = Produced("f", "notes", "find_folder", {"folder_id": "f1"})
    assert pass_on({}, function, ["f"], [folder]).args == {"folder_id": "f1"}
    assert pass_on({}, function, [], [folder]).args == {}
    assert pass_on({"folder_id": "mine"}, function, ["f"], [folder]).args == {"folder_id": "mine"}
    assert pass_on({"folder_id": "<FOLDER_ID>"}, function, ["f"], [folder]).injected == [
        "folder_id"
    ]


def test_one_found_record_gives_its_id() -> None:
    function = declared("read_message", "message_id")
    assert pass_on({}, function, ["1"], [FOUND]).args == {"message_id": "m1"}


def test_a_required_parameter_of_the_same_name_is_passed_on() -> None:
    function = declared("label", "subject")
    source = Produced("1", "mail", "read", {"subject": "Hi", "other": 1})
    assert pass_on({}, function, ["1"], [source]).args == {"subject": "Hi"}


@pytest.mark.parametrize(
    ("function", "field", "rule"),
    [
        (declared("delete_note", "note_id"), "note_id", "verb_prefix"),
        (
            declared("move", "note_id", "folder_id", projection="folder_id"),
            "folder_id",
            "id_projection",
        ),
        (
            declared("delete_notes_from_folder", "folder_id"),
            "notes_from_folder_id",
            "verb_prefix",
        ),
        (declared("permanent_delete_note", "note_id"), "delete_note_id", "verb_prefix"),
        (declared("note_save", "note_id"), "save_id", "verb_prefix"),
    ],
)
def test_the_target_s_parameter_is_declared_or_guessed_from_the_name(
    function: dict[str, Any], field: str, rule: str
) -> None:
    assert id_field(function) == (field, rule)


def test_a_guess_that_is_no_parameter_drops_the_id_and_the_trace_says_so() -> None:
    function = declared("delete_notes_from_folder", "folder_id")
    found = Produced("f", "notes", "find_folder", {"id": "f1", "name": "Work"})
    passed = pass_on({}, function, ["f"], [found])
    assert passed.args == {}
    (lost,) = passed.dropped
    assert (lost.rule, lost.field, lost.value) == ("verb_prefix", "notes_from_folder_id", "f1")
    assert "no parameter" in lost.reason
    fixed = declared("delete_notes_from_folder", "folder_id", projection="folder_id")
    mended = pass_on({}, fixed, ["f"], [found])
    assert mended.args == {"folder_id": "f1"}
    assert [row.rule for row in mended.trace] == ["id_projection"]


def test_a_value_of_the_plan_is_kept_and_the_trace_says_so() -> None:
    function = declared("delete_note", "note_id")
    passed = pass_on({"note_id": "n1"}, function, ["2"], [MADE])
    assert passed.args == {"note_id": "n1"}
    assert [row.outcome for row in passed.trace] == ["kept"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"tool": "create_note", "args": {"x": "$REF:mail-hub[0].id"}}], "no such step"),
        (
            [
                {"tool": "create_note", "args": {"x": "$REF:mail-hub[0].id"}, "depends_on": []},
                {"tool": "list_unread", "depends_on": ["notes.create_note"]},
            ],
            "runs after it",
        ),
        ([{"tool": "create_note", "depends_on": ["create_note"]}], "not in the plan"),
        ([{"tool": "create_note", "depends_on": "list_unread"}], "must be a list"),
        ([{"args": {}}], "needs a tool"),
    ],
)
def test_a_plan_that_cannot_run_is_refused_when_it_is_read(
    rows: list[dict[str, Any]], told: str
) -> None:
    with pytest.raises(PlanError, match=told):
        plan_from_script(rows, CATALOGUE)


def _step(key: str, *needs: str) -> PlanStep:
    return PlanStep(key, "app", f"f{key}", {}, list(needs))
