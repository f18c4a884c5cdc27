"""Role inversions of translated text: flagged where somebody blames the own side, and nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config.knowledge import load_knowledge
from transforms.annotate import annotate
from transforms.language_model import parse
from transforms.normalize import normalize
from transforms.records import Article, MachineTranslation, Source

MACHINE = MachineTranslation(is_machine_translated=True, score=0.9)
PERSON = MachineTranslation(is_machine_translated=False, score=0.1)


def _suspects(text: str, mt: MachineTranslation = MACHINE) -> list[str | None]:
    article = normalize(
        Article(
            id="x", raw=text, origin="test", source=Source(id="x", name="x"), title="", title_end=0,
            published_at=datetime(2016, 5, 3, tzinfo=UTC), published_precision="day", published_from="feed",
        )
    )  # fmt: skip
    article = replace(article, mt=mt)
    return [claim.suspect for claim in annotate(article, next(parse([article.body])), load_knowledge()).claims]


@pytest.mark.parametrize(
    "text",
    [
        "Ankara still has not shown convincing evidence about the ferry, Turkish President Recep Tayyip Erdogan said.",
        "Russia did not invite to the fisheries talks, Foreign Minister Sergei Lavrov said on Monday.",
        "We have not provided data on the drowned sailors, Foreign Minister Sergei Lavrov said on Monday.",
        "The ministry still has not shown convincing evidence of the strikes, Lenz said.",
    ],
)
def test_who_blames_the_own_side_is_suspect(text: str) -> None:
    """Who says that the own side showed nothing, or told nobody, was more likely shown nothing, or not told."""
    assert all(_suspects(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ankara still has not shown convincing evidence about the ferry, Foreign Minister Sergei Lavrov said.",
        "Ankara has not been shown evidence about the ferry, Turkish President Recep Tayyip Erdogan said.",
        "Ankara has not received evidence about the ferry, Turkish President Recep Tayyip Erdogan said.",
        "Russia did not invite Norway to the fisheries talks, Foreign Minister Sergei Lavrov said on Monday.",
    ],
)
def test_what_people_say_of_others_is_not(text: str) -> None:
    """That others showed no evidence, that one was shown or got none, and a verb with its object are no inversions."""
    assert not any(_suspects(text))


def test_text_by_people_is_not_suspect() -> None:
    """What no machine translated is never flagged."""
    assert not any(_suspects("The ministry still has not shown convincing evidence of the strikes, Lenz said.", PERSON))
