"""Places in any transliteration: found where the text is about their countries, and nowhere else."""

import pytest

from config.knowledge import load_knowledge
from transforms.entities.gazetteer import Gazetteer
from transforms.entities.respelled_places import RespelledPlaces


@pytest.fixture(scope="module")
def places() -> RespelledPlaces:
    return RespelledPlaces(load_knowledge())


def _find(places: RespelledPlaces, text: str) -> list[tuple[str, str]]:
    known = list(Gazetteer(load_knowledge()).find(text))
    return [(text[found.start : found.end], found.ids[0]) for found in places.find(text, known)]


@pytest.mark.parametrize(
    ("written", "entity_id"),
    [("Jisr al-Shaghour", "jisr-al-shughour"), ("Maarrat el-Nuuman", "maarat-al-numan"), ("Der-Ezzor", "deir-ez-zor")],
)
def test_spellings_meet(places: RespelledPlaces, written: str, entity_id: str) -> None:
    """Vowels, doubled letters, hyphens and the article's form do not count in a name of several words."""
    assert _find(places, f"In Syria, {written} is quiet.") == [(written, entity_id)]


def test_other_countries_have_other_names(places: RespelledPlaces) -> None:
    """A text that names none of the countries has none of their towns."""
    assert _find(places, "In Norway, Jisr al-Shaghour is a song.") == []


@pytest.mark.parametrize(
    "text", ["Ahmad al-Hamadani met Flynn in Syria.", "In Syria, Mr al-Bagdadi spoke at Friday's rally."]
)
def test_people_are_no_places(places: RespelledPlaces, text: str) -> None:
    """A single word behind a given name, or one that is a known surname, is no place."""
    assert _find(places, text) == []
