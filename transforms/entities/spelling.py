"""Keys under which the spellings of one name meet, whatever the transliteration."""

import re
from functools import lru_cache

from config.knowledge import fold
from transforms.entities.words import words

_ARTICLES = words("al el ad an as ash at ar az ul the of de la")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"['.]", ""),
        (r"^abd(?:[aeiou]l(?=.)|[aeiou]+l?$)", "abdal"),  # Abdulrahman, Abdelrahman, Abdel, Abdul
        (r"shch|sch(?=[aeiouy])|sh", "S"),
        (r"tsch|tch|ch|cz", "C"),
        (r"zh", "Z"),
        (r"kh", "h"),
        (r"dzh|dj", "j"),
        (r"ph", "f"),
        (r"gh", "g"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"tz|ts|c(?=[eiy])", "T"),
        (r"ck|q|c", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"(?<![aeiou])y[eo](?![iy])", "e"),
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
GIVEN_NAMES = {
    spelling: names.split()[0]
    for names in (
        "alexei aleksei alexey aleksey alexej",
        "sergey sergei serguei sergej",
        "nikolai nikolay nikolaj",
        "sofia sofya sofiya sophia",
        "daniil danil",
        "andrey andrei andrej",
        "dmitry dmitri dmitriy dmitrii dimitri",
        "yevgeny evgeny evgeniy yevgeniy evgeni yevgeni eugeny",
        "mikhail mihail michail",
        "yury yuri yuriy iurii juri jurij",
        "alexander aleksandr alexandr aleksander",
        "maxim maksim",
        "fyodor fedor feodor",
        "pyotr petr piotr",
        "vasily vasiliy vassily vasili",
        "valery valeriy valeri",
        "grigory grigoriy grigori",
        "anatoly anatoliy anatoli",
        "vitaly vitaliy vitali",
        "arkady arkadiy arkadi",
        "gennady gennadiy gennadi",
        "georgy georgiy georgi",
        "igor ihor",
        "oleg oleh",
        "ilya ilia",
        "natalia natalya nataliya natalja",
        "yulia julia yuliya iuliia",
        "tatyana tatiana tatjana",
        "maria mariya marija",
        "ksenia kseniya xenia",
        "yelena elena jelena",
        "yekaterina ekaterina",
        "semyon semen",
        "artyom artem artiom artjom",
        "lyudmila ludmila liudmila",
        "lyubov lubov liubov",
        "veronika veronica",
        "kristina christina",
        "yelizaveta elizaveta",
        "yegor egor",
        "yefim efim",
        "yevgenia evgenia evgeniya yevgeniya",
        "timofey timofei",
        "matvey matvei",
        "arseny arseniy arsenii",
        "alyona alena",
        "lidia lidiya",
        "valeria valeriya",
        "anastasia anastasiya",
        "daria darya dariya",
        "viktoria viktoriya",
        "alexandra aleksandra",
        "svyatoslav sviatoslav",
        "vyacheslav viacheslav",
        "yaroslav iaroslav",
        "mohammed mohammad muhammad mohamed muhammed mohamad",
        "ahmed ahmad",
        "hussein hossein husayn hussain hosein husein",
        "yusuf youssef yousef yousuf",
    )
    for spelling in names.split()
}
"""Spellings of given names that no letter rule joins, each to the one that agencies use."""


@lru_cache(maxsize=50_000)
def word_key(word: str) -> str:
    """Reduce one word to what its transliterations share; case, accents and vowel length do not count.

    >>> word_key("Khmeimim") == word_key("Hmeymim"), word_key("Zelenskyy") == word_key("Zelenskiy")
    (True, True)
    >>> word_key("Lavrov") == word_key("Larov")
    False
    """
    key = fold(word)
    key = GIVEN_NAMES.get(key, key)
    for pattern, to in _RULES:
        key = pattern.sub(to, key)
    return key


@lru_cache(maxsize=20_000)
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
