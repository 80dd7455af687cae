"""The parts :class:`imperal_sdk.extension.Extension` is assembled from."""

from __future__ import annotations
