"""Spelling unknown names as agencies would, and telling a garbled name from another one."""

import pytest

from transforms.entities.found import Found
from transforms.entities.known_people import are_garbled
from transforms.entities.respelling import agency_spelling, as_written_in
from transforms.entities.settle import settle
from transforms.entities.spelling import name_key


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Semen Efremtsev", "Semyon Yefremtsev"),
        ("Elena Scherbinina", "Yelena Shcherbinina"),
        ("Tatiana Ryabceva", "Tatyana Ryabtseva"),
        ("Andrey Vorob'ev", "Andrey Vorobyev"),
        ("Andrei Vorobiov", "Andrey Vorobyev"),
        ("Alexander Hatskevich", "Alexander Khatskevich"),
        ("Anton Tabah", "Anton Tabakh"),
        ("Michael Efremov", "Mikhail Yefremov"),
        ("Dzhon Smit", "John Smit"),
    ],
)
def test_transliterations_of_a_slavic_name_have_one_spelling(written: str, canonical: str) -> None:
    """Whatever the transliteration, an unknown person's name is spelt one way, and that way stays."""
    assert agency_spelling(written, "PERSON") == canonical
    assert agency_spelling(canonical, "PERSON") == canonical


@pytest.mark.parametrize(
    "name",
    ["Julia Roberts", "Elena Ferrante", "George Martin", "Michael Austin", "Peter Novak", "Oleg Honcharenko"]
    + ["Erwin Elgin", "Alexander Ehrlich", "Max Levin", "Victoria Beckham", "Daniel Craig", "John Levin"],
)
def test_other_names_keep_their_spelling(name: str) -> None:
    """Names that only look Slavic in a part of them stay as they are."""
    assert agency_spelling(name, "PERSON") == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oleksandr Shevchuk", "Alexander Shevchuk"),
        ("Soloviev", "Solovyov"),
        ("Chernyshov", "Chernyshev"),
        ("Boris Dzhonson", "Boris Johnson"),
        ("Melita Vuinovich", "Melita Vujnovic"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    """Spellings of one name have one key."""
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other", "garbled"),
    [
        ("Saulius Skvernialis", "Saulius Skvernelis", True),
        ("Viktor Uspaskikh", "Viktor Uspaskich", True),
        ("Viktor Markov", "Viktor Makarov", False),
        ("Anna Kozlova", "Anna Kozlov", False),
        ("Andrei Kozlov", "Andrei Kislov", False),
        ("Andrei Belousov", "Sergei Belousov", False),
        ("Denis Richards", "Denise Richards", False),
    ],
)
def test_garbled_names_are_told_from_other_ones(one: str, other: str, garbled: bool) -> None:
    """One letter that translators confuse garbles a name; another consonant, sex or given name makes another."""
    assert are_garbled(name_key(one).split(), name_key(other).split()) is garbled


def test_districts_are_adjectives_where_the_country_is_russia() -> None:
    """A Russian district is named by its adjective, elsewhere and with English words it stays."""
    assert as_written_in("russia", "Karasun District") == "Karasunsky District"
    assert as_written_in("turkey", "Karasun District") == "Karasun District"
    assert as_written_in("russia", "Industrial District") == "Industrial District"


def test_a_garbled_name_takes_the_more_frequent_spelling() -> None:
    """In one article, the spelling that stands more often is that of all mentions of the person."""
    names = ["John Higinbotem", "John Higinbatem", "John Higinbotem"]
    found = [
        Found(start=20 * at, end=20 * at + 15, type="PERSON", ids=(f"unk-person-{name_key(name)}",), name=name)
        for at, name in enumerate(names)
    ]
    settled = settle(found, None)
    assert {one.name for one in settled} == {"John Higinbotem"}
    assert len({one.ids for one in settled}) == 1


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Union of Theatre Workers", "Union of Theater Workers"),
        ("Institute for Harbour Studies", "Institute of Harbour Studies"),
        ("Commission for Standards", "Commission on Standards"),
        ("North-West Department of Fisheries", "Northwestern Department of Fisheries"),
        ("al-Noor Foundation", "al-Noor Foundation"),
        ("Center for the Arts", "Center for the Arts"),
    ],
)
def test_organizations_have_one_wording(written: str, canonical: str) -> None:
    """British spellings, prepositions and hyphens do not make another organization."""
    assert agency_spelling(written, "ORG") == canonical
