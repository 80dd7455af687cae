"""A hook that makes calls take as long as the platform's documents say, when a profile asks.

The delays are virtual, drawn evenly from the documented span, and the same in every run: the draw
depends only on how many calls of that service came before.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from workbench.kernel.clock import Clock
from workbench.kernel.profile import Profile, Span
from workbench.kernel.services.call import ServiceCall
from workbench.kernel.services.services import Next


class SimulatedLatency:
    """Delays calls of the storage tiers, HTTP and AI; every delay is noted as simulated."""

    def __init__(self, clock: Clock, profile: Profile) -> None:
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._spans: dict[str, Span] = {
            "store": profile.latency_store_ms,
            "cache": profile.latency_cache_ms,
            "db": profile.latency_db_ms,
            "http": profile.latency_http_ms,
            "ai": profile.latency_ai_ms,
        }

    async def __call__(self, call: ServiceCall, proceed: Next) -> Any:
        """Wait as long as the tier would, then carry on."""
        span = self._spans.get(call.service)
        if span is not None:
            delay_ms = self._draw(call.service, span)
            call.notes["simulated_ms"] = round(delay_ms, 3)
            with call.resting():
                await self._clock.sleep(delay_ms / 1_000)
        return await proceed(call)

    def _draw(self, service: str, span: Span) -> float:
        self._counts[service] += 1
        return random.Random(f"{service}:{self._counts[service]}").uniform(*span)
