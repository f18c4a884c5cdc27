"""Claims: cues, quotations, speakers, acts; golden cases in `cases/claims`."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from transforms.claims import find_claims
from transforms.claims.lexicon import CueEntry, read_entries
from transforms.claims.quotes import find_quotes
from transforms.records import Article, Claim, MachineTranslation, Mention, Section, Source, spans_hold

CASES = Path(__file__).parent / "cases" / "claims"
ENTRIES = tuple(read_entries((files("config") / "lexicons" / "cues.tsv").read_text("utf-8")))
Parse = Callable[[str], Doc]


def article(text: str, **fields: Any) -> Article:
    return Article(id="a1", raw=text, origin="test", source=Source(id="s", name="S"), body=text, **fields)


def claims_in(text: str, nlp: Parse, **fields: Any) -> tuple[Claim, ...]:
    return find_claims(article(text, **fields), nlp(text))


def cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["name"]) for line in lines if line.strip()]


def as_told(claim: Claim) -> dict[str, object]:
    return {
        "speaker": claim.speaker.name if claim.speaker else None,
        "cue": claim.cue.text if claim.cue else None,
        "content": [span.text for span in claim.content],
        "act": claim.act,
        "negated": claim.negated,
        "cue_negated": claim.cue.negated if claim.cue else False,
        "directness": claim.directness,
        "headline": claim.headline,
        "nested": claim.nested_in is not None,
        "suspect": claim.suspect is not None,
        "kind": claim.speaker.kind if claim.speaker else None,
        "reason": claim.speaker_reason,
        "addressee": list(claim.addressee),
    }


def check(case: dict[str, Any], nlp: Parse) -> None:
    told = [as_told(claim) for claim in claims_in(case["text"], nlp)]
    for wanted in case["claims"]:
        assert wanted in [{part: one[part] for part in wanted} for one in told if one["cue"] == wanted["cue"]]
    if not case.get("more"):
        assert len(told) == len(case["claims"])


@pytest.mark.parametrize("case", cases("wild"))
def test_wild(case: dict[str, Any], nlp: Parse) -> None:
    """Each construction of reported speech gives its speaker, cue, content and act."""
    check(case, nlp)


@pytest.mark.parametrize("case", cases("negative"))
def test_negative(case: dict[str, Any], nlp: Parse) -> None:
    """Words that look like a cue, and quotation marks that quote nobody, make no claim."""
    check(case, nlp)


@pytest.mark.xfail(strict=True, reason="known failure: the case says what is wrong")
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(case: dict[str, Any], nlp: Parse) -> None:
    """What is still wrong is written down, and noticed once it is right."""
    check(case, nlp)


@pytest.fixture(scope="module")
def examples(nlp: Any) -> dict[CueEntry, tuple[Claim, ...]]:
    docs = nlp.pipe([entry.example for entry in ENTRIES], batch_size=64)
    return {entry: find_claims(article(entry.example), doc) for entry, doc in zip(ENTRIES, docs, strict=True)}


def test_lexicon_examples(examples: dict[CueEntry, tuple[Claim, ...]]) -> None:
    """The example on every line of the lexicon gives a claim by that line's cue."""
    silent = [
        entry.cue for entry, claims in examples.items() if entry.cue not in {c.cue.lemma for c in claims if c.cue}
    ]
    assert silent == []


def test_lexicon_lines_are_unique() -> None:
    """A cue has one line for each part of speech, with a source."""
    keys = [(entry.cue, entry.pos) for entry in ENTRIES]
    assert len(keys) == len(set(keys))
    assert all(entry.source for entry in ENTRIES)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“A “b” c” d", ["A “b” c", "b"]),
        ('"A" and "b', ["A", "b"]),
        ("a ” b", []),
        ("''A b'' c", ["A b"]),
        ("“One.\n“Two.”", ["One.", "Two."]),
        ("The so-called ‘reform’ isn’t", ["reform"]),
        ("the players' coach and the teams' bus", []),
    ],
)
def test_quotes(text: str, inner: list[str]) -> None:
    """Quotation marks pair up within their paragraph, nested, odd or unclosed."""
    assert [text[q.inner_start : q.inner_end] for q in find_quotes(text)] == inner


def test_speaker_is_the_mention(nlp: Parse) -> None:
    """A speaker is the entity that the entities stage found, with his institution."""
    text = "Foreign Ministry spokeswoman Dora Lenz said the border was open. The diplomat denied any delay."
    person = {"name": "Dora Lenz", "type": "PERSON", "entity_id": "dora-lenz"}
    spans = [("Dora Lenz", "name", "exact"), ("The diplomat", "nominal", "coreference")]
    mentions = [
        Mention(
            text=words, start=text.index(words), end=text.index(words) + len(words), raw_start=0, raw_end=0,
            level=level, via=via, **person,
        )
        for words, level, via in spans
    ]  # fmt: skip
    ministry = Mention(
        text="Foreign Ministry", start=0, end=16, raw_start=0, raw_end=16, entity_id="ministry",
        name="Foreign Ministry", type="ORG", level="name", via="exact",
    )  # fmt: skip
    first, second = claims_in(text, nlp, mentions=(ministry, *mentions))
    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.entity_id, first.speaker.on_behalf_of) == ("dora-lenz", "ministry")
    assert (second.speaker.entity_id, second.speaker.kind, second.act) == ("dora-lenz", "nominal", "deny")


def test_about_and_target(nlp: Parse) -> None:
    """`about` holds the entities inside the content, `target` the one accused."""
    text = "Dora Lenz accused Ruthenia of closing the port."
    at = text.index("Ruthenia")
    mention = Mention(
        text="Ruthenia", start=at, end=at + 8, raw_start=at, raw_end=at + 8, entity_id="ruthenia", name="Ruthenia",
        type="GPE", level="name", via="exact",
    )  # fmt: skip
    (claim,) = claims_in(text, nlp, mentions=(mention,))
    assert (claim.about, claim.target, claim.act) == (("ruthenia",), "ruthenia", "accuse")


def test_sections(nlp: Parse) -> None:
    """Only content sections are read, and a headline's claim is marked."""
    text = "Lenz: port is closed\n\nSee also: Brandt says bridge is open\n\nThe port is closed, Dora Lenz said."
    starts = [0, text.index("See"), text.index("The port")]
    ends = [20, starts[2] - 2, len(text)]
    kinds = ("title", "related", "body")
    sections = tuple(
        Section(kind=k, start=s, end=e, raw_start=s, raw_end=e) for k, s, e in zip(kinds, starts, ends, strict=True)
    )
    headline, body = claims_in(text, nlp, sections=sections)
    assert (headline.headline, headline.content[0].text) == (True, "port is closed")
    assert (body.headline, body.content[0].text) == (False, "The port is closed")


def test_suspect_needs_translation(nlp: Parse) -> None:
    """A role inversion is flagged in translated text only."""
    text = "The ministry still has not shown convincing evidence of the strikes, Lenz said."
    original = MachineTranslation(is_machine_translated=False, score=0.1)
    translated = MachineTranslation(is_machine_translated=True, score=0.9)
    assert [c.suspect for c in claims_in(text, nlp, mt=original)] == [None]
    assert all(c.suspect for c in claims_in(text, nlp, mt=translated))


def test_ids_are_stable_and_unique(nlp: Parse) -> None:
    """Ids depend on article, cue and content, and repeated claims get their own."""
    text = "The port is closed, Lenz said. The port is closed, Lenz said."
    first, again = claims_in(text, nlp), claims_in(text, nlp)
    assert [c.id for c in first] == [c.id for c in again]
    assert len({c.id for c in first}) == len(first) == 2


PIECES = st.sampled_from(
    ["He said", "Lenz:", "“", "”", '"', "''", "‘", "’", " – ", ", ", ". ", "\n", "\n\n", "said Lenz", "that"]
    + ["according to", "it is open", "did not say", "adding", "the accusation that", "reportedly", "she went on"]
    + ["“A.”", "\u00a0", "ок", "😀", "\x00", "by", "This was stated"]
)


@pytest.mark.parametrize("text", ["He said " * 15 + "Lenz: He said", "The mission described the vote as", "On it of"])
def test_a_text_that_breaks_off_raises_nothing(nlp: Parse, text: str) -> None:
    """A text that ends where a word was expected gives its claims all the same."""
    assert claims_in(text, nlp) is not None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=30).map("".join), st.text(max_size=80)
    )
)
def test_never_raises(nlp: Parse, text: str) -> None:
    """Any text gives claims whose spans hold."""
    for claim in claims_in(text, nlp):
        assert claim.content
        assert spans_hold(text, [*claim.content, *claim.quotes])
        assert spans_hold(text, [span for span in (claim.speaker, claim.cue) if span is not None])


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .,\n\"'“”„«»‘’`", max_size=60))
def test_quotes_nest_or_stand_apart(text: str) -> None:
    """Double quotation marks give runs inside the text that never cross."""
    doubles = [q for q in find_quotes(text) if not q.single]
    for quote in doubles:
        assert 0 <= quote.start < quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        for other in doubles:
            apart = other.end <= quote.start or quote.end <= other.start
            inside = (quote.start <= other.start and other.end <= quote.end) or (
                other.start <= quote.start and quote.end <= other.end
            )
            assert apart or inside


def test_apposed_speaker_is_the_mention(nlp: Parse) -> None:
    """A title with its name behind a comma is the person of that name."""
    text = "The spokesman of the mine, Karim Sola, said the gates were shut."
    at = text.index("Karim Sola")
    mention = Mention(
        text="Karim Sola", start=at, end=at + 10, raw_start=at, raw_end=at + 10, entity_id="karim-sola",
        name="Karim Sola", type="PERSON", level="name", via="exact",
    )  # fmt: skip
    (claim,) = claims_in(text, nlp, mentions=(mention,))
    assert claim.speaker is not None
    assert claim.speaker.entity_id == "karim-sola"


def test_dateline_is_no_speaker(nlp: Parse) -> None:
    """A dateline that the parser takes for the subject leaves the speaker to the section's own words."""
    text = "SOLA, Aug 31 (Courier) - Port director Adan Osk said on Monday the gates were shut."
    start = text.index("Port")
    dateline = Section(kind="dateline", start=0, end=start, raw_start=0, raw_end=start)
    body = Section(kind="body", start=start, end=len(text), raw_start=start, raw_end=len(text))
    (claim,) = claims_in(text, nlp, sections=(dateline, body))
    assert claim.speaker is not None
    assert claim.speaker.text.startswith("Port director Adan Osk")


def test_people_lines_are_unique() -> None:
    """Each noun of persons has one line, with a source and an example that holds it."""
    lines = (files("config") / "lexicons" / "people.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "noun\t"))]
    assert len({noun for noun, _, _ in rows}) == len(rows)
    assert all(source and noun in example.lower() for noun, source, example in rows)
