"""What a parse says about a verb: its subject, its clause, its phrase's edges, negation and voice."""

from spacy.tokens import Doc, Token

from transforms.claims.drafts import Range

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
NEGATIVE = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "hardly", "barely", "no", "cannot"})
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def chars(first: Token, last: Token) -> Range:
    return first.idx, last.idx + len(last)


def phrase(token: Token) -> Range:
    """Give the range of a noun phrase: its subtree without relative clauses, loose clauses and edge punctuation."""
    left, right = token.left_edge, token.right_edge
    for child in token.children:
        if child.i > token.i and (child.dep_ in {"relcl", "parataxis", "advcl"} or _is_loose_clause(child)):
            stop = child.left_edge.i
            if stop <= right.i:
                right = token.doc[stop - 1]
    while right.i > token.i and ((right.is_punct and right.text not in {")", "'", "’", '"', "”"}) or right.is_space):
        right = token.doc[right.i - 1]
    while left.i < token.i and (left.is_punct or left.is_space) and left.text not in {"(", '"', "“", "‘"}:
        left = token.doc[left.i + 1]
    return chars(left, right)


def _is_loose_clause(child: Token) -> bool:
    """A participle after a comma ("Kerry, speaking in Geneva") is not part of the name."""
    return child.dep_ == "acl" and child.i > 0 and child.doc[child.left_edge.i - 1].text in {",", "—", "–"}


def own_subject(verb: Token) -> Token | None:
    """Give the verb's own subject, preferring one that names somebody over "it" and "there"."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
    return None


def subject(verb: Token) -> Token | None:
    """Find who does what the verb says: its subject, or the one it shares through its governors."""
    token, steps = verb, 0
    while steps < 6:
        found = own_subject(token)
        if found is not None and not (token is not verb and found.dep_ == "csubj"):
            return found
        head = token.head
        if head is token:
            return None
        if token.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
            return head if token.dep_ == "acl" else None
        if token.dep_ in {"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "parataxis"} and not (
            token.dep_ in {"ccomp", "advcl", "parataxis"} and token.tag_ in _FINITE and token is verb
        ):
            if token.dep_ == "xcomp" and token is not verb and False:
                return None
            token, steps = head, steps + 1
            continue
        return None
    return None


def is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    return any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children)


def agent(verb: Token) -> Token | None:
    """Give the noun of "by ..." after a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and verb.tag_ == "VBN"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def is_negated(verb: Token) -> bool:
    """Tell whether the verb is negated by its own clause: "did not say", "never said", "has yet to say"."""
    for child in verb.children:
        if child.dep_ == "neg" or (
            child.lower_ in NEGATIVE and child.i < verb.i and child.dep_ in {"advmod", "preconj"}
        ):
            return True
        if child.dep_ in SUBJECTS and (child.lower_ in {"nobody", "none", "neither"} or child.text.lower() == "no one"):
            return True
        if child.dep_ in SUBJECTS and any(c.lower_ in {"no", "neither"} and c.dep_ == "det" for c in child.children):
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
    while token.head is not token and token.pos_ not in {"VERB", "AUX"} and steps < 12:
        token, steps = token.head, steps + 1
    return token


def conjoined_root(verb: Token) -> Token:
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return verb


def is_relative(token: Token) -> bool:
    return token.lower_ in _RELATIVES and token.tag_ in {"WP", "WDT", "WP$"}
