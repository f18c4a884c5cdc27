"""What befell those that a number counts, from all that its sentence says of it."""

import re

from spacy.tokens import Doc

from transforms.figures.casualties import Fate, find_fate, is_killed_or_wounded
from transforms.figures.comparators import Unit
from transforms.figures.counted import Counted
from transforms.figures.following import after_of_them
from transforms.figures.lexicons import casualty_words, things
from transforms.figures.lists import Reading, acts_itself, follows_casualty, inherited_fate
from transforms.figures.scene import Scene, token_after
from transforms.records import Figure

_NONE_OF = re.compile(r"\b(?:none|neither|not\sone|nobody|no\sone)\sof\s(?:the|these|those|its|their|our|his)\s$", re.I)
_OF_THOSE = re.compile(r"\sof\sthose\s(?P<fate>[a-z]+)\s(?:were|are)\b", re.I)


def read_fate(
    scene: Scene,
    begin: int,
    end: int,
    counted: Counted | None,
    unit: Unit | None,
    whole: Figure | None,
    last: Reading | None,
) -> Fate | None:
    if unit is not None and unit.kind != "share":
        return None
    if _NONE_OF.search(scene.text, max(0, begin - 24), begin):
        return None
    doc = scene.doc
    after = counted.end if counted else after_of_them(doc, token_after(doc, end), scene.limit)
    fate = find_fate(doc, scene.text, begin, counted.head if counted else None, after, scene.limit)
    of_those = _OF_THOSE.match(scene.text, end)
    if of_those:
        stated = casualty_words("participle").get(of_those["fate"].lower()) or casualty_words("adjective").get(
            of_those["fate"].lower()
        )
        fate = Fate(stated, after) if stated else fate
    if fate and is_killed_or_wounded(scene.text, max(0, begin - 24), min(len(scene.text), end + 60)):
        return fate._replace(casualty="casualties")
    if counted and fate and is_thing(doc, counted, fate):
        return None
    if counted is None and after < scene.limit and doc[after].tag_ in ("VBN", "VBD"):
        return fate  # "and dozens beaten"
    if fate is None and counted and after < scene.limit and follows_casualty(scene.text, last, begin):
        stated = casualty_words("participle").get(doc[after].lower_)
        fate = Fate(stated, after) if stated else None  # "two dead and eight others injured the charity said"
    if (
        fate is None
        and whole
        and (counted is None or not counted.casualty)
        and not acts_itself(doc, counted, scene.limit)
    ):
        fate = inherited_fate(doc, scene.text, last, whole, begin, end)
        return None if fate and counted and is_thing(doc, counted, fate) else fate
    return fate


def is_thing(doc: Doc, counted: Counted, fate: Fate) -> bool:
    """Tell whether no people are counted: villages are captured, targets eliminated, but no casualties."""
    return doc[counted.head].lemma_.lower() in things() and fate.casualty != "casualties"
