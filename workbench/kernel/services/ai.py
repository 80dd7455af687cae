"""`ctx.ai`: answers from the author's script, or a text that says it is none.

No model is asked. The same prompt always gets the same answer, so a test can rely on it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any, Final

from workbench.kernel.clock import Clock
from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall
from workbench.kernel.workspace import AiRule

DEFAULT_MODEL: Final = "claude-sonnet-4-6"
_QUOTED: Final = 80
_LETTERS_PER_TOKEN: Final = 4


class Ai:
    """Scripted completions; the rules are each app's own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rules: dict[str, tuple[AiRule, ...]] = {}

    def configure(self, app_id: str, rules: tuple[AiRule, ...]) -> None:
        """Answer the app's prompts by `rules`, the first match first."""
        self._rules[app_id] = rules

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``complete``; the note ``source`` is ``rule`` or ``simulated``."""
        if call.method != "complete":
            raise arguments.unknown_method(call)
        prompt = arguments.text(call.args, "prompt")
        model = arguments.text(call.args, "model", DEFAULT_MODEL) or DEFAULT_MODEL
        rule = self._rule(call.scope.app_id, prompt)
        if rule is None:
            call.notes["source"] = "simulated"
            text = _simulated(prompt)
        else:
            call.notes.update(source="rule", rule=rule.match)
            text = rule.text
            if rule.latency_ms:
                call.notes["simulated_ms"] = rule.latency_ms
                with call.resting():
                    await self._clock.sleep(rule.latency_ms / 1_000)
        asked, answered = _tokens(prompt), _tokens(text)
        return {
            "text": text,
            "model": model,
            "usage": {"input_tokens": asked, "output_tokens": answered},
            "stop_reason": "end_turn",
            "tokens_used": asked + answered,
        }

    def _rule(self, app_id: str, prompt: str) -> AiRule | None:
        folded = prompt.casefold()
        rules = self._rules.get(app_id, ())
        return next((rule for rule in rules if rule.match.casefold() in folded), None)


def _simulated(prompt: str) -> str:
    """A text nobody mistakes for a model's, the same for the same prompt."""
    mark = blake2b(prompt.encode("utf-8", "replace"), digest_size=3).hexdigest()
    words = " ".join(prompt.split())
    start = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    return f"[simulated answer {mark}: no model was asked and no [[ai.rule]] matches] {start}"


def _tokens(text: str) -> int:
    return max(1, len(text) // _LETTERS_PER_TOKEN)
