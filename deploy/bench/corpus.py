"""A generated corpus: news-like English of any size, every text its own, with as many copies as asked for."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

PEOPLE = [f"{first} {last}" for first in ("Ana", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hassan", "Ida",
          "Jonas", "Karim", "Lena", "Marek", "Nadia", "Omar", "Petra") for last in ("Arvel", "Brandt", "Castell",
          "Dolan", "Ekberg", "Falk", "Gorin", "Hallan", "Ivashko", "Jansen", "Kolar", "Lisko", "Marquand")]  # fmt: skip
PLACES = ("Damascus Aleppo Geneva Moscow Kyiv Ankara Tehran Cairo Beirut Baghdad Paris London Berlin Vienna Warsaw Riga "
          "Tripoli Sanaa Kabul Minsk Tbilisi Baku Yerevan Doha Amman Brussels").split()  # fmt: skip
BODIES = ("the United Nations|the Foreign Ministry|the Defense Ministry|the World Health Organization|the Interior Ministry"
          "|the Red Cross|the opposition|the coast guard|the European Commission|the regional council").split("|")  # fmt: skip
NOUNS = ("attack ceasefire election budget convoy hospital bridge market refinery harbour school factory railway dam "
         "border camp negotiation treaty sanction protest inquiry report shipment pipeline airport prison strike vote "
         "village museum farm orchard quarry clinic depot tunnel stadium library canal mill tower garden").split()  # fmt: skip
VERBS = ("damaged closed delayed reopened criticised approved rejected inspected destroyed repaired blocked funded "
         "evacuated surveyed occupied renamed guarded searched flooded rebuilt sold promised measured").split()  # fmt: skip
ADJECTIVES = ("northern crowded disputed ancient private costly secret narrow damaged new foreign rural empty central "
              "coastal famous abandoned modern frozen fragile quiet wooden northern temporary").split()  # fmt: skip
CUES = ("said", "told reporters", "warned", "denied", "insisted", "added", "announced", "claimed", "confirmed")


def generate(count: int, *, copies: float = 0.0, seed: int = 1) -> Iterator[dict[str, str]]:
    """Give `count` records with id, title, text, date and outlet; the share `copies` repeats an earlier text."""
    rng = random.Random(seed)
    began = datetime(2025, 1, 1, tzinfo=UTC)
    records = (
        {
            "id": f"{seed}-{number}",
            "title": headline(rng),
            "text": article(rng),
            "date": (began + timedelta(minutes=11 * number)).isoformat(),
            "outlet": f"Outlet {rng.randrange(40)}",
        }
        for number in range(count)
    )
    return with_copies(records, copies, seed=seed) if copies else records


def with_copies(records: Iterable[dict[str, str]], share: float, *, seed: int = 1) -> Iterator[dict[str, str]]:
    """Give the records, a share of them with the text of an earlier one and a sentence more in place of their own."""
    rng = random.Random(seed)
    originals: list[dict[str, str]] = []
    for record in records:
        if originals and rng.random() < share:
            original = rng.choice(originals)
            text = f"{original['text']}\n\n{sentence(rng)}"
            yield record | {"title": original["title"], "text": text, "outlet": f"Outlet {rng.randrange(40)}"}
        else:
            originals.append(record)
            yield record


def article(rng: random.Random) -> str:
    return "\n\n".join(" ".join(sentence(rng) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(4, 7)))


def headline(rng: random.Random) -> str:
    return f"{rng.choice(PLACES)} {rng.choice(NOUNS)} {rng.choice(VERBS)} after {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"


def clause(rng: random.Random) -> str:
    return (
        f"the {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} near {rng.choice(PLACES)} was {rng.choice(VERBS)} by"
        f" {rng.randint(2, 900)} {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} workers before the {rng.choice(NOUNS)}"
    )


def sentence(rng: random.Random) -> str:
    speaker = rng.choice([rng.choice(PEOPLE), rng.choice(BODIES)])
    kind = rng.random()
    if kind < 0.25:
        text = f"“{clause(rng).capitalize()},” {speaker} {rng.choice(CUES)}."
    elif kind < 0.6:
        text = f"{speaker} {rng.choice(CUES)} that {clause(rng)}, while {clause(rng)}."
    else:
        text = f"{clause(rng)} in {rng.choice(PLACES)}, and {rng.choice(PEOPLE)} left the {rng.choice(NOUNS)}."
    return text[0].upper() + text[1:]
