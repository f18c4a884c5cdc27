"""What somebody says of a claim in a clause hung on it: "rammed the ship, a claim that Osk denied"."""

from spacy.tokens import Token

from transforms.claims.clauses import own_subject

_CLAIMS = frozenset({"claim", "charge", "accusation", "allegation", "assertion", "statement", "suggestion", "rumor"})


def rebutted(verb: Token) -> Token | None:
    """Find the noun for what was said before, behind a comma, that a verb with its own subject takes up."""
    noun = verb.head
    if verb.dep_ not in {"relcl", "acl"} or noun.lemma_.lower() not in _CLAIMS:
        return None
    own = own_subject(verb)
    if own is None or own.i < noun.i:
        return None
    first = noun.left_edge
    between = noun.doc[noun.i + 1 : own.left_edge.i]
    bare = len(between) == 0 or (len(between) == 1 and between[0].lower_ in {"that", "which"})
    stands = first.i > verb.sent.start + 1 and first.lower_ in {"a", "an"} and noun.doc[first.i - 1].text == ","
    return noun if bare and stands else None
