"""The word before a number, looked up before a pattern is run: most patterns that end at a number need one of few."""


def word_before(text: str, at: int) -> str:
    """Give the word that ends before `at`, in lower case, spaces skipped; "" after a mark of punctuation.

    >>> word_before("no fewer Than 30", 14), word_before("(ca. 30", 5), word_before("won, 30", 5)
    ('than', 'ca.', '')
    """
    end = at
    while end and text[end - 1].isspace():
        end -= 1
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    return text[start:end].lower()
