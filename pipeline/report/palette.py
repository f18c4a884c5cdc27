"""The pages' colours by role, light and dark, and which of them meet; a test holds every pair to WCAG AA."""

from collections.abc import Mapping

LIGHT = {
    "paper": "#ffffff",
    "tint": "#f3f4f2",
    "ink": "#16181a",
    "soft": "#50565b",
    "rule": "#d5d8d4",
    "edge": "#7d8488",
    "link": "#124e86",
    "against": "#a3161f",
    "against-tint": "#fbeeed",
    "mark": "#fff0b8",
    "mark-now": "#ffcf4d",
    "edit": "#1c6b45",
    "edit-tint": "#e4f2e9",
}
DARK = {
    "paper": "#14171a",
    "tint": "#1d2226",
    "ink": "#e6e8e6",
    "soft": "#a5adb2",
    "rule": "#343b40",
    "edge": "#757e85",
    "link": "#8fc1f2",
    "against": "#ff938c",
    "against-tint": "#2b1b1c",
    "mark": "#413913",
    "mark-now": "#745a08",
    "edit": "#8ed8ac",
    "edit-tint": "#16301f",
}
TEXT, GRAPHIC = 4.5, 3.0
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for text in ("ink", "soft", "link", "against") for ground in ("paper", "tint")),
    *((text, "against-tint", TEXT) for text in ("ink", "soft", "link", "against")),
    *(("ink", ground, TEXT) for ground in ("mark", "mark-now", "edit-tint")),
    *(("edit", ground, TEXT) for ground in ("paper", "tint", "edit-tint")),
    *(("edge", ground, GRAPHIC) for ground in ("paper", "tint")),
    ("paper", "ink", TEXT),
    ("paper", "link", TEXT),
)
"""(foreground, ground, least contrast): what the style sheet puts on what."""


def style() -> str:
    """Give both palettes as custom properties; print is light whatever the screen is."""
    return (
        f":root{{color-scheme:light dark;{_properties(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}\n"
    )


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21 (WCAG 2, 1.4.3).

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
