"""What a parameter model asks of arguments, as the form of a step says it."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from workbench.gui.chat.argument_rules import (
    ABSENT,
    ArgumentError,
    Parameter,
    complaints,
    parameters,
    read,
    written,
)


class Place(BaseModel):
    city: str


class Book(BaseModel):
    title: str = Field(min_length=1, max_length=12, description="Title of the book")
    year: int | None = Field(default=None, ge=1450, le=2100)
    price: float = Field(default=1.5, gt=0)
    kind: Literal["novel", "essay"] = "novel"
    lent: bool = False
    tags: list[str] = Field(default=[], max_length=2)
    place: Place | None = None
    code: str = Field(default="", pattern="^[A-Z]*$")


SCHEMA = Book.model_json_schema()


def by_name(args: dict[str, Any] | None = None) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in parameters(SCHEMA, args or {})}


def test_each_parameter_has_the_kind_of_its_type() -> None:
    assert [(p.name, p.kind, p.required, p.nullable) for p in by_name().values()] == [
        ("title", "text", True, False),
        ("year", "integer", False, True),
        ("price", "number", False, False),
        ("kind", "choice", False, False),
        ("lent", "boolean", False, False),
        ("tags", "json", False, False),
        ("place", "json", False, True),
        ("code", "text", False, False),
    ]


def test_type_limits_and_default_are_told_in_a_few_words() -> None:
    known = by_name()
    assert known["title"].hint == "text · 1 to 12 characters"
    assert known["year"].hint == "integer · 1450 to 2100 · optional"
    assert known["tags"].hint == "array · at most 2 entries · optional"
    assert (known["title"].placeholder, known["kind"].placeholder) == (
        "required",
        'default "novel"',
    )
    assert known["title"].description == "Title of the book"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("title", "Dune", "Dune"),
        ("year", "1965", 1965),
        ("year", "", ABSENT),
        ("price", "2", 2),
        ("kind", "essay", "essay"),
        ("lent", "true", True),
        ("tags", '["a"]', ["a"]),
        ("place", '{"city": "Oslo"}', {"city": "Oslo"}),
        ("year", "{{steps.0.data.year}}", "{{steps.0.data.year}}"),
        ("tags", "$REF:library[0].tags", "$REF:library[0].tags"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_type(name: str, text: str, value: Any) -> None:
    assert read(by_name()[name], text) == value


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("title", "", "is required"),
        ("title", "a very long title", "takes at most 12 characters, these are 17"),
        ("year", "1965.5", "must be a whole number"),
        ("year", "1200", "must be at least 1450"),
        ("year", "2101", "must be at most 2100"),
        ("price", "0", "must be more than 0"),
        ("price", "cheap", "must be a number"),
        ("kind", "poem", "must be one of novel, essay"),
        ("lent", "perhaps", "must be true or false"),
        ("tags", '["a", "b", "c"]', "takes at most 2 entries, these are 3"),
        ("tags", "{}", "must be a list"),
        ("place", "{", "must be JSON"),
        ("code", "abc", "must match ^[A-Z]*$"),
    ],
)
def test_a_mistake_is_named(name: str, text: str, complaint: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        read(by_name()[name], text)
    assert str(refused.value) == complaint


@pytest.mark.parametrize("value", ["x", 1965, 1.5, True, ["a"], {"city": "Oslo"}])
def test_a_value_is_shown_as_it_is_read_again(value: Any) -> None:
    name = {str: "title", int: "year", float: "price", bool: "lent", list: "tags"}.get(
        type(value), "place"
    )
    parameter = by_name()[name]
    assert read(parameter, written(parameter, value)) == value


def test_all_that_the_model_will_refuse_is_listed_and_what_is_open_is_not() -> None:
    wrong = {"year": "soon", "kind": "poem", "tags": ["a"], "price": True}
    assert complaints(SCHEMA, wrong) == {
        "year": "must be a whole number",
        "kind": "must be one of novel, essay",
        "price": "must be a number",
    }
    assert complaints(SCHEMA, {"year": None}) == {}


def test_an_argument_the_model_does_not_have_is_shown_as_such() -> None:
    extra = by_name({"author": "Herbert"})["author"]
    assert (extra.known, extra.hint) == (False, "no such parameter")
    assert read(extra, "Frank") == "Frank"


def test_without_a_schema_arguments_keep_their_kind() -> None:
    found = parameters(None, {"a": "text", "b": [1], "c": True})
    assert [(p.name, p.kind, p.known) for p in found] == [
        ("a", "text", True),
        ("b", "json", True),
        ("c", "boolean", True),
    ]
