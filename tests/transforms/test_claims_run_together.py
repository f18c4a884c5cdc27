"""Claims of one speaker that only a lost comma parted, and the verbs of titles that the tagger takes for names."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from transforms.claims import find_claims
from transforms.claims.headlines import draft_headlines
from transforms.claims.title_verbs import draft_title_verbs
from transforms.language_model import text_of
from transforms.records import Article, Source

Parse = Callable[[str], Doc]
BODY = "\n\nThe council met on Monday in the town hall. It sat for two hours."


def told(text: str, nlp: Parse) -> list[tuple[str | None, str | None, str]]:
    article = Article(id="a1", raw=text, origin="test", source=Source(id="s", name="S"), body=text)
    return [
        (c.speaker.name if c.speaker else None, c.cue.text if c.cue else None, " + ".join(s.text for s in c.content))
        for c in find_claims(article, nlp(text))
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "The union described the raid as a crime insisting the crew of the ferry was known to both sides.",
            ("union", "described", "the raid as a crime"),
            ("union", "insisting", "the crew of the ferry was known to both sides"),
        ),
        (
            "The ministry also reported the fire saying two porters had been hurt in the old harbour.",
            ("ministry", "reported", "the fire"),
            ("ministry", "saying", "two porters had been hurt in the old harbour"),
        ),
        (
            "The rebels stated that some 40 people were hurt in a raid in the province blaming the army.",
            ("rebels", "stated", "some 40 people were hurt in a raid in the province"),
            ("rebels", "blaming", "the army"),
        ),
        (
            "Norway has stressed that the fleet must also abide by the harbour agreement "
            "and made clear it would demand proof of guilt.",
            ("Norway", "stressed", "the fleet must also abide by the harbour agreement"),
            ("Norway", "made clear", "it would demand proof of guilt"),
        ),
    ],
)
def test_goes_on(text: str, first: tuple[str, ...], second: tuple[str, ...], nlp: Parse) -> None:
    """A participle of saying hung on a thing goes on with the words of who spoke before it, and ends them."""
    found = told(text, nlp)
    assert first in found
    assert second in found


@pytest.mark.parametrize(
    "text",
    [
        "The ministry reported a letter accusing the harbour head of theft.",
        "The mayor condemned the protest calling on the governor to resign.",
        "The mayor condemned the driver blaming the ferry crew for the delay.",
        "The mayor condemned people calling themselves pilots of the harbour.",
        "The mayor condemned a report noting that the port was closed.",
    ],
)
def test_own_words(text: str, nlp: Parse) -> None:
    """What a letter, a protest or a person says is not told by who reports or condemns it."""
    cues = {"accusing", "calling on", "calling", "blaming", "noting"}
    speakers = {name for name, cue, _ in told(text, nlp) if cue in cues}
    assert not speakers & {"ministry", "mayor"}


def test_with_speaker(nlp: Parse) -> None:
    """Who is named between "with" and a participle says what follows it, not who closes the sentence."""
    text = "The troops took the town with Oslo saying that it wanted a calm border."
    assert ("Oslo", "saying", "it wanted a calm border") in told(text, nlp)


@pytest.mark.parametrize(
    ("title", "speaker", "cue"),
    [
        ("Harbour Union Denounces Raid on Offices in Northern Port", "Harbour Union", "Denounces"),
        ("Osk Blames Rebels for Attack on Market", "Osk", "Blames"),
        ("Who Condemns Attack on Velm Harbour", None, None),
        ("Velm Hails", None, None),
        ("Guide to Harbour Blames and Praises", None, None),
    ],
)
def test_title_verb(title: str, speaker: str | None, cue: str | None, nlp: Parse) -> None:
    """A third person between two runs of capitals is the verb of a title that has no other."""
    doc = nlp(title + BODY)
    text = text_of(doc)
    found = [
        (text[slice(*d.source)], text[slice(*d.cue)])
        for d in draft_title_verbs(doc, [(0, len(title))])
        if d.source and d.cue
    ]
    assert found == ([(speaker, cue)] if speaker else [])


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Old harbour on right track for new docks: Brandt", "Brandt"),
        ("New docks and old ships of the harbour: pictures", None),
        ("New docks and old ships of the harbour - Osk", None),
    ],
)
def test_signed_without_verb(title: str, speaker: str | None, nlp: Parse) -> None:
    """A title without a verb is somebody's claim where a colon and a person's name close it, not a rubric."""
    doc = nlp(title + BODY)
    text = text_of(doc)
    found = draft_headlines(doc, text, [(0, len(title))])
    assert [text[slice(*d.source)] for d in found if d.source] == ([speaker] if speaker else [])


LOST = "The town was quiet on that day and nobody came to the old harbour or to the market of the island. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A raid on a bus in the old harbour hurt at least six people Reuters reports.",
            ("Reuters", "reports", "A raid on a bus in the old harbour hurt at least six people"),
        ),
        (
            "Does the shift mean a wish to slow the march of the army? Or is it a plan for the ports? he asked.",
            ("he", "asked", "Does the shift mean a wish to slow the march of the army? Or is it a plan for the ports?"),
        ),
        (
            "Some ten people have been hurt after a ship hit a pier in Oslo a source in the northern militia said.",
            (
                "source in the northern militia",
                "said",
                "Some ten people have been hurt after a ship hit a pier in Oslo",
            ),
        ),
        (
            "Hours after the storm the troops took the old harbour and the market; Reuters reported.",
            ("Reuters", "reported", "Hours after the storm the troops took the old harbour and the market"),
        ),
    ],
)
def test_closing_lost(text: str, expected: tuple[str, ...], nlp: Parse) -> None:
    """Agencies, pronouns behind a question, sources in a body and what a semicolon parts close their sentence."""
    found = told(LOST + LOST + text, nlp)
    assert expected in found


@pytest.mark.parametrize(
    "text",
    [
        "The ministry in the old town denied all Reuters reports.",
        "The mayor read about the storm in Reuters reports.",
        "The mayor of the island has seen Reuters reports.",
        "Is it a mistake? He asked.",
    ],
)
def test_not_closing(text: str, nlp: Parse) -> None:
    """Reports that somebody reads or denies say nothing, nor does a question belong to who opens a sentence anew."""
    found = {(who, cue) for who, cue, _ in told(LOST + LOST + text, nlp)}
    assert not {("Reuters", "reports"), ("He", "asked")} & found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The council held the northern ministry responsible for the fire in the harbour.",
            ("council", "held", "the northern ministry responsible for the fire in the harbour"),
        ),
        (
            "The union renewed its call to close the port.",
            ("union", "renewed", "its call to close the port"),
        ),
        ("The union renewed the lease of the port.", None),
        (
            "Norway accused Denmark of theft prompting Oslo's ambassador Ana Osk to say the talks were over.",
            ("Oslo's ambassador Ana Osk", "say", "the talks were over"),
        ),
        (
            "The envoy rejected accusations that the fleet had shelled the port of the island calling them baseless.",
            ("envoy", "calling", "them baseless"),
        ),
        (
            "The envoy dismissed the charge that the army used gas stressing that Oslo had handed over its arsenal.",
            ("envoy", "stressing", "Oslo had handed over its arsenal"),
        ),
        (
            "The group claimed the raid on the port in a statement circulated online saying it had targeted ships.",
            ("group", "saying", "it had targeted ships"),
        ),
        (
            "The minister said in a written statement that the port was safe.",
            ("minister", "said", "the port was safe"),
        ),
        ("The envoy to Norway Ana Osk condemned the raid.", ("envoy to Norway Ana Osk", "condemned", "the raid")),
        (
            "The council said that rebels receive arms across the border with Norway adding that it must be closed.",
            ("council", "adding", "it must be closed"),
        ),
        (
            "The governor told reporters the move had begun with the help of the Red Star stressing that all would go.",
            ("governor", "stressing", "all would go"),
        ),
        ("Ana Osk said Monday Oslo was ready to talk.", ("Ana Osk", "said", "Oslo was ready to talk")),
        (
            "Ana Osk said Monday was the last day of the talks.",
            ("Ana Osk", "said", "Monday was the last day of the talks"),
        ),
        ("The union wants to make sure that such a fire is not repeated.", None),
        (
            "The ministry released a report stating that the ferry had sailed on time.",
            ("ministry", "stating", "the ferry had sailed on time"),
        ),
    ],
)
def test_frames(text: str, expected: tuple[str, ...] | None, nlp: Parse) -> None:
    """Who is held responsible, prompted, renews words or speaks in a paper claims it; leases and writing do not."""
    found = told(text, nlp)
    assert "written" not in {cue for _, cue, _ in found}
    assert (expected in found) if expected else not {cue for _, cue, _ in found} & {"renewed", "repeated"}
