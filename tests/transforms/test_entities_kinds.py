"""What a name is by its last word or the noun behind it."""

import pytest

from transforms.entities.found import Found
from transforms.entities.kinds import settle_kinds


@pytest.mark.parametrize(
    ("text", "name", "was", "now"),
    [
        ("They live on Valery Orlov Avenue now.", "Valery Orlov Avenue", "PERSON", "FAC"),
        ("The Osk River is high.", "Osk River", "ORG", "LOC"),
        ("The Osk Convention was signed.", "Osk Convention", "EVENT", "LAW"),
        ("The Summit for Rivers opened.", "Summit for Rivers", "ORG", "EVENT"),
        ("The Oskville shopping center burned.", "Oskville", "ORG", "FAC"),
        ("Hurricane Osk passed; hurricane Olga came.", "Olga", "PERSON", "EVENT"),
        ("The actress Veronica Lake came.", "Veronica Lake", "PERSON", "PERSON"),
        ("Oskville burned.", "Oskville", "ORG", "ORG"),
        ("Storm Olga passed; Ana Olga came.", "Ana Olga", "PERSON", "PERSON"),
        ("They bought it on Osk Friday.", "Osk Friday", "ORG", "EVENT"),
        ("The Osk and Bor rivers rose.", "Bor", "PERSON", "LOC"),
    ],
)
def test_kinds(text: str, name: str, was: str, now: str) -> None:
    """The last word of a name or the noun behind it tells what it is, but not of a person in full."""
    start = text.index(name)
    (settled,) = settle_kinds(text, [Found(start=start, end=start + len(name), type=was)])
    assert settled.type == now
