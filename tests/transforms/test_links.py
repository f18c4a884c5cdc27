"""Links: stories annotated by hand, what must not be linked, and that order changes nothing."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.annotate import annotate
from transforms.links import LinkableClaim, cluster_claims, link_claims, linkable, unsupported_headlines
from transforms.links.terms import Frame
from transforms.normalize import normalize
from transforms.records import Act, Article, Claim, Comparator, Figure, Source

STORIES = Path(__file__).parent / "cases" / "links" / "stories.jsonl"
DAY = datetime(2016, 5, 3, tzinfo=UTC)


def _figure(value: float, comparator: Comparator = "=", what: str = "people killed") -> Figure:
    return Figure(
        text=f"{value:g}", start=0, end=1, raw_start=0, raw_end=1, value=value, low=None, high=None,
        comparator=comparator, unit=None, what=what, casualty="killed" if "killed" in what else None,
    )  # fmt: skip


def _claim(
    name: str, text: str, terms: str = "", *, act: Act = "assert", figures: tuple[Figure, ...] = (), at: datetime = DAY,
    speaker: str | None = None, article: str | None = None, headline: bool = False, negated: bool = False,
) -> LinkableClaim:  # fmt: skip
    """Make a claim whose words are those of its text, said by `speaker` (its own name if none is given)."""
    frame = Frame.of((*(f"w:{word}" for word in text.lower().split()), *terms.split()))
    return LinkableClaim(
        id=name, article_id=article or f"article-{name}", outlet=f"outlet-{name}", at=at, start=0, text=text,
        speaker_id=speaker or f"speaker-{name}", speaker=speaker or name, on_behalf_of=None, act=act, negated=negated,
        headline=headline, nested_in=None, figures=figures, dates=(), frame=frame, words=frame.words,
    )  # fmt: skip


def _relation(a: LinkableClaim, b: LinkableClaim) -> str | None:
    links = link_claims([a, b])
    return links[a.id][0].relation if links else None


TOLL = "blast near the old harbour killed people on Monday"


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (_figure(43), _figure(12), "contradicts"),
        (_figure(20, ">="), _figure(23), None),
        (_figure(20, ">="), _figure(12), "contradicts"),
        (_figure(50, "~"), _figure(55), None),
        (_figure(43), _figure(0, what="civilian casualties"), None),
        (_figure(43, what="civilians killed"), _figure(0, what="civilian casualties"), "contradicts"),
        (_figure(5, what="children killed"), _figure(43), None),
        (_figure(50, what="children killed"), _figure(43), "contradicts"),
        (_figure(5, what="soldiers killed"), _figure(9, what="villagers killed"), None),
    ],
)
def test_tolls_are_compared_as_ranges_of_the_same(first: Figure, second: Figure, relation: str | None) -> None:
    """Figures contradict only where their ranges exclude each other and they count the same people."""
    a = _claim("a", TOLL, "at:harbour", figures=(first,))
    b = _claim("b", TOLL + " again", "at:harbour", figures=(second,))
    found = _relation(a, b)
    assert found == relation if relation else found != "contradicts"


def test_a_toll_that_grows_is_no_contradiction() -> None:
    """A later, higher toll is an update; a later, lower one contradicts."""
    a = _claim("a", TOLL, "at:harbour", figures=(_figure(12),))
    b = _claim("b", TOLL, "at:harbour", figures=(_figure(20),), at=DAY + timedelta(days=1))
    assert _relation(a, b) != "contradicts"
    assert _relation(replace(a, at=b.at), replace(b, at=a.at)) == "contradicts"


def test_tolls_of_two_places_are_two_tolls() -> None:
    """Figures of different places are not compared."""
    a = _claim("a", TOLL, "at:harbour", figures=(_figure(12),))
    b = _claim("b", TOLL, "at:hilltop", figures=(_figure(20),))
    assert _relation(a, b) != "contradicts"


def test_sums_over_a_long_time_are_not_compared_with_the_news() -> None:
    """The dead of a whole war do not contradict those of one day."""
    a = _claim("a", TOLL, "at:harbour sum:", figures=(_figure(1200),))
    b = _claim("b", TOLL, "at:harbour", figures=(_figure(20),))
    assert _relation(a, b) != "contradicts"


@pytest.mark.parametrize(
    ("denial", "assertion", "linked"),
    [
        ("not:norway>strike", "did:norway>strike", True),
        ("not:norway>strike", "did:iceland>strike", False),
        ("not:norway>chemical", "did:norway>chemical", True),
        ("not:norway>chemical", "did:norway>strike", False),
        ("not:norway>responsible on:convoy near:harbour", "did:norway>strike on:convoy near:harbour", True),
        ("not:norway>responsible on:convoy near:harbour", "did:norway>strike on:hospital near:harbour", False),
    ],
)
def test_a_denial_contradicts_who_asserts_the_deed(denial: str, assertion: str, linked: bool) -> None:
    """The party and the deed must be the same; a bare denial is of what both articles are about."""
    a = _claim("a", "ships shelled the harbour town", denial + " at:harbour", act="deny")
    b = _claim("b", "the harbour was shelled by ships", assertion + " at:harbour", act="accuse")
    assert (_relation(a, b) == "contradicts") is linked


@pytest.mark.parametrize(
    ("first", "second", "linked"),
    [
        ("did:norway>violate", "did:norway>respect", True),
        ("did:norway>violate", "did:iceland>respect", False),
        ("did:norway>block", "did:norway>allow", True),
        ("did:norway>block", "did:norway>respect", False),
    ],
)
def test_one_party_cannot_keep_and_break_one_truce(first: str, second: str, linked: bool) -> None:
    """Opposed deeds contradict where one party is said to have done both at one time."""
    a = _claim("a", "fishing truce off the northern coast", first + " at:coast")
    b = _claim("b", "fishing truce off the northern coast today", second + " at:coast")
    assert (_relation(a, b) == "contradicts") is linked


HELD = "the harbour talks were held in the old fort"
NOT_HELD = "the harbour talks were not held in the old fort"


@pytest.mark.parametrize(
    ("first", "terms", "linked"),
    [
        (HELD, "", True),
        (HELD, "phrase:", False),
        (f"whether {HELD}", "", False),
        (f"{HELD} although it rained", "", False),
        (f"never before {HELD}", "", False),
    ],
)
def test_one_clause_denies_the_other(first: str, terms: str, linked: bool) -> None:
    """Nearly the same words, one negated: not a question, a phrase, another clause, or where both are negated."""
    assert (_relation(_claim("a", first, terms), _claim("b", NOT_HELD, negated=True)) == "contradicts") is linked


def test_two_denials_agree() -> None:
    """Who says that the reports are false does not contradict who denies them in the same words."""
    words = "the reports about the broken harbour bridge are false"
    a = replace(_claim("a", words, act="deny"), is_denial_itself=True)
    assert _relation(a, _claim("b", words)) != "contradicts"
    assert _relation(replace(a, is_denial_itself=False), _claim("b", words)) == "contradicts"
    assert _relation(a, _claim("b", words, act="deny")) != "contradicts"


def test_a_denial_of_everything_is_not_of_one_attack() -> None:
    """A denial of all times answers who says that such weapons were used, not who blames somebody for the attack."""
    denial = "not:norway>chemical on:chemical near:harbour"
    blamed = _claim("b", "norway for the attack", "did:norway>responsible on:chemical near:harbour", act="accuse")
    used = _claim("c", "norway of gassing a village", "did:norway>chemical on:chemical near:harbour", act="accuse")
    one = _claim("a", "any role in the attack", denial, act="deny")
    general = _claim("a", "such weapons", f"{denial} general:", act="deny")
    assert [_relation(one, other) for other in (blamed, used)] == ["contradicts", "contradicts"]
    assert [_relation(general, other) for other in (blamed, used)] == [None, "contradicts"]


def test_a_name_alone_makes_no_two_claims_one() -> None:
    """The words of one name count once, so that two claims that share only a name say nothing of each other."""
    terms = "w:anna w:lindqvist w:anna-lindqvist w:mayor"
    a = _claim("a", "", terms, speaker="police")
    b = _claim("b", "", terms, speaker="police")
    assert _relation(a, b) is None


def test_an_unnamed_monitor_does_not_contradict_a_named_one() -> None:
    """Whoever "the head of the monitor" is, he may be the Observatory's, whose toll has grown."""
    a = _claim("a", TOLL, "at:harbour", figures=(_figure(12),), speaker="Harbour Observatory for Human Rights")
    b = replace(_claim("b", TOLL, "at:harbour", figures=(_figure(8),)), speaker_id=None, speaker="head of the monitor")
    assert _relation(a, b) != "contradicts"
    assert _relation(a, replace(b, speaker_id="mayor", speaker="mayor")) == "contradicts"


def test_a_part_of_the_dead_is_not_their_number() -> None:
    """Of "27 died, 12 of them unnamed", the 27 is compared, the 12 is not."""
    part = replace(_figure(12), text="12")
    a = _claim("a", f"27 {TOLL}, 12 of them unnamed", "at:harbour", figures=(replace(_figure(27), text="27"), part))
    b = _claim("b", f"27 {TOLL} again", "at:harbour", figures=(replace(_figure(27), text="27"),))
    assert _relation(a, b) != "contradicts"
    assert _relation(a, replace(b, figures=(replace(_figure(30), text="30"),))) == "contradicts"


def test_one_speaker_does_not_contradict_itself() -> None:
    """A speaker quoted twice, with two figures, was corrected or misquoted."""
    a = _claim("a", TOLL, "at:harbour", figures=(_figure(43),), speaker="mayor")
    b = _claim("b", TOLL, "at:harbour", figures=(_figure(12),), speaker="mayor")
    assert _relation(a, b) is None


def test_the_same_words_of_one_speaker_are_one_claim() -> None:
    """A statement quoted by two outlets is the same claim; its negation is not, nor are other numbers."""
    a = _claim("a", "the old harbour bridge will reopen quickly", speaker="mayor")
    b = _claim("b", "the old harbour bridge will reopen quickly now", speaker="mayor")
    assert _relation(a, b) == "same"
    assert _relation(a, replace(b, negated=True)) != "same"
    assert _relation(a, replace(b, figures=(_figure(3, what="lanes"),))) != "same"


def test_a_headline_is_tied_to_the_claim_it_sums_up() -> None:
    """A headline that no claim of its article bears out is reported."""
    head = _claim("h", "harbour bridge reopens quickly", article="x", headline=True, speaker="mayor")
    body = _claim("b", "the harbour bridge reopens quickly after long repairs", article="x", speaker="mayor")
    other = _claim("o", "taxes will be lowered", article="x", speaker="mayor")
    assert unsupported_headlines([head, body, other], link_claims([head, body, other])) == frozenset()
    assert unsupported_headlines([head, other], link_claims([head, other])) == {"h"}


def test_a_headline_is_borne_out_by_its_speaker() -> None:
    """A claim of the same speaker that has half of a headline's words bears it out; another speaker's needs more."""
    head = _claim("h", "harbour bridge reopens without toll booths", article="x", headline=True, speaker="mayor")
    body = _claim("b", "the bridge reopens and cars pass without paying", article="x", speaker="mayor")
    assert _relation(head, body) == "supports"
    assert _relation(head, replace(body, speaker_id="priest", speaker="priest")) is None


def test_a_cluster_is_named_after_its_first_claim() -> None:
    """Claims that are the same form one cluster; every other claim is its own."""
    words = "the old harbour bridge will reopen quickly"
    first = _claim("z", words, speaker="mayor", at=DAY - timedelta(days=2))
    second = _claim("a", words, speaker="mayor")
    other = _claim("m", "taxes will be lowered", speaker="mayor")
    assert cluster_claims([second, other, first]) == {"a": "z", "z": "z", "m": "m"}


WORDS = st.lists(
    st.sampled_from(["harbour", "bridge", "ship", "shelled", "burned", "village", "Monday", "gas", "attack", "army"]),
    max_size=8,
)
DEEDS = st.sampled_from(["", "did:norway>strike", "not:norway>strike", "did:iceland>chemical on:chemical at:harbour"])


@given(st.lists(st.tuples(WORDS, DEEDS, st.integers(0, 40)), min_size=2, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_links_are_symmetric_and_do_not_depend_on_order(
    drawn: list[tuple[list[str], str, int]], shuffler: random.Random
) -> None:
    """Whatever the order of the claims, the links are the same, both ways, with evidence."""
    claims = [
        _claim(f"c{i}", " ".join(words), deed, figures=(_figure(n),) if n else ())
        for i, (words, deed, n) in enumerate(drawn)
    ]
    links = link_claims(claims)
    shuffled = claims[:]
    shuffler.shuffle(shuffled)
    assert link_claims(shuffled) == links
    assert cluster_claims(shuffled) == cluster_claims(claims)
    for one, of_claim in links.items():
        for link in of_claim:
            assert link.evidence
            assert any(back.claim_id == one and back.relation == link.relation for back in links[link.claim_id])


def _annotated(article: dict[str, str], nlp: Callable[[str], Doc]) -> Article:
    title, text = article["title"], article["text"]
    made = normalize(
        Article(
            id=article["id"], raw=f"{title}\n\n{text}", origin="test", title=title, title_end=len(title),
            source=Source(id=article["outlet"], name=article["outlet"]), published_from="feed",
            published_at=datetime.fromisoformat(article["published"]).replace(tzinfo=UTC), published_precision="day",
        )
    )  # fmt: skip
    return annotate(made, nlp(made.body), load_knowledge())


@pytest.mark.parametrize("line", STORIES.read_text(encoding="utf-8").splitlines(), ids=lambda line: line[:40])
def test_stories_hold_no_false_contradiction(line: str, nlp: Callable[[str], Doc]) -> None:
    """In whole stories every contradiction found is one that an annotator listed, and some are found."""
    story = json.loads(line)
    articles = [_annotated(article, nlp) for article in story["articles"]]
    claims: dict[str, Claim] = {c.id: c for a in articles for c in a.claims}
    links = link_claims(
        [linkable(c, outlet=a.source.name, at=a.published_at or DAY) for a in articles for c in a.claims]
    )
    wanted = [(first, second) for first, second, relation in story["links"] if relation == "contradicts"]
    found = [
        (claims[one], claims[link.claim_id])
        for one, of_claim in links.items()
        for link in of_claim
        if link.relation == "contradicts" and not claims[one].headline and not claims[link.claim_id].headline
    ]
    for a, b in found:
        assert any((_is(a, x) and _is(b, y)) or (_is(a, y) and _is(b, x)) for x, y in wanted), (a.text, b.text)
    assert len(found) >= len(wanted) / 2


def _is(claim: Claim, name: list[str]) -> bool:
    return claim.article_id == name[0] and name[1] in claim.text


@pytest.mark.parametrize(
    ("text", "by", "places", "day"),
    [
        ("The Iraqi army killed 14 villagers near Kirkuk on Tuesday", ("iraq",), ("kirkuk",), "2014-08-19"),
        ("14 villagers were killed near Kirkuk", (), ("kirkuk",), None),
        ("The Iraqi army bought 14 boats in Kirkuk", (), (), None),
    ],
)
def test_casualties_have_their_circumstances(
    text: str, by: tuple[str, ...], places: tuple[str, ...], day: str | None, nlp: Callable[[str], Doc]
) -> None:
    """A casualty figure holds by whom, where and when, as its claim states; other figures hold none of it."""
    raw = f"A doctor said that {text[0].lower()}{text[1:]}."
    article = _annotated({"id": "a", "outlet": "Post", "title": "Kirkuk", "text": raw, "published": "2014-08-20"}, nlp)
    (claim,) = article.claims
    (figure,) = claim.figures
    assert (figure.by, figure.places, figure.date_from) == (by, places, day)


def test_evidence_is_one_short_line() -> None:
    """However long claims and speakers are, the evidence of their link fits one line."""
    long = _claim("a", "an old ferry sank near the harbour " * 30, speaker="the deputy head " * 20)
    other = _claim("b", "an old ferry\nsank near the harbour " * 30, speaker="the deputy head " * 20)
    (link,) = link_claims([long, other])["a"]
    assert len(link.evidence) < 280
    assert "\n" not in link.evidence


@pytest.mark.parametrize(
    ("first", "second", "negated", "relation"),
    [
        ("talks on the old harbour were held in May", "talks on the old harbour were held in May", True, "contradicts"),
        ("talks on the old harbour were held", "talks on the old harbour should be held", True, None),
        ("the new harbour was sold", "the old mill was closed in May", True, None),
    ],
)
def test_a_statement_denied_in_its_own_words_is_contradicted(
    first: str, second: str, negated: bool, relation: str | None
) -> None:
    """What is said to be and not to be in nearly the same words contradicts; what ought not to be does not."""
    a, b = _claim("a", first), _claim("b", second, negated=negated)
    assert _relation(a, b) == relation


def test_a_decision_that_is_rejected_is_not_denied() -> None:
    """Who rejects a decision does not deny that it was taken."""
    a = _claim("a", "the decision to close the old harbour in May", act="deny")
    b = _claim("b", "the decision to close the old harbour in May", act="accuse")
    assert _relation(a, b) != "contradicts"


def test_others_are_not_the_same() -> None:
    """In one article "other ships" are not the ships told of before."""
    a = _claim("a", "ships of the fleet may dock in the harbour", speaker="x", article="one")
    b = replace(_claim("b", "other ships of the fleet may dock in the harbour", speaker="x", article="one"), start=90)
    assert _relation(a, b) is None
