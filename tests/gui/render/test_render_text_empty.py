"""A Text without content, which extensions use for a line they have nothing to say in."""

from __future__ import annotations

import pytest

from tests.gui.render.bench import Bench, node, stack, text


@pytest.mark.parametrize("content", ["", "   ", None, "\n"])
def test_a_text_without_content_takes_no_line(bench: Bench, content: object) -> None:
    bench.show(stack(text("above"), text(content), text("below")))
    above, empty, below = bench.views("Text")
    assert empty.h == 0
    assert above.h == below.h > 0
    assert below.y - (above.y + above.h) == 2 * (empty.y - (above.y + above.h))


def test_a_text_that_gets_content_takes_its_line(bench: Bench) -> None:
    bench.show(stack(node("Text", content="")))
    bench.show(stack(node("Text", content="now")))
    assert bench.view("Text").h > 0
