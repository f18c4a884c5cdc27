"""The charts of a dashboard's picture as SVG: plain, quiet, and readable in light and dark."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from xml.sax.saxutils import escape

COLORS = ("#16c5c0", "#61a2ff", "#ee72a6", "#f6726a", "#ffc7db", "#eaae01", "#a6edea", "#bfdbff", "#b44a77")
LINE = 19
WIDEST_BAR = 70
CHARACTER = 5.9
"""Pixels that a letter of the small size takes on average."""

Series = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a panel stands, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def inner(self) -> "Box":
        """What is left below the title."""
        return Box(self.x + 12, self.y + 32, self.width - 24, self.height - 44)


def frame(box: Box, title: str) -> str:
    sides = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
    return f'<rect class="p" rx="5" {sides}/>' + _text(box.x + 12, box.y + 20, title, "t", box.width - 24)


def links(box: Box, labels: Sequence[str]) -> str:
    return "".join(_text(box.x + 12 + at * 120, box.y + 42, label, "l") for at, label in enumerate(labels))


def number(box: Box, value: str, label: str) -> Iterator[str]:
    yield _text(box.x + box.width - 14, box.y + box.height - 16, value, "n e")
    yield _text(box.x + 12, box.y + 40, label, "d s", box.width - 24)


def table(box: Box, names: Sequence[str], rows: Sequence[Sequence[Any]], *, words: int) -> Iterator[str]:
    """Draw a table whose first columns, `words` of them, hold words and whose others hold numbers."""
    area = box.inner
    numbers = len(names) - words
    narrow = min(95.0, area.width * 0.6 / max(numbers, 1)) if numbers else 0.0
    lengths = [max([len(name), *(len(str(row[at])) for row in rows)]) for at, name in enumerate(names[:words])]
    weights = [min(max(length, 12), 60) for length in lengths]
    widths = [weight * (area.width - narrow * numbers) / sum(weights) for weight in weights] + [narrow] * numbers
    ends = list(accumulate(widths, initial=area.x))
    for at, name in enumerate(names):
        yield _cell(ends[at], area.y + 10, name, at < words, widths[at], "d s")
    for line, row in enumerate(rows[: int(area.height // LINE) - 1], 1):
        y = area.y + 10 + line * LINE
        yield f'<line class="g" x1="{area.x}" x2="{area.x + area.width}" y1="{y - 13}" y2="{y - 13}"/>'
        for at, value in enumerate(row):
            yield _cell(ends[at], y, text_of(value), at < words, widths[at], "s")


def heatmap(box: Box, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Draw (row, column, value) as squares, the more the darker."""
    area = box.inner
    across = list(dict.fromkeys(str(row[1]) for row in rows))
    down = list(dict.fromkeys(str(row[0]) for row in rows))
    most = max((row[2] for row in rows), default=1) or 1
    left, below = min(190.0, area.width * 0.4), 22
    width, height = (area.width - left) / max(len(across), 1), (area.height - below) / max(len(down), 1)
    for at, name in enumerate(down):
        yield _text(area.x + left - 6, area.y + (at + 0.5) * height + 4, name, "s e", left - 8)
    for at, name in enumerate(across):
        yield _text(area.x + left + (at + 0.5) * width, area.y + area.height - 4, name, "s m d", width - 4)
    for name, other, value in rows:
        x, y = area.x + left + across.index(str(other)) * width, area.y + down.index(str(name)) * height
        sides = f'x="{x + 1:.1f}" y="{y + 1:.1f}" width="{width - 2:.1f}" height="{height - 2:.1f}"'
        yield f'<rect {sides} fill="#16c5c0" fill-opacity="{0.25 + 0.75 * value / most:.2f}"/>'
        yield _text(x + width / 2, y + height / 2 + 4, text_of(value), "s m")


def shares(box: Box, rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    """Draw parts of a whole as bars with their share."""
    area = box.inner
    whole = sum(row[-1] for row in rows) or 1
    for at, row in enumerate(rows):
        y = area.y + 6 + at * 40
        share = row[-1] / whole
        yield _text(area.x, y + 8, f"{row[0]}  {share:.0%}", "s", area.width)
        width = max(share * area.width, 1)
        yield f'<rect x="{area.x}" y="{y + 13}" width="{width:.1f}" height="16" rx="2" fill="{_color(at)}"/>'


def bars(box: Box, series: Series) -> Iterator[str]:
    """Draw stacked bars."""
    keys = _trimmed(series)
    most = max((sum(float(part.get(key) or 0) for part in series.values()) for key in keys), default=1) or 1
    plot = _plot(box)
    yield from _axes(plot, keys, most)
    width = plot.width / max(len(keys), 1)
    bar = min(max(width - 2, 1), WIDEST_BAR)
    for at, key in enumerate(keys):
        top = plot.y + plot.height
        for number_, part in enumerate(series.values()):
            height = float(part.get(key) or 0) / most * plot.height
            if height:
                top -= height
                left = plot.x + (at + 0.5) * width - bar / 2
                sides = f'x="{left:.1f}" y="{top:.1f}" width="{bar:.1f}"'
                yield f'<rect {sides} height="{height:.1f}" fill="{_color(number_)}"/>'
    yield from _legend(box, list(series))


def lines(box: Box, series: Series) -> Iterator[str]:
    """Draw lines; where a value is missing, the line goes on to the next."""
    keys = _trimmed(series)
    most = max((float(value) for part in series.values() for value in part.values() if value is not None), default=1)
    plot = _plot(box)
    yield from _axes(plot, keys, most or 1)
    width = plot.width / max(len(keys), 1)
    for number_, part in enumerate(series.values()):
        points = [
            (plot.x + (at + 0.5) * width, plot.y + plot.height * (1 - float(part[key]) / (most or 1)))
            for at, key in enumerate(keys)
            if part.get(key) is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{_color(number_)}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_color(number_)}"/>' for x, y in points)
    yield from _legend(box, list(series))


def shared(series: Series) -> Series:
    """Give each part's share of its bar, in percent."""
    totals: dict[str, float] = {}
    for part in series.values():
        for key, value in part.items():
            totals[key] = totals.get(key, 0.0) + float(value or 0)
    return {
        name: {key: 100 * float(value or 0) / (totals[key] or 1) for key, value in part.items()}
        for name, part in series.items()
    }


def text_of(value: Any, *, percent: bool = False) -> str:
    """Write a value as a reader wants it.

    >>> text_of(0.161, percent=True), text_of(155.0), text_of(1.39), text_of(None)
    ('16%', '155', '1.39', '–')
    """
    if value is None:
        return "–"
    if percent:
        return f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _trimmed(series: Series) -> list[str]:
    """Give the keys from the first to the last that has a value."""
    keys = list(dict.fromkeys(key for part in series.values() for key in part))
    used = [at for at, key in enumerate(keys) if any(part.get(key) for part in series.values())]
    return keys[used[0] : used[-1] + 1] if used else keys


def _plot(box: Box) -> Box:
    area = box.inner
    return Box(area.x + 34, area.y + 4, area.width - 34, area.height - 44)


def _axes(plot: Box, keys: Sequence[str], most: float) -> Iterator[str]:
    for part in (0.0, 0.5, 1.0):
        y = plot.y + plot.height * (1 - part)
        yield f'<line class="g" x1="{plot.x}" x2="{plot.x + plot.width}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield _text(plot.x - 5, y + 4, text_of(float(most * part)), "s e d")
    step = max(1, -(-len(keys) * 70 // int(plot.width)))
    width = plot.width / max(len(keys), 1)
    for at in range(0, len(keys), step):
        label = keys[at][:10] if keys[at][:4].isdigit() and "T" in keys[at] else keys[at]
        yield _text(plot.x + (at + 0.5) * width, plot.y + plot.height + 14, label, "s m d", max(width * step, 70))


def _legend(box: Box, names: Sequence[str]) -> Iterator[str]:
    x, y = box.x + 14, box.y + box.height - 12
    for at, name in enumerate(names):
        if x + len(name) * CHARACTER > box.x + box.width - 20:
            return
        yield f'<rect x="{x:.1f}" y="{y - 8}" width="9" height="9" fill="{_color(at)}"/>'
        yield _text(x + 13, y, name, "s")
        x += 26 + len(name) * CHARACTER


def _cell(x: float, y: float, text: str, is_word: bool, width: float, style: str) -> str:
    return _text(x if is_word else x + width, y, text, style if is_word else f"{style} e", width - 4)


def _text(x: float, y: float, text: str, style: str, width: float | None = None) -> str:
    if width is not None and len(text) * CHARACTER > width:
        text = text[: max(int(width / CHARACTER) - 1, 1)].rstrip() + "…"
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{style}">{escape(text)}</text>'


def _color(number_: int) -> str:
    return COLORS[number_ % len(COLORS)]
