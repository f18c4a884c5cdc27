"""What a cue verb says: its clause, its frame, its passive; and whose words they are."""

from collections.abc import Mapping

from spacy.tokens import Token

from transforms.claims.authors import can_speak, is_mute, speaks_for
from transforms.claims.clausal import aside, clause
from transforms.claims.clauses import (
    SUBJECTS,
    agent,
    chars,
    children,
    governors,
    is_negated,
    loose_participle,
    own_subject,
    phrase,
    subject,
)
from transforms.claims.cues import Hit
from transforms.claims.drafts import Draft
from transforms.claims.frames import (
    has_infinitive,
    infinitive,
    need,
    object_and_preposition,
    preposition,
    question,
    responsible,
)
from transforms.claims.idle import is_idle
from transforms.claims.impressions import draft_impression
from transforms.claims.inverted_speakers import inverted_speaker
from transforms.claims.lexicon import REPORTING_TYPES, CueEntry
from transforms.claims.mediated import read_mediated
from transforms.claims.mismatched import cut_mismatched
from transforms.claims.naming import predicate
from transforms.claims.nouns_beside import noun_beside, pair_before
from transforms.claims.objects import evidence, gerund, object_alone
from transforms.claims.parentheticals import group
from transforms.claims.passive_forms import is_passive
from transforms.claims.passives import read_passive
from transforms.claims.people import is_personal
from transforms.claims.run_together import (
    joined_over_infinitive,
    leading_cue,
    prompted,
    runs_on,
    same_tense,
    tells_by,
)
from transforms.claims.sources import set_source
from transforms.claims.told_in import body_behind, is_body, learned_from
from transforms.claims.tolls import toll
from transforms.entities.words import PERSON_NOUNS


def draft_verb(hit: Hit, cues: Mapping[int, CueEntry]) -> Draft | None:
    """Build the claim that a cue verb makes, without quotations; None if it governs no content.

    `cues` maps the token indices of all cues to their entries: "A, adding B" shares the speaker of the cue above it.
    """
    verb, entry = hit.token, hit.entry
    if _is_imperative(verb) or is_idle(verb, entry):
        return None
    if "seeming" in entry.frames:
        return draft_impression(verb, entry, hit.span, cues)
    told = read_mediated(verb, entry, hit.span)
    if told is not None:
        return told
    draft = Draft(entry=entry, act=entry.act, cue=hit.span, head=verb.i, cue_negated=is_negated(verb))
    if is_passive(verb):
        if not read_passive(verb, entry, draft):
            return None
    else:
        if not _active(verb, entry, draft):
            return None
        outer = _sharing_cue(verb, entry, cues)
        if outer is not None:
            draft.splits = True
        told_by = (
            learned_from(verb)
            or prompted(verb)
            or (evidence(verb) if "thing" in entry.frames and verb.tag_ == "VBG" else None)
        )
        set_source(draft, told_by or (speaks_for(verb, subject(verb)) if outer is None else subject(outer)))
        if (by := _stopping(verb)) is not None:
            set_source(draft, by)
        _read_beside(draft, verb)
        behind = inverted_speaker(verb)
        said_in = body_behind(verb) if behind is not None and verb.doc[behind[0]].pos_ == "ADP" else None
        if said_in is not None:
            draft.source, draft.source_head = (said_in[0].start_char, said_in[0].end_char), said_in[1]
        elif behind is not None and "that" in entry.frames:
            words = verb.doc[behind[0] : behind[1]]
            heads = [t for t in words if t.pos_ == "PROPN" and t.dep_ != "compound"] or [words.root]
            first = next((t for t in words if is_personal(t)), heads[-1])
            draft.source, draft.source_head = (words.start_char, words.end_char), first.i
        _read_through(draft, verb)
    _read_cleft(draft, verb)
    return None if _is_nobodys(draft, verb, entry) else draft


def _stopping(verb: Token) -> Token | None:
    """Find the agent that a second participle shares: "He was stopped by fishermen and urged to speak"."""
    first = verb.head
    joined = verb.dep_ == "conj" and own_subject(verb) is None and verb.tag_ in {"VBN", "VBD"}
    passive = joined and first.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in first.children)
    return agent(first) if passive and not any(c.dep_ in {"dobj", "ccomp"} for c in verb.children) else None


def _is_nobodys(draft: Draft, verb: Token, entry: CueEntry) -> bool:
    """Tell whether nobody says it who could, or nothing is said."""
    noun = verb.doc[draft.source_head] if draft.source_head is not None else None
    if noun is None and draft.reason is None and verb.tag_ in {"VB", "VBG"} and not _goes_with(verb):
        return True  # "it is too soon to say whether A"
    if noun is None and verb.is_sent_start and verb.tag_ in {"VBN", "VBD"} and children(verb, "dobj"):
        return True  # "Revealed ways to save money"
    if (noun is not None and is_mute(noun)) or _has_no_doer(verb, noun):
        return True
    if noun is not None and "thing" in entry.frames and verb.tag_ == "VBN" and noun.lemma_.lower() in _FACTS:
        return True  # "as shown by the growth of sales"
    if entry.type == "report" and (told := _lone_pronoun(verb, draft)) is not None and told != draft.source_head:
        return True  # "Nobody mentioned them"
    if verb.dep_ == "pcomp" and verb.head.lower_ == "of" and verb.head.head.lemma_.lower() in _MOMENTS:
        return True  # "until the moment of writing this news"
    if "denied" in entry.frames and (noun is None or not _can_deny(noun)):
        return True  # "the price does not exclude tax"
    return "person" in entry.frames and (noun is None or not (_is_person(noun) or _is_known(noun)))


_FACTS = frozenset(
    {"increase", "growth", "rise", "decline", "fall", "drop", "decrease", "surge", "fact", "lack", "absence"}
    | {"presence", "behaviour", "behavior", "success", "failure", "popularity", "demand"}
)


def _is_known(noun: Token) -> bool:
    """Tell a person whom the model missed here by his surname, which it knows elsewhere in the text."""
    return noun.text[:1].isupper() and any(e.label_ == "PERSON" and e[-1].text == noun.text for e in noun.doc.ents)


def _can_deny(noun: Token) -> bool:
    return can_speak(noun) or is_body(noun) or noun.lower_ in PERSON_NOUNS


def _is_person(noun: Token) -> bool:
    """Tell a person by his noun or by the title that the parser hung on his name: "Minister of Power Osk"."""
    return is_personal(noun) or any(c.dep_ in {"nmod", "compound"} and is_personal(c) for c in noun.children)


def _goes_with(verb: Token) -> bool:
    """Tell a cue that goes on from the one of a body: "“A”, reported in the port, noting that B"."""
    loose = verb.tag_ == "VBG" and verb.dep_ == "advcl" and loose_participle(verb)
    return (
        loose
        and verb.head.tag_ in {"VBN", "VBD"}
        and any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in verb.head.children)
    )


def _has_no_doer(verb: Token, noun: Token | None) -> bool:
    """Tell a deed that nobody does: "an attempt to dismiss A", "blamed for saying A", "it is hard to predict A"."""
    over = verb.head
    if verb.dep_ == "pcomp" and verb.tag_ == "VBG" and over.lower_ == "for":
        return True
    if verb.dep_ == "acl" and verb.tag_ == "VB" and noun == over:
        return not (is_personal(over) or over.pos_ == "PROPN")
    return noun is not None and verb.dep_ == "xcomp" and over.lemma_ == "be" and noun.lower_ == "it"


def _lone_pronoun(verb: Token, draft: Draft) -> int | None:
    """Give the pronoun that is all of an object's content."""
    if len(draft.content) != 1:
        return None
    for child in children(verb, "dobj"):
        if child.tag_ == "PRP" and draft.content[0] == (child.idx, child.idx + len(child)):
            return child.i
    return None


_MOMENTS = frozenset({"moment", "time", "hour"})


def _read_through(draft: Draft, verb: Token) -> None:
    """Read "quoted A as saying B" and "A went on by saying B": whose words they are, and where the cue begins."""
    prep = verb.head
    if verb.tag_ != "VBG" or prep.i != verb.i - 1 or not prep.i:
        return
    if prep.lower_ == "as" and prep.head.lemma_.lower() in {"quote", "cite"}:
        quoted = children(prep.head, "dobj") or children(prep.head, "nsubjpass")
        if quoted:
            set_source(draft, quoted[0])
    before = verb.nbor(-2)
    if prep.lower_ == "by" and before.lemma_.lower() in _GOING_ON and before.pos_ == "VERB":
        draft.cue, draft.splits = (before.idx, verb.idx + len(verb)), True
        if draft.content[-1][0] > verb.idx:
            draft.content = [(verb.nbor(1).idx, draft.content[-1][1])]


def _is_imperative(verb: Token) -> bool:
    """Tell whether a verb asks for something itself: alone in its sentence, or opening somebody's words."""
    if verb.lower_ == "thank" and own_subject(verb) is None and verb.tag_ in {"VB", "VBP"} and verb.dep_ != "xcomp":
        return True  # "Thank you for coming"
    opens = verb.is_sent_start and verb.tag_ in {"VBP", "VB"}
    if opens and not any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children):
        return True
    if verb.tag_ != "VB":
        return False
    return (verb.dep_ == "ROOT" and subject(verb) is None) or (verb.i > 0 and verb.nbor(-1).text == ":")


def _read_cleft(draft: Draft, verb: Token) -> None:
    """Take in the words that the parser parted from their sentence: "It was Osk, | Brandt recalled, that B"."""
    doc, first = verb.doc, verb.sent.start
    opens = group(verb)[0] == first and first > 2 and doc[first - 1].text == ","
    if opens and draft.content and verb.nbor(1).text == "," and draft.content[0][0] > verb.idx:
        before = doc[first - 1].sent
        if before[0].lower_ == "it" and before.end == first:
            draft.content.insert(0, (before.start_char, doc[first - 1].idx))


_GOING_ON = frozenset({"continue", "conclude", "end", "begin", "start", "open", "close", "respond", "reply", "finish"})


def _read_beside(draft: Draft, verb: Token) -> None:
    """Prefer the words right before a closing cue where the parser's subject runs far into the content."""
    if (pair := pair_before(verb)) is not None and draft.content and draft.content[0][0] < verb.doc[pair[0]].idx:
        words = verb.doc[slice(*pair)]
        draft.source, draft.source_head = (words.start_char, words.end_char), words.root.i
        return
    if draft.source is None or draft.source[0] > verb.idx:
        return
    beside = noun_beside(verb)
    if beside is None or any(t.text == "," for t in verb.doc[beside[0] - 1 : beside[0]]):
        return
    if verb.doc[beside[0]].dep_ == "pobj" and verb.doc[beside[0] - 1].lower_ in {"in", "at"}:
        return  # "Brandt at a meeting in Osk warned"
    start = verb.doc[beside[0]].idx
    if any(s <= start - 2 and start <= e + 1 for s, e in draft.content) or start > draft.source[0] + 1:
        draft.source, draft.source_head = (start, verb.idx - 1), beside[1] - 1
        before = verb.nbor(-1)
        draft.source = (start, before.idx + len(before))


def _sharing_cue(verb: Token, entry: CueEntry, cues: Mapping[int, CueEntry]) -> Token | None:
    """Find the cue whose speaker goes on in this one: "A said B, adding C", "A said B and insisted that C"."""
    over = joined_over_infinitive(verb)
    if over is not None and not any(c.dep_ in SUBJECTS for c in verb.children):
        return over
    foresees = entry.type == "belief" and verb.tag_ == "VBG"
    if not (entry.type in REPORTING_TYPES or foresees) or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    if runs_on(verb) or tells_by(verb):
        return leading_cue(verb, cues)
    loose = loose_participle(verb)
    if loose and any(
        c.dep_ == "mark" and c.lower_ == "that" and c.i < verb.i < verb.head.i for c in verb.head.children
    ):
        return None  # "said that, urging A, the firms did B"
    if not loose and verb.dep_ != "conj":
        return None
    below = verb
    for above in governors(verb):
        cue = cues.get(above.i)
        holds = cue is not None and loose and cue.type == "belief"
        if cue is not None and (holds or cue.type in REPORTING_TYPES) and below.dep_ == "ccomp":
            return above if loose or same_tense(above, verb) else None
        thinks = cue is not None and cue.type == "belief" and below.dep_ == "ccomp" and verb.head.tag_ != verb.tag_
        if thinks and above.tag_ == verb.tag_ and not loose:
            return above  # "thinks the port is testing us and predicts B"
        own = any(c.dep_ in SUBJECTS for c in above.children) and below.dep_ in {"advcl", "relcl"}
        reports = cue is not None and cue.type in REPORTING_TYPES and not _is_told(above, cues)
        if own and (reports or below != verb or not loose):
            return None
        below = above
    if loose and verb.dep_ == "acl":
        return next((g for g in governors(verb) if any(c.dep_ in SUBJECTS for c in g.children)), None)
    return None


def _is_told(verb: Token, cues: Mapping[int, CueEntry]) -> bool:
    """Tell a cue within what another says, who goes on: "Osk said that he and Brandt had discussed it, adding B"."""
    over = cues.get(verb.head.i) if verb.dep_ == "ccomp" and verb.head.i < verb.i else None
    return over is not None and over.type in REPORTING_TYPES


def _active(verb: Token, entry: CueEntry, draft: Draft) -> bool:
    for find in (
        toll,
        responsible,
        clause,
        question,
        infinitive,
        predicate,
        object_and_preposition,
        need,
        preposition,
        gerund,
        object_alone,
        aside,
    ):
        content = find(verb, entry)
        if content:
            draft.content = content if find in _CLAUSES else cut_mismatched(verb, content)
            if find is infinitive and entry.type == "judge":
                draft.act = "demand"  # "called to ban lorries"
            if find is preposition and entry.cue == "insist":
                draft.act = "demand"  # "insists on a ten-year contract"
            if find is object_and_preposition and entry.cue == "suspect":
                draft.act = "accuse"  # "suspects Osk of theft"
            break
    else:
        return False
    addressing = _ADDRESSING_FRAMES if entry.type not in {"belief", "report"} else _ADDRESSING_FRAMES - {"obj-to"}
    if addressing & entry.frames or entry.cue in _ADDRESSING:
        nouns = [noun for child in _addressees(verb, entry) for noun in (child, *child.conjuncts)]
        draft.addressees = [chars(noun.left_edge, noun) if noun.conjuncts else phrase(noun) for noun in nouns]
    if entry.type == "judge":
        for child in children(verb, "dobj")[:1]:
            draft.target = phrase(child)
    return True


_CLAUSES = (toll, clause, question, aside)
_ADDRESSING_FRAMES = frozenset({"addr-that", "obj-to", "whether"})
_ADDRESSING = frozenset({"call on", "call upon", "appeal", "thank", "congratulate", "plead"})


def _addressees(verb: Token, entry: CueEntry) -> list[Token]:
    """List who is told, asked or thanked: the object, or the one who is called on to do something."""
    objects = [c for c in children(verb, "dobj", "dative") if c.i > verb.i]
    if objects or (entry.type != "request" and entry.cue != "want"):
        return objects
    for prep in children(verb, "prep", "dative"):
        if prep.lower_ in {"on", "upon", "to", "with"}:
            return [noun for noun in prep.children if noun.dep_ == "pobj"][:1]
    clauses = [c for c in children(verb, "ccomp", "xcomp", "advcl") if c.i > verb.i and has_infinitive(c)]
    return children(clauses[0], "nsubj")[:1] if clauses else []
