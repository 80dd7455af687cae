"""Doubles for unit tests of extensions."""

from __future__ import annotations

from imperal_sdk.testing.mock_background import BackgroundTask, MockBackground
from imperal_sdk.testing.mock_billing import MockBilling
from imperal_sdk.testing.mock_context import MockContext, MockedContext
from imperal_sdk.testing.mock_http import MockHTTP
from imperal_sdk.testing.mock_platform import DeliveredMessage, MockPlatform
from imperal_sdk.testing.mock_secrets import MockSecretStore
from imperal_sdk.testing.mock_services import (
    MockAI,
    MockConfig,
    MockExtensions,
    MockNotify,
    MockSkeleton,
    MockStorage,
)
from imperal_sdk.testing.mock_store import MockStore

__all__ = [
    "BackgroundTask",
    "DeliveredMessage",
    "MockAI",
    "MockBackground",
    "MockBilling",
    "MockConfig",
    "MockContext",
    "MockExtensions",
    "MockHTTP",
    "MockNotify",
    "MockPlatform",
    "MockSecretStore",
    "MockSkeleton",
    "MockStorage",
    "MockStore",
    "MockedContext",
]
