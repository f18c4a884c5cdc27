"""The shape of a reporting cue beside a quotation: "she pointed out", "said the head of the mission"."""

_VERB = (
    r"(?:says?|said|tells?|told|notes?|noted|adds?|added|stress(?:es|ed)?|emphasi[sz]e[sd]?|points? out|pointed out"
    r"|states?|stated|explain(?:s|ed)?|recalls?|recalled|reminds?|reminded|reports?|reported|declare[sd]?"
    r"|conclude[sd]?|sums? up|summed up|summari[sz]e[sd]?|continue[sd]?|went on|believe[sd]?|thinks?|thought"
    r"|writes?|wrote|assure[sd]?|asks?|asked|answer(?:s|ed)?|repl(?:y|ies|ied)|admit(?:s|ted)?|warns?|warned|insist(?:s|ed)?"
    r"|underline[sd]?|underscore[sd]?|specif(?:y|ies|ied)|clarif(?:y|ies|ied)|inform(?:s|ed)?|comment(?:s|ed)?"
    r"|remark(?:s|ed)?|observe[sd]?|claim(?:s|ed)?|argue[sd]?|suggest(?:s|ed)?|promise[sd]?|complain(?:s|ed)?"
    r"|joke[sd]?|exclaim(?:s|ed)?|share[sd]?|quote[sd]?|cite[sd]?|announce[sd]?|predict(?:s|ed)?|confirm(?:s|ed)?"
    r"|acknowledge[sd]?|hopes?|hoped|mention(?:s|ed)?|highlight(?:s|ed)?|reiterate[sd]?|affirm(?:s|ed)?"
    r"|(?:is|are|was|were) (?:sure|convinced|confident|certain|quoted))"
)
_TITLE_CASE = r"[A-Z][\w.'’-]*(?: (?:(?:al|bin|ibn|de|von|van|da|of|for|of the)[ -])?[A-Z][\w.'’-]*){0,6}"
_SUBJECT = rf"(?:he|she|they|it|I|we|(?:the|a|an|our|his|her) [\w'’-]+(?: [\w'’-]+){{0,4}}?|{_TITLE_CASE})"
_ADVERB = r"(?:(?:has|have|had|also|then|further|later|earlier|already|finally|thus) )?"
# A clause that stops where punctuation does, but not at the point of an abbreviation such as "U.N." or "Mr.".
_REST = r"(?:(?:\.(?=\w)|(?<=\bMr)\.|(?<=\bDr)\.|[^.,;:!?–—“”\"«»\n]){0,90}?)"

CUE = rf"(?:{_SUBJECT} {_ADVERB}{_VERB}\b{_REST}|{_ADVERB}{_VERB} (?=[\w«“])(?!to\b|that\b|by\b){_REST})"
"""A whole clause, at most ~15 words, up to its stop."""

CUE_AFTER_MARK = (
    rf"(?:{_SUBJECT} {_ADVERB}{_VERB}|{_ADVERB}{_VERB} (?:[a-z]+ )?(?:he|she|they|the|an?|{_TITLE_CASE}))\b"
)
"""How a clause begins that can only be a cue where it follows a closing mark."""
