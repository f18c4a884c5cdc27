import pytest

from config.knowledge import Alias, Entity, load_knowledge
from transforms.known_as import known_as, other_names
from transforms.records import Mention


def entity(name: str, *aliases: Alias) -> Entity:
    return Entity(id="x", name=name, type="ORG", aliases=aliases)


def mention(entity_id: str) -> Mention:
    return Mention(
        text="x", start=0, end=1, raw_start=0, raw_end=1, entity_id=entity_id, name="X", type="ORG", level="name",
        via="exact",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Daesh", "ISIL", "ISIS", "IGIL"])
def test_the_islamic_state_is_found_under_its_names(name: str) -> None:
    """An entity of the knowledge base is found under the names that others give it."""
    assert name in other_names(load_knowledge().entities["islamic-state"])


def test_names_that_could_be_something_else_are_left_out() -> None:
    """Ambiguous names and acronyms that are words (US, WHO, IS) would find what nobody looked for."""
    names = (Alias(text="US"), Alias(text="WHO"), Alias(text="the Ministry", ambiguous=True), Alias(text="USA"))
    assert other_names(entity("United States", *names)) == ("USA",)


def test_names_that_add_no_word_are_left_out() -> None:
    """What the canonical name and the names before it have the words of is found already."""
    names = (Alias(text="Defense Ministry of Qarun"), Alias(text="Qarun MoD"), Alias(text="MoD of Qarun"))
    assert other_names(entity("Qarun Ministry of Defense", *names)) == ("Qarun MoD",)


def test_each_entity_is_listed_once_and_strangers_not_at_all() -> None:
    """The list has known entities with other names, by id, however often they are mentioned."""
    mentions = [mention("russia"), mention("islamic-state"), mention("somebody-new"), mention("islamic-state")]
    assert [known.entity_id for known in known_as(mentions, load_knowledge())] == ["islamic-state", "russia"]
