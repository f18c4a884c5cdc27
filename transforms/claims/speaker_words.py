"""Whom a speaker's words mean beyond the mention on their head: "known as Osk", "Osk's government", "his country"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Doc, Token

from transforms.claims.beside import Names
from transforms.claims.people import is_personal
from transforms.claims.speaker_states import of_leader, of_state
from transforms.entities.roles import descriptions_of
from transforms.entities.titles import title_around
from transforms.entities.words import ORGANIZATION_NOUNS, OUTLET_NOUNS, PERSON_NOUNS
from transforms.language_model import text_of
from transforms.records import Mention, Speaker

_START = attrgetter("start")
_KNOWN_AS = re.compile(
    r"\b(?:known|named|called|nicknamed|going|goes) (?:only |simply |just )?(?:as |by (?:the )?name (?:of )?)?"
    r"(?:the )?[\"“«]?\Z|\b(?:his|her) name (?:only |just )?as \Z"
)
_NAMED_BEHIND = re.compile(
    r",? (?:who (?:gave|gives) (?:only )?(?:his|her|their) (?:first )?name (?:only |just )?as|"
    r"who (?:introduced|identified|presented) (?:himself|herself|themselves) (?:only |just )?(?:as|by)?|"
    r"(?:better |popularly |also |locally )?known as) ?(?:the )?"
)
_PRESS_SERVICE = re.compile(
    r"press[- ](?:service|office|cent(?:er|re)|department) of (?:the )?(?:(?:government|cabinet) of (?:the )?)?\Z",
    re.IGNORECASE,
)
_PRESS_BEFORE = re.compile(r"(?: [a-z]+)?(?:['’]s?)? press[- ]\Z")
_PRESS = frozenset({"service", "office", "center", "centre", "department"})
_DATELINE = re.compile(
    r"[A-Z][\w.' ]{2,30}, (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+)(?:, \d{4})?,? ?(?:\([^()\n]{2,30}\))? ?[-–—]+ "
)
_GOVERNED = re.compile(r"[a-z] (?:in|of|from|near|at|for|with)(?: the)? \Z")
_CLAUSE = re.compile(r",? (?:whose|who|which|quoted by|cited by)\b")
_PARTS = frozenset(
    {"mission", "delegation", "headquarters", "leadership", "management", "presidency", "secretariat", "branch"}
    | {"administration", "faction", "caucus", "feed", "account", "government", "representation", "office", "bureau"}
    | {"chapter", "division", "subdivision", "affiliate"}
)
"""Parts of a body that speak for the whole."""
_POSTS = frozenset({"feed", "account"})
_NETWORKS = frozenset({"telegram", "facebook", "twitter", "youtube", "instagram", "x", "vkontakte"})
_ACCOUNT = re.compile(r" (?:channel|account|page|post|video)s?\b")
_NEAR = 600
_REACH = 60
_PAPERS = frozenset({"report", "statement", "message", "document", "letter", "communique", "release", "text", "note"})
_IN_PAPER = re.compile(
    r"\b(?:reports?|statements?|messages?|documents?|letters?|communiques?|releases?|notes?|website|press service)\b",
    re.IGNORECASE,
)
_BESIDE_SOURCES = re.compile(r"(?:[Ss]ources|[Rr]esidents|[Aa]ctivists|[Ww]itnesses)\b[^,;:]* and (?:the )?")
_BROUGHT = re.compile(
    r"\A(?:This|It) (?:is|was|has been) (?:also )?(?:reported|written|announced|told|stated)\b"
    r"|(?:reported|reports|wrote|writes|informs) (?:about )?(?:this|it)\b"
)
_NEXT = re.compile(r"[^.!?]*\.\s+According to ", re.IGNORECASE)


def behind_dateline(doc: Doc, start: int, end: int, head: Token) -> tuple[int, int, Token]:
    """Give a speaker's words and head behind a date line: "Osk, March 25 (OskNews) -- President Berg said"."""
    line = _DATELINE.match(text_of(doc), start, end)
    words = doc.char_span(line.end(), end, alignment_mode="expand") if line is not None else None
    if line is None or words is None:
        return start, end, head
    return line.end(), end, head if head.idx >= line.end() else words.root


def without_clause(text: str, start: int, end: int, head: Token) -> int:
    """Give the end of a speaker's words without the clause on who quotes him: "Osk, whose words are quoted by B"."""
    clause = _CLAUSE.search(text, max(start, head.idx + len(head)), end)
    return clause.start() if clause is not None else end


def misses(text: str, mention: Mention, head: Token, start: int) -> bool:
    """Tell whether a mention only says where someone serves: "a reporter in Osk", or by what he writes."""
    if mention.entity_id in _NETWORKS and _ACCOUNT.match(text, mention.end):
        return True
    place = mention.type in {"GPE", "LOC", "FAC"} and mention.level == "name" and mention.start > start
    if not place or not _GOVERNED.search(text, start, mention.start):
        return False
    before = head.doc.char_span(start, mention.start, alignment_mode="contract")
    person = next((t for t in before or () if t.tag_ in {"NN", "NNS", "NNP"} and not t.ent_type_), None)
    words = [t for t in before or () if is_personal(t) or t.lemma_.lower() in PERSON_NOUNS]
    return person is not None and bool(words)


def beside_name(names: Names, mention: Mention | None, end: int) -> Mention | None:
    """Give whom a mention stands for that is only the seat of a body, or an office with its holder behind it."""
    if mention is None or mention.type not in {"GPE", "ORG"}:
        return mention
    return _seated(names, mention, end) or _officer(names, mention, end) or mention


def _seated(names: Names, mention: Mention, end: int) -> Mention | None:
    """Find the body whose seat was taken for the speaker: "The UK based Osk Observatory said", no hyphen between."""
    if mention.type != "GPE" or mention.end != end:
        return None
    based = _BASED.match(names.text, end)
    at = bisect_left(names.mentions, based.end(), key=_START) if based is not None else len(names.mentions)
    body = names.mentions[at] if at < len(names.mentions) else None
    near = (
        body is not None
        and based is not None
        and not names.text[based.end() : body.start].strip("abcdefghijklmnopqrstuvwxyz ")
    )
    return body if near and body is not None and body.type == "ORG" and body.level == "name" else None


_BASED = re.compile(r"[ -]based ")


def _officer(names: Names, mention: Mention, end: int) -> Mention | None:
    """Find who holds an office that is also a body's name: "the Osk High Commissioner for Refugees Ana Berg"."""
    if mention.type != "ORG" or _OFFICER.search(mention.text) is None:
        return None
    at = bisect_left(names.mentions, mention.end, key=_START)
    person = names.mentions[at] if at < len(names.mentions) else None
    named = person is not None and person.type == "PERSON" and person.level == "name" and person.end <= end
    return person if named and person is not None and names.text[mention.end : person.start] in {" ", ", "} else None


_OFFICER = re.compile(r"\b(?:Commissioner|Rapporteur|Ombudsman|Prosecutor|Coordinator|Envoy|Representative)\b")


def name_as_modal(names: Names, verb: Token) -> Mention | None:
    """Find the person whose surname reads like a modal before his verb: "Can said that", "Will added that"."""
    before = verb.nbor(-1) if verb.i else None
    if before is None or before.tag_ != "MD" or not before.text.istitle() or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    at = bisect_left(names.mentions, before.idx, key=_START)
    name = names.mentions[at] if at < len(names.mentions) else None
    return name if name is not None and name.start == before.idx and name.type == "PERSON" else None


def covers(outer: Mention, inner: Mention) -> bool:
    """Tell whether a mention of a person holds another: "the head of the region" holds the region."""
    return outer.type == "PERSON" and outer.start <= inner.start and inner.end <= outer.end and outer != inner


def named_within(names: Names, head: Token, start: int, end: int) -> Mention | None:
    """Find whom a description names itself: what it is known as, of whom it is the government or press service."""
    inside = _within(names.mentions, start, end + 1)
    text = names.text
    if (behind := _NAMED_BEHIND.match(text, end)) is not None:
        return next((m for m in names.mentions if m.start == behind.end() and m.level == "name"), None)
    for mention in inside:
        if mention.level == "name" and mention.entity_id and _KNOWN_AS.search(text, start, mention.start):
            return mention
        if mention.type in {"ORG", "GPE"} and _PRESS_SERVICE.search(text, start, mention.start):
            return mention
    if (owner := _of_press(names, head)) is not None:
        return owner
    whole = of_state(names, head, start, inside) or _whole_of(names, head, inside)
    return whole or of_leader(names, head, inside) or _beside(names, head, start) or _of_several(names, head, inside)


def _of_press(names: Names, head: Token) -> Mention | None:
    """Find the body or state before its press service: "the Osk press service", "the Osk club's press service"."""
    if head.lower_ not in _PRESS:
        return None
    low = max(0, head.idx - _REACH)
    press = _PRESS_BEFORE.search(names.text, low, head.idx)
    before = _within(names.mentions, low, press.start() + 1) if press is not None else []
    body = before[-1] if before else None
    if body is None or press is None or body.end != press.start() or body.level != "name" or not body.entity_id:
        return None
    return body if body.type == "ORG" or body.literal_id else None  # "the White House press service", no city's


def beside_sources(names: Names, start: int, end: int) -> Mention | None:
    """Find the body that speaks together with people without names: "sources in the city and the Osk Centre"."""
    match = _BESIDE_SOURCES.match(names.text, start, end)
    last = [m for m in _within(names.mentions, start, end) if m.end == end] if match is not None else []
    named = last and last[-1].type in {"ORG", "PERSON"} and last[-1].level == "name" and last[-1].entity_id
    return last[-1] if named and match is not None and last[-1].start == match.end() else None


def _within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    low = bisect_left(mentions, start, key=_START)
    return [m for m in mentions[low : bisect_left(mentions, end, key=_START)] if m.end <= end]


def _whole_of(names: Names, head: Token, inside: Sequence[Mention]) -> Mention | None:
    """Find the body whose part or branch speaks: "the Osk Union mission", "the leadership of the Osk Union"."""
    on_air = head.lower_ == "station" and head.i > 0 and head.nbor(-1).lower_ in {"radio", "television", "tv"}
    inside = [m for m in inside if m.entity_id not in _NETWORKS] if on_air or head.lower_ in _PARTS else []
    while len(inside) > 1 and _is_where(names.text, inside, head):
        inside = inside[1:] if inside[0].end <= head.idx else inside[:-1]
    if len(inside) != 1:
        return None
    body, text = inside[0], names.text
    if body.type != "ORG" or body.level != "name" or not body.entity_id:
        return None
    before = text[body.end : head.idx].removeprefix("'s").removeprefix("’s").split()
    if body.end <= head.idx and (not before or (len(before) < 2 and (before[0].islower() or head.lower_ in _POSTS))):
        return body
    behind = text[head.idx + len(head) : body.start]
    return body if behind in {" of ", " of the "} else None


def _is_where(text: str, inside: Sequence[Mention], head: Token) -> bool:
    """Tell whether a place says where a body's part is: "the Oslo office of Osk", "the office of Osk in Oslo"."""
    first, last = inside[0], inside[-1]
    before = first.end < head.idx < inside[1].start and first.type in _PLACES
    return before or (last.type in _PLACES and text[inside[-2].end : last.start] in {" in ", " in the ", " for "})


_PLACES = frozenset({"GPE", "LOC"})


def _beside(names: Names, head: Token, start: int) -> Mention | None:
    """Find the body named right before what it is, without a comma: "Osk the state news agency said"."""
    if head.lower_ not in ORGANIZATION_NOUNS and head.lower_ not in OUTLET_NOUNS:
        return None
    if not names.text.startswith(("the ", "a ", "an "), start):
        return _before_parenthesis(names, start)
    at = bisect_left(names.mentions, start, key=_START) - 1
    before = names.mentions[at] if at >= 0 else None
    joined = before is not None and before.end == start - 1 and names.text[start - 1] == " "
    if before is None or not joined or before.type != "ORG" or before.level != "name" or not before.entity_id:
        return None
    words = head.doc.char_span(before.start, before.end, alignment_mode="expand")
    opens = words is not None and (words.start == words[0].sent.start or words[0].nbor(-1).lower_ in {"the", "."})
    return before if opens else None


def _before_parenthesis(names: Names, start: int) -> Mention | None:
    """Find the body whose other names part it from what it is: "The Osk State (OS, formerly OSIL) group said"."""
    opened = names.text.rfind(" (", max(0, start - _REACH), start) if names.text.endswith(") ", 0, start) else -1
    before = [m for m in _within(names.mentions, max(0, opened - _REACH), opened + 1) if m.end == opened]
    body = before[-1] if before else None
    return body if body is not None and body.type == "ORG" and body.level == "name" and body.entity_id else None


def _of_several(names: Names, head: Token, inside: Sequence[Mention]) -> Mention | None:
    """Find the first of several people whose names end a description: "economists of the bank, Osk and Berg"."""
    people = [m for m in inside if m.type == "PERSON" and m.level == "name" and m.entity_id]
    if head.tag_ != "NNS" or len(people) < 2 or not is_personal(head):
        return None
    first, last = people[-2:]
    between, before = names.text[first.end : last.start], names.text[max(0, first.start - 2) : first.start]
    return first if between == " and " and before == ", " else None


def issued_before(head: Token, start: int, spoken: Sequence[Speaker]) -> Speaker | None:
    """Find whose "the report" or "the statement" is: who spoke last, in or by such a paper."""
    last = spoken[-1] if spoken and head.lemma_.lower() in _PAPERS else None
    if last is None or not last.entity_id or not 0 < start - last.end < _NEAR:
        return None
    text = text_of(head.doc)
    if text[start : head.idx].lower() not in {"the ", "this ", "the same ", "the official "}:
        return None
    before = text[max(text.rfind("\n", 0, last.start), text.rfind(". ", 0, last.start), 0) : start]
    before = before.replace(f"{last.text} reports", "").replace(f"reports {last.text}", "")  # no paper of its own
    plain = last.type != "PERSON" and head.lemma_.lower() == "statement" and "\n" not in before
    return last if before.count("\n\n") < 2 and (plain or _IN_PAPER.search(before)) else None


def tells_of(head: Token, speaker: Speaker, mentions: Sequence[Mention], start: int) -> bool:
    """Tell whether a speaker is the one of whom "the official" at the end of a sentence tells."""
    doc, behind = head.doc, head.i + 1
    if behind + 1 >= len(doc) or doc[behind].tag_ not in {"VBD", "VBZ"} or doc[behind + 1].text not in {".", ";", "\n"}:
        return False
    sent = head.sent.start_char
    if re.search(r"[\"“”«»:;]", text_of(doc)[sent:start]):
        return False
    return any(m.entity_id == speaker.entity_id for m in _within(mentions, sent, start))


def has_office(doc: Doc, mentions: Sequence[Mention], speaker: Speaker) -> bool:
    """Tell whether the text gives a person an office beside the name, so that "the mayor" may be another."""
    for mention in mentions:
        if mention.entity_id == speaker.entity_id and mention.level == "name" and mention.entity_id:
            words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if mention.roles or (words is not None and descriptions_of(title_around(words).text) & PERSON_NOUNS):
                return True
    return False


def brought_before(doc: Doc, last: Speaker, start: int) -> bool:
    """Tell whether the sentence before is "This is reported by Osk", whom a translation may call "him"."""
    between = text_of(doc)[last.end : start]
    if last.type != "ORG" or not last.entity_id or "\n" in between:
        return False
    sent = next((s for s in doc.sents if s.start_char <= last.start < s.end_char), None)
    return sent is not None and bool(_BROUGHT.search(sent.text)) and bool(_NEXT.fullmatch(between))
