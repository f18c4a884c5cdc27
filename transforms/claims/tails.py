"""Where a clause's or object's words end: the writer's afterthoughts are cut, complements hung elsewhere are kept."""

import re

from spacy.tokens import Doc, Token

from transforms.claims.clauses import FINITE
from transforms.claims.drafts import Range
from transforms.language_model import text_of

_WH = frozenset({"which", "who", "whom", "whose", "where", "when"})
_BREAKS = frozenset({",", "—", "–", "-", "--"})
_MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»"})
_ARTICLES = frozenset({"a", "an", "the", "one"})
_OWN = frozenset({"he", "she", "they", "i", "we"})
_LEAST_KEPT = 2
_AFTERTHOUGHT = 4


def without_afterthought(doc: Doc, span: Range) -> Range:
    """Cut a loose relative clause or description at the end: "backed A, which has 40 berths", "B, a former mayor of C".

    They are the writer's; a relative clause behind a whole clause ("said that A has a port, which is new"), or one with
    a modal verb, quotation marks or the speaker himself, goes on with what was said.
    """
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None:
        return span
    last = words[-1]
    while last.i > words.start and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    for token in (last, *last.ancestors):
        if token.i < words.start:
            break
        first = token.left_edge
        if first.i < words.start + _LEAST_KEPT or token.head.i >= first.i or token.right_edge.i < last.i:
            continue
        before = first.nbor(-1)
        loose = _describes(token, last) or _compares(token) or _cites_with(token) or _others_tell(token)
        loose = loose or (_is_loose_relative(token) and not any(t.tag_ in FINITE for t in doc[words.start : first.i]))
        if before.text in _BREAKS and loose:
            return span[0], before.idx
    return span


def _compares(token: Token) -> bool:
    """Tell the writer's comparison: ", compared with a tenth of A", ", as have other captains"."""
    first = token.left_edge
    if token.lower_ == "compared":
        return True
    return first.lower_ == "as" and first.i < token.i and first.nbor(1).lower_ in {"has", "have", "had", "did"}


def _others_tell(verb: Token) -> bool:
    """Tell what others say or do meanwhile: ", as captains on both shores accused each other"."""
    mark = next((c for c in verb.children if c.dep_ == "mark"), None)
    who = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if mark is None or mark.lower_ != "as" or who is None or who.pos_ == "PRON":
        return False
    return verb.tag_ in FINITE and verb.lemma_ in _ANSWERING and verb.left_edge == mark


_ANSWERING = frozenset({"accuse", "blame", "condemn", "deny", "denounce", "reject", "warn", "dismiss", "criticize"})


def _cites_with(token: Token) -> bool:
    """Tell who else is heard: ", with the Courier citing a source as saying B", ", with one calling it B"."""
    clause = next((c for c in token.children if c.dep_ == "pcomp"), None)
    if token.lower_ != "with" or clause is None or clause.tag_ != "VBG":
        return False
    who = next((c for c in clause.children if c.dep_ in {"nsubj", "poss"}), None)
    one = who is not None and who.lower_ in _ONE_OF_THEM and clause.lemma_.lower() in _TELLING
    return one or clause.lemma_.lower() in {"cite", "quote"}


_ONE_OF_THEM = frozenset({"one", "another", "some", "others", "many", "several", "both"})
_TELLING = frozenset({"say", "tell", "add", "call", "describe", "warn", "accuse", "blame", "claim", "argue", "predict"})


def _is_loose_relative(verb: Token) -> bool:
    first = verb.left_edge
    if verb.dep_ != "relcl" or not any(t.lower_ in _WH for t in verb.doc[first.i : first.i + 3]):
        return False
    goes_on = any(c.tag_ == "MD" or (c.dep_ == "nsubj" and c.lower_ in _OWN) for c in verb.children)
    return not goes_on and not any(t.text in _MARKS for t in verb.doc[first.i : verb.right_edge.i + 1])


def _describes(noun: Token, last: Token) -> bool:
    first = noun.left_edge
    if noun.dep_ != "appos" or noun.pos_ not in {"NOUN", "NUM"} or first.lower_ not in _ARTICLES:
        return False
    marked = any(t.text in _MARKS for t in noun.doc[first.i : last.i + 1])
    return last.i - first.i + 1 >= _AFTERTHOUGHT and not marked


def with_further_deeds(doc: Doc, span: Range) -> Range:
    """Go on over bare verbs in a row: "urged them to drop the rule | , replace the head and open the vote"."""
    if not _GOES_ON.match(text_of(doc), span[1]):
        return span
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None or not len(words) or not any(t.tag_ == "TO" and t.dep_ == "aux" for t in words):
        return span
    i, stop = words.end, words[-1].sent.end
    while i + 1 < stop and (doc[i].text == "," or doc[i].lower_ in _THEN) and (i == words.end or doc[i].text != ","):
        i += 1
    verb = doc[i] if i < stop else words[-1]
    if i == words.end or verb.tag_ not in _BARE or any(c.i < i and not c.is_punct for c in verb.children):
        return span
    row = [verb, *verb.conjuncts]
    if any(t.tag_ not in _BARE and t.i > i for t in row) or verb.right_edge.i >= stop:
        return span
    last = max((t.right_edge for t in row), key=lambda t: t.i)
    last = last.nbor(-1) if last.is_punct else last
    return span[0], last.idx + len(last)


_BARE = frozenset({"VB", "VBP"})
_THEN = frozenset({"then", "and", "or"})
_GOES_ON = re.compile(r",? (?:then |and |or )?[a-z]+ ")


_SETTINGS = frozenset(
    {"interview", "statement", "speech", "debate", "conference", "letter", "email", "e-mail", "twitter", "facebook"}
    | {"tweet", "post", "rally", "ad", "video", "television", "tv", "radio", "filing", "testimony", "remark", "note"}
    | {"response", "hearing", "briefing", "blog", "article", "column", "memo", "page", "website", "session", "meeting"}
    | {"front", "occasion", "time", "year", "month", "week", "day", "past", "trail", "campaign", "person", "turn"}
)
_ADJUNCTS = frozenset({"during", "before", "after", "since", "until", "at", "via", "through", "despite", "including"})
_TIMES = frozenset({"DATE", "TIME"})


_STATES = frozenset({"prt", "advmod", "acl", "oprd", "acomp", "advcl", "npadvmod", "prep"})
"""What a poll shows somebody to be: "shows Lenz up by 10 points", "at 12 percent", "leading Brandt"."""


def with_complements(verb: Token, last: Token, *, evidence: bool = False) -> Token:
    """Go on over what the parser hung on the cue verb though it completes its object: "a fair in aid of the mine".

    A place or time of the saying ("in an interview", "on Monday") is no complement, nor is what follows a comma.
    """
    for child in verb.children:
        if child.left_edge.i != last.right_edge.i + 1 or child.i <= verb.i:
            continue
        infinitive = child.dep_ in {"advcl", "xcomp"} and any(
            c.tag_ == "TO" and c.i == child.left_edge.i for c in child.children
        )
        if infinitive or (evidence and child.dep_ in _STATES) or (child.dep_ == "prep" and _completes(child, verb)):
            last = child
    return last


def _completes(prep: Token, verb: Token) -> bool:
    """Tell a complement from an adjunct: "surprise at the delay", "a master at mending boats", not "at a meeting"."""
    nouns = [c for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
    if not nouns:
        return False
    skilled = prep.lower_ == "at" and (verb.lemma_ == "express" or nouns[0].tag_ == "VBG")
    if prep.lower_ in _ADJUNCTS and not skilled:
        return False
    noun = nouns[0]
    if prep.lower_ == "by" and noun.tag_ == "VBG":
        return False  # "defended the plan by saying that A"
    return noun.lemma_.lower() not in _SETTINGS and noun.ent_type_ not in _TIMES


def mended(verb: Token, span: Range) -> Range:
    """Mend a clause that the parser broke after a verb of saying: take in its subject before, its verb after.

    "said the prisoners freed by the island | were ill", "said | ending the sale now could harm the port".
    """
    doc = verb.doc
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None or not len(words) or words.start <= verb.i or words[-1].i >= verb.sent.end - 1:
        return _with_subject(verb, span) if words is not None and len(words) else span
    after, last = doc[words.end], verb.sent[-1]
    if after.text == "." and after.i + 1 < last.i:
        return _with_subject(verb, (span[0], last.idx + len(last)))  # "said A killed Capt | . Osk"
    top = after.head if after.dep_.startswith("aux") else after
    lost = after.tag_ in FINITE and not any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in after.children)
    if lost and top.dep_ not in {"conj", "relcl"}:
        right = top.right_edge
        return _with_subject(verb, (span[0], right.idx + len(right)))
    return _with_subject(verb, span)


_STARTS = frozenset({"DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "VBG", "CD", "JJ", "EX"})


def _with_subject(verb: Token, span: Range) -> Range:
    doc = verb.doc
    words = doc.char_span(*span, alignment_mode="contract")
    if words is None or not len(words) or words.start <= verb.i + 1 or words.start > verb.i + _FAR_SUBJECT:
        return span
    first = verb.nbor(1)
    gap = doc[first.i : words.start]
    own = any(t.head == verb and t.dep_ in _OWN_PARTS for t in gap)
    plain = first.tag_ in _STARTS and first.ent_type_ not in _TIMES and words[0].lower_ != "that"
    return (first.idx, span[1]) if plain and not own else span


_OWN_PARTS = frozenset({"nsubj", "dative", "npadvmod", "prep", "advmod", "agent", "dobj"})
_FAR_SUBJECT = 25
