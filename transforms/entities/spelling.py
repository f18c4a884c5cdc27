"""Keys under which the spellings of one name meet, whatever the transliteration."""

import re
from functools import lru_cache

from config.knowledge import fold
from transforms.entities.given_names import KEY_OF_GIVEN
from transforms.entities.words import words

_ARTICLES = words("al el ad an as ash at ar az ul the of de la")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['.]", ""),
        (r"^abd(?:[aeiou]l(?=.)|[aeiou]+l?$)", "abdal"),  # Abdulrahman, Abdelrahman, Abdel, Abdul
        (r"dzh|dj", "j"),
        (r"shch|sch(?=[aeiouy])|sh", "S"),
        (r"tsch|tch|ch|cz|(?<=[^aeiou]i)c$", "C"),  # Vujnovic
        (r"zh", "Z"),
        (r"kh", "h"),
        (r"(?<=[aeou])hn", "n"),  # Johnson
        (r"ph", "f"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"tz|ts|c(?=[eiy])", "T"),
        (r"ck|q|c", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"(?<![aeiou])y[eo](?![iy])", "e"),
        (r"(?<=[bcdfghklmnprstvz])i[eo](?=v)", "e"),  # Solovyov: Soloviev
        (r"(?<=[SCZ])o(?=v)", "e"),  # Chernyshov
        (r"(?<=[aeou])j(?=[^aeiouy])|(?<=[^aeiouy])j(?=[aeou])(?<!^j)", "i"),  # Vujnovic, Skvernjalis
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"(?<=[aeiouy])h$", ""),
        (r"[ae]", "a"),
        (r"[ou]", "o"),
        (r"[iy]", "i"),
        (r"([^\W\d])\1+", r"\1"),
    )
)
_FEMININE = ((r"(?:ov|ev|in|yn)a$", 1), (r"sk(?:ay|ai|aj)a$", 3))


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """Reduce one word to what its transliterations share; case, accents and vowel length do not count.

    >>> word_key("Khmeimim") == word_key("Hmeymim"), word_key("Zelenskyy") == word_key("Zelenskiy")
    (True, True)
    >>> word_key("Lavrov") == word_key("Larov")
    False
    """
    key = fold(word)
    key = KEY_OF_GIVEN.get(key, key)
    for pattern, to in _RULES:
        key = pattern.sub(to, key)
    return key


@lru_cache(maxsize=60_000)  # all names of the knowledge base, of which several tables are made
def name_key(name: str) -> str:
    """Reduce a name to the key that its spellings share, without articles.

    >>> name_key("Jabhat al-Nusra") == name_key("Jabhat an Nusra")
    True
    """
    parts = re.split(r"[\s\-]+", fold(name))
    kept = [word for word in parts if word not in _ARTICLES] or parts
    return " ".join(filter(None, map(word_key, kept)))


def masculine(surname: str) -> str:
    """Give the masculine form of a Slavic surname, or the surname itself.

    >>> masculine("Zakharova"), masculine("Dombrovskaya"), masculine("Merkel")
    ('Zakharov', 'Dombrovsky', 'Merkel')
    """
    lowered = surname.lower()
    for pattern, cut in _FEMININE:
        if re.search(pattern, lowered):
            return surname[:-cut] + ("y" if cut == 3 else "")
    return surname


def is_feminine(surname: str) -> bool:
    """Tell whether a surname has a Slavic feminine ending.

    >>> is_feminine("Ivanova"), is_feminine("Novak"), is_feminine("Costa")
    (True, False, False)
    """
    return masculine(surname) != surname and len(surname) > 5


def masculine_of(key: str) -> str:
    """Give the masculine form of a surname's key.

    >>> masculine_of("zaharova"), masculine_of("lavrov")
    ('zaharov', 'lavrov')
    """
    return re.sub(r"(?<=[oai]v)a$|(?<=in)a$", "", re.sub(r"skaia$", "ski", key))
