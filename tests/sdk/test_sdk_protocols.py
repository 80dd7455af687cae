"""Protocols are kept by the clients and by their doubles, method by method."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from imperal_sdk import Extension, context, testing
from imperal_sdk.ai import AIClient
from imperal_sdk.billing import BillingClient
from imperal_sdk.cache import CacheClient, CacheProtocol
from imperal_sdk.config import ConfigClient
from imperal_sdk.db import DBClient
from imperal_sdk.extensions import ExtensionsClient
from imperal_sdk.http import HTTPClient
from imperal_sdk.notify import NotifyClient
from imperal_sdk.protocols import ExtensionProtocol
from imperal_sdk.skeleton import SkeletonClient
from imperal_sdk.storage import StorageClient
from imperal_sdk.store import StoreClient

KEPT_BY: dict[str, tuple[Any, ...]] = {
    "AIProtocol": (AIClient, testing.MockAI),
    "BillingProtocol": (BillingClient, testing.MockBilling),
    "CacheProtocol": (CacheClient,),
    "ConfigProtocol": (ConfigClient, testing.MockConfig),
    "DBProtocol": (DBClient,),
    "ExtensionsProtocol": (ExtensionsClient, testing.MockExtensions),
    "HTTPProtocol": (HTTPClient, testing.MockHTTP),
    "NotifyProtocol": (NotifyClient, testing.MockNotify),
    "SkeletonProtocol": (SkeletonClient, testing.MockSkeleton),
    "StorageProtocol": (StorageClient, testing.MockStorage),
    "StoreProtocol": (StoreClient, testing.MockStore),
}


def methods(protocol: Any) -> Iterator[tuple[str, Any]]:
    for name, value in vars(protocol).items():
        if inspect.isfunction(value) and (not name.startswith("_") or name == "__call__"):
            yield name, value


@pytest.mark.parametrize("name", KEPT_BY)
def test_a_protocol_is_kept_by_the_client_and_its_double(name: str) -> None:
    protocol = CacheProtocol if name == "CacheProtocol" else getattr(context, name)
    asked = dict(methods(protocol))
    assert asked
    for client in KEPT_BY[name]:
        for method, promised in asked.items():
            kept = getattr(client, method)
            assert inspect.iscoroutinefunction(kept) is inspect.iscoroutinefunction(promised)
            taken = inspect.signature(kept).parameters
            anything = any(p.kind is p.VAR_KEYWORD for p in taken.values())
            named = [
                parameter.name
                for parameter in inspect.signature(promised).parameters.values()
                if parameter.kind is not parameter.VAR_KEYWORD
            ]
            missing = [word for word in named if word not in taken and not anything]
            assert missing == [], f"{client.__name__}.{method}"


def test_whatever_has_an_id_a_version_and_tools_can_be_loaded() -> None:
    class Own:
        app_id = "own"
        version = "1.0.0"
        tools: dict[str, Any] = {}  # noqa: RUF012 - as an author would write it

    assert isinstance(Extension("demo"), ExtensionProtocol)
    assert isinstance(Own(), ExtensionProtocol)
    assert not isinstance(object(), ExtensionProtocol)
