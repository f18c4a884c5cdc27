"""Folding a word of a parse onto its concept."""

from spacy.tokens import Token

from transforms.links.lexicons import concepts


def concept_of(token: Token) -> tuple[str, str]:
    """Fold a word onto its concept: by lemma, by the word as it stands, else the lemma itself.

    "To have" is to possess where means are had; "behind" is responsible where somebody was, or was not, behind a deed.
    """
    table = concepts()
    lemma = token.lemma_.lower()
    if lemma == "have" and token.pos_ == "VERB":
        had = (table.get(t.lemma_.lower()) for c in token.children if c.dep_ == "dobj" for t in (c, *c.children))
        return ("possess", "event") if any(one and one[1] == "means" for one in had) else (lemma, "other")
    if lemma == "behind":
        return ("responsible", "blame") if token.head.lemma_ == "be" and any(token.children) else (lemma, "other")
    return table.get(lemma) or table.get(token.lower_) or (lemma, "other")
