"""A generated corpus: news-like English of any size, every text its own, with as many copies as asked for.

Its articles are about as long as those of `news-2017`, and name, quote, count and date about as often: news has there, to
1,000 words, 62 names, 20 claims, 2.6 figures and 2.2 dates in claims, and 17 different entities to an article.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

FIRST = ("Ana Boris Carla Dmitri Elena Farid Greta Hassan Ida Jonas Karim Lena Marek Nadia Omar Petra Quentin Rosa Samir "
         "Tamara Ulrich Vera Walid Xenia Yusuf Zora Anton Bianca Cyril Dunja Emil Fatima Goran Hanna Igor Jelena").split()  # fmt: skip
LAST = ("Arvel Brandt Castell Dolan Ekberg Falk Gorin Hallan Ivashko Jansen Kolar Lisko Marquand Nemeth Orban Petrak Quist "
        "Rudnik Sorel Tamm Ulvang Varga Wendel Yilmaz Zelenka Abadi Berisha Cordero Draskovic Engstrom Farouk Grabow "
        "Haddad Ilic Jovanov Kessler Lombard Mansour Novik Okonjo Pavlenko Ramos Shakir Trudov Usenko Vasquez").split()  # fmt: skip
PEOPLE = [f"{first} {last}" for first in FIRST for last in LAST]
PLACES = ("Damascus Aleppo Geneva Moscow Kyiv Ankara Tehran Cairo Beirut Baghdad Paris London Berlin Vienna Warsaw Riga "
          "Tripoli Sanaa Kabul Minsk Tbilisi Baku Yerevan Doha Amman Brussels Madrid Lisbon Rome Athens Sofia Belgrade "
          "Zagreb Budapest Prague Oslo Stockholm Helsinki Tallinn Vilnius Dublin Nairobi Lagos Accra Dakar Tunis Algiers "
          "Khartoum Harare Lusaka Delhi Mumbai Karachi Lahore Dhaka Bangkok Hanoi Manila Jakarta Tokyo Osaka Seoul Beijing "
          "Shanghai Sydney Toronto Chicago Boston Denver Lima Bogota Quito Santiago Caracas Havana Odessa Kharkiv").split()  # fmt: skip
BODIES = ("the United Nations|the Foreign Ministry|the Defense Ministry|the World Health Organization|the Interior Ministry"
          "|the Red Cross|the opposition|the coast guard|the European Commission|the regional council|the World Bank|the"
          " Supreme Court|the Kremlin|the White House|the African Union|the Arab League|UNICEF|the Finance Ministry|the trade"
          " union|the state news agency|the police|NATO|OPEC|the central bank|Human Rights Watch|the prosecutor").split("|")  # fmt: skip
NOUNS = ("attack ceasefire election budget convoy hospital bridge market refinery harbour school factory railway dam "
         "border camp negotiation treaty sanction protest inquiry report shipment pipeline airport prison strike vote "
         "village museum farm orchard quarry clinic depot tunnel stadium library canal mill tower garden "
         "satellite vaccine glacier theatre ferry lighthouse archive mosque cathedral reactor turbine harvest drought "
         "earthquake avalanche volcano epidemic lawsuit verdict pension mortgage tariff currency auction merger patent "
         "startup smartphone telescope laboratory genome whale reindeer vineyard brewery bakery carpet sculpture opera "
         "festival marathon regatta championship referee goalkeeper scholarship kindergarten monastery passport visa "
         "embassy consulate ombudsman tribunal amnesty hostage smuggler checkpoint minefield trench howitzer frigate "
         "submarine drone radar helicopter glider tram motorway roundabout landfill reservoir sewer greenhouse beehive "
         "fishery sawmill smelter shipyard warehouse hotel casino orchestra podcast newspaper census referendum "
         "coalition by-election manifesto petition strike-fund union dockyard ticket fare lottery heirloom fossil "
         "meteorite aquifer wetland poacher ranger zoo aquarium hospice transplant antibiotic scanner").split()  # fmt: skip
VERBS = ("damaged closed delayed reopened criticised approved rejected inspected destroyed repaired blocked funded "
         "evacuated surveyed occupied renamed guarded searched flooded rebuilt sold promised measured").split()  # fmt: skip
ADJECTIVES = ("northern crowded disputed ancient private costly secret narrow damaged new foreign rural empty central "
              "coastal famous abandoned modern frozen fragile quiet wooden northern temporary").split()  # fmt: skip
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CUES = ("said", "told reporters", "warned", "denied", "insisted", "added", "announced", "claimed", "confirmed")


class Cast(NamedTuple):
    """Whom and what an article is about, told of again and again as news does: few of it stands in another article."""

    people: list[str]
    places: list[str]
    bodies: list[str]
    nouns: list[str]
    adjectives: list[str]


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
            text = f"{original['text']}\n\n{sentence(rng, casting(rng))}"
            yield record | {"title": original["title"], "text": text, "outlet": f"Outlet {rng.randrange(40)}"}
        else:
            originals.append(record)
            yield record


def article(rng: random.Random) -> str:
    cast = casting(rng)
    return "\n\n".join(
        " ".join(sentence(rng, cast) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(5, 9))
    )


def casting(rng: random.Random) -> Cast:
    people, places, bodies = rng.randint(5, 10), rng.randint(4, 8), rng.randint(3, 6)
    return Cast(
        rng.sample(PEOPLE, people),
        rng.sample(PLACES, places),
        rng.sample(BODIES, bodies),
        rng.sample(NOUNS, rng.randint(8, 14)),
        rng.sample(ADJECTIVES, rng.randint(6, 10)),
    )


def headline(rng: random.Random) -> str:
    return f"{rng.choice(PLACES)} {rng.choice(NOUNS)} {rng.choice(VERBS)} after {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)}"


def sentence(rng: random.Random, cast: Cast) -> str:
    speaker = rng.choice([rng.choice(cast.people), rng.choice(cast.people).split()[1], rng.choice(cast.bodies)])
    kind = rng.random()
    if kind < 0.15:
        text = f"“{clause(rng, cast).capitalize()},” {speaker} {rng.choice(CUES)}."
    elif kind < 0.4:
        text = f"{speaker} {rng.choice(CUES)} that {clause(rng, cast)}, while {clause(rng, cast)}."
    elif kind < 0.7:
        text = f"{clause(rng, cast)} in {rng.choice(cast.places)}, and {rng.choice(cast.people)} left the {rng.choice(cast.nouns)}."
    else:
        text = f"{clause(rng, cast)}, but {clause(rng, cast)}."
    return text[0].upper() + text[1:]


def clause(rng: random.Random, cast: Cast) -> str:
    where = f" near {rng.choice(cast.places)}" if rng.random() < 0.4 else ""
    count = f"{rng.randint(2, 900)} " if rng.random() < 0.1 else ""
    when = f" on {rng.choice(DAYS)}" if rng.random() < 0.1 else ""
    return (
        f"the {rng.choice(cast.adjectives)} {rng.choice(cast.nouns)}{where} was {rng.choice(VERBS)} by"
        f" {count}{rng.choice(cast.adjectives)} {rng.choice(cast.nouns)} workers before the {rng.choice(cast.nouns)}{when}"
    )
