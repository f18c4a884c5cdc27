"""Text for a terminal: colours where they are wanted, and nothing from outside that could move the cursor."""

import os
import sys
from typing import Literal

from pipeline.search.bodies import MARK_END, MARK_START
from pipeline.terminal import one_line

When = Literal["auto", "always", "never"]
STYLES = {
    "bold": "1",
    "dim": "2",
    "match": "1;33",
    "deny": "1;31",
    "accuse": "35",
    "warn": "33",
    "link": "36",
    "against": "31",
    "added": "32",
    "removed": "31",
    "heading": "1;4",
}
LONGEST_TEXT = 600


class Painter:
    """Colours text with ANSI sequences, or leaves it as it is; text from outside loses its own control characters."""

    def __init__(self, colored: bool) -> None:
        self.colored = colored

    @classmethod
    def for_output(cls, when: When) -> "Painter":
        """Colour in a terminal that can, unless NO_COLOR is set; or always, or never."""
        able = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        return cls(when == "always" or (when == "auto" and able))

    def paint(self, text: str, style: str) -> str:
        clean = one_line(text)
        code = STYLES.get(style)
        return f"\x1b[{code}m{clean}\x1b[0m" if self.colored and code and clean else clean

    def marked(self, text: str) -> str:
        """Show highlighted text, cut where it is long."""
        clean = one_line(text)
        if len(clean) > LONGEST_TEXT:
            clean = clean[:LONGEST_TEXT].rstrip() + " …"
            clean += MARK_END * (clean.count(MARK_START) - clean.count(MARK_END))
        on, off = (f"\x1b[{STYLES['match']}m", "\x1b[0m") if self.colored else ("", "")
        return clean.replace(MARK_START, on).replace(MARK_END, off)
