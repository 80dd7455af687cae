"""The local classifier: which functions a message means, and the arguments in its words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.classifier import Given, LocalClassifier
from workbench.kernel.chat.filling.arguments import fill
from workbench.kernel.chat.language.lexicon import content_words


def text(**more: Any) -> dict[str, Any]:
    return {"type": "string", **more}


def function(name: str, description: str, action: str = "read", **params: Any) -> dict[str, Any]:
    required = [key for key, spec in params.items() if not spec.pop("optional", False)]
    schema = {"type": "object", "properties": params, "required": required}
    return {
        "name": name,
        "description": description,
        "action_type": action,
        "owner": "tool_notes_chat",
        "params_schema": schema,
        "docstring": None,
    }


NOTES = {
    "app_id": "notes",
    "functions": [
        function(
            "create_note", "Create a new note with a title and content.", "write",
            title=text(), content=text(optional=True),
        ),
        function("list_notes", "List the notes of a folder.", folder=text(optional=True)),
        function("find_notes", "Search notes for a text.", query=text()),
        function("delete_note", "Delete one note.", "destructive", note_id=text()),
    ],
}  # fmt: skip
TASKS = {
    "app_id": "my-tasks",
    "functions": [
        function("create_task", "Add a task to the list.", "write", title=text()),
        function("complete_task", "Mark a task as done.", "write", task_id=text()),
        function("task_summary", "Summarise open tasks."),
    ],
}
CATALOGUE = Catalogue.of([NOTES, TASKS])


async def plan(message: str) -> list[tuple[str, dict[str, Any]]]:
    made = await LocalClassifier().classify(message, Given(CATALOGUE))
    return [(f"{step.app_id}.{step.function}", step.args) for step in made.steps]


@pytest.mark.parametrize(
    ("message", "tool", "args"),
    [
        ("show me my notes", "notes.list_notes", {}),
        ("create a note called Shopping list", "notes.create_note", {"title": "Shopping list"}),
        ('add a note "Milk"', "notes.create_note", {"title": "Milk"}),
        (
            "make a note titled Plan with content 'do it'",
            "notes.create_note",
            {"title": "Plan", "content": "do it"},
        ),
        ("find notes about milk and honey", "notes.find_notes", {"query": "milk and honey"}),
        ("delete note n-42", "notes.delete_note", {"note_id": "n-42"}),
        ("add a task “Buy bread”", "my-tasks.create_task", {"title": "Buy bread"}),
        ("complete task t7", "my-tasks.complete_task", {"task_id": "t7"}),
        ("give me a summary of tasks", "my-tasks.task_summary", {}),
    ],
)
async def test_a_message_finds_its_function_and_arguments(
    message: str, tool: str, args: dict[str, Any]
) -> None:
    assert await plan(message) == [(tool, args)]


@pytest.mark.parametrize("message", ["hello", "", "what is the capital of France?", "...", "🎉"])
async def test_a_message_about_nothing_installed_plans_nothing(message: str) -> None:
    assert await plan(message) == []


async def test_two_wishes_become_a_chain_in_their_order() -> None:
    made = await LocalClassifier().classify(
        'find notes about milk and then create a task called "Buy milk"', Given(CATALOGUE)
    )
    assert [step.function for step in made.steps] == ["find_notes", "create_task"]
    assert made.steps[1].depends_on == [made.steps[0].key]
    assert made.intent == "chain"


async def test_joining_words_inside_quotes_do_not_split_a_message() -> None:
    assert await plan('create a note called "bread and then butter"') == [
        ("notes.create_note", {"title": "bread and then butter"})
    ]


async def test_the_same_message_always_gives_the_same_plan() -> None:
    plans = [await plan("create a note called Milk") for _ in range(5)]
    assert all(other == plans[0] for other in plans)


async def test_the_choice_is_explained() -> None:
    made = await LocalClassifier().classify("list notes", Given(CATALOGUE))
    assert made.reasons[0].startswith("notes.list_notes ")


async def test_what_moved_the_score_is_told_with_its_numbers() -> None:
    made = await LocalClassifier().classify("delete note n-42", Given(CATALOGUE))
    assert "delete" in made.reasons[0]
    assert "meaning +" in made.reasons[0]
    others = [reason for reason in made.reasons if "is not what it does" in reason]
    assert others
    assert all("chosen" not in reason for reason in others)


@pytest.mark.parametrize("message", ["lisst my notes", "show my noets", "покажи мои замеки"])
async def test_a_slip_is_read_as_what_it_is_near(message: str) -> None:
    assert await plan(message) == [("notes.list_notes", {})]


@pytest.mark.parametrize(
    "message", ["translate note n-42 into French", "refund order o-9", "play some music"]
)
async def test_what_no_function_does_is_not_done_by_the_nearest(message: str) -> None:
    assert await plan(message) == []


async def test_an_example_in_the_description_counts() -> None:
    declared = {
        "app_id": "x",
        "functions": [
            function("alpha", "Does one thing."),
            function("beta", "Does another.\nExamples: how hot is it outside"),
        ],
    }
    made = await LocalClassifier().classify(
        "how hot is it outside?", Given(Catalogue.of([declared]))
    )
    assert [step.function for step in made.steps] == ["beta"]


@pytest.mark.parametrize(
    ("message", "schema", "args"),
    [
        ("limit 5", {"limit": {"type": "integer"}}, {"limit": 5}),
        ("limit=7 please", {"limit": {"type": "integer"}}, {"limit": 7}),
        ("price: 2.5", {"price": {"type": "number"}}, {"price": 2.5}),
        ("mark it urgent", {"urgent": {"type": "boolean"}}, {"urgent": True}),
        ("not urgent at all", {"urgent": {"type": "boolean"}}, {"urgent": False}),
        ("high priority", {"priority": {"enum": ["low", "high"]}}, {"priority": "high"}),
        ("due 2026-03-01", {"due": {"type": "string", "format": "date"}}, {"due": "2026-03-01"}),
        ("mail bob@x.test", {"email": {"type": "string"}}, {"email": "bob@x.test"}),
        ("for 3 days", {"days": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}, {"days": 3}),
        ("tags=a,b", {"tags": {"type": "array"}}, {"tags": ["a", "b"]}),
        (
            "priority low",
            {"priority": {"$ref": "#/$defs/P"}},
            {"priority": "low"},
        ),
        ("nothing here", {"limit": {"type": "integer"}}, {}),
        ("for $49", {"cents": {"type": "integer"}}, {"cents": 4900}),
        ("за 8 евро", {"cents": {"type": "integer"}}, {"cents": 800}),
        ("every 2 days", {"interval_hours": {"type": "integer"}}, {"interval_hours": 48}),
        ("ping 8.8.8.8", {"host": {"type": "string"}}, {"host": "8.8.8.8"}),
        ("turn it off", {"enabled": {"type": "boolean"}}, {"enabled": False}),
        ("printed in 1815", {"year": {"type": "integer"}}, {"year": 1815}),
        ("due on the 3rd", {"due": {"type": "string", "format": "date"}}, {"due": "2026-01-03"}),
        (
            "over the last 30 days",
            {
                "date": {
                    "type": "string",
                    "description": "Presets: today, last7, last30, lastMonth.",
                }
            },
            {"date": "last30"},
        ),
        (
            "за прошлый месяц",
            {
                "date": {
                    "type": "string",
                    "description": "Presets: today, last7, last30, lastMonth.",
                }
            },
            {"date": "lastMonth"},
        ),
        (
            "songs by Nina Simone",
            {"artist_name": {"type": "string"}},
            {"artist_name": "Nina Simone"},
        ),
    ],
)
def test_arguments_are_typed_by_the_schema(
    message: str, schema: dict[str, Any], args: dict[str, Any]
) -> None:
    whole = {"properties": schema, "required": [], "$defs": {"P": {"enum": ["low", "high"]}}}
    assert fill(message, whole, "do_it", date(2026, 1, 1)) == args


def test_the_rest_of_the_sentence_fills_one_missing_text() -> None:
    schema = {"properties": {"input": text()}, "required": ["input"]}
    assert fill("refine this awkward sentence.", schema, "refine", date(2026, 1, 1)) == {
        "input": "awkward sentence"
    }


def test_words_fold_endings_and_synonyms() -> None:
    one, two = ([w.meanings for w in content_words(t)] for t in ("Adding the notes", "add a note"))
    assert one == two
    assert content_words("удали заметки")[0].verbs == content_words("delete")[0].verbs
    assert content_words("заметки")[0].things == content_words("notes")[0].things


def test_phrases_are_one_word() -> None:
    assert [word.text for word in content_words("please get rid of the to-do")] == [
        "get rid of",
        "to-do",
    ]
