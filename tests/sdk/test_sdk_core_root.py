"""The package root: light to import, lazy, and complete."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import imperal_sdk
from workbench import paths


def run(code: str) -> str:
    """Run ``code`` in a fresh interpreter that sees the bundled SDK and return its output."""
    program = f"import sys; sys.path.insert(0, {str(paths.bundled_sdk())!r})\n{code}"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_root_loads_neither_httpx_nor_pydantic() -> None:
    heavy = "[name for name in ('httpx', 'pydantic') if name in sys.modules]"
    assert run(f"import imperal_sdk; print({heavy})") == "[]"
    assert run(f"from imperal_sdk import Extension; print({heavy})") == "[]"


def test_an_author_file_never_loads_httpx_by_itself() -> None:
    code = "from imperal_sdk import Extension, ChatExtension, ActionResult, Context, ui\n"
    assert run(code + "print('httpx' in sys.modules)") == "False"


def test_version_is_plain_and_new_enough_for_the_manifest_rule() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", imperal_sdk.__version__)
    assert int(imperal_sdk.__version__.split(".")[0]) >= 5


def test_every_exported_name_resolves_and_is_listed() -> None:
    listed = dir(imperal_sdk)
    for name in imperal_sdk.__all__:
        assert getattr(imperal_sdk, name) is not None
        assert name in listed
    assert {"SecretClient", "SecretSpec", "needs_refresh"} <= set(listed)
    assert "SecretClient" not in imperal_sdk.__all__


def test_star_import_gives_the_exported_names() -> None:
    out = run("from imperal_sdk import *\nprint(Extension.__name__, ui.__name__)")
    assert out == "Extension imperal_sdk.ui"


def test_unknown_name_is_an_attribute_error_and_submodules_are_attributes() -> None:
    with pytest.raises(AttributeError, match="NoSuchName"):
        _ = imperal_sdk.NoSuchName
    assert run("import imperal_sdk; print(imperal_sdk.oauth_tokens.__name__)") == (
        "imperal_sdk.oauth_tokens"
    )


def test_root_auth_error_is_not_the_one_ipc_raises() -> None:
    from imperal_sdk import errors

    assert len({imperal_sdk.AuthError, errors.AuthError}) == 2
    assert not issubclass(imperal_sdk.AuthError, imperal_sdk.ImperalError)
    assert issubclass(errors.AuthError, imperal_sdk.ImperalError)


def test_a_broken_dependency_of_a_submodule_is_not_hidden_as_a_missing_name() -> None:
    code = (
        "sys.modules['imperal_sdk.pipes'] = None\n"
        "import imperal_sdk\n"
        "try: imperal_sdk.Pipe\n"
        "except ModuleNotFoundError as error: print(error.name)\n"
    )
    assert run(code) == "imperal_sdk.pipes"
