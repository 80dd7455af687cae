from __future__ import annotations

from pathlib import Path

import pytest

from workbench.kernel.errors import SettingsError
from workbench.kernel.profile import Profile, available


def test_seeds_is_offered_first() -> None:
    assert available()[0] == "seeds"
    assert "platform-6" in available()


@pytest.mark.parametrize("name", available())
def test_every_setting_has_a_source(name: str) -> None:
    profile = Profile.load(name)
    assert profile.settings()
    for setting in profile.settings():
        assert len(profile.source(setting)) > 8, setting
    assert profile.summary


def test_seeds_is_the_guides_platform() -> None:
    seeds = Profile.load("seeds")
    assert seeds.confirmation_write
    assert seeds.confirmation_destructive
    assert seeds.background_flag_detaches
    assert seeds.context_db
    assert seeds.call_parallel_reads
    assert seeds.panel_cache_s == 0
    assert seeds.panel_reply_cap_bytes == 0
    assert seeds.skeleton_min_ttl_s == 0
    assert seeds.event_payload == "data"
    assert not seeds.latency_simulate


def test_platform_6_states_only_what_differs() -> None:
    seeds, platform = Profile.load("seeds"), Profile.load("platform-6")
    assert platform.panel_cache_s == 5
    assert not platform.background_flag_detaches
    assert not platform.store_set_keeps_id
    assert platform.store_update_missing == "error"
    assert platform.cache_max_ttl_s == seeds.cache_max_ttl_s
    assert platform.source("cache_max_ttl_s") == seeds.source("cache_max_ttl_s")


def write(folder: Path, text: str) -> Path:
    (folder / "mine.toml").write_text(text, "utf-8")
    shipped = Path(__file__).parents[2] / "resources" / "profiles" / "seeds.toml"
    (folder / "seeds.toml").write_text(shipped.read_text("utf-8"), "utf-8")
    return folder


def test_a_profile_may_be_based_on_another(tmp_path: Path) -> None:
    write(tmp_path, 'base = "seeds"\n[panel]\ncache_s = { value = 2, source = "a wish of ours" }\n')
    mine = Profile.load("mine", tmp_path)
    assert mine.panel_cache_s == 2.0
    assert mine.source("panel_cache_s") == "a wish of ours"
    assert mine.call_timeout_s == 60


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('base = "seeds"\n[panel]\ncolour = { value = 1, source = "x" }\n', "panel_colour"),
        ('base = "seeds"\n[panel]\ncache_s = { value = "5", source = "x" }\n', "cannot be '5'"),
        ('base = "seeds"\n[panel]\ncache_s = 5\n', "needs a value and a source"),
        ('base = "seeds"\n[event]\npayload = { value = "all", source = "x" }\n', "event_payload"),
        ('base = "seeds"\n[latency]\nai_ms = { value = [9, 1], source = "x" }\n', "latency_ai_ms"),
        ('base = "seeds"\n[store]\ndefault_limit = { value = -1, source = "x" }\n', "-1"),
        ('base = "nowhere"\n', "no profile called 'nowhere'"),
        ('base = "mine"\n', "no profile called 'mine'"),
        ("[panel]\ncache_s = { value = 5, source = 'x' }\n", "is not given"),
        ("[panel\n", "profile mine"),
    ],
)
def test_a_profile_that_is_wrong_says_where(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint.replace("(", r"\(")):
        Profile.load("mine", write(tmp_path, text))


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(SettingsError, match="there are: seeds, platform-6"):
        Profile.load("nope")
