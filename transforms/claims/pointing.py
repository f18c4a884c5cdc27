"""Cues that point back to the sentence before, or tell by whom a paper was informed, in the manner of translations."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import SUBJECTS, agent, is_negated, own_subject, subject
from transforms.claims.cues import Hit, closes_after_name, closes_after_record
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.points_back import points_back, sentence_before
from transforms.claims.sources import set_source
from transforms.claims.speaker_behind import head_of, segment
from transforms.claims.told_in import is_body
from transforms.entities.words import OUTLET_NOUNS, PERSON_NOUNS

_TELLING = frozenset(
    {"write", "report", "inform", "announce", "state", "say", "tell", "declare", "transmit", "publish"}
)
_PRESS = OUTLET_NOUNS | {"source", "correspondent", "media", "press", "radio", "tv"}
_POINTING = frozenset(
    {"corresponding", "relevant", "appropriate", "this", "such", "that", "these", "the same", "similar"}
)
_CONCLUDING = frozenset(
    {"conclusion", "statement", "announcement", "declaration", "opinion", "view", "assessment", "proposal"}
    | {"assumption", "forecast", "warning", "remark", "comment", "claim", "decision"}
)
_MAKING = frozenset({"make", "reach", "come", "arrive", "draw", "issue", "give", "conclude"})
_VOICING = frozenset({"express", "voice", "share"})
_NAMED = frozenset({"ORG", "PERSON"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_FAR = 22
_LONGEST_LEAD = 3


def draft_pointing(hit: Hit) -> Draft | None:
    """Build the claim of "This writes the Courier", "Such a statement was made by Osk", "As Osk was told by B, C"."""
    if hit.first_person:
        return None
    if hit.entry.pos == "noun":
        return _concluded(hit)
    if hit.entry.cue in {"know", "known"}:
        return _known_from(hit)
    if hit.entry.pos == "adjective":
        return _sure_of_this(hit)
    if hit.entry.pos != "verb":
        return None
    if hit.entry.type == "evidence":
        return _follows(hit) if "pointing" in hit.entry.frames else _shown_by(hit) or _written_last(hit)
    if hit.entry.type != "report":
        return None
    return _written_last(hit) or _told_of_this(hit) or _as_informed(hit) or _view_voiced(hit)


def _known_from(hit: Hit) -> Draft | None:
    """Read "This became known from the message of Osk"."""
    verb, doc = hit.token, hit.token.doc
    if verb.i < 2 or verb.nbor(-2).lower_ not in {"this", "it"} or not _opens(verb.nbor(-2)):
        return None
    if (
        verb.nbor(-1).lower_ not in {"is", "was", "became", "becomes"}
        or doc[min(verb.i + 1, len(doc) - 1)].lower_ != "from"
    ):
        return None
    words = segment(verb.i + 2, verb)
    if not len(words) or any(t.lower_ == "that" for t in words):
        return None
    draft = _new(hit)
    draft.content = sentence_before(verb)
    return _put(draft, words)


def _sure_of_this(hit: Hit) -> Draft | None:
    """Read "Osk is convinced of this": the sentence before is what he holds."""
    sure = hit.token
    if hit.entry.cue not in _SURE or not points_back(sure.sent):
        return None
    verb = sure.head if sure.dep_ in {"acomp", "attr"} else sure
    who = subject(verb)
    if who is None or not (_can_say(who) or who.lower_ in PERSON_NOUNS):
        return None
    draft = _new(hit)
    draft.content = sentence_before(sure)
    set_source(draft, who)
    return draft if draft.content else None


_SURE = frozenset({"convinced", "sure", "certain", "confident"})


def _new(hit: Hit) -> Draft:
    head = hit.token
    return Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=head.i, cue_negated=is_negated(head), confidence=0.8
    )


def _put(draft: Draft, words: Span) -> Draft | None:
    while len(words) and (words[-1].is_punct or words[-1].is_space) and words[-1].text not in {'"', "”", "»", ")"}:
        words = words[:-1]
    if not len(words) or not draft.content:
        return None
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    return draft


def _speaks(words: Span) -> bool:
    if not len(words):
        return False
    if any(t.ent_type_ in _NAMED for t in words[:6]):
        return True
    return any(is_personal(t) or t.lemma_.lower() in _PRESS or is_body(t) for t in words[:6])


def _written_last(hit: Hit) -> Draft | None:
    """Read "A, Velm-inform writes.", whose verb was taken for a noun."""
    verb = hit.token
    if not (closes_after_name(verb) or (verb.tag_ == "NNS" and closes_after_record(verb))):
        return None
    doc, comma = verb.doc, verb.i - 1
    while doc[comma].text != ",":
        comma -= 1
    draft = _new(hit)
    draft.content, draft.closes = [(verb.sent.start_char, doc[comma].idx)], True
    return _put(draft, doc[comma + 1 : verb.i])


def _told_of_this(hit: Hit) -> Draft | None:
    """Read "This writes the newspaper Osk": the object stands first, the paper behind the verb."""
    verb = hit.token
    doc, first = verb.doc, verb.i - 1
    if verb.lemma_.lower() not in _TELLING or verb.tag_ not in {"VBZ", "VBD"} or first < 1:
        return None
    if doc[first].lower_ not in {"this", "it"} or not _opens(doc[first]) or verb.i + 2 >= len(doc):
        return None
    words = _without_reference(_past_mark(segment(verb.i + 1, verb), verb))
    plain = words and words[0].lower_ not in {"that", "how", "why", "what", "in", "on", "to", "about"}
    if not plain or not _speaks(words) or (doc[first].lower_ == "it" and not any(t.ent_type_ == "ORG" for t in words)):
        return None
    draft = _new(hit)
    draft.content = sentence_before(verb)
    return _put(draft, words)


def _past_mark(words: Span, verb: Token) -> Span:
    """Take in the name in marks behind "the newspaper"."""
    doc, end = verb.doc, words.end
    if end < len(doc) and doc[end].text in {'"', "“", "«"} and len(words) <= _LONGEST_LEAD:
        close = next((t.i for t in doc[end + 1 : end + 7] if t.text in {'"', "”", "»"}), None)
        return doc[words.start : close + 1] if close is not None else words
    return words


def _without_reference(words: Span) -> Span:
    at = next((t.i for t in words if t.lower_ in {"with", "citing"} and t.i > words.start), None)
    return words.doc[words.start : at] if at is not None else words


def _opens(token: Token) -> bool:
    before = token.nbor(-1) if token.i else token
    return before.is_space or before.text in {".", "!", "?", '"', "”", "»"} or token.i == token.sent.start


def _follows(hit: Hit) -> Draft | None:
    """Read "This follows from the report of Osk", "As follows from the decree, A", "It follows from it that A"."""
    verb, doc = hit.token, hit.token.doc
    words = segment(verb.i + 2, verb)
    if not len(words) or words.end >= len(doc):
        return None
    draft, before = _new(hit), verb.nbor(-1).lower_ if verb.i else ""
    that = next((t for t in words if t.lower_ == "that" and t.tag_ in {"IN", "WDT"}), None)
    last = verb.sent[-1]
    if before == "this":
        draft.content = sentence_before(verb)
    elif before == "as" and doc[words.end].text == "," and last.i > words.end + _LONGEST_LEAD:
        draft.content = [(doc[words.end + 1].idx, last.idx + len(last))]
    elif before == "it" and that is not None and last.i > that.i + 1:
        draft.content, words = [(that.idx + len(that), last.idx + len(last))], doc[words.start : that.i]
    if not len(words) or not any(t.lemma_.lower() in _PAPERS for t in words):
        return None
    draft.source, draft.source_head = (words.start_char, words.end_char), words.root.i
    return draft if draft.content else None


def _shown_by(hit: Hit) -> Draft | None:
    """Read "This showed a survey of the institute": what shows it stands behind the verb."""
    verb, doc = hit.token, hit.token.doc
    if not verb.i or verb.nbor(-1).lower_ not in {"this", "it"} or not _opens(verb.nbor(-1)) or verb.tag_ == "VBG":
        return None
    words = segment(verb.i + 1, verb)
    noun = next((t for t in words if t.lemma_.lower() in _PAPERS), None)
    if noun is None or doc[words.start].pos_ not in {"DET", "NOUN", "ADJ"} or noun.i > words.start + _LONGEST_LEAD:
        return None
    draft = _new(hit)
    draft.content = sentence_before(verb)
    draft.source, draft.source_head = (words.start_char, words.end_char), noun.i
    return draft if draft.content else None


_PAPERS = frozenset(
    {"survey", "poll", "study", "data", "datum", "report", "document", "decree", "result", "research", "materials"}
    | {"statistic", "statistics", "letter", "message", "statement", "text", "order", "explanation", "answer", "record"}
    | {"analysis", "footage", "video", "protocol", "verdict", "ruling", "resolution", "publication", "forecast", "law"}
)


def _as_informed(hit: Hit) -> Draft | None:
    """Read "As the Courier was informed by the council, A" and "As earlier informed “Courier”, A"."""
    verb = hit.token
    doc, first = verb.doc, verb.sent.start
    while first < verb.i and doc[first].lower_ in {"and", "but", "earlier", ","}:
        first += 1
    if doc[first].lower_ != "as" or not first < verb.i < first + _FAR or verb.tag_ not in {"VBD", "VBN", "JJ"}:
        return None
    lead = doc[first + 1 : verb.i]
    passive = any(t.lemma_ == "be" for t in lead[-3:])
    draft = _new(hit)
    if passive and not any(t.pos_ in _NOMINAL for t in lead) and (comma := _comma_behind(verb)) is not None:
        return _as_specified(draft, verb, comma)
    if passive:
        words = _teller(verb)
        hearer = [t for t in lead if t.pos_ in {"PROPN", "NOUN"}]
        if hearer:
            draft.addressees = [(hearer[0].left_edge.idx, hearer[-1].idx + len(hearer[-1]))]
    elif verb.i + 1 < len(doc) and doc[verb.i + 1].text == "," and all(t.pos_ == "ADV" for t in lead):
        return _as_specified(draft, verb, doc[verb.i + 1])
    elif all(t.pos_ == "ADV" for t in lead):
        words = _without_reference(_past_mark(_from_mark(verb), verb))
    else:
        return None
    if words is None or not _speaks(words) or words[0].pos_ in {"ADP", "PUNCT"}:
        return None
    comma = next((t for t in doc[words.end : verb.sent.end] if t.text == ","), None)
    last = verb.sent[-1]
    if comma is None or comma.i - verb.i > _FAR or last.i <= comma.i + 2:
        return None
    draft.content = [(comma.idx + 1, last.idx + len(last))]
    _skip_turn(draft, comma)
    return _put(draft, words)


def _comma_behind(verb: Token) -> Token | None:
    """Find the comma right behind a cue and its adverb: "As was reported earlier, A"."""
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    comma = next((t for t in behind if t.text == ","), None)
    return comma if comma is not None and (comma.i == verb.i + 1 or behind[0].pos_ == "ADV") else None


def _as_specified(draft: Draft, verb: Token, comma: Token) -> Draft | None:
    """Read "As specified, A", "As it was reported earlier, A": nobody says by whom."""
    last = verb.sent[-1]
    if last.i - comma.i < _LONGEST_LEAD:
        return None
    draft.content, draft.reason = [(comma.idx + 1, last.idx + len(last))], "agentless passive"
    return draft


def _from_mark(verb: Token) -> Span:
    doc = verb.doc
    first = verb.i + 1
    if first < len(doc) and doc[first].text in {'"', "“", "«"}:
        close = next((t.i for t in doc[first + 1 : first + 7] if t.text in {'"', "”", "»"}), None)
        if close is not None:
            return doc[first + 1 : close]
    return segment(first, verb)


def _teller(verb: Token) -> Span | None:
    """Find who told it: behind "by", "from" or "in", also behind the one who was told."""
    doc = verb.doc
    for token in doc[verb.i + 1 : min(verb.sent.end, verb.i + 8)]:
        if token.text in {",", ";", ":"}:
            return None
        if token.lower_ in {"by", "from", "in", "at"} and token.pos_ in {"ADP", "SCONJ"}:
            return segment(token.i + 1, verb)
    return None


def _skip_turn(draft: Draft, comma: Token) -> None:
    """Leave out "it turned out that" behind the comma."""
    words = [t.lower_ for t in comma.doc[comma.i + 1 : comma.i + 5]]
    if words == ["it", "turned", "out", "that"]:
        last = comma.nbor(4)
        draft.content = [(last.idx + len(last), draft.content[0][1])]


def _concluded(hit: Hit) -> Draft | None:
    """Read "Osk came to this conclusion", "Such a statement was made by Osk", "This is the conclusion reached by B"."""
    noun = hit.token
    if noun.lemma_.lower() not in _CONCLUDING or any(c.dep_ in {"ccomp", "relcl"} for c in noun.children):
        return None
    draft, doc = _new(hit), noun.doc
    points = any(c.lower_ in _POINTING for c in noun.children if c.i < noun.i)
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    who: Token | None = None
    if points and verb.lemma_.lower() in _MAKING:
        who = agent(verb) if noun.dep_ in SUBJECTS else subject(verb) if noun.dep_ in {"dobj", "pobj"} else None
    elif noun.dep_ == "attr" and verb.lemma_ == "be" and doc[verb.sent.start].lower_ in {"this", "such"}:
        made = next((c for c in noun.children if c.dep_ == "acl"), None)
        who = agent(made) if made is not None and made.lemma_.lower() in _MAKING | _VOICING else None
    if who is None or not _can_say(who):
        return None
    draft.content = sentence_before(noun)
    set_source(draft, who)
    return draft if draft.content else None


def _view_voiced(hit: Hit) -> Draft | None:
    """Read "This opinion was expressed by Osk": the sentence before is what he said."""
    verb = hit.token
    if verb.lemma_.lower() not in _VOICING:
        return None
    noun, who = own_subject(verb), agent(verb)
    if noun is None or noun.lemma_.lower() not in _CONCLUDING:
        return None
    if not any(c.lower_ in _POINTING for c in noun.children) or who is None or not _can_say(who):
        return None
    draft = _new(hit)
    draft.content = sentence_before(verb)
    set_source(draft, who)
    return draft if draft.content else None


def _can_say(noun: Token) -> bool:
    return noun.pos_ in {"PROPN", "PRON"} or noun.ent_type_ in _NAMED or is_personal(noun) or is_body(noun)
