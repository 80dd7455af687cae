"""Skeleton snapshots."""

from __future__ import annotations

from imperal_sdk.skeleton.client import SkeletonClient

__all__ = ["SkeletonClient"]
