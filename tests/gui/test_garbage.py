"""The search for reference cycles: off while the program starts, short afterwards."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from workbench.gui import garbage


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


def test_nothing_is_searched_until_the_program_has_started() -> None:
    garbage.hold_off()
    assert not gc.isenabled()
    garbage.settle()
    assert gc.isenabled()


def test_what_the_program_consists_of_is_left_out_of_every_later_search() -> None:
    program = [[n] for n in range(300_000)]
    began = time.thread_time()
    gc.collect()
    before = time.thread_time() - began
    garbage.settle()
    began = time.thread_time()
    gc.collect()
    assert time.thread_time() - began < before / 4
    assert len(program) == 300_000


def test_cycles_made_later_are_found() -> None:
    class Node:
        other: Node

    garbage.settle()
    one, two = Node(), Node()
    one.other, two.other = two, one
    del one, two
    assert gc.collect() >= 2
