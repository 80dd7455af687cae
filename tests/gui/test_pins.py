"""Versions of Qt that are known to abort are not installed."""

from __future__ import annotations

import sys

import PySide6
from PySide6.QtCore import QObject


def test_qt_does_not_lose_references_on_this_interpreter() -> None:
    if sys.version_info < (3, 12):
        assert tuple(map(int, PySide6.__version__.split(".")[:2])) < (6, 12)
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        probe.setObjectName("name")
    assert sys.getrefcount(None) > before - 1_000
