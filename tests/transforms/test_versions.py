"""Versions: which content of an article is the present one, and what its history keeps."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.deduplicate import join_versions, read_side_by_side
from transforms.deduplicate.versions import MAX_VERSIONS
from transforms.records import UNKNOWN_SOURCE, Article, Version

DAY = datetime(2025, 3, 3, tzinfo=UTC)
hours = st.one_of(st.none(), st.integers(0, 5).map(lambda hour: DAY + timedelta(hours=hour)))
versions = st.builds(
    Version, content_hash=st.sampled_from("abcd"), title=st.just(""), stated_at=hours, delivered_at=hours
)


def version(content: str, stated: int | None, delivered: int) -> Version:
    stated_at = None if stated is None else DAY + timedelta(hours=stated)
    return Version(content_hash=content, stated_at=stated_at, delivered_at=DAY + timedelta(hours=delivered))


def hashes(*versions: Version) -> str:
    return "".join(one.content_hash for one in join_versions(versions))


@given(st.lists(versions, max_size=8), st.randoms(), st.integers(0, 8))
def test_a_history_does_not_depend_on_order_or_portions(made: list[Version], source: object, cut: int) -> None:
    """Deliveries in any order, at once or joined to an earlier history, again or not, make one history."""
    history = join_versions(made)
    shuffled = list(made)
    source.shuffle(shuffled)  # type: ignore[attr-defined]
    assert join_versions(shuffled) == history
    assert join_versions([*join_versions(made[:cut]), *made[cut:], *made[:cut]]) == history
    assert len({one.content_hash for one in history}) == len(history)


def test_the_date_that_a_version_states_decides() -> None:
    """A version that says it is newer is the present one, though it was delivered first."""
    assert hashes(version("a", 10, 1), version("b", 9, 2)) == "ba"


def test_without_a_stated_date_the_later_delivery_is_newer() -> None:
    """Undated or equally dated versions are in the order of their first deliveries; a replay changes nothing."""
    assert hashes(version("a", None, 1), version("b", None, 2)) == "ab"
    assert hashes(version("a", 0, 1), version("b", 0, 2), version("a", 0, 3)) == "ab"


def test_an_article_that_says_it_went_back_to_an_earlier_text_did() -> None:
    """The same content with a later date is the present version again."""
    assert hashes(version("a", 1, 1), version("b", 2, 2), version("a", 3, 3)) == "ba"


def test_a_history_is_bounded() -> None:
    """A page that changes all day keeps its latest versions."""
    history = join_versions(version(f"{n:03d}", None, n) for n in range(MAX_VERSIONS + 30))
    assert len(history) == MAX_VERSIONS
    assert history[-1].content_hash == f"{MAX_VERSIONS + 29:03d}"


def test_reading_order_is_no_order_of_delivery() -> None:
    """Files that one run opens one after the other were delivered together; a capture of last year was not."""
    times = [DAY, DAY + timedelta(seconds=3), DAY - timedelta(days=365)]
    deliveries = [Article(id="a", raw="", origin="", source=UNKNOWN_SOURCE, delivered_at=time) for time in times]
    read = [one.delivered_at for one in read_side_by_side(deliveries)]
    assert read == [times[1], times[1], times[2]]
    assert read_side_by_side([]) == []
