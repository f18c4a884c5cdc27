"""Offsets between raw text and body."""

from hypothesis import given
from hypothesis import strategies as st

from transforms.alignment import Alignment, apply_edits
from transforms.records import Edit


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    raw, body, edits = "", "", []
    for kept, before, after in draw(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=3), st.text(max_size=3)))):
        if before == after == "" or (edits and kept == ""):
            continue
        raw, body = raw + kept, body + kept
        edits.append(
            Edit(
                rule="r",
                before=before,
                after=after,
                start=len(body),
                raw_start=len(raw),
                raw_end=len(raw) + len(before),
                why="w",
            )
        )
        raw, body = raw + before, body + after
    return raw, tuple(edits)


@given(edited(), st.data())
def test_unedited_ranges_hold_the_same_text_on_both_sides(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    """A range that no edit touches maps to a raw range with the same text, and back to itself."""
    raw, edits = case
    body = apply_edits(raw, edits)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    raw_start, raw_end = Alignment.of(edits).to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    touched = any((e.start < end and e.start + len(e.after) > start) or start < e.start < end for e in edits)
    if not touched and end > start:
        assert raw[raw_start:raw_end] == body[start:end]
        assert Alignment.of(edits).to_body(raw_start, raw_end) == (start, end)


def test_a_range_inside_an_edit_is_widened() -> None:
    """Half of a replaced piece maps to the whole of what it replaced."""
    edits = (Edit(rule="r", before="xyz", after="ab", start=2, raw_start=2, raw_end=5, why="w"),)
    assert Alignment.of(edits).to_raw(3, 5) == (2, 6)
