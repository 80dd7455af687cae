"""Every block of the documents has an equivalent of ours that always runs: a test each."""

from __future__ import annotations

import os
from pathlib import Path

from tests.sdk import behaviour, seed_text

EQUIVALENTS: dict[str, list[str]] = {
    "performance": [
        "test_short_ttl_skeleton_counts_in_parallel_and_survives_failure",
        "test_long_ttl_skeleton_reads_the_schema",
        "test_empty_panel_does_no_io",
        "test_panel_without_a_choice_answers_an_empty_node_and_asks_nobody",
        "test_cached_panel_fetches_once_per_user",
        "test_cache_models_are_registered_at_import",
        "test_skeleton_warms_the_cache_for_panels",
        "test_list_loads_on_while_there_is_more",
        "test_parallel_panel_shows_what_arrived",
        "test_chain_step_names_the_field_of_its_target",
        "test_both_kinds_of_logging_reach_the_log",
        "test_one_call_per_row_is_visible_as_such",
        "test_heavy_skeleton_keeps_its_short_ttl_and_its_answer",
    ],
    "recipe": [
        "test_waiting_pattern_gives_one_call_more_time",
        "test_background_handler_itself_is_an_ordinary_one",
        "test_explicit_background_answers_at_once_and_delivers_later",
        "test_progress_is_told_step_by_step_and_stops_where_the_user_cancels",
    ],
    "schedules": [
        "test_nightly_task_works_for_each_user_in_turn",
        "test_one_users_failure_does_not_stop_the_others",
    ],
    "events": [
        "test_stacked_declarations_are_all_kept",
        "test_an_event_of_the_own_namespace_is_declared",
        "test_write_emits_after_it_stored",
        "test_subscribers_work_from_the_event_alone",
        "test_work_that_needs_a_context_is_done_inline",
        "test_context_work_in_a_subscriber_crashes",
        "test_subscribers_check_the_fields_they_need",
    ],
}


def test_there_is_an_equivalent_of_each_of_the_26_blocks() -> None:
    tests = [test for group in EQUIVALENTS.values() for test in group]
    there = {test for path, test, _ in behaviour.collected() if path.startswith("test_sdk_seed_")}
    assert set(tests) <= there
    assert len(set(tests)) == len(tests) == 26


def test_the_documents_have_as_many_blocks_as_there_are_equivalents() -> None:
    folder = Path(os.environ.get("IMPERAL_SEEDS") or "absent")
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    found = [len(seed_text.blocks(text)) for text in texts]
    assert sorted(found) == sorted(len(group) for group in EQUIVALENTS.values() if texts)
