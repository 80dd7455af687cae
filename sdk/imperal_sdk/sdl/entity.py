"""Entities: what a function returns, in a form that chat, panels and other apps understand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from imperal_sdk.sdl.roles import CORE_ROLES, ROLE_KEY

__all__ = ["CORE_ROLES", "ROLE_KEY", "Entity", "EntityList", "Ref", "roles_of"]

T = TypeVar("T")


class Ref(BaseModel):
    """A pointer to an entity, here or in the app ``app_id``, that can be shown by its title."""

    id: str | int
    kind: str
    title: str
    app_id: str | None = None


class Entity(BaseModel):
    """One thing an extension knows about.

    A subclass adds fields of its own and takes facets as further base classes. An empty
    ``kind`` becomes the name of the class in lower case. The JSON schema is marked
    ``x-sdl: entity``, so that the platform recognises it.
    """

    model_config = ConfigDict(json_schema_extra={"x-sdl": "entity"})

    id: str | int
    title: str
    kind: str = ""
    subtitle: str | None = None
    description: str | None = None
    status: str | None = None
    url: str | None = None

    @model_validator(mode="after")
    def _kind_defaults_to_the_class(self) -> Entity:
        if not self.kind:
            # Past __setattr__: an assignment would validate again, for ever.
            self.__dict__["kind"] = type(self).__name__.lower()
        return self


class EntityList(BaseModel, Generic[T]):
    """A page of entities; ``total`` counts all there are, if that is known."""

    model_config = ConfigDict(json_schema_extra={"x-sdl": "entity-list"})

    items: list[T]
    total: int | None = None
    page: int | None = None
    has_more: bool = False

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]
        """Iterate over the items, not over the fields."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return how many items this page holds."""
        return len(self.items)


def roles_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the role of each field of ``model`` that has one, by field name."""
    roles = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and ROLE_KEY in extra:
            roles[name] = str(extra[ROLE_KEY])
        elif name in CORE_ROLES and issubclass(model, Entity):
            roles[name] = CORE_ROLES[name]
    return roles
