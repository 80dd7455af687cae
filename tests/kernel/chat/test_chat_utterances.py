"""What people say, to the classifier: how often it finds the function and its arguments."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.utterances import score_file

HERE = Path(__file__).parent
EXTENSIONS = os.environ.get("IMPERAL_EXTENSIONS")


async def test_the_samples_are_understood(capsys: pytest.CaptureFixture[str]) -> None:
    found = await score_file(HERE / "utterances_samples.toml", None)
    with capsys.disabled():
        sys.stdout.write(
            f"\nsamples: function {found.function_accuracy:.1%} of {found.rows}, "
            f"arguments {found.argument_accuracy:.1%} of {found.args}\n"
        )
    assert found.rows > 120
    assert found.function_accuracy >= 0.95, found.misses
    assert found.argument_accuracy >= 0.95, found.misses


async def test_what_was_written_blind_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """A report without a floor: a table that has to pass would soon be adapted to."""
    found = await score_file(HERE / "utterances_blind.toml", None)
    with capsys.disabled():
        sys.stdout.write(
            f"\nblind: function {found.function_accuracy:.1%} of {found.rows}, "
            f"arguments {found.argument_accuracy:.1%} of {found.args}\n"
        )
    assert found.rows == 80


@pytest.mark.skipif(EXTENSIONS is None, reason="IMPERAL_EXTENSIONS names no folder")
async def test_other_people_s_extensions_are_understood() -> None:
    assert EXTENSIONS is not None
    found = await score_file(HERE / "utterances_extensions.toml", Path(EXTENSIONS))
    assert found.rows > 30
    assert found.function_accuracy >= 0.9, found.misses
    assert found.argument_accuracy >= 0.8, found.misses
