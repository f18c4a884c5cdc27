"""Another article of the thread may decide whose a bare surname is."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from transforms.entities.story import Named, decide_surnames
from transforms.records import Claim, Span, Speaker
from transforms.telling import Digest, decide_by_thread, tell_thread

BARE = Named("unk-person-valihov", "Velikhov")
FULL = Named("unk-person-rostam-valihov", "Rustam Velikhov")
OTHER = Named("unk-person-oleg-valihov", "Oleg Velikhov")


def digest(article: str, *named: Named, claims: tuple[Claim, ...] = ()) -> Digest:
    return Digest(
        article_id=article, story_id="s", thread_id="t", title=article, source_id=article, outlet=article, url=None,
        language="en", is_machine_translated=False, is_copy=False, published_at=datetime(2016, 2, 8, tzinfo=UTC),
        first_seen_at=None, names=tuple((one.id, one.name, 1) for one in named), claims=claims,
    )  # fmt: skip


def claim(article: str, speaker: Named) -> Claim:
    at = {"start": 0, "end": 8, "raw_start": 0, "raw_end": 8}
    who = Speaker(
        text="Velikhov", entity_id=speaker.id, name=speaker.name, type="PERSON", role=None, kind="name",
        confidence=0.9, **at,
    )  # fmt: skip
    content = Span(text="The port is open.", start=20, end=37, raw_start=20, raw_end=37)
    return Claim(
        id=f"{article}-1", article_id=article, content=(content,), text=content.text, directness="indirect",
        act="assert", confidence=0.9, speaker=who,
    )  # fmt: skip


def test_a_full_name_decides_a_bare_surname() -> None:
    """A surname alone belongs to the only person of that name in the thread, the feminine form too."""
    assert decide_surnames({"a": [BARE], "b": [FULL]}) == {"a": {BARE.id: FULL}}
    woman = Named("unk-person-zaharova", "Zakharova")
    assert decide_surnames({"a": [woman], "b": [Named("ivan-zakharov", "Ivan Zakharov")]})["a"][woman.id].id


def test_a_garbled_full_name_is_that_of_more_articles() -> None:
    """A full name that differs by a letter translators confuse is the one that more articles write, or a known one."""
    garbled = Named("unk-person-jon-higinbatam", "John Higinbatem")
    right = Named("unk-person-jon-higinbotam", "John Higinbotem")
    assert decide_surnames({"a": [garbled], "b": [right], "c": [right]}) == {"a": {garbled.id: right}}
    assert decide_surnames({"a": [garbled], "b": [right]}) == {}
    known = Named("john-higinbotem", "John Higinbotem")
    assert decide_surnames({"a": [garbled], "b": [known]}) == {"a": {garbled.id: known}}


def test_namesakes_of_one_article_are_two_people() -> None:
    """Where an article has both spellings they are two people, and a woman is not a man of her surname."""
    garbled = Named("unk-person-jon-higinbatam", "John Higinbatem")
    right = Named("unk-person-jon-higinbotam", "John Higinbotem")
    assert decide_surnames({"a": [garbled, right], "b": [right], "c": [right]}) == {}
    man, woman = Named("unk-person-anna-orlov", "Anna Orlov"), Named("unk-person-anna-orlova", "Anna Orlova")
    assert decide_surnames({"a": [man], "b": [woman], "c": [woman]}) == {}


def test_two_candidates_decide_nothing() -> None:
    """Where two people of the thread share a surname, it stays unknown."""
    assert decide_surnames({"a": [BARE], "b": [FULL], "c": [OTHER]}) == {}


def test_only_persons_decide() -> None:
    """An unknown organization or place that ends with the same word decides nothing; nor does a known long name."""
    bank = Named("unk-org-bank-valihov", "Bank Velikhov")
    party = Named("party-of-velikhov", "Radical Party of Oleg Velikhov")
    assert decide_surnames({"a": [BARE], "b": [bank], "c": [party]}) == {}


def test_an_article_with_the_full_name_decides_by_itself() -> None:
    """Of two people of one surname in an article, the thread says nothing."""
    assert decide_surnames({"a": [BARE, OTHER], "b": [OTHER]}) == {}


def test_the_speaker_of_a_claim_follows() -> None:
    """A claim of the bare surname becomes the person's, and the story lists them under one name."""
    digests = [digest("a", BARE, claims=(claim("a", BARE),)), digest("b", FULL)]
    told = tell_thread(digests)
    ((found, _),) = told.claims
    assert found.speaker is not None
    assert (found.speaker.entity_id, found.speaker.name) == (FULL.id, FULL.name)
    assert told.stories[0].entities == (FULL.name,)


def test_a_competitor_that_arrives_later_undoes_it() -> None:
    """What was decided when one person was known is undone when a second comes: as if all had come at once."""
    own = digest("a", BARE, claims=(claim("a", BARE),))
    before = decide_by_thread([own, digest("b", FULL)])[0]
    stored = replace(own, claims=before.claims)  # the index keeps the claim as it was told, the article as it is
    together = decide_by_thread([own, digest("b", FULL), digest("c", OTHER)])[0]
    later = decide_by_thread([stored, digest("b", FULL), digest("c", OTHER)])[0]
    assert later.claims == together.claims == own.claims


def test_the_order_of_articles_does_not_matter() -> None:
    """Any order of the articles gives the same claims."""
    digests = [digest("a", BARE, claims=(claim("a", BARE),)), digest("b", FULL), digest("c", BARE)]
    told = {tell_thread(order).claims[0][0].speaker for order in permutations(digests)}
    assert len(told) == 1
