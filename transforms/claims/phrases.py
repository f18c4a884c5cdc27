"""Cues that are neither verbs nor nouns: "according to", adjectives ("is confident that") and adverbs."""

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE, SUBJECTS, agent, clause_head, is_negated, own_subject, phrase, subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft, Range
from transforms.claims.people import is_personal
from transforms.claims.points_back import sentence_before
from transforms.claims.sources import past_hyphen, set_source
from transforms.claims.told_in import place_of
from transforms.entities.words import PERSON_NOUNS


def draft_phrase(hit: Hit) -> Draft | None:
    """Build the claim of "according to X" and its like: the clause around the phrase."""
    doc, first = hit.token.doc, hit.token
    length = len(hit.entry.cue.split(" "))
    last = doc[first.i + length - 1]
    nouns = [c for c in last.children if c.dep_ in {"pobj", "pcomp"}]
    noun = nouns[0] if nouns else (doc[last.i + 1] if last.i + 1 < first.sent.end else None)
    if noun is None or noun.is_punct or noun.is_space or noun.lemma_.lower() in _NO_SOURCES or _is_governed(first):
        return None
    if "person" in hit.entry.frames and not _opens_with_person(first, noun):
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=first.i)
    if _has_dot(noun):
        return _draft_dotted(draft, noun)
    told = own_subject(noun) if noun.pos_ == "VERB" and any(c.lower_ == "what" for c in noun.children) else None
    by = agent(noun) if noun.pos_ == "VERB" and told is not None and told.lower_ == "what" else None
    if told is not None and (by is not None or (told.lower_ != "what" and noun.i > told.i)):
        draft.cue, noun = (noun.idx, noun.idx + len(noun)), by or told  # "according to what the council announced"
    decree = first.nbor(-1 if first.nbor(-1).text != "," else -2) if first.i > 1 else first
    if noun.lower_ == "which" and decree.pos_ in {"NOUN", "PROPN"}:
        last = noun.sent[-1]
        draft.content = [(noun.idx + len(noun), last.idx + len(last))]
        set_source(draft, decree)  # "a decree according to which the port is closed"
        return draft
    noun = _who_worded(noun)
    set_source(draft, noun)
    stop = past_hyphen(noun, _end_of_source(noun, first))
    if noun.dep_ == "poss" and draft.source is not None:
        draft.source, stop = (draft.source[0], noun.idx + len(noun)), noun.head.idx + len(noun.head)
    draft.source = (draft.source[0], min(draft.source[1], stop)) if draft.source else None
    sent = first.sent
    named = _read_name(draft, noun, last) if draft.source else None
    stop = named or (min(stop, draft.source[1]) if draft.source else stop)
    opening = all(t.is_punct or t.is_space or t.lower_ in {"but", "and", "also"} for t in doc[sent.start : first.i])
    anew = not opening and _opens_anew(first, stop)
    if opening or anew:
        draft.splits = anew
        tail = doc[sent.end - 1]
        comma = next((t for t in doc[noun.i : sent.end] if t.text == "," and t.idx >= stop), None)
        if comma is not None and not any(
            t.dep_ in {"nsubj", "nsubjpass"} and t.head.dep_ != "relcl" for t in doc[noun.i + 1 : comma.i]
        ):
            stop = _past_relative(comma)
        draft.content = [(stop, tail.idx + len(tail))]
    else:
        head = clause_head(first.head)
        governor = head.head if head.dep_ == "ccomp" and head.pos_ not in {"VERB", "AUX"} else head
        left = governor.left_edge if governor.left_edge.i < first.i else doc[sent.start]
        right = governor.right_edge
        start = left.idx if governor.dep_ in {"ccomp", "relcl"} else doc[sent.start].idx
        draft.content = [(start, first.idx)]
        if first.i - sent.start == 2 and doc[sent.start].lower_ in {"this", "that"} and first.nbor(-1).lemma_ == "be":
            draft.content = sentence_before(first)  # "This is according to the union."
        stop = _with_apposition(draft, noun, right, stop)
        behind = next((t for t in doc[noun.i : right.i + 1] if t.idx == stop and t.text == ","), None)
        stop = _past_relative(behind) if behind is not None else stop
        if stop < right.idx and any(t.idx == stop and t.text == "," for t in doc[noun.i : right.i + 1]):
            draft.content.append((stop, right.idx + len(right)))
    return draft


def _opens_with_person(first: Token, noun: Token) -> bool:
    """Tell "In line with the mayor, A", a rewriter's "according to", from "votes in line with ministers, in A"."""
    whole = noun.right_edge.i + 1
    single = noun.tag_ in {"NN", "NNP"} and noun.dep_ == "pobj" and is_personal(noun)
    closed = any(t.text == "," for t in noun.doc[noun.i + 1 : whole + 1])
    return first.is_sent_start is True and single and closed


def _has_dot(noun: Token) -> bool:
    """Tell a name with a dot that ended its sentence: "According to Velm | .Data, in May A"."""
    doc, i = noun.doc, noun.i
    if i + 4 >= len(doc) or noun.pos_ != "PROPN" or doc[i + 1].text != "." or doc[i + 3].text != ",":
        return False
    return not (noun.whitespace_ or doc[i + 1].whitespace_) and doc[i + 2].text[:1].isupper()


def _draft_dotted(draft: Draft, noun: Token) -> Draft:
    last, name = noun.nbor(4).sent[-1], noun.nbor(2)
    draft.source, draft.source_head = (noun.left_edge.idx, name.idx + len(name)), noun.i
    draft.content = [(noun.nbor(4).idx, last.idx + len(last))]
    return draft


def _past_relative(comma: Token) -> int:
    """Give where a clause on the source ends that a comma opens: "according to Osk, who left the port | , A"."""
    doc = comma.doc
    if comma.i + 2 >= len(doc) or comma.nbor(1).tag_ not in {"WDT", "WP", "WP$"}:
        return comma.idx
    verb = comma.nbor(1).head
    while verb.dep_ not in {"relcl", "ROOT"} and verb.head.i > comma.i:
        verb = verb.head
    if verb.dep_ != "relcl" or verb.i < comma.i:
        return comma.idx
    last = next((t.i for t in doc[verb.i : verb.right_edge.i + 1] if t.text == ","), verb.right_edge.i + 1)
    return doc[last].idx if last < len(doc) else comma.idx


def _with_apposition(draft: Draft, noun: Token, right: Token, stop: int) -> int:
    """Take in the name that ends a sentence behind its source: "A, according to the lawyer, | advocate Ana Osk."."""
    last = right.idx + len(right)
    rest = noun.doc.char_span(stop, last, alignment_mode="expand") if stop < last else None
    if rest is None or draft.source is None or not 1 < len(rest) <= _LONGEST_NAME or rest[0].text != ",":
        return stop
    words = [t for t in rest if not t.is_punct]
    person = bool(words) and words[-1].ent_type_ == "PERSON" and is_personal(noun)
    if not person or any(t.tag_ in FINITE for t in words):
        return stop
    draft.source, draft.source_head = (draft.source[0], words[-1].idx + len(words[-1])), words[-1].i
    return words[-1].idx + len(words[-1])


_LONGEST_NAME = 8


def _opens_anew(first: Token, stop: int) -> bool:
    """Tell whether the source opens a clause behind a mark: "denied it: according to him, A"."""
    doc, before = first.doc, first.nbor(-1)
    comma = doc.char_span(stop, stop + 1)
    if before.text not in {":", ";", "—", "–", "-"} or comma is None or comma.text != ",":
        return False
    rest = doc[comma.end : first.sent.end]
    closed = before.i and not doc[before.i - 1].is_punct
    return bool(closed) and any(t.tag_ in FINITE for t in rest) and not any(t.text in _DASHES for t in rest)


_DASHES = frozenset({"—", "–", "-"})


def _who_worded(noun: Token) -> Token:
    """Give Osk for "the words of Osk" and "Osk's words", the expert for "the estimates of the expert Osk"."""
    if noun.lower_ in _HIS_OWN:
        inner = next((o for c in noun.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"), None)
        return inner if inner is not None and (is_personal(inner) or inner.ent_type_ == "PERSON") else noun
    if noun.lower_ != "words":
        return noun
    if (owner := next((c for c in noun.children if c.dep_ == "poss" and c.tag_ != "PRP$"), None)) is not None:
        return owner
    for child in noun.children:
        if child.lower_ == "of":
            return next((c for c in child.children if c.dep_ == "pobj"), noun)
    return noun


_HIS_OWN = frozenset(
    {
        "estimate",
        "estimates",
        "calculations",
        "forecast",
        "forecasts",
        "assessment",
        "assessments",
        "opinion",
        "account",
    }
    | {"version", "data", "information", "observations", "testimony", "conclusions", "story", "recollections"}
)
_TAKING_ON = frozenset({"comment", "remark", "base", "rely", "insist", "depend", "focus", "dwell"})


def _is_governed(first: Token) -> bool:
    """Tell a preposition that a verb or noun before it asks for: "asked to comment | on the words of Osk"."""
    return first.lower_ == "on" and first.i > 0 and first.nbor(-1).lemma_.lower() in _TAKING_ON


_NO_SOURCES = frozenset(
    {"plan", "project", "schedule", "rule", "tradition", "custom", "need", "ability", "taste"}
    | {"type", "kind", "size", "age", "weight", "rank", "colour", "color", "category", "degree", "level", "extent"}
    | {"amount", "symptom", "indication", "criterion", "skill", "merit", "gender", "income"}
)
"""What something goes on in accordance with: nobody says it."""


def _read_name(draft: Draft, noun: Token, last: Token) -> int | None:
    """Cut a source at its comma, take in the name beside a title, and give where the content can begin.

    "According to the head of the school(,) Ana Osk, B"; "according to the indictment, between 2015 and 2017 B".
    """
    assert draft.source is not None
    doc, start = noun.doc, draft.source[0]
    words = doc.char_span(*draft.source, alignment_mode="expand")
    if words is None or words.start != last.i + 1:
        return None
    comma = next((t.i for t in words if t.text == ","), None)
    end = words.end if comma is None else comma
    follower = end + 1 if end < len(doc) and doc[end].text == "," else end
    office = is_personal(noun) or noun.lower_ in PERSON_NOUNS
    follower = _past_post(doc, follower) if office else follower
    name = next((e for e in noun.sent.ents if e.start == follower and e.label_ == "PERSON"), None)
    beside = name is not None and office and noun.ent_type_ != "PERSON"
    if name is not None and beside and (follower != end + 1 or (name.end < len(doc) and doc[name.end].text == ",")):
        draft.source, draft.source_head = (start, name.end_char), name.end - 1
        return name.end_char
    if name is not None and comma is not None and follower == comma + 1 and not office and noun.i < comma:
        draft.source = (start, doc[comma].idx)  # "According to the agency, Ana Osk in her speech said A"
        return doc[comma].idx
    if comma is not None and comma == noun.i + 1 and noun.pos_ == "PROPN" and _titled_goes_on(noun):
        draft.source, draft.source_head = (start, doc[comma].idx), noun.i
        return doc[comma].idx
    if comma is not None and comma > words.start and doc[comma + 1].pos_ in {"ADP", "SCONJ", "DET"}:
        inner = next((t for t in words[comma - words.start + 1 :] if t.text == ","), None)
        if inner is None and noun.i < comma:
            draft.source = (start, doc[comma].idx)
            return doc[comma].idx
    return None


def _past_post(doc: Doc, start: int) -> int:
    """Give where a name can stand behind the post that the parse hung elsewhere: "envoy | to the UN Ana Osk"."""
    if start >= len(doc) or doc[start].lower_ not in {"to", "in", "at", "of", "for"}:
        return start
    person = next((e for e in doc[start].sent.ents if e.start > start and e.label_ == "PERSON"), None)
    if person is None or person.start - start > _LONGEST_POST:
        return start
    between = doc[start + 1 : person.start]
    plain = len(between) and all(t.pos_ in {"PROPN", "NOUN", "DET", "ADJ"} for t in between)
    closed = person.end < len(doc) and doc[person.end].text == ","
    return person.start if plain and closed else start


_LONGEST_POST = 5


def _titled_goes_on(body: Token) -> bool:
    """Tell whether a person with his title follows a comma as a subject: "According to Osk, commander Berg said A"."""
    doc, sent = body.doc, body.sent
    person = next((e for e in sent.ents if e.label_ == "PERSON" and e.start > body.i + 2), None)
    if person is None or person.end >= sent.end or doc[person.end].tag_ not in FINITE:
        return False
    title = doc[body.i + 2 : person.start]
    return any(t.lower_ in PERSON_NOUNS for t in title) and not any(t.tag_ in FINITE or t.text == "," for t in title)


def _end_of_source(noun: Token, first: Token) -> int:
    end = phrase(noun)[1]
    return max(end, noun.idx + len(noun))


def draft_adjective(hit: Hit) -> Draft | None:
    """Build the claim of "X is confident that ..."."""
    adjective = hit.token
    content = next((found for child in adjective.children if (found := _governed(hit, child))), [])
    if not content and "that" in hit.entry.frames and adjective.i + 3 < adjective.sent.end:
        follower, last = adjective.nbor(1), adjective.sent[-1]
        if follower.text == ":":
            return _draft_colon(hit, follower, last)
        if follower.lower_ == "that" and follower.tag_ == "IN":
            content = [(follower.idx, last.idx + len(last))]
    content = content or _closed_with(adjective, hit)
    if not content:
        return None
    verb = adjective.head if adjective.dep_ in {"acomp", "oprd", "attr", "ccomp"} else adjective
    if hit.entry.cue == "clear" and (verb.lemma_ != "make" or adjective.i == verb.i + 1):
        return None  # "made it clear that A", not "it is clear that A"; "make clear" is a cue of its own
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=adjective.i, content=content, confidence=0.8)
    if hit.entry.cue in {"sure", "certain"} and verb.lemma_ == "make":
        return None  # "took tests to make sure A"
    if any(c.tag_ == "MD" and c.lower_ in _OUGHT for c in verb.children):
        return None  # "buyers should be aware that A"
    owner = _feels(verb) if verb.pos_ in {"VERB", "AUX"} else own_subject(adjective)
    if owner is None or owner.lower_ in {"it", "there"}:
        return None
    draft.cue_negated = is_negated(verb) or is_negated(adjective)
    set_source(draft, owner)
    return draft


_OUGHT = frozenset({"should", "must", "ought"})


def _governed(hit: Hit, child: Token) -> list[Range]:
    """Give what an adjective governs: a clause, an infinitive, what follows its preposition."""
    if child.i < hit.token.i:
        return []
    to = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
    that = child.dep_ == "ccomp" or any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
    if (child.dep_ == "xcomp" and to and "to" in hit.entry.frames) or (that and "that" in hit.entry.frames):
        return [(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))]
    if child.dep_ != "prep" or child.lower_ not in hit.entry.prepositions:
        return []
    nouns = [p for p in child.children if p.dep_ in {"pobj", "pcomp"}]
    return [(p.left_edge.idx, p.right_edge.idx + len(p.right_edge)) for p in nouns][:1]


def _closed_with(adjective: Token, hit: Hit) -> list[Range]:
    """Give what stands before somebody's certainty that ends the sentence: "The talks will fail, the envoy is sure"."""
    doc = adjective.doc
    verb = adjective if any(c.dep_ == "auxpass" for c in adjective.children) else adjective.head
    if not adjective.i or doc[adjective.i - 1].lemma_ != "be" or "that" not in hit.entry.frames:
        return []
    if adjective.i + 1 < len(doc) and doc[adjective.i + 1].text not in {".", "!", ";"}:
        return []
    who = next((c for c in verb.children if c.dep_ in SUBJECTS and c.i < verb.i), None)
    said = next((c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i), None)
    if who is None or said is None or not is_personal(who) or doc[who.left_edge.i - 1].text != ",":
        return []
    return [(said.left_edge.idx, doc[who.left_edge.i - 1].idx)] if said.left_edge.i < who.left_edge.i - 2 else []


_BEFORE_COLON = 2


def _draft_colon(hit: Hit, colon: Token, last: Token) -> Draft | None:
    """Build the claim of "The mayor is sure: A", where somebody stands right before the verb."""
    if colon.i < _BEFORE_COLON:
        return None  # "Clear: A"
    verb = colon.nbor(-2)
    who = next((c for c in verb.head.children if c.dep_ in SUBJECTS and c.right_edge.i == verb.i - 1), None)
    who = who or next((c for c in verb.children if c.dep_ in SUBJECTS and c.right_edge.i == verb.i - 1), None)
    if verb.lemma_ != "be" or who is None or not (is_personal(who) or who.pos_ == "PROPN" or who.lower_ in _WE):
        return None
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=hit.token.i, confidence=0.7)
    draft.content = [(colon.idx + 1, last.idx + len(last))]
    set_source(draft, who)
    return draft


_WE = frozenset({"he", "she", "they"})


def _feels(verb: Token) -> Token | None:
    """Give who is sure or afraid: the subject, or the body in "In the council are convinced that A"."""
    return subject(verb) or place_of(verb, before=True)


def draft_adverb(hit: Hit) -> Draft | None:
    """Build the speakerless claim of "reportedly": the clause that the adverb qualifies."""
    head = clause_head(hit.token.head)
    start, end = head.left_edge.idx, head.right_edge.idx + len(head.right_edge)
    if not start <= hit.token.idx < end or head == hit.token:
        return None
    return Draft(
        entry=hit.entry, act=hit.entry.act, cue=hit.span, head=hit.token.i, content=[(start, end)],
        reason="hearsay", confidence=0.6,
    )  # fmt: skip
