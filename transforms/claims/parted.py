"""A cue and its speaker set into the sentence he says: "The plan, said Adan Osk, a fisherman, will ruin the town"."""

from spacy.tokens import Token

from transforms.claims.clauses import FINITE, SUBJECTS, chars, own_subject
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.people import is_personal
from transforms.claims.sources import set_source
from transforms.claims.speaker_behind import head_of, segment
from transforms.claims.stops import STOPS, sentence_start
from transforms.entities.words import PERSON_NOUNS


def draft_parted(hit: Hit) -> Draft | None:
    """Build the claim of a cue that the parser gave the content's subject, and the content its speaker."""
    verb, entry = hit.token, hit.entry
    if "that" not in entry.frames or verb.tag_ not in {"VBD", "VBZ"} or not verb.i or verb.nbor(-1).text != ",":
        return None
    if (told := _between_commas(hit)) is not None:
        return told
    topic = own_subject(verb)
    said = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    speaker = next((c for c in said.children if c.dep_ in SUBJECTS), None) if said is not None else None
    if topic is None or said is None or speaker is None or topic.i > verb.i:
        return None
    if speaker.left_edge.i != verb.i + 1 or not (speaker.ent_type_ == "PERSON" or is_personal(speaker)):
        return None
    border = speaker.right_edge if speaker.right_edge.text == "," else speaker.doc[speaker.right_edge.i + 1]
    first = border.nbor(1)
    if border.text != "," or not _goes_on(first, said):
        return None
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, confidence=0.8)
    set_source(draft, speaker)
    start = verb.sent[0] if topic.left_edge.i - verb.sent.start < _LEAD else topic.left_edge
    draft.content = [chars(start, verb.nbor(-2)), chars(first, said.right_edge)]
    return draft


_LEAD = 8


def _goes_on(first: Token, said: Token) -> bool:
    """Tell whether a predicate without a subject of its own follows the speaker's comma."""
    verbal = first.tag_ in {*FINITE, "MD"} or (first.pos_ == "ADV" and first.head == said)
    return verbal and first.i <= said.i


def _between_commas(hit: Hit) -> Draft | None:
    """Read "The ferry, reports the Courier, will sail": between its commas nothing but the cue and who speaks."""
    verb, doc = hit.token, hit.token.doc
    words = segment(verb.i + 1, verb)
    if hit.entry.type != "report" or not len(words) or words.end + 2 >= len(doc) or doc[words.end].text != ",":
        return None
    low = sentence_start(doc, verb.i - 1)
    topic, rest = doc[low : verb.i - 1], doc[words.end + 1]
    if not 0 < len(topic) <= _LONGEST or any(t.tag_ in FINITE or t.text == "," for t in topic):
        return None
    head = doc[head_of(words)]
    named = any(t.ent_type_ in {"PERSON", "ORG"} for t in words) or is_personal(head) or head.lower_ in PERSON_NOUNS
    if rest.tag_ not in {*FINITE, "MD"} or not named or topic[-1].pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    stop = words.end + 1
    while stop < len(doc) and doc[stop].text not in STOPS and not doc[stop].is_space:
        stop += 1
    draft = Draft(entry=hit.entry, act=hit.entry.act, cue=hit.span, head=verb.i, confidence=0.8)
    draft.source, draft.source_head = (words.start_char, words.end_char), head_of(words)
    draft.content = [chars(topic[0], topic[-1]), chars(rest, doc[stop - 1])]
    return draft


_LONGEST = 12
