"""Any extension an author can declare has a manifest that is valid and comes back as it was."""

from __future__ import annotations

import json
import string
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import ActionResult, ChatExtension, Extension
from imperal_sdk.manifest import generate_manifest, save_manifest
from imperal_sdk.manifest_schema import Manifest, validate_manifest_dict

SMALL = string.ascii_lowercase
names = st.text(SMALL + "_", min_size=1, max_size=12).map(lambda word: f"n{word}")
app_ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,18}[a-z0-9]", fullmatch=True)
versions = st.tuples(*[st.integers(0, 99)] * 3).map(lambda numbers: ".".join(map(str, numbers)))
words = st.text(max_size=40)
scopes = st.tuples(names, st.sampled_from(["read", "write", "*"])).map(":".join)
crons = st.sampled_from(["* * * * *", "*/5 0 1 jan mon", "0 3 * * 1-5", "@daily"])


class Query(BaseModel):
    """What goes in."""

    text: str = ""


class Found(BaseModel):
    """What comes out."""

    id: str


@st.composite
def extensions(draw: st.DrawFn) -> Extension:
    """An extension with any number of declarations of each kind, all of them allowed."""
    ext = Extension(
        draw(app_ids),
        draw(versions),
        capabilities=draw(st.lists(scopes, max_size=2)),
        config_defaults=draw(st.dictionaries(names, st.integers() | words, max_size=3)),
        display_name=draw(words),
        description=draw(words),
    )
    some = st.lists(names, unique=True, max_size=3)
    for name in draw(some):
        ext.tool(f"t_{name}", scopes=draw(st.lists(scopes, max_size=2)), description=draw(words))(
            _handler
        )
    for name in draw(some):
        ext.schedule(name, draw(crons))(_handler)
        ext.expose(name, action_type=draw(st.sampled_from(["read", "write"])))(_handler)
        ext.webhook(f"/{name}", method=draw(st.sampled_from(["GET", "POST"])))(_handler)
        ext.emits(f"{ext.app_id}.{name}")(_handler)
        ext.on_event(f"other.{name}")(_handler)
        ext.secret(name, draw(words.filter(str.strip)), required=draw(st.booleans()))
        ext.panel(name, slot=draw(st.sampled_from(["left", "center", "right"])))(_handler)
        ext.tray(name, icon_color=draw(st.sampled_from(["default", "green"])))(_handler)
    if draw(st.booleans()):
        ext.on_install(_handler)
        ext.on_upgrade(draw(versions))(_handler)
    chat = ChatExtension(ext, "chat_tool")
    for name in draw(some):
        action = draw(st.sampled_from(["read", "write", "destructive"]))
        chat.function(name, description=draw(words), action_type=action)(_answer)
    return ext


async def _handler(ctx: Any, **_params: Any) -> None: ...


async def _answer(ctx: Any, params: Query) -> ActionResult[Found]:
    return ActionResult.success(Found(id=params.text), "Found")


@settings(deadline=None, max_examples=60)
@given(extensions())
def test_a_manifest_is_valid_and_the_same_after_a_round_trip(ext: Extension) -> None:
    manifest = generate_manifest(ext)
    assert validate_manifest_dict(manifest) == []
    with tempfile.TemporaryDirectory() as folder:
        first = Path(save_manifest(ext, folder)).read_bytes()
        assert json.loads(first) == manifest
        assert Path(save_manifest(ext, folder)).read_bytes() == first
    kept = Manifest.model_validate(manifest).model_dump(mode="json", exclude_unset=True)
    assert {key: kept[key] for key in manifest} == manifest


@settings(deadline=None, max_examples=40)
@given(extensions(), words, words)
def test_what_an_author_keeps_by_hand_survives_every_build(
    ext: Extension, author: str, category: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "imperal.json"
        file.write_text(json.dumps({"author": author, "category": category}), encoding="utf-8")
        save_manifest(ext, folder)
        save_manifest(ext, folder)
        written = json.loads(file.read_text(encoding="utf-8"))
    assert (written["author"], written["category"]) == (author, category)
    assert written["app_id"] == ext.app_id
