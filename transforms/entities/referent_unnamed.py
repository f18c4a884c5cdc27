"""Official bodies that no list has and that speak under what they are and where: "the election commission of Osk"."""

import re

from spacy.tokens import Token

from transforms.entities.descriptions import Description
from transforms.entities.dictionary import is_english
from transforms.entities.discourse import Referent, Seen
from transforms.entities.found import Found, Spans
from transforms.entities.spelling import name_key
from transforms.entities.words import words
from transforms.language_model import text_of

_OFFICIAL = words(
    """
    commission administration council committee court department directorate inspectorate service center centre
    university institute chamber bureau board authority prosecutor hospital federation association inspection
    """
)
_OFFICER = r"(?:prosecutor|attorney|governor|mayor|president|premier|ombudsman|commissioner)"
_OFFICE = re.compile(rf"\b{_OFFICER}(?:s['’]|['’]s?) office\b|\boffice of the {_OFFICER}\b", re.IGNORECASE)
"""Whose office is a body of its own, unlike "the Osk office"."""
_ARTICLE = re.compile(r"^(?:the|this) ", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_PLACES = frozenset({"GPE", "LOC"})
_PRESS = frozenset({"press", "news", "media", "information"})


def unnamed_body(one: Description, here: Seen, spans: Spans) -> tuple[Found, Referent] | None:
    """Make an official body of a description that speaks and says where: with its place behind "in", if there.

    "The commission said" says too little; the army, the police or the embassy of a state is the state's.
    """
    office = _OFFICE.search(one.text) is not None
    if not (one.head in _OFFICIAL or office) or not here.speaks or not one.definite or one.premodifiers & _PRESS:
        return None
    start, end = one.start, one.end
    places = [name for name in spans.covering(start, end) if name.type in _PLACES and name.ids]
    if not places and text_of(one.token.doc).startswith(" in ", end):
        places = [name for name in spans.covering(end + 4, end + 5) if _is_place(name, end + 4)]
        end = places[0].end if places else end
    if len(places) != 1 or (not one.premodifiers and places[0].level != "name"):
        return None
    text = text_of(one.token.doc)
    name = _ARTICLE.sub("", text[start:end])
    slug = re.sub(r"[^a-z0-9]+", "-", name_key(name).lower()).strip("-")
    body = Referent(f"unk-org-{slug}", name, "ORG", "organization", names=set(_WORD.findall(name.lower())))
    found = Found(start=start, end=end, type="ORG", ids=(body.id,), name=name, level="nominal", via="model", score=0.5)
    return found, body


_OUTLETS = words("agency newspaper daily weekly magazine channel portal website publication edition broadcaster")
_BETWEEN = words("news tv television radio daily weekly information")
_PARTICLES = words("che de la le al el di da do von van og i")


def unnamed_outlet(one: Description, here: Seen, spans: Spans) -> tuple[Found, Referent] | None:
    """Make an outlet of a name in capitals that stands before its kind and speaks: "the Lid Osk newspaper reports"."""
    doc, last = one.token.doc, one.token.i - 1
    if one.head not in _OUTLETS or not here.speaks or last < 1:
        return None
    last -= doc[last].lower_ in _BETWEEN
    first = last + 1
    while first > max(0, one.token.i - _LONGEST) and _is_named(doc[first - 1], spans, is_last=first - 1 == last):
        first -= 1
    opens = first == one.token.sent.start or doc[first - 1].text in {"(", '"', "“", "«"}
    run = doc[first : last + 1]
    if not len(run) or opens or any(is_english(word.text) for word in run) or run[0].lower_ in _PARTICLES:
        return None
    start, end = run.start_char, run.end_char
    end = one.token.idx + len(one.token) if one.head == "agency" else end
    name = text_of(doc)[start:end]
    slug = re.sub(r"[^a-z0-9]+", "-", name_key(name).lower()).strip("-")
    body = Referent(f"unk-org-{slug}", name, "ORG", "organization", names={*name.lower().split(), one.head})
    found = Found(start=start, end=end, type="ORG", ids=(body.id,), name=name, via="model", score=0.5)
    return found, body


_LONGEST = 5


def _is_named(word: Token, spans: Spans, *, is_last: bool) -> bool:
    """Tell whether a word belongs to a name that nothing knows."""
    proper = word.tag_ in {"NNP", "NNPS"} and word.text[:1].isupper()
    if not word.whitespace_ or not (proper or (is_last and word.lower_ in _PARTICLES)):
        return False
    known = (n for n in spans.covering(word.idx, word.idx + 1) if n.ids)
    return all(name.ids[0].startswith("unk-") and name.type != "ORG" for name in known)


def _is_place(name: Found, start: int) -> bool:
    return name.start == start and name.type in _PLACES and name.level == "name" and bool(name.ids)
