"""Entities, facets and roles of the structured data layer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from imperal_sdk import sdl

FACETS: list[type[BaseModel]] = [getattr(sdl, name) for name in sdl.facets.__all__]


class Song(sdl.Entity, sdl.Timestamped, sdl.Monetary):
    """An entity with two facets and fields of its own."""

    bpm: int | None = sdl.field(role="audio.bpm", ge=1)
    artist: str = sdl.field(role="audio.artist", default=...)


def test_there_are_123_facets_and_an_entity_can_take_on_all_of_them() -> None:
    assert len(FACETS) == 123
    names = [name for facet in FACETS for name in facet.model_fields]
    assert len(names) == len(set(names))
    everything = type("Everything", (sdl.Entity, *FACETS), {})
    assert everything(id=1, title="t").kind == "everything"


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.__name__)
def test_facet_is_empty_by_default_and_gives_every_field_a_role_of_its_domain(
    facet: type[BaseModel],
) -> None:
    assert set(facet().model_dump().values()) == {None}
    roles = sdl.roles_of(facet)
    assert list(roles) == list(facet.model_fields)
    domain = facet.__module__.rpartition(".")[2]
    namespace = {"security": "sec", "identity": "core"}.get(domain, domain)
    assert {sdl.namespace_of(role) for role in roles.values()} == {namespace}
    assert all(sdl.is_valid_role(role) for role in roles.values())


def test_roles_of_an_entity_are_those_of_its_core_its_facets_and_its_own_fields() -> None:
    roles = sdl.roles_of(Song)
    assert roles["title"] == "core.title"
    assert roles["created_at"] == "time.created_at"
    assert roles["amount"] == "money.amount"
    assert roles["bpm"] == "audio.bpm"


def test_json_schema_marks_entities_lists_and_roles() -> None:
    schema = Song.model_json_schema()
    assert schema["x-sdl"] == "entity"
    assert schema["properties"]["bpm"]["x-sdl-role"] == "audio.bpm"
    assert schema["properties"]["amount"]["x-sdl-role"] == "money.amount"
    assert sdl.EntityList[Song].model_json_schema()["x-sdl"] == "entity-list"
    json.dumps(schema)


def test_field_passes_constraints_on_and_keeps_further_schema_marks() -> None:
    with pytest.raises(ValidationError, match="bpm"):
        Song(id=1, title="t", artist="a", bpm=0)
    with pytest.raises(ValidationError, match="artist"):
        Song.model_validate({"id": 1, "title": "t"})
    marked = sdl.field(role="audio.key", json_schema_extra={"unit": "semitone"})
    assert marked.json_schema_extra == {"unit": "semitone", "x-sdl-role": "audio.key"}


@pytest.mark.parametrize("given", ["", None])
def test_an_entity_without_kind_is_called_after_its_class(given: str | None) -> None:
    fields: dict[str, Any] = {} if given is None else {"kind": given}
    assert Song(id=1, title="t", artist="a", **fields).kind == "song"
    assert sdl.Entity(id="x", title="t", kind="note").kind == "note"


def test_an_entity_list_counts_and_iterates_its_items() -> None:
    songs = [Song(id=n, title=str(n), artist="a") for n in range(3)]
    page = sdl.EntityList[Song](items=songs, total=9, has_more=True)
    assert (len(page), [song.id for song in page]) == (3, [0, 1, 2])
    assert not sdl.EntityList[Song](items=[])


def test_a_reference_carries_what_is_needed_to_show_it() -> None:
    assert sdl.Ref(id=1, kind="song", title="t").app_id is None
    with pytest.raises(ValidationError):
        sdl.Ref.model_validate({"id": 1})


@pytest.mark.parametrize(
    ("role", "valid"),
    [
        ("audio.bpm", True),
        ("audio.key.major", True),
        ("audio.x_1", True),
        ("audio", False),
        ("Audio.bpm", False),
        ("audio.", False),
        ("a-b.c", False),
        ("1a.b", False),
        ("", False),
    ],
)
def test_a_role_is_lower_case_words_joined_by_dots(role: str, valid: bool) -> None:
    assert sdl.is_valid_role(role) is valid
    if not valid:
        with pytest.raises(sdl.RoleError, match="malformed"):
            sdl.field(role=role)


@pytest.mark.parametrize("namespace", sorted(sdl.RESERVED_NAMESPACES))
def test_an_extension_may_not_define_roles_of_the_platform(namespace: str) -> None:
    with pytest.raises(sdl.RoleError, match="reserved"):
        sdl.validate_custom_role(f"{namespace}.mine")


def test_facets_resolve_by_name_to_the_union_of_their_roles() -> None:
    roles = sdl.resolve_facets(["Monetary", "Timestamped"])
    assert roles == sdl.roles_of(sdl.Monetary) | sdl.roles_of(sdl.Timestamped)
    with pytest.raises(KeyError, match="Entity"):
        sdl.resolve_facets(["Entity"])
