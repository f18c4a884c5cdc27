"""Comments of translated press whose speaker follows the cue: "as reminds the BBC, A", "A, is said in its letter"."""

from spacy.tokens import Doc, Span, Token

from transforms.claims.clauses import FINITE, is_negated, own_subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.lexicon import CLAUSE_FRAMES
from transforms.claims.people import is_personal
from transforms.claims.speaker_behind import head_of, segment
from transforms.claims.stops import STOPS, sentence_start
from transforms.claims.told_in import is_body

HOLDERS = frozenset(
    {"investigation", "prosecution", "publication", "newspaper", "edition", "source", "defence", "defense", "court"}
    | {"channel", "portal", "magazine", "media", "press", "website", "paper", "study", "report", "document"}
)
TEXTS = frozenset(
    {"message", "statement", "letter", "release", "document", "report", "communique", "post", "publication", "text"}
    | {"appeal", "resolution", "decree", "note", "press", "announcement", "comment", "article", "material", "order"}
)
_SAID = frozenset(
    {"said", "stated", "noted", "reported", "specified", "emphasized", "indicated", "stressed", "written"}
)
_TYPES = frozenset({"report", "belief", "predict"})
_NOMINAL = frozenset({"DET", "PROPN", "NOUN", "ADJ"})
_VERBAL = FINITE | {"VBN"}
_DASHES = frozenset({",", "–", "—", "-"})
_LEADS = frozenset({"which", "whom", "that", "and", "but"})
_SHORTEST = 3
_FAR = 14


def draft_as_told(hit: Hit) -> Draft | None:
    """Build the claim of "as reminds X, A" or "A, as believes X, B"; of "A, is said in the statement of X"."""
    if hit.entry.pos == "adjective":
        return _sure_behind(hit)
    if hit.entry.pos != "verb" or hit.first_person or not CLAUSE_FRAMES & hit.entry.frames:
        return None
    before = hit.token.nbor(-1).lower_ if hit.token.i else ""
    if before == "as" and hit.entry.type in _TYPES:
        return _behind_as(hit)
    if hit.entry.type == "report" and (told := _behind_how(hit)) is not None:
        return told
    return _in_text(hit) if before in {"is", "was"} and hit.token.lower_ in _SAID else None


def _sure_behind(hit: Hit) -> Draft | None:
    """Read “A”, – is confident the coach Osk."""
    sure, doc = hit.token, hit.token.doc
    if hit.entry.cue not in _SURE or sure.i < _SHORTEST or doc[sure.i - 1].lower_ not in {"is", "are", "was"}:
        return None
    last = sure.i - 2
    while last > 0 and doc[last].text in _DASHES:
        last -= 1
    words = segment(sure.i + 1, sure)
    if doc[last].text not in _CLOSING or not len(words) or words[0].pos_ not in _NOMINAL or not _speaks(words):
        return None
    low = next((t.i for t in reversed(doc[max(0, last - _LONGEST) : last]) if t.text in _OPENING), None)
    said = doc[low + 1 : last] if low is not None else doc[0:0]
    if len(said) < _SHORTEST or any(t.is_space for t in said):
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=sure.i, by_quote=True, confidence=0.8)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    draft.content = [(said.start_char, said.end_char - (1 if said[-1].text == "," else 0))]
    return draft


_SURE = frozenset({"confident", "sure", "certain", "convinced"})
_OPENING, _CLOSING = frozenset({"“", '"', "«"}), frozenset({"”", '"', "»"})
_LONGEST = 80


def _behind_as(hit: Hit) -> Draft | None:
    verb, doc = hit.token, hit.token.doc
    first = verb.i - 1
    opens = first == 0 or doc[first].is_sent_start or doc[first - 1].is_space or doc[first - 1].text in STOPS
    parted = first > 0 and doc[first - 1].text in _DASHES
    own = own_subject(verb)
    if not (opens or parted) or verb.tag_ not in {"VBZ", "VBD", "NNS", "NNPS"}:
        return None
    if own is not None and own.i < verb.i and not parted:
        return None
    words = segment(verb.i + 1, verb)
    stop = words.end
    if not len(words) or not (words[0].pos_ in _NOMINAL or words[0].tag_ == "PRP$") or stop >= len(doc):
        return None
    if doc[stop].text != "," or not _speaks(words):
        return None
    content = _around(doc, first, stop, opens=opens)
    if not content:
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb))
    draft.source, draft.source_head, draft.confidence = (words.start_char, words.end_char), head_of(words), 0.8
    draft.content = content
    return draft


def _behind_how(hit: Hit) -> Draft | None:
    """Read "How the minister noted, A", whose "how" is an "as" of the original; "as" itself where the parse broke."""
    verb, doc, comma = hit.token, hit.token.doc, hit.token.i + 1
    if comma >= len(doc) or doc[comma].text != "," or verb.tag_ not in {"VBD", "VBZ"}:
        return None
    first, who = verb.sent.start, own_subject(verb)
    if doc[first].lower_ != "how" and not (doc[first].lower_ == "as" and verb.dep_ in {"nsubj", "ccomp", "csubj"}):
        return None
    if who is None or who.left_edge.i != first + 1 or who.right_edge.i + 3 < verb.i:
        return None
    content = _around(doc, first, comma, opens=True)
    last = doc.char_span(content[0][1] - 1, content[0][1], alignment_mode="expand") if content else None
    if last is None or (last.end < len(doc) and doc[last.end].text == "?"):
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, confidence=0.7)
    draft.source, draft.source_head = (doc[first + 1].idx, who.right_edge.idx + len(who.right_edge)), who.i
    draft.content = content
    return draft


def _speaks(words: Span) -> bool:
    head = words.doc[head_of(words)]
    named = any(t.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} for t in words)
    return named or is_personal(head) or is_body(head) or head.lemma_.lower() in HOLDERS


def _around(doc: Doc, first: int, comma: int, *, opens: bool) -> list[Range]:
    """Give the sentence without the comment; of a clause that has just begun only what follows."""
    end = comma + 1
    while end < len(doc) and not (doc[end].is_space and "\n" in doc[end].text) and doc[end].text not in STOPS:
        end += 1
    rest = doc[comma + 1 : end]
    if len(rest) < _SHORTEST or not any(t.tag_ in _VERBAL for t in rest):
        return []
    content = [(rest.start_char, rest.end_char)]
    if opens or doc[first - 2].lower_ in _LEADS:
        return content
    low = sentence_start(doc, first - 1)
    return [(doc[low].idx, doc[first - 1].idx), *content]


def _in_text(hit: Hit) -> Draft | None:
    """Read "A, is said in its letter", "A, – it was stated in the letter of the port"."""
    verb, doc = hit.token, hit.token.doc
    at = verb.i - 2
    if at > 0 and doc[at].lower_ == "it":
        at -= 1
    low = sentence_start(doc, at)
    if at - low < _SHORTEST or doc[at].text not in _DASHES or verb.i + 2 >= len(doc) or doc[verb.i + 1].lower_ != "in":
        return None
    text = next((t for t in doc[verb.i + 2 : verb.i + _FAR] if t.lemma_.lower() in TEXTS), None)
    said = doc[low:at]
    if text is None or not any(t.tag_ in FINITE for t in said) or '"' in said.text or "”" in said.text:
        return None
    words = owner_of_text(text, verb)
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, confidence=0.8)
    draft.source, draft.source_head = (words.start_char, words.end_char), words.root.i
    draft.content = [(said.start_char, said.end_char)]
    return draft


def owner_of_text(text: Token, verb: Token) -> Span:
    """Give whose text it is: "its letter", "the letter of the port", "the port's letter"; else the text itself."""
    doc = text.doc
    owner = next((c for c in text.children if c.dep_ == "poss"), None)
    if owner is not None:
        return doc[owner.left_edge.i : owner.i + 1]
    if text.i + 1 < len(doc) and doc[text.i + 1].lower_ in {"of", "from", "by"}:
        words = segment(text.i + 2, verb)
        if len(words):
            return words
    return doc[text.left_edge.i : text.i + 1]
