"""Who is described before being named: "A senior Osk official said A. Adan Berg added B", "a monitor said"."""

from collections.abc import Iterator

from transforms.entities.descriptions import Description
from transforms.entities.discourse import Discourse, Referent, Seen
from transforms.entities.referent_epithets import LEARNED, OFFICE_HOLDERS
from transforms.entities.words import ORGANIZATION_NOUNS, words

_OBSERVERS = words("monitor watchdog observatory")
_OBSERVING = words("monitoring monitor watchdog rights war")
_OTHERS = words("chemical arms nuclear atomic election press media environmental climate air ceasefire")
_WATCHES = words("observatory monitor watchdog")
_NAMELESS = words("another anonymous unnamed unidentified former other second")
_BODIES = words("body charity watchdog federation association foundation regulator company firm airline manufacturer")
_NEXT = 2
_LEDE = 3
"""How many sentences from the start someone described may wait for a name longer than for the next sentence."""
_FULL_NAME = 2


class Awaited:
    """Those of an article who speak under a description before their name stands in the text."""

    def __init__(self) -> None:
        self.people: list[tuple[Description, Seen]] = []
        self.bodies: list[tuple[Description, Seen]] = []
        self.observers: list[Description] = []

    def add(self, one: Description, here: Seen) -> None:
        """Remember a description of someone who speaks and whom nothing named before may be."""
        if one.head in _OBSERVERS or (one.head == "group" and one.premodifiers & _OBSERVING):
            if one.text.lower().startswith(("a ", "an ", "the ")) and not one.premodifiers & _OTHERS:
                self.observers.append(one)
        elif one.head in _BODIES and one.definite and here.speaks and here.sentence <= _LEDE:
            self.bodies.append((one, here))
        elif one.head not in ORGANIZATION_NOUNS and here.speaks and not here.quoted and not _stays_nameless(one):
            self.people.append((one, here))

    def named(self, person: Referent, here: Seen, *, words: int, titled: bool) -> Iterator[Description]:
        """Yield what someone spoke as who is named in full for the first time, and speaks, untitled or as an expert."""
        self.people = [(one, seen) for one, seen in self.people if here.sentence - seen.sentence <= _reach(seen)]
        if not self.people or words < _FULL_NAME or person.seen or here.quoted or not here.speaks:
            return
        head = self.people[-1][0].head
        learned = head in LEARNED and not person.titled & OFFICE_HOLDERS
        if titled and not learned:
            return
        one = self.people[-1][0]
        same = {*one.organizations} & {*person.organizations, person.country}
        if person.described and not learned and (head not in person.described or not same):
            return
        for one, seen in self.people:
            if one.head == head and seen.sentence < here.sentence:
                yield one
        self.people = []

    def introduced(self, body: Referent, here: Seen) -> Iterator[Description]:
        """Yield "the governing body" of the lede for the one organization that opens the next sentence and speaks."""
        waiting = [one for one, seen in self.bodies if 1 <= here.sentence - seen.sentence <= _NEXT]
        if waiting and not body.seen and here.speaks and here.subject and not here.quoted:
            yield from waiting
            self.bodies = []

    def watched(self, discourse: Discourse) -> Iterator[tuple[Description, Referent]]:
        """Yield "a monitor" of the first sentences with the one observatory that the text then names."""
        if not self.observers:
            return
        bodies = [
            referent
            for referent in discourse.referents.values()
            if referent.kind == "organization" and referent.seen and _WATCHES & set(referent.name.lower().split())
        ]
        if len(bodies) == 1:
            for one in self.observers:
                yield one, bodies[0]


def _reach(seen: Seen) -> int:
    return 2 if seen.sentence <= _LEDE else 1


def _stays_nameless(one: Description) -> bool:
    return bool(one.premodifiers & _NAMELESS) or one.text.lower().startswith("another")
