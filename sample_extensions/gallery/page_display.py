"""Chapter: words, signs and pictures."""

from app import ext
from parts import DONE, PICTURE, example, raw, row

from imperal_sdk import ui

COLORS = ["blue", "green", "red", "yellow", "gray", "purple", "orange"]


@ext.panel("display", slot="center", center_overlay=True, title="Words and signs", icon="Type")
async def display(ctx, **_params):
    """Text, headers, badges, icons, links and media."""
    return ui.Page([_texts(), _signs(), _links(), _media()], title="Words and signs")


def _texts():
    variants = ["heading", "subheading", "body", "caption", "label", "code"]
    return example(
        "Text, Header",
        *[ui.Text(f"Text, variant {variant}", variant=variant) for variant in variants],
        ui.Text("One line that ends in an ellipsis where there is no room " * 4, truncate=True),
        *[ui.Header(f"Header {level}", level=level, subtitle="Subtitle") for level in range(1, 5)],
    )


def _signs():
    return example(
        "Badge, Avatar, Icon, AppIcon",
        row(*[ui.Badge(color, color=color, dot=color == "green") for color in COLORS]),
        row(ui.Badge("small", size="sm"), ui.Badge("medium", size="md", color="blue")),
        row(*[ui.Avatar(fallback="Ada Lovelace", size=size) for size in ("xs", "sm", "md", "lg")]),
        row(ui.Avatar(src=PICTURE, fallback="P"), raw("Avatar", name="Alan T", shape="square")),
        row(*[ui.Icon(name, size=20, color="#7c3aed") for name in ("Star", "git-branch", "Bell")]),
        row(raw("AppIcon", app_id="gallery", display_name="Gallery")),
    )


def _links():
    return example(
        "Link, Tooltip",
        ui.Link("A link to a page", href="https://example.com"),
        ui.Link("A link that runs an action", on_click=DONE),
        ui.Tooltip("Shown on hover and on focus", children=ui.Button("Rest here", size="sm")),
    )


def _media():
    return example(
        "Image, Video, Audio",
        ui.Image(PICTURE, alt="A yellow disc", width="240", height="120", caption="A caption"),
        ui.Image(PICTURE, alt="Pressed", width="120", on_click=DONE, object_fit="cover"),
        ui.Image("", alt="No source"),
        ui.Video("https://example.com/film.mp4", title="A film", poster=PICTURE, muted=True),
        ui.Audio("https://example.com/song.mp3", title="A song"),
    )
