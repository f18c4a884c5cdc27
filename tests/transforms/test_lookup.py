import random

import pytest

from config.knowledge import load_knowledge
from config.knowledge.lookup import look_up


@pytest.mark.parametrize(
    ("name", "found"),
    [("Daesh", ["islamic-state"]), ("daesh", ["islamic-state"]), ("Recep Tayyip Erdogan", ["recep-tayyip-erdogan"]),
     ("ООН", ["united-nations"]), ("us", []), ("US", ["united-states"]), ("nobody of that name", []), (" ", [])],
)  # fmt: skip
def test_names_are_looked_up_as_written(name: str, found: list[str]) -> None:
    """Any name of an entity finds it, without accents too; acronyms only as they are written."""
    assert [entity.id for entity in look_up(name)] == found


def test_an_ambiguous_name_finds_all_it_may_mean() -> None:
    """A name that is nobody's own finds everybody who shares it; one that is somebody's own finds only those."""
    assert len(look_up("Interior Ministry of")) == 0
    assert len(look_up("Ministry of Internal Affairs")) > 50


def test_the_lookup_agrees_with_the_whole_knowledge_base() -> None:
    """It finds nothing that loading everything would not find, and something wherever that does."""
    knowledge = load_knowledge()
    for name in random.Random(5).sample(sorted(knowledge.by_name), 60):
        written = next(iter(knowledge.find(name)), None)
        light, whole = look_up(name), knowledge.find(name)
        assert {entity.id for entity in light} <= {entity.id for entity in whole}
        assert bool(light) == (written is not None)
