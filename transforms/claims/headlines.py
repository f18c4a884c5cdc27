"""Cues that are punctuation: "X: claim" and "Claim — X" in headlines, "X: “words”" in transcripts."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CueEntry
from transforms.claims.people import is_personal
from transforms.entities.words import words

COLON = CueEntry(":", "phrase", "headline", "assert", frozenset({"quote", "that"}), "headline", "Mayor: bridge is safe")
_LABELS = frozenset(
    [
        "watch",
        "video",
        "exclusive",
        "update",
        "updated",
        "breaking",
        "live",
        "photos",
        "photo",
        "opinion",
        "analysis",
        "see",
        "also",
        "read",
        "more",
        "note",
        "related",
        "report",
        "factbox",
        "timeline",
        "explainer",
        "week",
        "today",
        "latest",
        "look",
        "bombshell",
        "email",
        "q",
        "question",
        "a",
        "answer",
        "here",
        "example",
        "story",
        "editor",
    ]
)
_OPENING = re.compile(r"^\s*(?P<who>[^:;.?!\n“”\"«»]{2,70}?)\s*:\s+(?=\S)")
_CLOSING = re.compile(r"(?:\s[-–—]{1,2}\s|:\s+|\s[|]\s)(?P<who>[^:;,.?!\n“”\"«»–—]{2,60})[.\s]*$")
_SPEAKER_TYPES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def draft_headlines(doc: Doc, text: str, titles: Sequence[Range], ranges: Sequence[Range] = ()) -> list[Draft]:
    """Find the claims that titles make with a colon or a dash; `ranges` are those of the body."""
    drafts = []
    for start, end in (*titles, *_lost_title(doc, text, titles, ranges)):
        draft = _opening(doc, text[start:end], start) or _closing(doc, text[start:end], start)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _lost_title(doc: Doc, text: str, titles: Sequence[Range], ranges: Sequence[Range]) -> list[Range]:
    """Give a first line that nothing marks as the title it is: its words have capitals, and it opens with a name."""
    first = min(ranges, default=None)
    if first is None or any(start <= first[0] for start, _ in titles):
        return []
    start, end = first[0], text.find("\n", first[0])
    match = _OPENING.match(text[start : max(start, end)])
    if match is None or not 0 < end - start <= _LONGEST_TITLE:
        return []
    words = re.findall(r"[^\W\d_]{4,}", text[start:end])
    capitals = sum(word[0].isupper() for word in words) > _CAPITALS * len(words)
    who = doc.char_span(start + match.start("who"), start + match.end("who"), alignment_mode="expand")
    if who is None or text[end - 1] == "?" or match["who"].isupper():
        return []
    named = any(t.ent_type_ == "PERSON" for t in who)
    surname = capitals and len(who) <= _NAME and who[0].lower_ not in _ARTICLES and all(t.pos_ == "PROPN" for t in who)
    return [(start, end - (text[end - 1] == "."))] if named or surname else []


_LONGEST_TITLE = 180
_CAPITALS = 0.7
_NAME = 3
_ARTICLES = frozenset({"the", "a", "an"})


def _opening(doc: Doc, title: str, start: int) -> Draft | None:
    match = _OPENING.match(title)
    if match is None:
        return None
    colon = start + title.index(":", match.end("who"))
    if (answer := _answer(doc, start, colon, (start + match.end(), start + len(title)))) is not None:
        return answer
    who = _speaker(doc, start + match.start("who"), start + match.end("who"))
    if who is None or who[-1].lower_ in _TOPICS or len(title[match.end() :].split()) < 3:
        return None
    if _SIGNED_OFF.search(title) and all(t.ent_type_ == "GPE" for t in who):
        return None  # "Norway: two ports shut, says union"
    if all(t.ent_type_ == "GPE" for t in who) and _tells_itself(doc, start + match.end(), start + len(title)):
        return None  # "Norway: party claims victory"
    if _EXPLAINING.match(title, match.end()) and not any(_signs(t) or t.pos_ == "PROPN" for t in who):
        return None  # "A long way up: how villages learn to ski"
    return _draft(who, (colon, colon + 1), (start + match.end(), start + len(title)))


_TOPICS = words(
    """
    ceasefire truce deal agreement accord treaty pact talks negotiations crisis conflict war battle siege offensive
    attack attacks strike strikes airstrikes bombing blast explosion shooting crash disaster fire flood floods quake
    earthquake storm hurricane missile missiles test launch election elections vote referendum summit row dispute feud
    scandal affair probe inquiry investigation trial verdict hearing protest protests rally riots unrest coup sanctions
    tariffs brexit withdrawal poisoning murder killing death hack leak outbreak virus pandemic coronavirus vaccine
    budget reform bill ban pipeline economy doping
    """
)
"""Nouns that end the label of a story before a colon: "Iran deal: A"; nobody speaks there."""
_SIGNED_OFF = re.compile(r", (?:say|warn|report|confirm|announce)s? [^,.“”\"]{2,60}$")
_EXPLAINING = re.compile(r"(?:how|why|what|who|when|where|which)\b", re.IGNORECASE)


def _tells_itself(doc: Doc, start: int, end: int) -> bool:
    """Tell a title behind the name of a land, whose first verb says who claims what."""
    title = doc.char_span(start, end, alignment_mode="contract")
    verb = next((t for t in title or () if t.tag_ in FINITE), None)
    if title is None or verb is None or verb.tag_ not in {"VBZ", "VBP"} or not verb.text.islower():
        return False
    who = title[: verb.i - title.start]
    return len(who) > 0 and _speaks(who[-1]) and verb.lemma_ in _CLAIMING


_CLAIMING = frozenset({"say", "claim", "deny", "warn", "accuse", "allege", "urge", "reject", "vow", "condemn", "admit"})


def _answer(doc: Doc, start: int, colon: int, content: Range) -> Draft | None:
    """Read "Osk responds to Brandt: no talks" and "Osk on the strikes: we will answer": who speaks stands first."""
    lead = doc.char_span(start, colon, alignment_mode="contract")
    if lead is None or len(lead) < _SHORTEST_LEAD:
        return None
    turn = next((t for t in lead[1:] if t.lemma_.lower() in _TURNS_TO or t.lower_ in _ABOUT), None)
    if turn is None or any(t.is_punct for t in lead[: turn.i - lead.start]):
        return None
    who = lead[: turn.i - lead.start]
    speaks = _speaker(doc, who.start_char, who.end_char)
    if speaks is None or not any(t.ent_type_ in _SPEAKER_TYPES or _speaks(t) or t.pos_ == "PROPN" for t in speaks):
        return None
    if turn.lower_ in _ABOUT:
        quoted = doc.text[content[0]] in _MARKS and speaks[0].ent_type_ in _SPEAKER_TYPES
        return _draft(speaks, (colon, colon + 1), content) if quoted or who[-1].ent_type_ == "PERSON" else None
    draft = _draft(speaks, (turn.idx, turn.idx + len(turn)), content)
    draft.entry = CueEntry(turn.lemma_.lower(), "verb", "report", "assert", COLON.frames, "headline", "")
    draft.head = turn.i
    return draft


_SHORTEST_LEAD = 3
_TURNS_TO = frozenset({"respond", "reply", "answer", "react", "comment", "tell", "explain", "reveal", "warn"})
_ABOUT = frozenset({"on", "about"})
_MARKS = frozenset("'‘\"“«")


def _closing(doc: Doc, title: str, start: int) -> Draft | None:
    match = _CLOSING.search(title)
    if match is None or len(title[: match.start()].split()) < 3:
        return None
    who = _speaker(doc, start + match.start("who"), start + match.end("who"))
    if who is None and match["who"] in {"report", "reports"}:
        who = doc.char_span(start + match.start("who"), start + match.end("who"))
    if who is None or not (_is_surname(who, title) or any(_signs(t) for t in who)):
        return None
    claim = doc.char_span(start, start + match.start(), alignment_mode="contract")
    sign = title[match.start() : match.start("who")]
    named = sign.startswith(":") and all(t.ent_type_ == "PERSON" for t in who)
    named = named or (len(who) == 1 and who.text.islower() and _speaks(who[0]))  # "400 flee blast: police"
    if claim is None or not (named or any(t.pos_ in {"VERB", "AUX"} for t in claim)):
        return None
    at = start + match.start() + len(sign) - len(sign.lstrip())
    return _draft(who, (at, at + len(sign.strip())), (start, start + match.start()))


def _signs(token: Token) -> bool:
    return token.ent_type_ in _SPEAKER_TYPES or token.text.isupper() or _speaks(token)


def _is_surname(who: Span, title: str) -> bool:
    """Tell a surname that signs a headline from a rubric or an outlet: "Prices will hold - Lukin"."""
    words = re.findall(r"[^\W\d_]{4,}", title)
    plain = sum(word[0].islower() for word in words) > len(words) / 2
    return plain and len(who) == 1 and who[0].pos_ == "PROPN" and who[0].is_title and len(who[0]) > _RUBRIC


_RUBRIC = 4
_ACRONYM = 2
_BODIES = frozenset(
    {"source", "police", "media", "ministry", "report", "study", "poll", "agency", "watchdog", "survey"}
)


def _speaks(token: Token) -> bool:
    return token.pos_ in _NOUNS and (is_personal(token) or token.lemma_.lower() in _BODIES)


def _speaker(doc: Doc, start: int, end: int) -> Span | None:
    """Accept what can name or describe a speaker: a short noun phrase, no label ("Watch"), no clause."""
    span = doc.char_span(start, end, alignment_mode="contract")
    if span is None or not 0 < len(span) <= 8 or span.text.lower().split()[0] in _LABELS:
        return None
    if any(t.pos_ in {"VERB", "AUX"} and t.tag_ in FINITE and t.ent_type_ == "" for t in span):
        return None
    if any(t.ent_type_ in {"DATE", "TIME", "CARDINAL", "EVENT", "WORK_OF_ART"} for t in span):
        return None
    surname = len(span) == 1 and span[0].is_title and span[0].tag_ not in {"RB", "UH", "VB", "VBN", "VBG"}
    surname = surname or (len(span) == 1 and span[0].is_upper and len(span[0]) > _ACRONYM)
    return span if surname or any(t.pos_ in _NOUNS for t in span) else None


def _draft(who: Span, cue: Range, content: Range) -> Draft:
    return Draft(
        entry=COLON, act="assert", cue=cue, source=(who.start_char, who.end_char), source_head=_head(who).i,
        content=[content], headline=True, confidence=0.85,
    )  # fmt: skip


def _head(who: Span) -> Token:
    """Prefer the last name in the span ("UN envoy Ilsa Brandt") over the parser's root."""
    names = [t for t in who if t.ent_type_ in _SPEAKER_TYPES]
    return names[-1] if names else who.root


def colon_speaker(doc: Doc, text: str, at: int) -> tuple[Span, Range] | None:
    """Find "Ilsa Brandt:" right before a quotation at `at`: the speaker and the colon."""
    line = text.rfind("\n", 0, at) + 1
    lead = text[line:at].rstrip()
    if not lead.endswith(":"):
        return None
    colon = line + len(lead) - 1
    piece = re.split(r"[.?!;”\"»]\s+|\s[-–—•]\s", text[line:colon])[-1]
    start = colon - len(piece)
    start += len(piece) - len(piece.lstrip(" -–—•\t"))
    who = _speaker(doc, start, colon)
    if who is None or not (any(t.ent_type_ in _SPEAKER_TYPES for t in who) or who[0].is_title):
        return None
    return who, (colon, colon + 1)


def draft_colon(doc: Doc, text: str, at: int, content: Sequence[Range]) -> Draft | None:
    """Build the claim of a transcript line: "Ilsa Brandt: “We will sail.”"."""
    found = colon_speaker(doc, text, at)
    if found is None:
        return None
    who, colon = found
    draft = _draft(who, colon, (at, at))
    draft.content, draft.headline, draft.by_quote = list(content), False, True
    return draft


_SIGNED = re.compile(r"(?:[ \t\u00a0]*|\s{1,4})(?P<dash>[―—–]|--?)[ \t\u00a0]*(?P<who>[^\n“”\":;―—–]{3,60})")


def draft_signed(doc: Doc, text: str, end: int, content: Sequence[Range]) -> Draft | None:
    """Build the claim of a quotation that is signed: “We will sail.” ― Ilsa Brandt."""
    match = _SIGNED.match(text, end)
    if match is None:
        return None
    stop = match.start("who") + len(match["who"].rstrip(" .\u00a0"))
    who = _speaker(doc, match.start("who"), stop)
    if who is None or len(who) > 5 or not all(t.text[:1].isupper() or t.pos_ != "NOUN" for t in who):
        return None
    if not any(t.ent_type_ in {"PERSON", "ORG"} for t in who) or any(t.pos_ in {"VERB", "AUX"} for t in who):
        return None
    draft = _draft(who, match.span("dash"), (end, end))
    draft.content, draft.headline, draft.by_quote = list(content), False, True
    return draft


_TURN = re.compile(
    r"^[\"“]?(?P<who>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):[ \u00a0]+(?P<what>\S.{10,})$", re.MULTILINE
)


_NAMED_TURN = re.compile(
    r"^[\"“]?(?P<who>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}):[ \u00a0]+(?P<what>[^\s“\"].{10,})$", re.MULTILINE
)
_TURNS = 3


def _turns(doc: Doc, text: str, start: int, end: int) -> list[re.Match[str]]:
    """Find the turns of a transcript: speakers in capitals, or names at the start of several lines."""
    found = list(_TURN.finditer(text, start, end))
    named = [m for m in _NAMED_TURN.finditer(text, start, end) if not m["who"].isupper()]
    people = [m for m in named if _is_person(doc.char_span(*m.span("who"), alignment_mode="expand"))]
    return found + (people if len(people) >= _TURNS else [])


def _is_person(who: Span | None) -> bool:
    return who is not None and all(t.pos_ == "PROPN" for t in who) and any(t.ent_type_ == "PERSON" for t in who)


def draft_turns(doc: Doc, text: str, ranges: Iterable[Range]) -> list[Draft]:
    """Find the turns of a transcript, whose speakers stand in capitals: "BRANDT: We will sail."."""
    drafts = []
    for start, end in ranges:
        for match in _turns(doc, text, start, end):
            who = doc.char_span(*match.span("who"), alignment_mode="contract")
            if who is None or not len(who) or match["who"].lower() in _LABELS:
                continue
            colon = match.end("who")
            draft = _draft(who, (colon, colon + 1), match.span("what"))
            draft.headline, draft.by_quote = False, True
            drafts.append(draft)
    return drafts
