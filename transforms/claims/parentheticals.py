"""Cue clauses that stand beside their content: "A, he said", "A, he said, B", "as he said, A"."""

from spacy.tokens import Span, Token

from transforms.claims.clauses import FINITE, SUBJECTS, chars, children, own_subject, subject
from transforms.claims.drafts import Range
from transforms.claims.inverted_speakers import inverted_speaker
from transforms.claims.nouns_beside import noun_beside
from transforms.claims.people import is_personal

_GROUP_DEPS = frozenset(
    {
        "nsubj",
        "nsubjpass",
        "aux",
        "auxpass",
        "neg",
        "advmod",
        "prt",
        "dative",
        "dobj",
        "prep",
        "npadvmod",
        "agent",
        "expl",
    }
)
_MARKS = frozenset({'"', "“", "”", "«", "»"})


def group(verb: Token) -> tuple[int, int]:
    """Give the token range of the cue's clause: verb, subject, auxiliaries and short adjuncts next to it."""
    left = right = verb.i
    speaker = own_subject(verb)
    children = [c for c in verb.children if c.dep_ in _GROUP_DEPS and (c.dep_ not in SUBJECTS or c == speaker)]
    for child in sorted((c for c in children if c.i < verb.i), key=lambda c: -c.i):
        if child.right_edge.i >= left - 2 and (child.dep_ != "npadvmod" or _is_time(child)):
            left = min(left, child.left_edge.i)
    for child in sorted((c for c in children if c.i > verb.i), key=lambda c: c.i):
        if child.left_edge.i <= right + 2:
            right = max(right, child.right_edge.i)
    return left, right + 1


def parenthetical(verb: Token) -> list[Range]:
    """Find the content around a cue clause that follows or interrupts it: "A, he said", "A, he said, B"."""
    doc, sent = verb.doc, verb.sent
    left, right = group(verb)
    speaker = inverted_speaker(verb)
    inverted = _inverted(verb)
    if speaker is not None:
        left, right = verb.i, speaker[1]
    elif inverted is not None:
        left, right = verb.i, inverted.right_edge.i + 1
    if _is_where(verb) or _reminds(doc[sent.start : left]):
        return []
    beside = noun_beside(verb)
    if beside is not None:
        if doc[beside[0] - 1].lower_ == "as" and doc[beside[0] - 2].text == ",":
            rest = doc[verb.i + 2 : sent.end] if verb.i + 1 < sent.end and verb.nbor(1).text == "," else doc[:0]
            return [chars(r[0], r[-1]) for r in (doc[sent.start : beside[0] - 2], rest) if len(r)]
        in_place = doc[beside[0] - 1].lower_ in {"in", "at"} and doc[beside[0]].dep_ == "pobj"  # "at a port in Osk"
        return [(doc[sent.start].idx, doc[beside[0]].idx)] if beside[0] > sent.start + 2 and not in_place else []
    before = doc[left - 1] if left > sent.start else None
    leads = [c for c in verb.children if c.dep_ == "ccomp" and c.i < verb.i]
    if before is None or before.tag_ in {"IN", "WRB"} or before.text == ";":
        return []
    final = verb.dep_ in {"ROOT", "ccomp"} and right >= sent.end - 1 and left > sent.start + 3
    if before.text not in {",", "”", '"', "—", "–", "-", "''"} and not leads and not final:
        return []
    if subject(verb) is None and speaker is None:
        return []
    own = own_subject(verb)
    told = speaker is not None and ((own is not None and own.i > verb.i) or verb.lemma_.lower() in _OBJECTLESS)
    if (
        not told
        and not leads
        and not _told_hearer(verb, own)
        and verb.dep_ in {"acl", "advcl", "relcl", "xcomp", "conj", "pcomp"}
    ) or any(c.dep_ == "xcomp" and verb.i < c.left_edge.i <= right and not _reacts(c) for c in verb.children):
        return []
    closes = right >= sent.end - 1 or doc[right].text not in {",", "—", "–", "-"}
    opens = not leads and _only_opens(verb, doc[sent.start : left])
    rest = doc[right + 1 : sent.end]
    if opens:
        rest = _past_description(rest)
    if opens and (closes or not any(token.tag_ in FINITE for token in rest)):
        return []
    behind = speaker is not None or inverted is not None
    after = [] if closes else _after(verb, rest, leads, behind=behind, opens=opens)
    return _told(doc[sent.start : left], after)


def _reacts(clause: Token) -> bool:
    """Tell what somebody speaks to from what he says: "A, Osk told a briefing | commenting on B"."""
    return clause.tag_ == "VBG" and clause.head.lemma_ == "tell" and clause.lemma_ in {"comment", "respond", "answer"}


def _told_hearer(verb: Token, own: Token | None) -> bool:
    """Tell who closes a sentence behind a comma alone: "The mills were built, Minister Osk told the Courier."."""
    if verb.dep_ == "advcl" and verb.lemma_ == "learn" and own is not None:
        return own.pos_ == "PROPN" and verb.doc[own.left_edge.i - 1].text == ","  # "A, VELNA learned from Osk"
    if verb.dep_ != "conj" or own is None or verb.lemma_.lower() != "tell" or not (is_personal(own) or own.ent_type_):
        return False
    return not any(c.dep_ == "cc" for c in verb.head.children) and own.left_edge.i > verb.head.i


def _told(lead: Span, after: list[Range]) -> list[Range]:
    """Join what stands before a cue clause and behind it; a bare adverb before it alone is nothing told."""
    if not after and all(t.pos_ in _EMPTY for t in lead):
        return []
    if len(lead) > _RUBRIC and lead[0].is_sent_start and lead[1].text == ":" and lead[0].ent_type_ == "GPE":
        lead = lead[_RUBRIC:]  # "Norway: two ports shut, says the union"
    mark = next(
        (t.i for t in reversed(lead) if t.text == ";" and t.i + 1 < lead.end and t.nbor(1).text in _MARKS), None
    )
    first = lead.start_char if mark is None else lead.doc[mark + 1].idx  # “A; “B,” Osk said”
    return [(first, lead.end_char), *after]


_RUBRIC = 2


def _is_where(verb: Token) -> bool:
    """Tell a clause about a place or time from a cue: "the areas where they disagree"."""
    marks = [c for c in verb.children if c.tag_ == "WRB" and c.i < verb.i]
    return any(c.lower_ == "where" or verb.dep_ == "relcl" for c in marks)


_EMPTY = frozenset({"ADV", "CCONJ", "PUNCT", "SPACE"})


def _reminds(words: Span) -> bool:
    """Tell what leads to old news: "We will remind, last week | the police told of A"."""
    if not len(words) or words[0].lower_ not in {"we", "let", "recall", "remind"}:
        return False
    verbs = [t.lemma_.lower() for t in words if t.pos_ == "VERB"]
    return bool(verbs) and set(verbs) <= {"remind", "recall", "let", "note"}


def _after(verb: Token, rest: Span, leads: list[Token], *, behind: bool, opens: bool) -> list[Range]:
    """Give what goes on after the cue clause and its comma: "A, he said, B"; nothing if it describes the speaker.

    Where only an adverbial opens the sentence, the content is still to come, however its sentence was parsed.
    """
    further = next((t.i for t in rest if t.tag_ == "VBG" and t.head == verb and t.nbor(-1).text == ","), None)
    if behind and further is not None and further > rest.start and _tells_that(verb.doc[further]):
        rest = verb.doc[rest.start : further - 1]  # "A, said Ilsa Brandt, the mayor, | adding that B"
    if not len(rest) or (behind and not opens and _is_description(rest)):
        return []
    if rest[0].lower_ in {"though", "although", "whereas"} and rest[0].dep_ == "mark":
        return []  # the writer's: "A, he said, though B"
    if rest[0].lower_ == "in" and len(rest) > 1 and rest[1].lower_ == "what":
        return []  # the writer's: "A, he said, in what Osk called a gamble"
    if rest[0].head == verb and _tells_that(rest[0]):
        return []  # a cue of its own: "A, he said, adding that B"
    lead = set(leads)
    bare = rest[0].tag_ in FINITE and not any(c.dep_ in SUBJECTS for c in rest[0].children)
    joined = (
        bare
        or verb.dep_ == "parataxis"
        or any(t in lead or t.is_ancestor(verb) or any(a in lead for a in t.ancestors) for t in rest if not t.is_punct)
    )
    return [(rest[0].idx, rest[-1].idx + len(rest[-1]))] if behind or joined else []


def _tells_that(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(c.dep_ == "ccomp" for c in verb.children)


def _past_description(rest: Span) -> Span:
    """Leave out who the speaker is, up to its comma, where a clause of its own follows: "the mayor, B"."""
    comma = next((token.i for token in rest if token.text == ","), None)
    if comma is None:
        return rest
    first, behind = rest[: comma - rest.start], rest[comma + 1 - rest.start :]
    tells = rest[0].tag_ in {"WP", "WP$", "WDT"} or (
        not any(token.tag_ in FINITE for token in first) and (is_personal(first.root) or first.root.dep_ == "appos")
    )
    clause = any(token.dep_ in SUBJECTS and token.head.tag_ in {*FINITE, "VB", "VBN", "VBG"} for token in behind)
    return behind if tells and clause else rest


def _only_opens(verb: Token, words: Span) -> bool:
    """Tell whether nothing but the cue's own adverbial stands before it: "When nobody came, he laughed"."""
    for token in words:
        if (token.is_punct and token.text not in _MARKS) or token.is_space or token.dep_ == "cc":
            continue
        top = token
        while top.head != verb and top.head != top:
            top = top.head
        marked = any(c.dep_ == "mark" or c.tag_ == "WRB" for c in top.children)
        timed = top.dep_ != "npadvmod" or _is_time(top)
        opens = (top.dep_ in _ADVERBIALS and timed) or (top.dep_ == "advcl" and (marked or top.tag_ in {"VBN", "VBG"}))
        if top.head != verb or not opens or token.text in _MARKS:
            return False
    return True


def _is_time(noun: Token) -> bool:
    """Tell a time from a subject that a cue clause parts from its verb: "The crews, Osk said, were tired"."""
    return noun.ent_type_ in {"DATE", "TIME"} or noun.pos_ != "NOUN" or noun.tag_ != "NNS"


_ADVERBIALS = frozenset({"prep", "advmod", "npadvmod"})


def _is_description(rest: Span) -> bool:
    """Tell whether what follows "A, said Ilsa Brandt," says who she is: a noun or a relative clause, no sentence."""
    if rest[0].tag_ in {"WP", "WP$", "WDT"}:
        return True
    if rest[0].pos_ in {"CCONJ", "SCONJ", "ADP", "PUNCT"}:
        return False
    finite = (t for t in rest if t.tag_ in FINITE)
    return all(any(a.dep_ in {"relcl", "acl"} and a.i >= rest.start for a in (t, *t.ancestors)) for t in finite)


_OBJECTLESS = frozenset(
    {"say", "add", "note", "report", "explain", "believe", "point", "stress", "conclude", "write", "clarify", "state"}
    | {"specify", "agree", "claim", "argue", "think", "insist", "remark"}
)
"""Cues that no person can be the object of: behind them he speaks."""


def _inverted(verb: Token) -> Token | None:
    """Find the speaker after the verb that the parser took for its object: ", stated the minister, "."""
    if verb.i + 1 >= len(verb.doc) or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    noun = subject(verb)
    return noun if noun is not None and noun.i > verb.i and noun.dep_ in {"dobj", "oprd", "attr"} else None


def as_clause(verb: Token) -> list[Range]:
    """Find the clause that "as X said" comments on."""
    if verb.dep_ != "advcl" or not any(
        c.lower_ == "as" and c.dep_ in {"mark", "advmod"} and c.i < verb.i for c in verb.children
    ):
        return []
    if own_subject(verb) is None and not children(verb, "agent", "prep"):
        return []
    behind = [c for c in children(verb, "dobj", "ccomp", "xcomp") if c.i > verb.i and c.lower_ not in _CITING]
    if behind and not (verb.lemma_ == "put" and len(behind) == 1 and behind[0].lower_ == "it"):
        return []
    if any(c.i == verb.i + 1 and c.lower_ in _OF and any(p.dep_ == "pobj" for p in c.children) for c in verb.children):
        return []  # "A rose as the mayor warned of B"
    main = verb.head
    while main.dep_ in SUBJECTS:  # "Trade with Osk, as the mayor put it, is a lifeline"
        main = main.head
    left, right = (main.sent[0], main.sent[-1]) if main.dep_ == "ROOT" else (main.left_edge, main.right_edge)
    start, end = left.idx, right.idx + len(right)
    low, high = verb.left_edge.idx, verb.right_edge.idx + len(verb.right_edge)
    return [r for r in ((start, low), (high, end)) if r[0] < r[1]]


_OF = frozenset({"of", "about", "against", "for"})
_CITING = frozenset({"citing", "quoting", "referring"})
