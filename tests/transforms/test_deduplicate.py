"""Copies: which pairs are copies, of which kind, and which article is canonical."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import (
    Item,
    Match,
    candidate_pairs,
    describe_change,
    find_duplicates,
    fingerprint,
    fingerprint_text,
    fingerprint_texts,
    pairs_from_key,
    resolve,
    verify,
)
from transforms.deduplicate.fingerprint import read_terms
from transforms.deduplicate.pairs import ANCHORS, MAX_SHARING
from transforms.records import Article, Duplicate, Section, Source

CASES = Path(__file__).parent / "cases" / "duplicates"
DAY = datetime(2016, 5, 3, tzinfo=UTC)


def read_cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["rule"]) for case in map(json.loads, lines)]


def make_pair(case: dict[str, Any]) -> tuple[Item, Item]:
    first, second = (
        Item(
            id=side,
            fingerprint=fingerprint_text(case[side]),
            source_id=case[f"{side}_source"],
            published_at=None if case[f"{side}_day"] is None else DAY + timedelta(days=case[f"{side}_day"]),
        )
        for side in "ab"
    )
    return first, second


def make_item(name: str, day: int, text: str = "", source: str = "") -> Item:
    return Item(
        id=name,
        fingerprint=fingerprint_text(text or name),
        source_id=source or name,
        published_at=DAY + timedelta(days=day),
    )


def pair_kind(case: dict[str, Any]) -> str | None:
    match = verify(*make_pair(case))
    return match.kind if match else None


@pytest.mark.parametrize("case", read_cases("wild"))
def test_copies_are_found(case: dict[str, Any]) -> None:
    """A copy is found through a shared key, with its kind, whichever side is asked first."""
    first, second = make_pair(case)
    assert pair_kind(case) == case["kind"]
    assert verify(first, second) == verify(second, first)
    assert list(candidate_pairs([first, second]))


@pytest.mark.parametrize("case", read_cases("negative"))
def test_other_articles_are_no_copies(case: dict[str, Any]) -> None:
    """A follow-up, a template, a footer or another report on the event is not a copy."""
    assert pair_kind(case) is None
    assert find_duplicates(make_pair(case)) == {}


@pytest.mark.parametrize("case", read_cases("known_failures"))
@pytest.mark.xfail(strict=True, reason="known failure: the case says what is wrong")
def test_known_failures(case: dict[str, Any]) -> None:
    """What is not found yet."""
    assert pair_kind(case) == case["kind"]


def test_fingerprint_reads_content_sections_only() -> None:
    """Boilerplate and related headlines do not count; without sections the whole body does."""
    body = "Bridge closed\nThe bridge over the Teme is closed until May.\nSubscribe to our letter"
    cut = body.index("Subscribe")
    article = Article(
        id="a",
        raw=body,
        origin="test",
        source=Source(id="s", name="S"),
        body=body,
        sections=(
            Section(kind="title", start=0, end=13, raw_start=0, raw_end=13),
            Section(kind="body", start=14, end=cut - 1, raw_start=14, raw_end=cut - 1),
            Section(kind="footer", start=cut, end=len(body), raw_start=cut, raw_end=len(body)),
        ),
    )
    assert fingerprint(article).content_hash == fingerprint_text(body[:cut]).content_hash
    assert fingerprint(replace(article, sections=())) == fingerprint_text(body)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("The Minister’s “plan”", "the ministers plan"),
        ("Café — naïve", "CAFE, NAIVE"),
        ("1,000 men", "1000 men!"),
        ("co­operation", "cooperation"),
    ],
)
def test_spelling_of_the_surface_does_not_count(text: str, same: str) -> None:
    """Case, accents, punctuation and invisible characters leave the numbers and the words as they are."""
    first, second = fingerprint_text(text), fingerprint_text(same)
    if "’" in text:  # the possessive s is left out, so the words are not the same
        assert first.words == second.words
    elif "," in text or "1" in text:
        assert first.numbers == second.numbers == ("1000",)
    else:
        assert first.content_hash == second.content_hash


def test_numbers_are_whole() -> None:
    """A number with separators is one number; a full stop after it is not of it."""
    numbers = fingerprint_text("In 2015, 1,234,567 people paid 2.5 or 3. Flight 12,13 left.").numbers
    assert numbers == ("1213", "1234567", "2.5", "2015", "3")


def test_terms_tell_names_and_lead() -> None:
    """A term counts double in the lead and knows whether it stands capitalised."""
    terms = read_terms(fingerprint_text("Korvik met fishermen in 2009. " + "noise " * 60 + "fishermen").terms)
    by_times = {(term.times, term.is_name, term.is_number) for term in terms}
    assert (2, True, False) in by_times  # Korvik, in the lead
    assert (2, False, True) in by_times  # 2009
    assert (3, False, False) in by_times  # fishermen, in the lead and at the end


@pytest.mark.parametrize("words", [0, 1, 2, 3, 6, 7, 40, 319, 320, 5000])
def test_sketch_is_bounded(words: int) -> None:
    """A text of any length has at most 320 sketch hashes and 40 keys, and a long one has at least half of that."""
    made = fingerprint_text(" ".join(f"w{n}x" for n in range(words)))
    assert made.words == words
    assert len(made.sketch) <= 320 + 60
    assert len(made.lookup_keys) <= 40 + 20
    if words >= 320:
        assert len(made.sketch) > 100
        assert len(made.lookup_keys) > 8


@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint(text: str) -> None:
    """No text raises, and the layout of a text does not change its fingerprint."""
    assert fingerprint_text(text) == fingerprint_text(f" \n{text}\n\n")


@given(st.lists(st.text(max_size=60), max_size=6))
def test_many_texts_at_once_are_as_one_by_one(texts: list[str]) -> None:
    """A text's fingerprint does not depend on the texts beside it."""
    assert fingerprint_texts(texts) == [fingerprint_text(text) for text in texts]


def test_long_texts_beside_short_ones() -> None:
    """Texts that fill more than one batch, and one longer than the tables, are read alike in any company."""
    texts = [f"{STEM} in {n} days. " * (n * 7 % 90) for n in range(40)] + [STEM * 900, "", "Odrava, 1,250 boats"]
    assert fingerprint_texts(texts) == [fingerprint_text(text) for text in texts]


STEM = "the council of Varnholm decided on Tuesday to repair the old bridge over the river Teme before the winter "


def family() -> list[Item]:
    body = STEM + "because engineers found cracks in four of its nine arches and lorries may not cross it any more"
    return [
        make_item("late", 3, body + " Read more."),
        make_item("first", 0, body),
        make_item("twin", 0, body),
        make_item("other", 1, "a choir of forty singers opened the summer season in the market hall of Odrava"),
        make_item("changed", 2, body.replace("old", "great").replace("found", "saw")),
    ]


def test_canonical_is_the_earliest_whatever_arrives_first() -> None:
    """The answer is the same for each order of arrival; ties go by id."""
    answers = [find_duplicates(order) for order in permutations(family())]
    assert all(answer == answers[0] for answer in answers)
    assert {name: duplicate.of for name, duplicate in answers[0].items()} == {
        "late": "first",
        "twin": "first",
        "changed": "first",
    }
    assert answers[0]["twin"].kind == "exact"


def test_a_late_canonical_takes_over() -> None:
    """An earlier article that arrives later becomes canonical for the copies that were known."""
    items = family()
    before = find_duplicates(items)
    known = [replace(item, duplicate=before.get(item.id)) for item in items]
    earlier = replace(known[1], id="found in the archive", published_at=DAY - timedelta(days=9), duplicate=None)
    after = find_duplicates([*known, earlier])
    assert {duplicate.of for duplicate in after.values()} == {"found in the archive"}
    assert set(after) == {"late", "first", "twin", "changed"}


def test_a_deleted_canonical_is_replaced() -> None:
    """Copies of an article that is gone turn to the earliest among them."""
    items = [item for item in family() if item.id != "first"]
    known = [replace(item, duplicate=Duplicate(of="first", kind="near", similarity=1.0)) for item in items]
    assert {d.of for d in find_duplicates(known).values()} == {"twin"}


def test_an_excerpt_joins_no_two_articles() -> None:
    """A bare lead that stands in two articles belongs to one of them and does not make them copies."""
    lead, one, two = make_item("lead", 0), make_item("one", 1, "one " * 50), make_item("two", 1, "two " * 60)
    excerpt = Match("excerpt", 1.0)
    found = resolve([lead, one, two], [("lead", "one", excerpt), ("lead", "two", excerpt)])
    assert len(found) == 1
    assert found["two"] == Duplicate(of="lead", kind="excerpt", similarity=1.0)


def test_faint_matches_bring_one_to_a_family_and_join_no_two() -> None:
    """A text that is alone goes where most of its faint matches are; two families stay apart, whatever their number."""
    items = [make_item(name, day) for day, name in enumerate("abcdx")]
    near, faint = Match("near", 0.9), Match("near", 0.2, is_faint=True)
    families = [("a", "b", near), ("c", "d", near)]
    found = resolve(items, [*families, ("a", "c", faint), ("b", "d", faint), ("a", "d", faint)])
    assert {name: duplicate.of for name, duplicate in found.items()} == {"b": "a", "d": "c"}
    found = resolve(items, [*families, ("a", "x", faint), ("c", "x", faint), ("d", "x", faint)])
    assert {name: duplicate.of for name, duplicate in found.items()} == {"b": "a", "d": "c", "x": "c"}
    assert resolve(items, [("a", "x", faint)])["x"] == Duplicate(of="a", kind="near", similarity=0.2)


def test_chains_end_at_the_canonical() -> None:
    """A copy of a copy points at the canonical article."""
    items = [make_item(name, day) for day, name in enumerate("abc")]
    found = resolve(items, [("b", "c", Match("near", 0.9)), ("a", "b", Match("near", 0.8))])
    assert found == {
        "b": Duplicate(of="a", kind="near", similarity=0.8),
        "c": Duplicate(of="a", kind="near", similarity=0.9),
    }


names = st.sampled_from("abcdefgh")
edges = st.lists(
    st.tuples(names, names, st.sampled_from(["near", "excerpt", "translation"]), st.floats(0.1, 1.0), st.booleans()),
    max_size=14,
)


@given(edges, st.permutations("abcdefgh"), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_families_are_sound(found: list[tuple[str, str, Any, float, bool]], order: list[str], days: list[int]) -> None:
    """No copy points at a copy, canonical articles are the earliest of their family, and order does not matter."""
    items = {name: make_item(name, day) for name, day in zip("abcdefgh", days, strict=True)}
    matches = [(a, b, Match(kind, share, is_faint)) for a, b, kind, share, is_faint in found if a < b]
    once = list({(a, b): (a, b, match) for a, b, match in matches}.values())
    answer = resolve(items.values(), once)
    assert answer == resolve([items[name] for name in order], reversed(once))
    for name, duplicate in answer.items():
        assert duplicate.of not in answer
        assert items[duplicate.of].order < items[name].order


def test_a_key_of_many_pairs_each_with_the_earliest() -> None:
    """Articles under a key that everybody shares are compared with a few anchors, not each with each."""
    few, many = (
        [make_item(f"{n:03d}", n) for n in range(5)],
        [make_item(f"{n:03d}", 0) for n in range(MAX_SHARING + 40)],
    )
    assert len(list(pairs_from_key(few))) == 10
    pairs = list(pairs_from_key(reversed(many)))
    assert len(pairs) < len(many) * ANCHORS
    assert {earlier.id for earlier, _ in pairs} == {f"{n:03d}" for n in range(ANCHORS)}


def test_a_text_that_everybody_runs_is_one_family() -> None:
    """A hundred copies of one text, more than may share a key, are one family."""
    text = STEM + "and to close it for heavy lorries at once"
    items = [make_item(f"{n:03d}", n % 7, text if n % 2 else f"{text} Photo by reader {n}") for n in range(100)]
    assert {duplicate.of for duplicate in find_duplicates(items).values()} == {"000"}
    assert len(find_duplicates(items)) == 99


def test_changes_are_told_by_sentence() -> None:
    """The changes of a copy: added, removed, reworded and moved sentences; layout is none."""
    canonical = "Rain fell all night. Two roads were closed. The mayor thanked the firemen. Schools stay open."
    copy = "The mayor thanked the firemen.\n\nRain fell all night. Three roads were closed.\n\nFollow us on paper!"
    changes = {(change.kind, change.before, change.after) for change in describe_change(canonical, copy)}
    assert changes == {
        ("moved", "The mayor thanked the firemen.", "The mayor thanked the firemen."),
        ("reworded", "Two roads were closed.", "Three roads were closed."),
        ("added", "", "Follow us on paper!"),
        ("removed", "Schools stay open.", ""),
    }
    assert describe_change(canonical, canonical.replace(". ", ".\n\n")) == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_a_difference(a: str, b: str) -> None:
    """No pair of texts raises, and a text does not differ from itself."""
    describe_change(a, b)
    assert describe_change(a, a) == ()
