"""An agency's theme: what is read of it, and that text stays readable whatever it says."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from workbench.gui.theme import Theme
from workbench.gui.theme.agency import PLATFORM, Agency, read
from workbench.gui.theme.contrast import contrast
from workbench.gui.theme.dressing import GROUNDS
from workbench.gui.theme.tokens import READABLE

pytestmark = pytest.mark.gui
HUES = ("#ffd400", "#ff8080", "#0f766e", "#7c3aed", "#000000", "#ffffff", "#888888")


def pair(light: str, dark: str | None = None) -> dict[str, str]:
    return {"light": light, "dark": dark or light}


def of(**colors: Any) -> Agency:
    return read({"colors": {name.replace("_", "-"): value for name, value in colors.items()}})


def test_no_theme_is_the_platform_s() -> None:
    assert read(None) is PLATFORM
    assert Theme("light").color("primary") == Theme("light", read({})).color("primary")


@pytest.mark.parametrize(
    "name", ["surface-card", "surfaceCard", "surface_card", "--imp-color-surface-card"]
)
def test_a_token_is_known_by_every_spelling(name: str) -> None:
    agency = read({"colors": {name: pair("#fafaff", "#101018")}})
    assert agency.faults == ()
    assert Theme("light", agency).color("surface-card").name() == "#fafaff"
    assert Theme("dark", agency).color("surface-card").name() == "#101018"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("blue", "is no table but a text"),
        ({"colors": ["red"]}, "colors is no table but a list"),
        ({"colors": {"no-such": pair("#fff")}}, "no colour called 'no-such'"),
        ({"colors": {"primary": "#fff"}}, "primary needs a light and a dark CSS colour"),
        ({"colors": {"primary": {"light": "#fff", "dark": "nonsense"}}}, "primary needs"),
        ({"density": "tight"}, "density is one of compact, default, spacious, not 'tight'"),
        ({"radius": 4}, "radius is one of sharp, default, rounded"),
    ],
)
def test_what_cannot_be_understood_is_told_and_takes_its_default(raw: Any, told: str) -> None:
    agency = read(raw)
    assert any(told in fault for fault in agency.faults)
    theme = Theme("dark", agency)
    assert theme.color("primary") == Theme("dark").color("primary")
    assert (theme.space(24), theme.radius("xl")) == (24, 12)


def test_density_and_radius_scale_spaces_heights_and_corners_but_no_pills() -> None:
    close = Theme("light", read({"density": "compact", "radius": "sharp"}))
    wide = Theme("light", read({"density": "spacious", "radius": "rounded"}))
    assert (close.space(24), close.height("field"), close.radius("xl")) == (19, 35, 0)
    assert (wide.space(24), wide.height("field"), wide.radius("xl")) == (30, 55, 18)
    assert close.radius("full") == wide.radius("full") == 9999
    assert close.line_height("body") == wide.line_height("body") == 20


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_made_of_a_colour_takes_its_hue(name: str) -> None:
    theme = Theme(name, of(primary=pair("#0f766e", "#2dd4bf")))
    given = theme.color("primary")
    assert theme.color("progress-fill") == given
    assert theme.color("selected").name() == given.name()
    assert theme.color("selected").alphaF() == pytest.approx(
        Theme(name).color("selected").alphaF(), abs=0.01
    )
    own = Theme(name, of(primary=pair("#0f766e"), primary_fill=pair("#123456")))
    assert own.color("primary-fill").name() == "#123456"


def readable(theme: Theme) -> None:
    for ink, ground in itertools.product(("text", "text-muted", "text-placeholder"), GROUNDS):
        assert contrast(theme.color(ink), theme.color(ground)) >= READABLE, (ink, ground)
    for ground in ("surface-1", "surface-2", "surface-3"):
        assert contrast(theme.color("text"), theme.color(ground)) >= READABLE, ground
    for token in ("syntax-comment", "syntax-number"):
        assert contrast(theme.color(token), theme.color("surface-card")) >= READABLE, token
    for fill in ("primary-fill", "danger-fill"):
        assert contrast(theme.color("text-on-primary"), theme.color(fill)) >= READABLE, fill
    for token in ("primary", "danger", "warning", "success", "text-muted"):
        for ground in GROUNDS:
            assert contrast(theme.ink(token, 0.1), theme.over(token, 0.1, ground)) >= READABLE


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    "token", ["primary", "danger", "text", "text-muted", "surface-0", "surface-card"]
)
def test_text_can_be_read_whatever_colour_is_given(name: str, token: str) -> None:
    for hue in HUES:
        readable(Theme(name, read({"colors": {token: pair(hue)}})))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_can_be_read_whatever_is_given_together(name: str) -> None:
    for page, ink, main in itertools.product(HUES, repeat=3):
        readable(
            Theme(
                name, of(surface_0=pair(page), text=pair(ink), primary=pair(main), danger=pair(ink))
            )
        )


def test_a_colour_that_cannot_be_used_as_it_is_is_told_with_what_is_used() -> None:
    light = Theme("light", of(text=pair("#aaaaaa", "#ffffff"), surface_card=pair("#222222")))
    assert light.color("surface-card") == Theme("light").color("surface-card")
    assert light.faults == (
        "light: surface-card #222222: text cannot be read well on it; #ffffff is used",
        f"light: text #aaaaaa: text in it has 1.8 : 1; {light.color('text').name()} is used",
    )
    filled = Theme("light", of(primary=pair("#f97316")))
    (told,) = Theme("light", of(danger=pair("#ff8080"))).faults
    assert told.startswith("light: danger #ff8080: text on a filled button has 2.4 : 1; #")
    assert filled.color("text-on-primary").name() == "#09090b"


def test_what_can_be_read_stays_to_the_bit() -> None:
    theme = Theme("dark", of(primary=pair("#7c3aed"), text=pair("#f0e8ff")))
    assert theme.faults == ()
    assert theme.color("primary-fill").name() == "#7c3aed"
    assert theme.color("text").name() == "#f0e8ff"


def test_high_contrast_keeps_its_colours_and_takes_density() -> None:
    agency = read({"colors": {"primary": pair("#777777")}, "density": "compact"})
    theme = Theme("contrast", agency)
    assert theme.color("primary") == Theme("contrast").color("primary")
    assert theme.space(20) == 16
