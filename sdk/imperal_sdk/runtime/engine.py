"""What runs a function that is described as data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any


class KernelEngine(ABC):
    """Runs one function, given as its description, and returns the result as a dict."""

    @abstractmethod
    async def run_function(
        self, ir_function: dict[str, Any], params: dict[str, Any], ctx: Any
    ) -> dict[str, Any]:
        """Run ``ir_function`` with ``params`` in ``ctx``."""
