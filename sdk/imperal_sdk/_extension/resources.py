"""Decorators and calls for what handlers rely on: cache models, secrets, OAuth, files, search."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from imperal_sdk._extension.declared import F, OAuthDef, SearchProviderDef
from imperal_sdk._extension.surfaces import SurfaceDecorators
from imperal_sdk._messages import explain, shown
from imperal_sdk.secrets.exceptions import SecretDeclarationConflict
from imperal_sdk.secrets.panel_handler import builtin_secrets_panel_handler
from imperal_sdk.secrets.spec import SecretSpec

if TYPE_CHECKING:
    from pydantic import BaseModel

C = TypeVar("C", bound=type)

logger = logging.getLogger("imperal_sdk.extension")


class ResourceDecorators(SurfaceDecorators):
    """``cache_model``, ``secret``, ``oauth``, ``file_sink`` and ``search_provider``."""

    def cache_model(self, name: str) -> Callable[[C], C]:
        """Register a pydantic model for ``ctx.cache`` under ``name`` (performance, Caching).

        Raises TypeError for anything but a BaseModel class, ValueError for a name used twice.
        """
        self._named("cache_model", name)

        def decorate(model: C) -> C:
            where = f"@ext.cache_model({name!r})"
            _check_model(where, model)
            taken = self._cache_models.get(name)
            if taken is not None:
                raise ValueError(
                    explain(
                        f"{where} on {model.__name__}: {taken.__name__} has this name already",
                        "each cache model of an extension has a name of its own",
                        "choose another name",
                    )
                )
            self._cache_models[name] = model
            return model

        return decorate

    def _resolve_cache_model_name(self, model: type[BaseModel]) -> str | None:
        """Return the name ``model`` was registered under, None when it was not."""
        for name, registered in self._cache_models.items():
            if registered is model:
                return name
        return None

    def secret(
        self,
        name: str,
        description: str,
        *,
        required: bool = False,
        write_mode: Literal["user", "extension", "both"] = "user",
        max_bytes: int = 4096,
        rotation_hint_days: int | None = None,
        scope: Literal["user", "app"] = "user",
        env_fallback: str | None = None,
    ) -> Callable[[F], F]:
        """Declare a secret; it is registered by the call, so no function needs decorating.

        The first one also adds the built-in ``secrets`` panel. Raises ValueError for a bad
        setting, SecretDeclarationConflict for a name used twice.
        """
        self._named("secret", name)
        spec = SecretSpec(
            name=name,
            description=description,
            required=required,
            write_mode=write_mode,
            max_bytes=max_bytes,
            rotation_hint_days=rotation_hint_days,
            scope=scope,
            env_fallback=env_fallback,
        )
        if name in self._secrets:
            raise SecretDeclarationConflict(
                explain(
                    f"@ext.secret({name!r}) is declared twice on {self.app_id!r}",
                    "a secret is declared once per extension",
                    "remove one of the two declarations",
                )
            )
        if scope == "app" and write_mode != "user":
            logger.warning(
                "%s",
                explain(
                    f"@ext.secret({name!r}): write_mode={write_mode!r} has no effect with "
                    "scope='app'",
                    "a secret of the whole app is set by its owner only",
                    "leave write_mode out",
                ),
            )
        self._secrets[name] = spec
        if "secrets" not in self._panels:
            self.panel("secrets", slot="right", title="Secrets", icon="KeyRound")(
                builtin_secrets_panel_handler
            )
        return _same

    def oauth(
        self, provider: str, *, collection: str | None = None, scopes: list[str] | None = None
    ) -> None:
        """Declare an OAuth provider; connected accounts are kept in ``collection``."""
        self._named("oauth", provider)
        self._oauth_providers[provider] = OAuthDef(provider, collection, scopes)

    def file_sink(
        self,
        tool: str,
        *,
        accepts: list[str],
        arg: str,
        arg_kind: str = "text",
        description: str = "",
    ) -> None:
        """Let files be dropped on ``tool``: ``arg`` receives them as text, file_id or bytes_ref.

        ``accepts`` lists MIME types or extensions. Raises pydantic's ValidationError for a bad
        setting and ValueError for a tool named twice.
        """
        from imperal_sdk.manifest_schema import FileSink

        self._named("file_sink", tool)
        settings: dict[str, Any] = {
            "tool": tool,
            "accepts": accepts,
            "arg": arg,
            "arg_kind": arg_kind,
            "description": description,
        }
        sink = FileSink.model_validate(settings)
        if tool in self._file_sinks:
            raise ValueError(
                explain(
                    f"ext.file_sink({tool!r}) is declared twice on {self.app_id!r}",
                    "a tool takes files in one way",
                    "merge the two declarations",
                )
            )
        self._file_sinks[tool] = sink

    def search_provider(self, entity_type: str, description: str = "") -> Callable[[F], F]:
        """Declare the function that finds entities of ``entity_type`` for the search."""
        self._named("search_provider", entity_type)

        def decorate(func: F) -> F:
            self._search_providers[entity_type] = SearchProviderDef(entity_type, func, description)
            return func

        return decorate


def _same(func: F) -> F:
    return func


def _check_model(where: str, model: object) -> None:
    from pydantic import BaseModel

    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(
            explain(
                f"{where}: {shown(getattr(model, '__name__', model))} is not a pydantic model",
                "the cache stores pydantic BaseModel values only",
                "derive the class from pydantic.BaseModel",
            )
        )
