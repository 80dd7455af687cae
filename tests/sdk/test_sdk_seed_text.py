"""Blocks are found in flattened pages and get their indentation back."""

from __future__ import annotations

import ast

import pytest

from tests.sdk.seed_text import blocks

PROGRAM = '''\
import logging
from imperal_sdk import Extension
log = logging.getLogger(__name__)
ext = Extension(
    "garden",
    description="A sentence (with brackets), and a # sign.",
)
@ext.schedule("water", cron="0 3 * * *")
async def water(ctx) -> None:
    """Two lines
    of words: with a colon"""
    async for user_id in ctx.store.list_users("beds"):
        user_ctx = ctx.as_user(user_id)
        try:
            page = await user_ctx.store.query(
                "beds", where={"dry": True},
            )
            for doc in page.data:
                if doc.get("skip"):
                    continue
                await user_ctx.store.delete("beds", doc.id)
        except ValueError:
            raise
        except Exception as exc:
            log.warning("user %s failed: %s", user_id, exc)
        else:
            log.info("done")
class Params:
    text: str
@ext.tool("choose")
async def choose(ctx, params) -> dict:
    if params.text:  # a comment: with a colon
        return {"text": params.text}
    # Between two suites.
    async def work():
        await ctx.progress(50)
        return {}
    task = await ctx.background_task(
        work(),
    )
    return {"task": task}'''

GLUED = ["The next sentence follows at once.", "`code` in a sentence.", "x is explained here."]


def flattened(program: str) -> str:
    return "\n".join(line.strip() for line in program.splitlines())


def shape(program: str) -> str:
    return ast.dump(ast.parse(program)).replace("\\n    of words", "\\nof words")


@pytest.mark.parametrize("prose", GLUED)
def test_flattened_program_gets_its_shape_back_and_loses_the_prose(prose: str) -> None:
    page = f"A heading\nSome words: more words.\n{flattened(PROGRAM)}\n\nAfter it, words.\n"
    (block,) = blocks(page)
    assert shape(block.code) == shape(PROGRAM)
    assert block.line == 3
    ending = 'return helper(\n"a",\n)'
    (block,) = blocks(f"import os\ndef last():\n{ending}{prose}\nMore words.")
    assert ast.unparse(ast.parse(block.code)) == "import os\n\ndef last():\n    return helper('a')"


def test_word_glued_to_pass_is_cut_off() -> None:
    (block,) = blocks("from imperal_sdk import ui\nasync def stub() -> None: # why\npassThe stub.")
    assert block.code.endswith("# why\n    pass")


def test_blocks_with_file_names_keep_their_own_indentation() -> None:
    page = f"Intro\n\none.py\n{PROGRAM}\ntwo.py\nimport os\n\nA heading\n\nWords follow here.\n"
    first, second = blocks(page)
    assert first.code == PROGRAM
    assert (second.code, second.line) == ("import os", 4 + len(PROGRAM.splitlines()) + 1)


def test_two_blocks_and_a_fragment_are_kept_apart() -> None:
    page = (
        'from imperal_sdk import ui\nx = ui.Text("a")Words.\n- a list item\n'
        "await ctx.progress(1)\n# halfway\nawait ctx.progress(2)ctx.progress() says so.\n"
    )
    assert [block.code for block in blocks(page)] == [
        'from imperal_sdk import ui\nx = ui.Text("a")',
        "await ctx.progress(1)\n# halfway\nawait ctx.progress(2)",
    ]
