"""The clause that a cue verb governs, behind it or around it: "said that A", "A, he said"."""

from spacy.tokens import Token

from transforms.claims.clauses import (
    SUBJECTS,
    chars,
    children,
    is_finite,
    is_negated,
    is_small,
    own_subject,
    reach,
    subject,
)
from transforms.claims.drafts import Range
from transforms.claims.inverted_speakers import inverted_speaker
from transforms.claims.lexicon import CLAUSE_FRAMES, CueEntry, load_cues
from transforms.claims.objects import is_thing
from transforms.claims.parentheticals import as_clause, parenthetical
from transforms.claims.people import is_personal
from transforms.claims.rebuttals import rebutted
from transforms.claims.tails import mended

_BARE_QUESTIONS = frozenset({"why", "when", "how", "where", "whether", "what", "who"})
_CLAUSE_WORDS = 4
_THAT_REACH = 20


def clause(verb: Token, entry: CueEntry) -> list[Range]:
    if not CLAUSE_FRAMES & entry.frames:
        return []
    if "marked" in entry.frames:
        return _marked(verb) or _that_clause(verb, entry)
    if inverted_speaker(verb) is not None:
        return parenthetical(verb)
    after = [c for c in children(verb, "ccomp") if c.i > verb.i and (not is_small(c) or _is_broken(c, entry))]
    after = [c for c in after if not _tells_when(c)]
    after = [c for c in after if not (_joins_order(verb, c) or c.lower_ in _CITING)]
    if len(after) == 1 and "whether" in entry.frames and _is_bare(after[0]):
        after = []
    if after and (told := _object_described(verb, after[0])):
        return told
    bare_thing = "thing" in entry.frames and not is_thing(verb)
    if after and not (bare_thing and not any(c.dep_ == "mark" for c in after[0].children)):
        start, end = _spliced(verb, after, mended(verb, reach(after[0], after[0])))
        return [*_parted_subject(verb, after[0]), (_first_conjunct(verb, after[0], start), end)]
    if "quote" in entry.frames and (short := _short_answer(verb)):
        return short
    behind = _that_clause(verb, entry) or (_told_without_that(verb) if "addr-that" in entry.frames else [])
    if behind:
        return behind
    bare = [
        c
        for c in verb.children
        if c.i > verb.i and c.lower_ in _BARE_QUESTIONS and c.dep_ in {"advmod", "ccomp", "dobj"}
    ]
    if bare and bare[0].i == verb.i + 1 and (bare[0].i + 1 >= len(verb.doc) or verb.doc[bare[0].i + 1].is_punct):
        return [reach(bare[0], bare[0])]
    if is_negated(verb) and (untold := _untold(verb)):
        return untold
    if "about" in entry.prepositions and any(c.lower_ == "about" and c.dep_ == "prep" for c in verb.children):
        return []  # "as Osk went on about A, Brandt left"
    return aside(verb, entry) if closes_sentence(verb) and not _takes_object(verb, entry) else []


def _tells_when(clause: Token) -> bool:
    """Tell when somebody spoke from what he said: "A, Osk said on Monday, | hours after the storm hit the coast"."""
    first = clause.left_edge
    if not first.i or first.nbor(-1).text != ",":
        return False
    opening = [t.lower_ for t in clause.doc[first.i : first.i + _WHEN]]
    span = next((i for i, word in enumerate(opening) if word.rstrip("s") in _SPANS), None)
    return span is not None and opening[span + 1 : span + 2] in (["before"], ["after"], ["ahead"])


_WHEN = 6
_SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "moment"})


def _takes_object(verb: Token, entry: CueEntry) -> bool:
    """Tell what is judged or denied behind the verb from a clause before it: "Crowds win, Osk rules out early poll"."""
    if entry.type not in {"deny", "judge"} or "obj" not in entry.frames:
        return False
    return any(c.dep_ == "dobj" and c.i > verb.i and c.pos_ == "NOUN" for c in verb.children)


def _joins_order(verb: Token, said: Token) -> bool:
    """Tell an order before a comma from what is said behind it: "after Osk told them to march, | neither side won"."""
    ordered = [c for c in children(verb, "xcomp") if verb.i < c.i < said.i and any(t.tag_ == "TO" for t in c.children)]
    ordered += [c for p in children(verb, "prep") if p.lower_ == "to" for c in p.children if c.tag_ == "VB"]
    comma = said.left_edge.i - 1
    return bool(ordered) and bool(children(verb, "dobj")) and comma > verb.i and said.doc[comma].text == ","


def _is_bare(clause: Token) -> bool:
    """Tell a noun taken for a verb from a clause: "asked him during a chat | if A"."""
    return clause.tag_ == "VB" and not any(c.dep_ in {*SUBJECTS, "aux", "mark"} for c in clause.children)


def _first_conjunct(verb: Token, said: Token, start: int) -> int:
    """Begin a clause with the noun that the parser took for the verb's object: "said | fees and taxes would rise"."""
    for noun in children(verb, "dobj"):
        joins = any(c.dep_ == "cc" and c.right_edge.i + 1 == said.left_edge.i for c in noun.children)
        if joins and verb.i < noun.i < said.i and said.left_edge.idx == start:
            return noun.left_edge.idx
    return start


def _object_described(verb: Token, said: Token) -> list[Range]:
    """Give an object whose relative clause the parser took for what is said: "announced a truce Friday that begins"."""
    top = own_subject(said)
    objects = [c for c in children(verb, "dobj") if verb.i < c.i < said.i and c.pos_ == "NOUN"]
    relative = top is not None and top.tag_ == "WDT" and top.lower_ == "that" and top.i > verb.i + 1
    return [reach(objects[0], said)] if objects and relative else []


def _parted_subject(verb: Token, said: Token) -> list[Range]:
    """Give the subject that a cue clause parts from its verb: "The answer, the judge told them, was simple"."""
    doc, start, own = verb.doc, verb.sent.start, own_subject(verb)
    if own is None or own.i > verb.i or not is_finite(said) or any(c.dep_ in SUBJECTS for c in said.children):
        return []
    first, before = own.left_edge.i, said.left_edge.i - 1
    if first < start + 2 or doc[first - 1].text != "," or doc[before].text != ",":
        return []
    lead = doc[start : first - 1]
    nominal = lead.root.pos_ in {"NOUN", "PROPN", "PRON"} and lead[0].tag_ in {"DT", "NN", "NNS", "NNP", "PRP$", "JJ"}
    return [(lead.start_char, lead.end_char)] if nominal else []


def _untold(verb: Token) -> list[Range]:
    """Give the question that somebody leaves open: "has not said | when the road will open"."""
    for clause in children(verb, "advcl", "ccomp"):
        first = clause.left_edge
        if first.i == verb.i + 1 and (first.tag_ == "WRB" or first.lower_ in {"if", "whether"}):
            return [reach(clause, clause)]
    return []


def _short_answer(verb: Token) -> list[Range]:
    """Give a word that answers: "said yes", "said: No"."""
    for child in children(verb, "intj", "dobj", "advmod"):
        if child.i > verb.i and child.lower_ in _ANSWERS:
            return [chars(child, child)]
    return []


_ANSWERS = frozenset({"yes", "no", "sorry", "maybe", "ok", "okay"})


def _spliced(verb: Token, clauses: list[Token], span: Range) -> Range:
    """Go on over clauses that only commas join: "explained that salt is safe, it harms in large amounts"."""
    top, doc = verb.head, verb.doc
    for clause in clauses[1:]:
        first = next((c.left_edge for c in clause.children if c.dep_ in SUBJECTS), clause)
        if first.pos_ == "PRON" and first.nbor(-1).text == "," and first.idx == span[1] + 2:
            span = (span[0], clause.right_edge.idx + len(clause.right_edge))
    if verb.dep_ != "ccomp" or top.i < verb.i or top.idx < span[1] or top.lemma_.lower() in load_cues()["verb"]:
        return span
    own = next((c for c in top.children if c.dep_ in SUBJECTS), None)
    comma = doc.char_span(span[1], span[1] + 1)
    if own is None or comma is None or comma.text != "," or own.left_edge.i != comma.end:
        return span
    last = top.right_edge
    return (span[0], last.idx + len(last)) if own.lower_ in {"it", "they", "this", "that"} else span


def _told_without_that(verb: Token) -> list[Range]:
    """Read the clause that the parser hung on the hearer: "told the centre | they had seen nobody"."""
    for noun in children(verb, "dobj", "dative"):
        for clause in noun.children:
            first = clause.left_edge
            bare = clause.dep_ == "relcl" and first.i == noun.i + 1
            top = own_subject(clause)
            whole = any(c.dep_ in {"nsubjpass", "acomp", "attr", "dobj", "prep"} for c in clause.children)
            whole = whole and noun.lemma_.lower() in _HEARERS and top is not None and top.left_edge == first
            told = first.lower_ in _SAID_OF and first.dep_ in SUBJECTS
            if bare and (told or whole) and noun.lemma_.lower() not in _TALES:
                return [reach(clause, clause)]
    return []


_SAID_OF = frozenset({"he", "she", "it", "they", "we", "i", "there"})
_HEARERS = frozenset(
    {"station", "newspaper", "paper", "agency", "channel", "broadcaster", "magazine", "reporter", "journalist", "press"}
    | {"parliament", "court", "committee", "council", "media", "radio", "outlet", "daily", "portal", "website"}
)
_TALES = frozenset(
    {"story", "truth", "tale", "joke", "lie", "thing", "secret", "news", "version", "fact", "way", "reason"}
)


def _marked(verb: Token) -> list[Range]:
    """Give the clause of a verb that says something only with "that": "considered that A", not "considering A"."""
    clauses = [c for c in children(verb, "ccomp") if c.i > verb.i]
    marked = [c for c in clauses if any(m.lower_ == "that" and m.dep_ == "mark" for m in c.children)]
    return [mended(verb, reach(marked[0], marked[0]))] if marked else []


def aside(verb: Token, entry: CueEntry) -> list[Range]:
    """Give the content around a cue that comments on it: "A, he said", "as he said, A"."""
    if (
        not CLAUSE_FRAMES & entry.frames
        or "marked" in entry.frames
        or _is_embedded(verb)
        or (not CLAUSE_FRAMES - {"quote"} & entry.frames and not _comments(verb))
    ):
        return []
    if "obj" in entry.frames and (told := _reduced_relative(verb)):
        return told
    if verb.lemma_.lower() in _SEEING and any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return []  # "It was dark, the man noticed a light"
    return as_clause(verb) or parenthetical(verb)


def _reduced_relative(verb: Token) -> list[Range]:
    """Give the noun that a bare relative clause is about: "hid the figures, a charge the mayor denies"."""
    noun, own = verb.head, own_subject(verb)
    if rebutted(verb) is not None and not any(c.i > verb.i and c.dep_ in {"dobj", "oprd"} for c in verb.children):
        seen = [reach(c, c) for c in verb.children if c.i > verb.i and c.dep_ == "prep" and c.lower_ == "as"]
        return [chars(noun.left_edge, noun), *seen]  # "a charge that he described as a joke"
    if verb.dep_ != "relcl" or noun.pos_ != "NOUN" or own is None or own.left_edge.i != noun.i + 1:
        return []
    if any(c.i > verb.i and c.dep_ in {"dobj", "ccomp", "xcomp", "prep"} for c in verb.children):
        return []
    return [chars(noun.left_edge, noun)]


def _is_embedded(verb: Token) -> bool:
    """Tell a clause with a place of its own in the sentence: "saying he understood A", "which he called B"."""
    if any(c.dep_ == "csubj" for c in verb.children):
        return True
    if verb.dep_ == "relcl":
        return any(c.tag_ in {"WDT", "WP"} and c.dep_ not in SUBJECTS for c in verb.children)
    if any(c.lower_ == "what" and c.dep_ == "dobj" and c.i < verb.i for c in verb.children):
        return True
    over = verb.head
    if verb.dep_ != "ccomp" or over.i >= verb.i or over.pos_ != "VERB":
        return False
    first = own_subject(verb)
    if any(c.dep_ in {"mark", "dobj"} and c.lower_ == "that" and c.i < verb.i for c in verb.children):
        return True  # also "told the paper that Osk ordered early", with "that" for an object
    return first is not None and over.i < first.i < verb.i and first.left_edge.i == over.i + 1


def closes_sentence(verb: Token) -> bool:
    """Tell whether nothing follows the cue that it could govern: its clause stands before it."""
    objects = [c for c in children(verb, "dobj") if c.i > verb.i and c.ent_type_ not in {"DATE", "TIME"}]
    before = any(c.dep_ == "ccomp" and c.i < verb.i for c in verb.children)
    return before or not objects or any(c == subject(verb) for c in objects)


_SEEING = frozenset({"notice", "see", "find", "discover", "hear", "feel", "show", "reveal", "learn"})


def _is_broken(clause: Token, entry: CueEntry) -> bool:
    """Tell a clause whose verb the parser missed ("say the road open again at last") from a name or a label."""
    if "thing" in entry.frames and not is_thing(clause.head):
        return False
    return "oprd" not in entry.frames and clause.right_edge.i - clause.left_edge.i >= _CLAUSE_WORDS


def _that_clause(verb: Token, entry: CueEntry) -> list[Range]:
    """Read the clause from its "that" where the parser hung it on a phrase: "said in an interview that A"."""
    at = verb.i + len(entry.cue.split(" "))
    beside = [c for c in children(verb, "dobj", "xcomp", "oprd") if c.i > verb.i]
    objects = any(c.lower_ not in _CITING for c in beside)
    taken = any(c.i > verb.i and c.dep_ == "prep" and c.lower_ in entry.prepositions for c in verb.children)
    far = "addr-that" in entry.frames or ("that" in entry.frames and not objects and not taken)
    if at + 2 < verb.sent.end and verb.doc[at].lower_ == "the" and verb.doc[at + 1].lower_ == "fact":
        at += 2
    at = _past_aside(verb, at) if far else at
    for token in verb.doc[at : min(verb.sent.end, at + (_THAT_REACH if far else 1))]:
        marks = token.tag_ == "IN" or token.dep_ == "mark" or (token.tag_ == "WDT" and (token.i == at or _joins(token)))
        marks = marks or (token.tag_ == "WDT" and token.nbor(-1).lower_ == "time" and token.dep_ not in _RELATED)
        if token.lower_ == "that" and marks:
            top = token.head
            last = top.right_edge if token.i > at and top.i > token.i else verb.sent[-1]
            return [(token.idx, last.idx + len(last))] if last.i > token.i + 1 else []
        aside_of = token.tag_ == "VBG" and token.dep_ == "advcl" and any(c.tag_ == "WRB" for c in token.children)
        aside_of = aside_of or (token.tag_ == "VBN" and token.dep_ == "acl")  # "in an interview taped in May that"
        aside_of = aside_of or (token.tag_ == "WRB" and token.head.tag_ == "VBG")
        if (token.pos_ in {"VERB", "AUX", "SCONJ"} and token.dep_ != "prep" and not aside_of) or token.text in {
            ";",
            ":",
        }:
            return []
    return []


_RELATED = frozenset({"nsubj", "nsubjpass", "dobj"})


def _past_aside(verb: Token, at: int) -> int:
    """Go over what stands between commas before "that": "reported, quoting a doctor, | that A"."""
    doc, stop = verb.doc, min(verb.sent.end - 1, at + _THAT_REACH)
    if at < stop and doc[at].lower_ in _CITING:
        return next((t.i for t in doc[at + 1 : stop] if t.lower_ == "that" and t.dep_ == "mark"), at)
    if at >= stop or doc[at].text != "," or doc[at + 1].tag_ != "VBG":
        return at
    comma = next((t.i for t in doc[at + 1 : stop] if t.text == ","), None)
    return comma + 1 if comma is not None and doc[comma + 1].lower_ == "that" else at


_CITING = frozenset({"citing", "quoting", "referring"})


def _joins(that: Token) -> bool:
    """Tell a conjunction that the tagger took for a pronoun by the subject that its clause has besides."""
    return any(c.dep_ in SUBJECTS and c != that and c.i == that.i + 1 for c in that.head.children)


def _comments(verb: Token) -> bool:
    """Tell whether a verb that only carries quotations comments after a comma, with a person: "A, he continued"."""
    noun = own_subject(verb)
    if noun is None or not (is_personal(noun) or noun.pos_ == "PROPN"):
        return False
    first = min(noun.left_edge.i, verb.i)
    return first > verb.sent.start and verb.doc[first - 1].text in {",", "”", '"'}
