"""Chat functions: names, parameter models and return models are found where authors put them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult, ChatExtension, Extension, _provenance
from imperal_sdk import chat as chat_package
from imperal_sdk.chat import extension as chat_extension
from imperal_sdk.chat import guards
from imperal_sdk.chat.error_codes import CODE_PATTERN, ERROR_TAXONOMY
from imperal_sdk.chat.exceptions import TaskCancelled

if TYPE_CHECKING:
    from imperal_sdk import Context


class NoteParams(BaseModel):
    title: str = Field(description="What the note is called")
    pinned: bool = False
    tags: list[str] = Field(default_factory=list)


class Note(BaseModel):
    note_id: str


class Scratch:
    """Models of an author may live anywhere a name can reach."""

    class Params(BaseModel):
        text: str


@pytest.fixture
def chat() -> ChatExtension:
    return ChatExtension(Extension("notes"))


def test_bundle_registers_itself_and_has_a_default_name() -> None:
    ext = Extension("notes")
    chat = ChatExtension(ext)
    other = ChatExtension(ext, tool_name="admin", description="Administration")
    assert ext._chat_extensions == {"tool_notes_chat": chat, "admin": other}
    assert (chat.description, chat.max_rounds, chat.model) == ("", 10, None)
    assert ext.tools == {}


def test_name_and_description_default_to_the_functions_own(chat: ChatExtension) -> None:
    @chat.function(action_type="write")
    async def create_note(ctx: Any, params: NoteParams) -> ActionResult[Note]:
        """Create a note.

        Longer words.
        """
        raise NotImplementedError

    function = chat.functions["create_note"]
    assert function.func is create_note
    assert function.description == "Create a note."
    assert function.chain_callable is True


def test_explicit_name_wins_and_a_repeated_one_replaces(chat: ChatExtension) -> None:
    @chat.function("find", "Find notes by words")
    async def first(ctx: Any) -> dict[str, Any]:
        return {}

    @chat.function("find", "Find notes by tag", chain_callable=False, effects=["read:note"])
    async def second(ctx: Any) -> dict[str, Any]:
        return {}

    assert list(chat.functions) == ["find"]
    assert chat.functions["find"].func is second
    assert chat.functions["find"].chain_callable is False
    assert chat.functions["find"].effects == ["read:note"]


def test_string_annotations_are_resolved_one_by_one(chat: ChatExtension) -> None:
    """``Context`` is only known to the type checker here; the model is found all the same."""

    @chat.function("create", "Create a note")
    async def create(ctx: Context, params: NoteParams) -> ActionResult[Note]:
        raise NotImplementedError

    function = chat.functions["create"]
    assert function._pydantic_model is NoteParams
    assert function._pydantic_param == "params"
    assert function._return_model is Note
    assert function.params == {
        "title": {"type": "string", "description": "What the note is called"},
        "pinned": {"type": "boolean", "description": "Pinned", "default": False},
        "tags": {"type": "array", "description": "Tags", "default": None},
    }


def test_model_is_found_under_any_parameter_and_dotted_name(chat: ChatExtension) -> None:
    @chat.function("scratch", "Keep a scratch note")
    async def scratch(ctx: Any, count: int, wanted: Scratch.Params) -> Note:
        raise NotImplementedError

    assert chat.functions["scratch"]._pydantic_model is Scratch.Params
    assert chat.functions["scratch"]._pydantic_param == "wanted"
    assert chat.functions["scratch"]._return_model is Note


def test_unresolvable_annotation_is_reported_with_its_fix(
    chat: ChatExtension, caplog: pytest.LogCaptureFixture
) -> None:
    class Local(BaseModel):
        text: str

    @chat.function("local", "Uses a model of its own scope")
    async def local(ctx: Any, params: Local) -> ActionResult[Any]:
        raise NotImplementedError

    assert chat.functions["local"]._pydantic_model is None
    assert "annotation 'Local' of 'params' cannot be resolved" in caplog.text
    assert "at module level" in caplog.text


def test_explicit_params_switch_detection_off(chat: ChatExtension) -> None:
    @chat.function("create", "Create a note", params={"title": {"type": "string"}})
    async def create(ctx: Any, params: NoteParams) -> ActionResult[Any]:
        raise NotImplementedError

    assert chat.functions["create"]._pydantic_model is None
    assert chat.functions["create"].params == {"title": {"type": "string"}}


@pytest.mark.parametrize(("data_model", "found"), [(NoteParams, NoteParams), (int, Note)])
def test_data_model_wins_when_it_is_a_model(
    chat: ChatExtension, data_model: type, found: type
) -> None:
    @chat.function("create", "Create a note", data_model=data_model)
    async def create(ctx: Any) -> Note:
        raise NotImplementedError

    assert chat.functions["create"]._return_model is found


def test_both_versions_keywords_are_kept(chat: ChatExtension) -> None:
    @chat.function(
        "report",
        "Write a report",
        event="report_written",
        event_schema=Note,
        id_projection="note_id",
        background=True,
        long_running=True,
        inputs=["note"],
        outputs=["report"],
        ui_builder=True,
    )
    async def report(ctx: Any) -> ActionResult[Any]:
        raise NotImplementedError

    function = chat.functions["report"]
    assert (function.event, function.event_schema) == ("report_written", Note)
    assert (function.background, function.long_running) == (True, True)
    assert (function.inputs, function.outputs) == (["note"], ["report"])
    assert (function.id_projection, function._ui_builder) == ("note_id", True)
    with pytest.raises(TypeError, match="surprise"):
        chat.function("x", "y", surprise=1)  # type: ignore[call-arg]


def test_decorator_without_its_parentheses_says_so(chat: ChatExtension) -> None:
    async def create(ctx: Any) -> None:
        return None

    with pytest.raises(TypeError, match=r"write @chat\.function\(description='\.\.\.'\)"):
        chat.function(create)  # type: ignore[arg-type]


def test_persona_prompt_and_model_are_warned_about_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChatExtension, "_model_warned", False)
    ext = Extension("notes")
    ChatExtension(ext, "a", system_prompt="You are a pirate.", model="some-model")
    ChatExtension(ext, "b", system_prompt="Notes have titles.", model="some-model")
    assert caplog.text.count("deprecated and ignored") == 1
    assert caplog.text.count("a persona") == 1


def test_function_source_is_recorded_when_the_host_asks(
    chat: ChatExtension, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_provenance, "enabled", True)

    @chat.function("find", "Find notes by words")
    async def find(ctx: Any) -> dict[str, Any]:
        return {}

    file, line = chat.ext._sources["function", "find"]
    assert file == __file__
    assert line == find.__code__.co_firstlineno


def test_task_cancelled_has_one_class_at_all_its_addresses() -> None:
    assert TaskCancelled is chat_package.TaskCancelled is chat_extension.TaskCancelled
    assert not issubclass(TaskCancelled, RuntimeError)


def test_every_platform_code_has_words_for_the_user() -> None:
    import re

    from imperal_sdk.chat import error_codes

    codes = {name for name in vars(error_codes) if name.isupper()} - {
        "CODE_PATTERN",
        "ERROR_TAXONOMY",
    }
    assert set(ERROR_TAXONOMY) == codes
    for code, words in ERROR_TAXONOMY.items():
        assert re.fullmatch(CODE_PATTERN, code)
        assert words["user_hint_i18n_key"].startswith("errors.")
        assert words["default_en"]
        assert words["default_ru"]


@pytest.mark.parametrize(
    ("params", "rejected"),
    [
        ({"message_id": "meeting-notes-123"}, True),
        ({"msg_id": "18c2f0a9b7d"}, False),
        ({"title": "meeting-notes-123"}, False),
        ({"thread_id": "Meeting-Notes-123"}, False),
    ],
)
def test_made_up_ids_are_told_by_their_shape(params: dict[str, Any], rejected: bool) -> None:
    record = guards.check_id_shape_fabrication(params)
    assert (record is not None) is rejected
    if record:
        assert record["error_code"] == "FABRICATED_ID_SHAPE"


def test_placeholders_are_found_at_any_depth() -> None:
    args = {"to": "<RECIPIENT>", "items": [{"id": "<UNKNOWN>"}, {"id": "<b>"}], "n": 1}
    assert guards.placeholders(args) == [("to", "<RECIPIENT>"), ("items[0].id", "<UNKNOWN>")]
