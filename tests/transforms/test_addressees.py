"""Who is spoken to: names and words that a claim is addressed to, and objects that hear nothing."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from config.knowledge import load_knowledge
from transforms.annotate import annotate
from transforms.records import Article, Source

Parse = Callable[[str], Doc]


def addressed(text: str, cue: str, nlp: Parse) -> list[str]:
    """Give whom the claim of a cue is addressed to, entities by name."""
    article = Article(id="a", raw=text, origin="test", source=Source(id="s", name="S"), body=text)
    found = annotate(article, nlp(text), load_knowledge())
    names = {mention.entity_id: mention.name for mention in found.mentions}
    claims = [claim for claim in found.claims if claim.cue and claim.cue.text == cue]
    assert claims, found.claims
    return [names.get(one, one) for one in claims[0].addressee]


@pytest.mark.parametrize(
    ("text", "cue", "hearers"),
    [
        ("The minister told Reuters on Friday that the port was closed.", "told", ["Reuters"]),
        ("The minister asked Kabul not to close the crossing.", "asked", ["Afghanistan"]),
        ("The governor called on the protesters to leave the railway at once.", "called on", ["the protesters"]),
        ("Residents were advised by the mayor to stay inside.", "advised", ["Residents"]),
        ("Berlin demanded the League to apologize for the report.", "demanded", ["the League"]),
        ("The spokeswoman demanded from the parties to return to the table.", "demanded", ["the parties"]),
        ("The mayor appealed to the residents to donate blood.", "appealed", ["the residents"]),
        (
            "In a letter to the Security Council, the ambassador stated that the truce was broken.",
            "stated",
            ["UN Security Council"],
        ),
        ("In an interview with TASS, the deputy said that the bill would pass.", "said", ["TASS"]),
        (
            "The deputy said in conversation with the correspondent of TASS that the bill would pass.",
            "said",
            ["TASS"],
        ),
        ('The source added to "Kommersant": "Nobody signed it."', "added", ["Kommersant"]),
        ("“Nobody signed it,” – explained Petrov to the newspaper “Kommersant”.", "explained", ["Kommersant"]),
        ("The embassy emphasized in a reply to the media that no ban existed.", "emphasized", ["the media"]),
        (
            "The coalition called on the European Union and the United States to act.",
            "called on",
            ["European Union", "United States"],
        ),
        ("The envoy assured lawmakers that the base would stay.", "assured", ["lawmakers"]),
        ("Speaking to reporters, the premier said that taxes would fall.", "said", ["reporters"]),
        ("The union urged the governing body to let the athletes start.", "urged", ["the governing body"]),
        ("Merkel told Putin that the sanctions would remain.", "told", ["Vladimir Putin"]),
        ("The prime minister warned Ankara that talks would stop.", "warned", ["Turkey"]),
        ("Addressing the parliament, the premier said that taxes would fall.", "said", ["the parliament"]),
        ("The general informed the ministry that two bridges had fallen.", "informed", ["the ministry"]),
        ("As a diplomat told “Izvestia”, no notes have been received.", "told", ["Izvestia"]),
        ("The president reminded the Greek side that the islands were demilitarized.", "reminded", ["the Greek side"]),
    ],
)
def test_names_who_is_spoken_to(text: str, cue: str, hearers: list[str], nlp: Parse) -> None:
    """Whoever is told, asked or written to is named: a medium, a body, people; several in a row."""
    assert addressed(text, cue, nlp) == hearers


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The minister questioned the number of dead horses.", "questioned"),
        ("The ministry expected the resumption of the works next Monday.", "expected"),
        ("He identified the dead rider as Adan Osk.", "identified"),
        ("The president requested a report from the ministry.", "requested"),
        ("The spokesman said that the road to Aleppo was open.", "said"),
        ("The ministry denied access to the camp was blocked.", "denied"),
        ("The deputy asked for permission to speak to the court.", "asked"),
        ("The spokesman reacted to the European Union: “We take no lessons.”", "reacted"),
        ("The general said on Tuesday the army would return to Damascus.", "said"),
        ("The mayor urged restraint.", "urged"),
        ("“We are ready,” warned Petrov.", "warned"),
        ("The envoy to Syria said that the talks had failed.", "said"),
        ("The court demanded an answer.", "demanded"),
        ("The company reported losses to the tune of $5 million.", "reported"),
    ],
)
def test_nobody_is_spoken_to(text: str, cue: str, nlp: Parse) -> None:
    """Objects, places, days and the speaker himself are no hearers."""
    assert addressed(text, cue, nlp) == []
