"""Headlines that run into the first sentence are parted from it before the parse."""

import pytest
from spacy.language import Language

from transforms.claims.run_on import merged_headlines

_REST = " and the governor of the valley will speak about the plan again on the first day of the next month."


@pytest.mark.parametrize(
    ("headline", "sentence"),
    [
        ("Two ferries collided in the fog off Velm", "On Monday, two ferries collided in the fog"),
        ("Council tops the ranking of rich towns again", "The Velm council tops the ranking"),
        ("Ministry reported on the end of the tests", "The Ministry of Harbours reported on the end"),
        ("Fishermen to strike over the price of fuel", "Fishermen will strike for a week"),
        ("The expert assessed the role of salt in immunity", "Dozens of advisers of the ministry assessed it"),
        ("Rescuers warn the valley about a thunderstorm", "Thunderstorm and wind are expected in the valley"),
        ("Velm Telecom wants to read its crews' private letters", "Velm Telecom obliges its crews to hand them over"),
        ("Two hundred towns may lose their ferry, says WHO", "More than two hundred towns may lose it"),
        ("Ministry allows the sale of boats for two million crowns", "The U.S. Harbour Office has allowed the sale"),
        ("Salted herring was called a cure against gout", "Studies have shown nothing of the kind"),
        ("Norland sailors will look for gold on Venus", "The Velm Institute of Seafaring has lent a ship"),
        ("Velm Ferry Office blames the storm on Norland", "Velm Ferry Office says that the harbour is shut"),
        ("Ferries stop in the valley if the river rises", "The V7 towns have agreed on a plan"),
        ("Velm opens a yard for the repair of boats", "Modern Norwegian yards drew the eyes of the guests"),
    ],
)
def test_the_sentence_behind_a_headline_starts(nlp: Language, headline: str, sentence: str) -> None:
    """A word that only begins a sentence begins one, though no stop closes the headline before it."""
    doc = nlp(f"{headline} {sentence}{_REST}")
    assert merged_headlines(doc) == [(0, len(headline) + 1)]
    assert next(doc.sents).text == headline


@pytest.mark.parametrize(
    "text",
    [
        "The columnist told the newspaper The Guardian that the bridge was shut" + _REST,
        "He spoke on behalf of his wife Democratic candidate Ilsa Brandt at the hall" + _REST,
        "The murder of The Washington Post columnist shook the council in the spring" + _REST,
        "The columnist told The Fjord newspaper that the bridge was shut" + _REST,
        "Crews of Norland and the south sailed towards North Norland is what the captain wrote" + _REST,
        "Shops of Velm Telecom close early and the parent company Velm Telecom obliges crews to stay" + _REST,
        "Air raids in northern Norland and in the south of the Osk valley killed two" + _REST,
        "The Mayor of Velm Orders a Review In Court of the rail company and of the port" + _REST,
        "The council met on Monday. The mayor spoke" + _REST,
    ],
)
def test_no_sentence_is_cut(nlp: Language, text: str) -> None:
    """Capitals of names, of a paper's article and behind a stop cut nothing."""
    assert merged_headlines(nlp(text)) == []


def test_a_short_title_on_its_line_is_left_alone(nlp: Language) -> None:
    """A title that its line ends needs no cut; only the first long paragraph is looked at."""
    text = "Ferries collide in the fog The crew is safe\n\nTwo ferries collided in the fog off Velm on Monday" + _REST
    assert merged_headlines(nlp(text)) == []


def test_a_day_closes_what_the_outlet_put_before(nlp: Language) -> None:
    """A full date behind headline and agency ends them; a date within a sentence ends nothing."""
    doc = nlp("Storm sinks two boats in Velm Courier AFP Sunday 3 May 2015 Two boats sank off the town" + _REST)
    assert [doc[at].text for at in doc.user_data["merged"]] == ["Two"]
    doc = nlp("The storm that sank two boats on Sunday 3 May 2015 Two Velm guards saw came from the north" + _REST)
    assert "merged" not in doc.user_data


def test_a_sentence_opens_behind_tags(nlp: Language) -> None:
    """A row of tags ends where a word stands that only opens sentences; a text without tags is not searched."""
    doc = nlp("The boats sank near Velm. Tags Velm Norland storm boats At least nine men were lost" + _REST)
    assert [doc[at].text for at in doc.user_data["merged"]] == ["At"]
