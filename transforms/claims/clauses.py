"""What a parse says about a verb: its subject, its clause, its phrase's edges, negation and voice."""

from spacy.tokens import Doc, Token

from transforms.claims.drafts import Range
from transforms.claims.participles import is_set_apart, recorded
from transforms.claims.people import is_personal

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NEGATIVE = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "barely", "no", "cannot"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
"""Tags of verbs that a sentence stands on."""


def chars(first: Token, last: Token) -> Range:
    return first.idx, last.idx + len(last)


def phrase(token: Token) -> Range:
    """Give the range of a noun phrase: its subtree without relative clauses, loose clauses and edge punctuation."""
    left, right = token.left_edge, token.right_edge
    for child in token.children:
        if child.i > token.i and (child.dep_ in _OUTSIDE_NAMES or _is_loose_clause(child) or is_setting(child)):
            stop = child.left_edge.i
            if stop <= right.i:
                right = token.doc[stop - 1]
    for inner in token.doc[token.i + 1 : right.i]:
        if inner.tag_ == "WP" and inner.nbor(-1).text == ",":
            right = inner.nbor(-2)
            break
    while left.i < token.i and left.dep_ == "cc" and left.lower_ in {"and", "but"}:
        left = left.nbor(1)
    while left.i < token.i and left.ent_type_ in {"DATE", "TIME"} and token.ent_type_ not in {"DATE", "TIME"}:
        left = left.nbor(1)  # a day or dateline that the parser hung on the name
    if token.i - left.i > _LONG_LEAD and token.pos_ == "PROPN":
        left = next((e[0] for e in token.sent.ents if e.start <= token.i < e.end), token)
    while right.i > token.i and ((right.is_punct and right.text not in {")", "'", "’", '"', "”"}) or right.is_space):
        right = token.doc[right.i - 1]
    while left.i < token.i and (left.is_punct or left.is_space) and left.text not in {"(", '"', "“", "‘"}:
        left = token.doc[left.i + 1]
    if left.i < token.i < right.i and left.text in _QUOTING and right.text in _QUOTING and right.i - left.i <= _QUOTED:
        left, right = left.nbor(1), right.nbor(-1)
    return chars(left, right)


_QUOTING = frozenset({'"', "“", "”", "«", "»"})
_QUOTED = 4
_LONG_LEAD = 12
"""Words before a name that can still be its title and description; more is a subject that the parser ran together."""
_OUTSIDE_NAMES = frozenset({"relcl", "parataxis", "advcl", "ccomp"})
_SAYING = frozenset(
    {"say", "add", "stress", "note", "claim", "argue", "tell", "warn", "point", "quote", "cite", "announce"}
)


def _is_loose_clause(child: Token) -> bool:
    """A participle after a comma ("Kerry, speaking in Geneva") is not part of the name."""
    if child.dep_ != "acl" or not child.i:
        return False
    return child.doc[child.left_edge.i - 1].text in {",", "—", "–"} or child.lemma_.lower() in _SAYING


_SETTINGS = frozenset(
    {"air", "page", "channel", "interview", "briefing", "conversation", "twitter", "facebook", "telegram", "instagram"}
    | {"television", "tv", "radio", "telethon"}
)


def is_setting(child: Token) -> bool:
    """Tell where somebody spoke from who he is: "the envoy Osk | on the air of the Courier said"."""
    if child.dep_ != "prep" or child.lower_ not in {"on", "in", "during", "at"}:
        return False
    for noun in child.children:
        if noun.dep_ == "pobj" and noun.lemma_.lower() in _SETTINGS:
            return True
        if noun.dep_ == "pobj" and noun.lemma_.lower() in _OCCASIONS and child.lower_ != "on":
            return noun.lemma_.lower() in _REPLIES or any(c.lower_ in _ITS for c in noun.children)
    return False


_OCCASIONS = frozenset(
    {"message", "meeting", "contact", "letter", "speech", "conference", "session", "comment", "answer", "response"}
    | {"reply", "post", "tweet", "address", "call", "remark", "statement"}
)
_REPLIES = frozenset({"answer", "response", "reply"})
_ITS = frozenset({"a", "an", "his", "her", "their", "its"})


_BORDERS = frozenset({",", "”", '"', "''", "»"})
_ELLIPSES = frozenset({"..", "...", "…"})


def own_subject(verb: Token) -> Token | None:
    """Give the verb's own subject; of two, the one behind the verb ("A, biased, said B") or of one broken phrase."""
    found: Token | None = None
    for child in verb.children:
        if child.dep_ not in SUBJECTS:
            continue
        behind = child.i > verb.i and child.pos_ in {"PROPN", "PRON", "NOUN"}
        before = verb.doc[child.left_edge.i - 1].text if child.left_edge.i > 0 else ""
        beside = child.i < verb.i and (
            before in _BORDERS or (found is not None and _ELLIPSES & {before, child.left_edge.text})
        )
        if (
            found is None
            or behind
            or beside
            or _goes_on(found, child, verb)
            or (is_relative(found) and child.i < verb.i)
        ):
            found = child
    if found is None:
        parted = (c for aux in verb.children if aux.dep_ == "aux" for c in aux.children if c.dep_ == "nsubj")
        found = next(parted, None)  # "The mayor did, however, praise A"
    return _under_secretary(found, verb) or found


def _under_secretary(found: Token | None, verb: Token) -> Token | None:
    """Find the subject of "US Under Secretary of State Osk said A", where "Under" was parsed as a preposition."""
    for child in (*(found.children if found is not None else ()), *verb.children):
        office = child.text == "Under" and child.dep_ == "prep" and child.i and child.nbor(-1).tag_ == "NNP"
        if office and child.nbor(1).text.startswith("Secretary"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def _goes_on(first: Token, second: Token, verb: Token) -> bool:
    """Tell whether two subjects before a verb are one phrase that the parse broke: "Exiled ex- | premier Osk said"."""
    own = first.i < second.i < verb.i and second.pos_ in {"NOUN", "PROPN"} and first.tag_ in _BROKEN
    whole = any(c.dep_ == "prep" and c.i > first.i for c in first.children)  # "The head of the port | Osk said"
    return own and not whole and first.right_edge.i + 1 == second.left_edge.i


_BROKEN = frozenset({"DT", "JJ", "VBN", "NN", "NNP", "HYPH", ":"})
_CLIMB = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis", "agent"})
_THROUGH_NOUNS = frozenset({"dobj", "pobj", "attr", "appos", "conj", "oprd"})


def subject(verb: Token) -> Token | None:
    """Find who does what the verb says: its subject, or the one it shares through its governors."""
    if verb.tag_ == "VBG" and (shown := recorded(verb)) is not None:
        return shown
    token = verb
    for _ in range(8):
        found = own_subject(token)
        if found is not None and not (token != verb and found.dep_ == "csubj"):
            return found
        head = token.head
        if head == token:
            break
        if token.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            if token.dep_ == "relcl" or token != verb:
                return None
            return (_issuer(_sent(head)) if verb.tag_ == "VBG" else None) or head
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            owner = next((c for c in token.children if c.dep_ == "poss"), None)
            if owner is not None:
                return owner
            if token.dep_ not in _THROUGH_NOUNS:
                return None
        elif token.dep_ not in _CLIMB or (
            token == verb and token.dep_ in {"ccomp", "advcl", "parataxis"} and is_finite(token)
        ):
            break
        token = head
    return _lost_subject(verb) if verb.tag_ in FINITE | {"VBN"} else None


def is_finite(verb: Token) -> bool:
    """Tell a verb with a tense of its own or of its auxiliary: "pays", "will pay", "has paid"."""
    return verb.tag_ in FINITE or any(c.tag_ in FINITE and c.i < verb.i for c in children(verb, "aux", "auxpass"))


_MEDIA = frozenset(
    {"statement", "letter", "response", "release", "tweet", "article", "memo", "email", "e-mail", "post", "message"}
    | {"note", "column", "op-ed", "editorial", "petition", "press", "reply", "comment", "remark", "paper"}
)


def _sent(noun: Token) -> Token:
    """Give the letter behind whom it was sent to: "a letter to the fishermen saying that A"."""
    text = noun.head.head
    return text if noun.dep_ == "pobj" and noun.head.lower_ == "to" and text.lemma_.lower() in _MEDIA else noun


def _issuer(noun: Token) -> Token | None:
    """Find who issued what says: "The union released a statement saying that A"."""
    report = noun.lemma_ == "report" and noun.dep_ == "dobj" and noun.head.lemma_ in _ISSUING
    if not (report or noun.lemma_.lower() in _MEDIA) or noun.dep_ not in {"dobj", "pobj"}:
        return None
    verb = noun.head.head if noun.dep_ == "pobj" else noun.head
    return own_subject(verb) if verb.pos_ == "VERB" else None


_ISSUING = frozenset({"release", "publish", "issue"})


def _lost_subject(verb: Token) -> Token | None:
    """Find the noun before a finite verb that the parser hung on it under another name, or beside it."""
    for child in reversed([c for c in verb.children if c.i < verb.i]):
        if child.ent_type_ in {"DATE", "TIME"} or child.dep_ in {"pobj", "expl"}:
            continue
        if child.pos_ == "PROPN" or (child.dep_ in _LOST_AS and child.pos_ in {"NOUN", "PRON"}):
            return child
    for child in verb.children:
        if (
            verb.lemma_.lower() in _INVERTING
            and child.i > verb.i
            and child.dep_ in {"dobj", "oprd", "attr"}
            and child.left_edge.i == verb.i + 1
            and is_personal(child)
        ):
            return child  # "stated the representative of the ministry"
    if verb.i == 0:
        return None
    before = verb.nbor(-1)
    if verb.i == verb.sent.start:  # the parser ended the sentence between subject and verb
        return before if before.pos_ == "PROPN" else None
    while before.pos_ in {"AUX", "ADV"} and before.i > verb.sent.start:
        before = before.nbor(-1)
    if before.text == "," and (named := _apposed_name(verb)) is not None:
        return named
    if before.pos_ == "PROPN" and (before.dep_ != "pobj" or before.ent_type_ in {"PERSON", "ORG"}):
        return before
    return before if before.pos_ == "PRON" and before.dep_ != "pobj" else None


def _apposed_name(verb: Token) -> Token | None:
    """Find the name whose description ends right before the verb: "on 2 May, Ana Osk, a spokeswoman, said"."""
    for token in verb.doc[verb.sent.start : verb.i]:
        ends = token.right_edge.i in {verb.i - 1, verb.i - 2}
        if ends and token.ent_type_ in {"PERSON", "ORG"} and any(c.dep_ == "appos" for c in token.children):
            return token
    return None


_INVERTING = frozenset(
    {"say", "state", "declare", "note", "add", "stress", "emphasize", "emphasise", "report", "announce", "conclude"}
    | {"explain", "recall", "remark", "claim", "write", "believe", "think", "specify", "clarify", "underline"}
)
_LOST_AS = frozenset({"dep", "npadvmod", "nmod", "attr", "appos", "compound", "dobj", "intj"})


def loose_participle(verb: Token) -> bool:
    """Tell whether the verb opens a participle clause after a comma: ", adding that ..."."""
    if verb.tag_ != "VBG":
        return False
    if verb.dep_ == "acl" and is_set_apart(verb):
        return False
    saying = verb.dep_ in {"acl", "advcl", "dep"} and verb.lemma_.lower() in _SAYING | {"insist", "emphasize"}
    if saying and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return verb.dep_ != "acl" or verb.head.pos_ == "PROPN" or verb.head.i < verb.i - 1
    i = verb.i - 1
    while i >= 0 and (verb.doc[i].pos_ == "ADV" or verb.doc[i].text in _BORDERS - {","}):
        i -= 1
    return i >= 0 and verb.doc[i].text in {",", "—", "–", "-"}


def governors(token: Token) -> list[Token]:
    """List the verbs above a token, nearest first."""
    return [t for t in token.ancestors if t.pos_ in {"VERB", "AUX"}]


def agent(verb: Token) -> Token | None:
    """Give the noun of "by ..." after a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and verb.tag_ == "VBN"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


_MORE_OR_LESS = frozenset({"fewer", "less", "more", "later"})


def is_none(word: Token) -> bool:
    """Tell "no houses" from "no fewer than 300 houses"."""
    return word.dep_ == "det" and not (
        word.i + 2 < len(word.doc) and word.nbor(1).lower_ in _MORE_OR_LESS and word.nbor(2).lower_ == "than"
    )


def is_negated(verb: Token) -> bool:
    """Tell whether the verb is negated by its own clause: "did not say", "never said", "has yet to say"."""
    for child in verb.children:
        if child.dep_ == "neg" or (
            child.lower_ in NEGATIVE and child.i < verb.i and child.dep_ in {"advmod", "preconj"}
        ):
            return True
        if child.dep_ in SUBJECTS and (child.lower_ in {"nobody", "none", "neither"} or child.text.lower() == "no one"):
            return True
        if child.dep_ in SUBJECTS and any(c.lower_ in {"no", "neither"} and is_none(c) for c in child.children):
            return True
    if verb.dep_ == "xcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
        head = verb.head
        if head.lemma_ in {"refuse", "decline", "fail", "avoid"} or any(c.lower_ == "yet" for c in head.children):
            return True
        return head.lemma_ in {"want", "have", "wish", "dare"} and any(c.dep_ == "neg" for c in head.children)
    return False


def sentence_bounds(doc: Doc, token: Token) -> tuple[int, int]:
    """Give the token range of the token's sentence."""
    sent = token.sent
    return sent.start, sent.end


def clause_head(token: Token) -> Token:
    """Climb to the verb that governs a phrase."""
    steps = 0
    while token.head != token and token.pos_ not in {"VERB", "AUX"} and steps < 12:
        token, steps = token.head, steps + 1
    return token


def is_relative(token: Token) -> bool:
    return token.lower_ in _RELATIVES and token.tag_ in {"WP", "WDT", "WP$"}


def children(verb: Token, *deps: str) -> list[Token]:
    return [child for child in verb.children if child.dep_ in deps]


def reach(first: Token, last: Token) -> Range:
    """Give the range from the left edge of one subtree to the right edge of another."""
    right = last.right_edge
    return first.left_edge.idx, right.idx + len(right)


def is_small(clause: Token) -> bool:
    """Tell a small clause ("called him a liar") from one whose verb the parser missed."""
    return clause.pos_ not in {"VERB", "AUX"} and not any(c.dep_ == "mark" for c in clause.children)
