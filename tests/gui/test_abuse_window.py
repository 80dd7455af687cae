"""Extensions at their worst, in the window: what stood on the stage stays, and a line is named.

Each abuse is committed as a person would, by a click or by a save, alone and while something else
of the same extension is in flight; then the file is mended.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6

from tests.gui.abuse_extension import ABUSES, AT_IMPORT, Abuse, Rogue
from tests.gui.abuse_person import Person
from workbench.gui.chrome import Chrome
from workbench.kernel.profile import Profile

DEADLINE_S = 2.5
"""What a call may take here; a stuck loop is named after one second."""
WAIT_ENDED = (
    "HostLost: the extension's process ended with exit code 1",
    "HostLost: the extension's process was killed by signal 11",
    f"DeadlineExceeded: function 'wait' ran for more than {DEADLINE_S} s",
)
"""What stands under the button of a call that did not survive a sibling."""


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives functions less time than the profile does."""
    load = Profile.load

    def loaded(name: str) -> Profile:
        return replace(load(name), call_function_timeout_s=DEADLINE_S)

    monkeypatch.setattr(Profile, "load", loaded)


class Play:
    """One abuse in one window."""

    def __init__(self, chrome: Chrome, place: Path, abuse: Abuse) -> None:
        self.abuse = abuse
        self.rogue = Rogue(place, abuse)
        self.person = Person(chrome)

    async def begin(self) -> None:
        """Opens the extension and sees its panels."""
        await self.person.open(self.rogue.root, self.abuse.memory_mb)
        await self.person.until(lambda: self.person.shows("first edition", "0 waited"), "panels")

    def start(self) -> None:
        """Misbehaves."""
        if self.abuse.tail:
            self.rogue.break_it("broken edition")
        else:
            self.person.click("Misbehave")

    async def commit(self) -> None:
        """Misbehaves, and waits until the window says so; the good panels are still there."""
        self.start()
        await self.told()
        assert self.person.shows("first edition")

    async def told(self) -> None:
        """The window says what is wrong, and where."""
        wanted = (self.abuse.said, self.rogue.place())
        await self.person.until(lambda: wanted in self.person.problems(), f"{wanted}")

    async def mended(self) -> None:
        """The file is mended: its panels are there, and nothing is said to be wrong."""
        self.rogue.mend("mended edition")
        await self.person.until(lambda: self.person.shows("mended edition"), "the mended panels")
        await self.person.until(lambda: not any(self.person.banner()), "no banner")
        assert self.person.kernel.extensions["rogue"].status == "ready"


@pytest.fixture
async def play(
    chrome: Chrome, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Play:
    """The abuse of that name, and a window; a deadline ends what would never end by itself."""
    abuse = {**ABUSES, **AT_IMPORT}[request.param]
    if abuse.said == "DeadlineExceeded":
        hurry(monkeypatch)
    return Play(chrome, tmp_path, abuse)


every_abuse = pytest.mark.parametrize("play", ABUSES, indirect=True)


@pytest.mark.parametrize("play", [*ABUSES, *AT_IMPORT], indirect=True)
async def test_alone(play: Play) -> None:
    await play.begin()
    await play.commit()
    await play.mended()


@every_abuse
async def test_with_a_sibling_call_in_flight(play: Play) -> None:
    person = play.person
    await play.begin()
    person.click("Wait")
    await person.until(lambda: person.pending("Wait"), "the button at work")
    await play.commit()
    if play.abuse.fatal:
        await person.until(lambda: any(text in person.said() for text in WAIT_ENDED), "its end")
    else:
        play.rogue.open("wait")
        await person.until(lambda: person.shows("1 waited"), "its result")
    await person.until(lambda: not person.pending("Wait"), "the button at rest")
    await play.mended()


@every_abuse
async def test_with_background_work_in_flight(play: Play) -> None:
    person = play.person
    await play.begin()
    person.click("Begin")
    await person.until(lambda: person.kernel.tasks.running(), "the work begun")
    await play.commit()
    if play.abuse.fatal:
        await person.until(
            lambda: any(text.startswith("'work' failed: HostLost") for text in person.told()),
            "its end",
        )
    else:
        play.rogue.open("work")
        await person.until(lambda: "the work is done" in person.told(), "its result")
    assert not person.kernel.tasks.running()
    await play.mended()


@every_abuse
async def test_with_another_reload_in_flight(play: Play) -> None:
    person, rogue = play.person, play.rogue
    await play.begin()
    rogue.save("second edition", slow=True)
    await person.until(rogue.is_importing, "the reload")
    play.start()
    if play.abuse.told_by_a_reload:
        rogue.open("import")
    await play.told()
    rogue.open("import")
    await person.until(lambda: person.shows("second edition"), "the reload's panels")
    await play.mended()


async def test_a_save_ends_a_stuck_loop(chrome: Chrome, tmp_path: Path) -> None:
    play = Play(chrome, tmp_path, ABUSES["endless loop"])
    person = play.person
    await play.begin()
    person.click("Misbehave")
    await person.until(lambda: person.banner()[1] == play.rogue.place(), "what is stuck")
    assert person.banner()[0].startswith("Blocked: function 'misbehave' has blocked")
    await play.mended()
    await person.until(lambda: not person.pending("Misbehave"), "the button at rest")
    await person.until(
        lambda: ("Interrupted", play.rogue.place()) in person.problems(), "its interruption"
    )


@pytest.mark.parametrize("play", ["exit"], indirect=True)
async def test_an_action_of_a_panel_that_is_gone_ends_unheard(play: Play) -> None:
    person = play.person
    await play.begin()
    person.click("Wait")
    await person.until(lambda: person.pending("Wait"), "the button at work")
    child = person.kernel.extensions["rogue"].build.child
    button = person.button("Misbehave")
    person.chrome.stage.columns["left"].close_current()
    await person.until(lambda: not shiboken6.isValid(button), "the panel gone")
    play.rogue.open("wait")
    await person.until(lambda: not child.inflight, "the call's end")
    await person.chrome.tasks.settled()
