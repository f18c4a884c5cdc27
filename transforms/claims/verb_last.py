"""Clauses whose verb stands last or first, as Slavic order has it: "The report the council denied", "agree doctors"."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE, SUBJECTS, chars, is_negated, own_subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.speaker_behind import head_of, past_hearer, segment
from transforms.claims.stops import sentence_start
from transforms.claims.told_in import is_body
from transforms.entities.words import PERSON_NOUNS

_STOPS = frozenset({".", "!", ";", "\n"})
_TYPES = frozenset({"report", "deny", "judge", "belief", "commit"})
_FRAMES = frozenset({"obj", "oprd", "that", ":with", ":on", ":about"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PREDICATES = frozenset({"ADJ", "NOUN", "PROPN", "VERB", "DET", "ADV"})
_BARRED = frozenset({"SCONJ", "CCONJ", "PUNCT"})
_AGREEING = frozenset({"agree", "disagree"})
_FORMS = FINITE | {"VB", "VBN"}
_BREAKS = _STOPS | {"?", "”"}
_FAR = 18
_PREDICATE = 4


def draft_verb_last(hit: Hit) -> Draft | None:
    """Build the claim of "The report the council denied.", "The ban Osk called absurd.", "With this agree doctors."."""
    verb, entry = hit.token, hit.entry
    if entry.pos != "verb" or entry.type not in _TYPES or hit.first_person or not _FRAMES & entry.frames:
        return None
    if verb.i < 2 or verb.tag_ not in _FORMS:
        return None
    if (told := _that_before(hit)) is not None:
        return told
    agrees = verb.lemma_ in _AGREEING
    if agrees or verb.dep_ == "relcl":
        return _object_first(hit) or (_with_this(hit) if agrees else None)
    return _this_denies(hit) if verb.nbor(-1).lower_ == "this" else None


def _low(verb: Token) -> int:
    """Find where the sentence begins by its stops, however it was parsed; -1 where that is far."""
    low = sentence_start(verb.doc, verb.i, _BREAKS)
    return low if verb.i - low <= _FAR else -1


def _stop(doc: Doc, i: int) -> int:
    while i < len(doc) and doc[i].text not in _STOPS and not doc[i].is_space:
        i += 1
    return i


def _speaks(noun: Token) -> bool:
    return (
        is_personal(noun)
        or noun.lower_ in PERSON_NOUNS
        or is_body(noun)
        or noun.ent_type_ in _NAMED
        or noun.pos_ == "PROPN"
    )


def _object_first(hit: Hit) -> Draft | None:
    verb, doc = hit.token, hit.token.doc
    low, who = _low(verb), own_subject(verb)
    if low < 0 or who is None or not low < who.left_edge.i <= who.i < verb.i or who.pos_ == "PRON":
        return None
    first = who.left_edge.i
    thing = doc[low:first]
    between = doc[who.right_edge.i + 1 : verb.i]
    if not all(t.pos_ in {"AUX", "PART", "ADV"} for t in between) or not _speaks(who):
        return None
    if not _is_thing(verb, low, first):
        return None
    stop = _stop(doc, verb.i)
    if stop >= len(doc) or doc[stop].text != ".":
        return None
    rest = doc[verb.i + 1 : stop]
    if len(rest) and not ("oprd" in hit.entry.frames and _is_predicate(verb, stop)):
        return None
    if not len(rest) and not ({"obj", ":with"} & hit.entry.frames or is_negated(verb)):
        return None
    draft = _new(hit)
    draft.source, draft.source_head = (doc[first].idx, who.right_edge.idx + len(who.right_edge)), who.i
    draft.content = [(thing.start_char, thing.end_char)]
    if len(rest):
        draft.content.append((rest.start_char, rest.end_char))
    return draft


def _new(hit: Hit) -> Draft:
    negated = is_negated(hit.token)
    return Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=hit.token.i, cue_negated=negated, confidence=0.7
    )


def _is_thing(verb: Token, low: int, first: int) -> bool:
    """Tell whether the words before the subject are the object: a noun phrase, with no verb left for it to serve."""
    thing = verb.doc[low:first]
    if len(thing) < 2 or any(t.pos_ in _BARRED or t.tag_ in FINITE or t.lower_ in {"what", "who"} for t in thing):
        return False
    if thing[-1].pos_ in {"ADP", "DET", "PART", "ADJ", "ADV"} or thing[0].ent_type_ in {"DATE", "TIME"}:
        return False
    if thing[0].lower_ == "with":
        return verb.sent.root == verb and verb.lemma_ in _AGREEING
    top = verb.head
    lost = verb.dep_ == "relcl" and low <= top.i < first and verb.sent.root.pos_ in {"NOUN", "PROPN"}
    return (
        lost and thing[0].pos_ in {"DET", "ADJ", "NOUN"} and not _speaks(thing.root) and low <= verb.sent.root.i < first
    )


def _is_predicate(verb: Token, stop: int) -> bool:
    rest = verb.doc[verb.i + 1 : stop]
    return len(rest) <= _PREDICATE and all(t.pos_ in _PREDICATES and t.tag_ not in FINITE for t in rest)


def _this_denies(hit: Hit) -> Draft | None:
    """Read "The head of the port Osk this denies.": "this" is the sentence before."""
    verb, doc = hit.token, hit.token.doc
    this, who = verb.nbor(-1), own_subject(verb)
    closes = verb.i + 1 < len(doc) and doc[verb.i + 1].text in {".", ";"}
    if not closes or not {"obj", "that"} & hit.entry.frames or who is None or who == this:
        return None
    if who.left_edge.i != verb.sent.start or not _speaks(who) or verb.i - who.left_edge.i > _FAR:
        return None
    draft = _new(hit)
    draft.source, draft.source_head = (doc[who.left_edge.i].idx, this.idx - 1), who.i
    draft.content = [chars(this, this)]
    return draft


def _with_this(hit: Hit) -> Draft | None:
    """Read "With this do not agree the doctors of the clinic."."""
    verb, doc = hit.token, hit.token.doc
    low = _low(verb)
    if low < 0 or doc[low].lower_ != "with":
        return None
    lead = [t for t in doc[low + 1 : verb.i] if t.pos_ not in {"AUX", "PART"} and t.dep_ not in {"neg", *SUBJECTS}]
    if not lead or lead[0].lower_ not in {"this", "that", "such", "the", "his", "her", "these"}:
        return None
    housed = verb.i + 2 < len(doc) and verb.nbor(1).lower_ in {"in", "at"} and verb.nbor(2).pos_ in {"DET", "PROPN"}
    words = segment(verb.i + (2 if housed else 1), verb)
    ends = words.end >= _stop(doc, verb.i) or doc[words.end].text == ","
    if not len(words) or not ends or words[0].pos_ not in {"DET", "NOUN", "PROPN", "ADJ"}:
        return None
    if not (_speaks(doc[head_of(words)]) or (housed and any(is_body(t) for t in words))):
        return None
    draft = _new(hit)
    draft.source, draft.source_head = (words.start_char, words.end_char), words.root.i if housed else head_of(words)
    draft.content = [chars(doc[low], lead[-1])]
    return draft


def _that_before(hit: Hit) -> Draft | None:
    """Read "That in May the mill burned, has confirmed to “Courier” the guard."."""
    verb, doc = hit.token, hit.token.doc
    if "that" not in hit.entry.frames or verb.tag_ not in {"VBD", "VBZ", "VBN"}:
        return None
    comma = verb.i - 1
    if doc[comma].pos_ not in {"PUNCT", "AUX", "ADV", "PART"}:
        return None
    while comma > 0 and doc[comma].pos_ in {"AUX", "ADV", "PART"}:
        comma -= 1
    low = sentence_start(doc, comma, _BREAKS)
    said = doc[low + 1 : comma]
    if doc[comma].text != "," or doc[low].lower_ != "that" or not _SHORTEST <= len(said) <= _LONGEST:
        return None
    if said[0].pos_ in {"VERB", "AUX", "PUNCT"} or said[0].tag_ == "NN" or not any(t.tag_ in FINITE for t in said):
        return None  # "That year the mill burned, said the guard"
    start = verb.i + 1
    heard = past_hearer(doc, start, verb) if start < len(doc) and doc[start].lower_ == "to" else start
    words = segment(heard, verb)
    if not len(words) or words[0].pos_ not in {"DET", "NOUN", "PROPN", "ADJ"} or not _speaks(doc[head_of(words)]):
        return None
    draft = _new(hit)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    draft.content = [(said.start_char, said.end_char)]
    if heard > start:
        draft.addressees = [chars(doc[start + 1], doc[heard - 1])]
    return draft


_SHORTEST, _LONGEST = 4, 40
