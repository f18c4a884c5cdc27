"""Stories: which articles belong together, whatever the order and the portions in which they arrive."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.deduplicate import Item, find_duplicates, fingerprint_text
from transforms.records import Duplicate
from transforms.stories import assign_stories, assign_threads, cluster, find_merged, find_moved
from transforms.stories.cluster import REACH
from transforms.stories.vectors import UNIT, WINDOW, make_vectors

CASES = Path(__file__).parent / "cases" / "stories"
DAY = datetime(2016, 5, 3, tzinfo=UTC)
TOPICS = [
    "ferry line Varnholm Odrava Relling electric ferries crowns ticket",
    "earthquake Tirova valley mayor Veik schools houses collapsed",
    "court Dahl tanker Brandt engineers alarm files prosecutor",
    "wolves cull Tarvesk hunters sheep farmers forest suit",
]


def read_cases(name: str) -> list[Any]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case["articles"], id=case["rule"]) for case in map(json.loads, lines)]


def make_item(name: str, day: float, text: str) -> Item:
    return Item(id=name, fingerprint=fingerprint_text(text), source_id=name, published_at=DAY + timedelta(days=day))


def tell(items: Sequence[Item]) -> dict[str, str]:
    return assign_stories(items, find_duplicates(items))


def remember(items: Sequence[Item]) -> list[Item]:
    """Give the articles as a later run finds them in the index."""
    duplicates, stories = find_duplicates(items), tell(items)
    return [replace(item, duplicate=duplicates.get(item.id), story_id=stories[item.id]) for item in items]


@pytest.mark.parametrize("articles", read_cases("wild"))
def test_stories_are_told_apart(articles: list[dict[str, Any]]) -> None:
    """Articles on one event are one story, in any order of arrival."""
    items = [make_item(article["id"], article["day"], article["text"]) for article in articles]
    stories = tell(items)
    found, wanted = defaultdict(set), defaultdict(set)
    for article in articles:
        found[stories[article["id"]]].add(article["id"])
        wanted[article["story"]].add(article["id"])
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, wanted.values()))
    assert tell(items[::-1]) == stories


def test_a_story_has_the_date_of_its_first_article() -> None:
    """The id of a story is made of its first article alone, so that it stays when others join."""
    first = make_item("a", 0, TOPICS[0])
    stories = tell([first, make_item("b", 1, TOPICS[0] + " June lorries")])
    assert stories["a"] == stories["b"] == tell([first])["a"]
    assert stories["a"].startswith("20160503-")
    assert tell([replace(first, published_at=None)])["a"].startswith("undated-")


def test_copies_are_where_their_canonical_is() -> None:
    """A copy is in its canonical article's story, even long after that ended."""
    first, copy = make_item("a", 0, TOPICS[0]), make_item("b", 90, TOPICS[0])
    near = {"b": Duplicate(of="a", kind="near", similarity=1.0)}
    stories = assign_stories([first, copy], near)
    assert stories["a"] == stories["b"]
    gone = assign_stories([copy], near)  # the canonical article cannot be had: the copy stands for it
    assert set(gone) == {"b"}


def test_a_story_ends_when_nothing_more_is_told() -> None:
    """The same words weeks later are a new story."""
    stories = assign_stories([make_item("a", 0, TOPICS[0]), make_item("b", 40, TOPICS[0])], {})
    assert stories["a"] != stories["b"]


def test_far_articles_keep_their_stories() -> None:
    """A new article disturbs none that came out before it or beyond its reach."""
    odd = [replace(make_item(name, day, TOPICS[1]), story_id=f"odd-{name}") for name, day in (("a", 0), ("z", 60))]
    stories = assign_stories([*odd, make_item("n", 30, TOPICS[1])], {})
    assert stories["a"] == "odd-a"
    assert stories["z"] == "odd-z"
    assert stories["n"] not in {"odd-a", "odd-z"}


def test_a_merged_story_points_at_its_successor() -> None:
    """A late first article gives its story another id; the old one is merged into it."""
    known = remember([make_item("b", 1, TOPICS[0] + " June"), make_item("c", 2, TOPICS[0] + " lorries")])
    late = make_item("a", 0, TOPICS[0] + " briefing")
    stories = tell([*known, late])
    assert set(stories.values()) == {stories["a"]}
    assert find_merged([*known, late], stories) == {known[0].story_id: stories["a"]}
    assert find_merged(known, {item.id: str(item.story_id) for item in known}) == {}


articles = st.lists(
    st.tuples(
        st.sampled_from(TOPICS), st.integers(0, 9), st.sampled_from(["", "June", "12 dead", "Veik said", "court"])
    ),
    min_size=1,
    max_size=12,
)


def make_items(told: list[tuple[str, int, str]]) -> list[Item]:
    return [make_item(f"{n:02d}", day, f"{topic} {more} note{n}") for n, (topic, day, more) in enumerate(told)]


@settings(deadline=None, max_examples=60)
@given(articles, st.randoms())
def test_order_of_arrival_does_not_matter(told: list[tuple[str, int, str]], source: Any) -> None:
    """Stories are a function of the set of articles."""
    items = make_items(told)
    stories = tell(items)
    source.shuffle(items)
    assert tell(items) == stories


@settings(deadline=None, max_examples=60)
@given(articles, st.integers(0, 12))
def test_portions_do_not_matter(told: list[tuple[str, int, str]], first: int) -> None:
    """Articles that come in two runs end in the stories of one run, also when the later run brings earlier ones."""
    items = make_items(told)
    assert timedelta(days=9) < REACH
    assert tell([*remember(items[:first]), *items[first:]]) == tell(items)


def run_in_portions(items: Sequence[Item], cuts: Sequence[int]) -> tuple[dict[str, str], dict[str, str]]:
    """Give stories, and what merged stories point at, after a run for each portion, as the pipeline keeps them."""
    index: list[Item] = []
    merged: dict[str, str] = {}
    for first, last in pairwise([0, *sorted(cuts), len(items)]):
        given_items = [*index, *items[first:last]]
        stories = tell(given_items)
        moved = find_moved(given_items, stories)
        merged |= {old: moved[old] for old in merged.keys() & moved.keys()} | find_merged(given_items, stories)
        merged = {old: into for old, into in merged.items() if old not in set(stories.values())}
        index = remember(given_items)
    return {item.id: str(item.story_id) for item in index}, merged


@settings(deadline=None, max_examples=60)
@given(articles, st.randoms(), st.lists(st.integers(0, 12), max_size=3))
def test_merged_stories_lead_to_the_story_of_their_first_article(
    told: list[tuple[str, int, str]], source: Any, cuts: list[int]
) -> None:
    """Which stories once lived depends on the runs; where their ids lead depends on the set of articles alone."""
    items = make_items(told)
    source.shuffle(items)
    stories, merged = run_in_portions(items, [min(cut, len(items)) for cut in cuts])
    assert stories == tell(items)
    first_articles = {tell([item])[item.id]: item.id for item in items}
    for old, into in merged.items():
        assert into == stories[first_articles[old]]


def test_a_merged_story_follows_its_first_article_from_story_to_story() -> None:
    """What was merged into a story that is merged in turn points at the last one: no chains."""
    words = "ferry line Varnholm Odrava Relling electric ferries crowns ticket"
    items = [make_item(name, day, f"{words} {name}") for name, day in (("c", 2), ("b", 1), ("a", 0))]
    stories, merged = run_in_portions(items, [1, 2])
    assert len(set(stories.values())) == 1
    assert len(merged) == 2
    assert set(merged.values()) == set(stories.values())


@settings(deadline=None, max_examples=60)
@given(articles, st.integers(0, 12), st.randoms())
def test_threads_do_not_depend_on_portions(told: list[tuple[str, int, str]], first: int, source: Any) -> None:
    """Stories are in the same threads whether their articles, copies among them, come in one run or in two."""
    items = make_items(told)
    items += [replace(item, id=f"copy of {item.id}", published_at=item.at + timedelta(hours=7)) for item in items[:3]]
    source.shuffle(items)

    def threads_of(some: Sequence[Item]) -> dict[str, str]:
        return assign_threads(some, tell(some), find_duplicates(some))

    earlier = items[:first]
    threads, stories = threads_of(earlier), tell(earlier)
    known = [replace(item, thread_id=threads[stories[item.id]]) for item in remember(earlier)]
    assert threads_of([*known, *items[first:]]) == threads_of(items)


spread_articles = st.lists(
    st.tuples(st.sampled_from(TOPICS), st.integers(0, 60), st.sampled_from(["", "June", "12 dead", "Veik said"])),
    min_size=2,
    max_size=16,
)


@settings(deadline=None, max_examples=60)
@given(spread_articles)
def test_words_weigh_by_the_articles_of_their_window_alone(told: list[tuple[str, int, str]]) -> None:
    """What was said longer ago than the window does not make an article's words common."""
    items = sorted(make_items(told), key=lambda item: item.order)
    last = items[-1]
    near = [item for item in items if last.at - item.at <= WINDOW]
    of_all, of_near = make_vectors(items), make_vectors(near)
    assert of_all.of(len(items) - 1)[1].tolist() == of_near.of(len(near) - 1)[1].tolist()
    assert sum(of_all.of(0)[1] ** 2) == pytest.approx(UNIT**2, rel=1e-3)


@settings(deadline=None, max_examples=60)
@given(spread_articles)
def test_the_days_around_are_enough(told: list[tuple[str, int, str]]) -> None:
    """A new article finds its story among the articles of its reach, and leaves all of before as they were."""
    items = sorted(make_items(told), key=lambda item: item.order)
    before, new = assign_stories(items[:-1], {}), items[-1]
    known = [replace(item, story_id=before[item.id]) for item in items[:-1]]
    around = [item for item in known if new.at - item.at <= REACH]
    of_all = assign_stories(items, {})
    assert assign_stories([*around, new], {})[new.id] == of_all[new.id]
    assert before.items() <= of_all.items()


@settings(deadline=None, max_examples=40)
@given(spread_articles, st.integers(1, 6))
def test_sums_of_large_stories_are_those_of_small_ones(told: list[tuple[str, int, str]], large: int) -> None:
    """A centroid is the same whether it is kept, with what is dropped taken off, or summed up anew."""
    items = make_items(told)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "LARGE", large)
        kept = assign_stories(items, {}), assign_threads(items, {item.id: item.id for item in items}, {})
    assert kept == (assign_stories(items, {}), assign_threads(items, {item.id: item.id for item in items}, {}))


def test_a_word_that_everybody_holds_costs_no_more_than_the_latest_that_hold_it() -> None:
    """Where telling words stand in too many articles, the latest of these decide."""
    words = "ferry Odrava ticket"
    items = [make_item(f"{n:02d}", n / 100, f"{words} number{n} briefing{n}") for n in range(30)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "MOST_HELD", 5)
        assert len(set(assign_stories(items, {}).values())) == 1
        patch.setattr(cluster, "MOST_HELD", 0)
        assert len(set(assign_stories(items, {}).values())) == len(items)
