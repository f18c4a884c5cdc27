"""What stands beside a name and is no part of it, or is one."""

import pytest

from transforms.entities.beside_places import mend_beside_places
from transforms.entities.found import Found


def _mend(body: str, *names: tuple[str, str, str | None]) -> list[tuple[str, str]]:
    found = []
    for text, type_, entity_id in names:
        start = body.index(text)
        ids = (entity_id,) if entity_id else ()
        found.append(Found(start=start, end=start + len(text), type=type_, ids=ids, from_model=not ids))
    return [(body[name.start : name.end], name.type) for name in mend_beside_places(body, found)]


@pytest.mark.parametrize(
    ("body", "name", "wanted"),
    [
        ("A blast hit the al-Zarma quarter at noon.", ("al-Zarma quarter", "GPE", None), ("al-Zarma", "GPE")),
        ("A blast hit the al-Zarma quarter.", ("al-Zarma quarter", "ORG", None), ("al-Zarma", "LOC")),
        ("They shelled al-Zarma neighborhood.", ("al-Zarma", "GPE", None), ("al-Zarma", "LOC")),
        ("They hold Ez-Zarma village.", ("Ez", "GPE", None), ("Ez-Zarma", "GPE")),
        ("They left for Velmo area.", ("Velmo area", "LOC", None), ("Velmo", "LOC")),
        ("Fighters of OSKA East of the station fled.", ("OSKA East", "ORG", None), ("OSKA", "ORG")),
        ("A source at Osk Governorate said so.", ("Osk", "GPE", "osk"), ("Osk Governorate", "GPE")),
        ("He took Osk military airport.", ("Osk", "FAC", "osk-base"), ("Osk military airport", "FAC")),
    ],
)
def test_borders_beside_places(body: str, name: tuple[str, str, str | None], wanted: tuple[str, str]) -> None:
    """Nouns and directions are cut off a guess; a base's and a governorate's noun belongs to the name."""
    assert _mend(body, name) == [wanted]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("They met in the Old City of the capital.", ("Old City", "GPE", None)),
        ("He lives in Old city.", ("Old city", "GPE", None)),
        ("They fly to Great Oska East and back.", ("Great Oska East", "LOC", None)),
        ("A source in Osk governorate said so.", ("Osk", "GPE", "osk")),
        ("He took the town of Osk, a military airport.", ("Osk", "GPE", "osk")),
        ("Velmos is a town.", ("Velmos", "GPE", None)),
    ],
)
def test_borders_that_stay(body: str, name: tuple[str, str, str | None]) -> None:
    """What is written small, ends a name of its own, or has no name left stays as it is."""
    assert _mend(body, name) == [name[:2]]


def test_an_apostrophe_lost_behind_a_known_name() -> None:
    """A guess with an s too much is the name that the text knows without it, and no other."""
    body = "Zarmeh fell. On Tuesday Zarmehs hospital was hit, and Velmos with it."
    names = (("Zarmeh", "GPE", "zarmeh"), ("Zarmehs", "PERSON", None), ("Velmos", "GPE", None))
    assert _mend(body, *names) == [("Zarmeh", "GPE"), ("Zarmeh", "GPE"), ("Velmos", "GPE")]


def test_a_massacre_is_an_event_where_it_is_named_so() -> None:
    """With "the" before it once, a massacre is one name everywhere; in a headline alone its place is the name."""
    body = "Years since Zarma Massacre. Victims of the Zarma Massacre are mourned."
    assert _mend(body, ("Zarma", "GPE", "zarma")) == [("Zarma Massacre", "EVENT")] * 2
    assert _mend("Silence over Zarma Massacre.", ("Zarma", "GPE", "zarma"), ("Massacre", "PERSON", None)) == [
        ("Zarma", "GPE")
    ]


def test_a_noun_behind_led_is_no_name() -> None:
    """What a state leads is described, not named."""
    assert _mend("Silence of the US-led Alliance", ("Alliance", "ORG", None)) == []
    assert _mend("Silence of the Zarma Alliance", ("Zarma Alliance", "ORG", None)) == [("Zarma Alliance", "ORG")]


def test_words_glued_to_a_network_are_no_name() -> None:
    """A button's label glued to a network's name is dropped; a name with capitals inside stays."""
    assert _mend("Comment via FacebookComment", ("FacebookComment", "ORG", None)) == []
    assert _mend("The site of PolitiZarma", ("PolitiZarma", "ORG", None)) == [("PolitiZarma", "ORG")]
