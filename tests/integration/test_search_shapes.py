import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import _shown, main
from pipeline.index.actions import Action, Kind, read_alias
from pipeline.index.bulk import BulkWriter
from pipeline.index.client import Client, connect
from pipeline.index.schema import set_up
from pipeline.search import finding

PREFIX = "asked"
HOSTILE = "\x1b]0;title\x07\u202eback"


def claim(number: int, text: str, hours: int = 10, **fields: Any) -> dict[str, Any]:
    outlet = fields.pop("outlet", "Radio Lumen")
    name = fields.pop("name", None)
    return {
        "id": f"c{number}",
        "article_id": f"a{number}",
        "story_id": "s1",
        "outlet": outlet,
        "source_id": outlet.lower().replace(" ", "-"),
        "article_title": "The market",
        "url": f"https://lumen.example/{number}",
        "language": "en",
        "published_at": f"2031-03-01T{hours:02}:00:00Z",
        "@timestamp": f"2031-03-01T{hours:02}:00:00Z",
        "text": text,
        "content": [{"text": text, "start": 0, "end": 9, "raw_start": 10, "raw_end": 19}],
        "quotes": [],
        "act": "assert",
        "directness": "indirect",
        "negated": False,
        "speaker": {"name": name, "entity_id": name.lower(), "type": "PERSON", "role": None} if name else None,
        "cluster_id": f"c{number}",
        "first_said": True,
        "outlets": 1,
        "links": [],
        **fields,
    }


def against(*ids: str, score: float = 0.9) -> list[dict[str, Any]]:
    return [
        {"claim_id": one, "relation": "contradicts", "score": score, "evidence": f"not what {one} says"} for one in ids
    ]


CLAIMS = [
    claim(1, "the strike on the bazaar killed 14 villagers", name="Ilse", act="accuse", target="qarun",
          target_name="Qarun", outlets=2, denied_after_h=3.0, contradictions=2, links=against("c3", "c4"),
          figures=[{"text": "14", "value": 14.0, "what": "villagers killed"}], toll={"killed": [14.0]},
          quotes=[{"text": "killed 14 villagers", "start": 0, "end": 9, "raw_start": 0, "raw_end": 9}]),
    claim(2, "14 dead in the bazaar", 12, name="Oren", outlet="Herald", cluster_id="c1", first_said=False, outlets=2,
          appearance="quoted", directness="direct", figures=[{"text": "14", "value": 14.0, "what": "dead"}],
          toll={"killed": [14.0]}),
    claim(3, "no civilians were hit", 13, name="Ministry", act="deny", negated=True, contradictions=1,
          links=against("c1"), contradicted_by=["Ilse"], speaker={
              "name": "Ministry", "entity_id": "m", "type": "ORG", "role": None, "known_as": ["MoD of Qarun"]}),
    claim(4, "the bazaar was empty", 15, name="Colonel", links=against("c1", score=0.5), contradictions=1),
    claim(5, "at least 60 fighters were wounded", 16, toll={"wounded": [60.0]}, is_machine_translated=True,
          figures=[{"text": "at least 60", "value": 60.0, "low": 60.0, "what": "fighters wounded"}]),
    claim(6, "Daesh fled the town", 17, name="Ilse", unsupported=True, headline=True, about=["islamic-state"],
          about_names=["Islamic State"], about_known_as=["Daesh", "ISIL", "Islamic State of Iraq and the Levant"]),
    claim(7, "=HYPERLINK(\"http://evil.example\")", 18, name="@evil", outlet=HOSTILE, story_id="s2"),
    claim(8, "the bridge is open", 19, cluster_id="c8", links=against("gone"),
          speaker={"name": "Russia", "entity_id": "russia", "type": "GPE", "role": None}),
]  # fmt: skip
BODY = "Shells fell on the bazaar. Two roads were closed. Nobody knew why."


def article(identity: str, hours: int, body: str, **fields: Any) -> dict[str, Any]:
    outlet = fields.pop("outlet", "Radio Lumen")
    return {
        "id": identity, "title": f"Article {identity}", "deck": "", "body": body, "raw": body, "language": "en",
        "source": {"id": outlet.lower(), "name": outlet, "domain": None}, "url": f"https://lumen.example/{identity}",
        "@timestamp": f"2031-03-01T{hours:02}:30:00Z", "published_at": f"2031-03-01T{hours:02}:30:00Z", "copies": 0,
        "story_id": "s1", "duplicate": None, "mt": None, "entities": [], "authors": [], **fields,
    }  # fmt: skip


def copy_of(original: str, kind: str) -> dict[str, Any]:
    return {"of": original, "kind": kind, "similarity": 0.8, "outlet": "Radio Lumen", "delay_minutes": 60.0}


ARTICLES = [
    article("a1", 10, BODY, copies=2,
            known_as=[{"entity_id": "islamic-state", "names": ["Daesh", "ISIL"]}],
            entities=[{"entity_id": "islamic-state", "name": "Islamic State", "type": "ORG", "wikidata": "Q1"}] * 2),
    article("k1", 11, "Shells fell on the bazaar. Three roads were closed. Read more.", outlet="Herald",
            duplicate=copy_of("a1", "near")),
    article("k2", 14, BODY, outlet=HOSTILE, duplicate=copy_of("a1", "translation"),
            mt={"is_machine_translated": True, "score": 0.9, "source_language": "ru"}),
    article("alone", 15, "Nothing to do with it."),
]  # fmt: skip
STORIES = [
    {"id": "s1", "title": "The bazaar of Qarun", "first_at": "2031-03-01T10:00:00Z", "last_at": "2031-03-01T19:00:00Z",
     "@timestamp": "2031-03-01T19:00:00Z", "articles": ["a1", "k1"], "article_count": 2, "claims": 7,
     "contradictions": 2, "outlets": ["Herald"], "entities": ["Islamic State"], "known_as": ["Daesh", "ISIL"],
     "top_claims": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def client(elasticsearch: str) -> Client:
    client = connect(elasticsearch)
    set_up(client, PREFIX)
    documents: dict[Kind, list[dict[str, Any]]] = {"claims": CLAIMS, "articles": ARTICLES, "stories": STORIES}
    writes = [Action(kind=kind, id=d["id"], document=d) for kind, several in documents.items() for d in several]
    assert {outcome.state for outcome in BulkWriter(client, PREFIX).write(writes)} == {"written"}
    client.post(f"/{PREFIX}-*/_refresh")
    return client


class Shell:
    """Runs searches against the indices of this module."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.where = [f"--elasticsearch={url}", f"--prefix={PREFIX}"]
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        assert main(["search", *arguments, *self.where]) == code
        printed = self._capsys.readouterr()
        return printed.out if code == 0 else printed.err

    def documents(self, *arguments: str) -> list[Any]:
        return [json.loads(line) for line in self(*arguments, "--json").splitlines()]

    def ids(self, *arguments: str) -> list[str]:
        return [document["id"] for document in self.documents(*arguments)]


@pytest.fixture
def shell(client: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return Shell(client.connection.url, capsys)


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--about", "civilian deaths"], {"c1"}),
        (["--about", "deaths", "--about", "bazaar"], {"c1", "c2"}),
        (["--about", "ISIL"], {"c6"}),
        (["ISIL"], {"c6"}),
        (["Levant"], {"c6"}),
        (["--about", "Iraq"], set()),
        (["--speaker", "mod of qarun"], {"c3"}),
        (["--speaker", "Kremlin"], {"c8"}),
        (["--about", "Kremlin"], set()),
        (["--against", "Qarun"], {"c1"}),
        (["--denied-within", "2h"], set()),
        (["--denied-within", "3h"], {"c1"}),
        (["--figures", ">=40"], {"c5"}),
        (["--figures", "10..20"], {"c1", "c2"}),
        (["--figures", "14", "--counting", "residents"], {"c1"}),
        (["--killed", "14"], {"c1", "c2"}),
        (["--killed", "<14"], set()),
        (["--wounded", ">50"], {"c5"}),
        (["--first-said", "--outlets", ">=2"], {"c1"}),
        (["--quoted"], {"c2"}),
        (["--unsupported"], {"c6"}),
        (["--unnamed"], {"c5"}),
        (["--mt", "only"], {"c5"}),
        (["--mt", "none", "--unnamed"], set()),
        (["--article", "a3"], {"c3"}),
        (["--outlet", "herald", "--outlet", "nobody"], {"c2"}),
        (["--articles", "--copies", "only"], {"k1", "k2"}),
        (["--articles", "--copies", "translation"], {"k2"}),
        (["--articles", "--copies", "none", "--outlets", ">=2"], {"a1"}),
        (["--articles", "Daesh"], {"a1"}),
        (["--stories", "Daesh"], {"s1"}),
        (["--articles", "--mt", "only"], {"k2"}),
    ],
)  # fmt: skip
def test_each_filter_finds_what_its_help_says(shell: Shell, arguments: list[str], found: set[str]) -> None:
    """Each filter narrows to the documents that it describes, and to no others."""
    assert set(shell.ids(*arguments)) == found


@pytest.mark.parametrize(("kind", "name"), [("claims", "ISIL"), ("articles", "ISIL"), ("stories", "daesh")])
def test_kibana_finds_other_names_too(client: Client, kind: Kind, name: str) -> None:
    """What Kibana's search bar sends, which names no field, finds an entity under its other names."""
    query = {"multi_match": {"type": "best_fields", "query": name, "lenient": True}}
    found = client.search(read_alias(PREFIX, kind), {"query": query})["hits"]["hits"]
    assert [hit["_id"] for hit in found] == {"claims": ["c6"], "articles": ["a1"], "stories": ["s1"]}[kind]


def test_a_dispute_shows_both_sides_and_why(shell: Shell) -> None:
    """Claims of one cluster stand on one side, those against any of them on the other, in order of time."""
    (dispute,) = shell.documents("--contradictions")
    assert [[claim["id"] for claim in side] for side in dispute["sides"]] == [["c1"], ["c3", "c4"]]
    assert [(e["claim_id"], e["contradicts"], e["score"]) for e in dispute["evidence"]] == [
        ("c1", "c3", 0.9), ("c1", "c4", 0.9)
    ]  # fmt: skip
    page = shell("--contradictions", "--speaker", "Ministry")
    assert "1. The bazaar of Qarun (story s1)" in page
    assert page.index("Ilse  [accuse]  Radio Lumen, 2031-03-01 10:00") < page.index("≠ says otherwise")
    assert page.index("≠ says otherwise") < page.index("because: not what c3 says") < page.index("Ministry  [not deny]")
    assert "article a1 raw 10-19" in page
    assert "1 to 1 of 1 contradictions" in page
    assert "nothing found among contradictions" in shell("--contradictions", "--speaker", "Nobody")


def test_a_family_shows_delays_and_changes(shell: Shell) -> None:
    """A copy's id leads to the whole family: who ran it, how much later, of which kind, and what changed."""
    for identity in ("a1", "k1", "https://lumen.example/k1", "bazaar roads"):
        page = shell("--copies-of", identity)
        assert "Radio Lumen: Article a1" in page
        assert "2 copies in 2 outlets" in page
        assert "├─ Herald +1 h  near 0.80  2031-03-01 11:30" in page
        assert "~ [-Two-]{+Three+} roads were closed." in page
        assert "+ Read more." in page
        assert "- Nobody knew why." in page
        assert "word for word" in page
        assert not set(page) & set("\x1b\x07\u202e")
    assert "no copies" in shell("--copies-of", "alone")
    assert "no articles have the id or the words 'nothing-at-all'" in shell("--copies-of", "nothing-at-all", code=1)
    original, near, _ = shell.documents("--copies-of", "k2")
    assert (original["delay_h"], near["delay_h"]) == (0, 1)
    assert {"kind": "added", "before": "", "after": "Read more."} in near["changes"]


def test_the_life_of_a_claim_runs_through_outlets_and_copies(shell: Shell) -> None:
    """Any claim of a cluster shows who said it first, who copied and repeated it, and who said otherwise, by time."""
    for identity in ("c1", "c2", "bazaar 14"):
        told = shell.documents("--cluster", identity)
        assert [(station["event"], station["id"], station["after_h"]) for station in told] == [
            ("first", "c1", 0), ("copied", "k1", 1.5), ("again", "c2", 2), ("against", "c3", 3), ("copied", "k2", 4.5),
            ("against", "c4", 5),
        ]  # fmt: skip
    page = shell("--cluster", "c1")
    assert "said 2 times in 3 outlets, contradicted 2 times · cluster c1" in page
    assert "+2 h              quoted again  Herald  Oren" in page
    assert "said once" in shell("--cluster", "c8")
    assert "no claims have the id or the words 'xylophone'" in shell("--cluster", "xylophone", code=1)


def test_counts_answer_who_most(shell: Shell) -> None:
    """Documents are counted by who says them, or by when, the most first."""
    assert shell.documents("--count-by", "speaker", "--limit", "1") == [{"speaker": "Ilse", "claims": 2}]
    assert shell.documents("--count-by", "day") == [{"day": "2031-03-01", "claims": 8}]
    assert shell("--articles", "--count-by", "outlet").startswith("       2  ████")
    assert shell.documents("--count-by", "month") == [{"month": "2031-03", "claims": 8}]
    assert "The bazaar of Qarun (story s1)" in shell("--count-by", "story")
    assert "nothing to count" in shell("--count-by", "speaker", "--unnamed")
    assert shell("--count-by", "speaker", "--act", "deny", "--as", "csv") == "speaker,claims\nMinistry,1\n"


def test_a_misspelt_name_is_told_from_an_unknown_one(shell: Shell) -> None:
    """Where nothing is found, names of the index that are spelled alike are suggested, and no others."""
    assert "nothing found among claims\n--speaker Colonnel: perhaps Colonel\n" in shell("--speaker", "Colonnel")
    assert "--about Islamik: perhaps Islamic State" in shell("--about", "Islamik", "--articles")
    assert shell("--speaker", "Xylophon") == "nothing found among claims\n"


def test_cells_cannot_become_formulas(shell: Shell) -> None:
    """CSV has a header and one row a document; text that a spreadsheet would compute is defused, controls go."""
    rows = list(csv.DictReader(io.StringIO(shell("--story", "s2", "--as", "csv"))))
    assert rows[0]["claim"] == '\'=HYPERLINK("http://evil.example")'
    assert rows[0]["speaker"] == "'@evil"
    assert not set(rows[0]["outlet"]) & set("\x1b\x07\u202e")
    assert len(list(csv.DictReader(io.StringIO(shell("--as", "csv"))))) == len(CLAIMS)
    for target in ("--articles", "--stories", "--claims"):
        lines = list(csv.reader(io.StringIO(shell(target, "--as", "csv"))))
        assert {len(line) for line in lines} == {len(lines[0])}


ALLOWED = {
    "Claim": {"identifier", "text", "author", "about", "datePublished", "dateCreated", "appearance", "firstAppearance",
              "isPartOf", "hasPart"},
    "Quotation": {"text", "creator", "isPartOf"},
    "NewsArticle": {"identifier", "headline", "alternativeHeadline", "url", "author", "publisher", "datePublished",
                    "dateModified", "inLanguage", "articleBody", "dateline", "isBasedOn", "translationOfWork",
                    "isPartOf", "mentions"},
    "Collection": {"identifier", "name", "temporalCoverage", "collectionSize", "about", "hasPart", "publisher"},
    "Person": {"name", "identifier", "jobTitle", "sameAs"},
    "Organization": {"name", "identifier", "url", "sameAs"},
    "Thing": {"name", "identifier", "sameAs"},
}  # fmt: skip
"""The properties that schema.org defines for these types, of those that we use."""


def valid(thing: Any) -> None:
    if isinstance(thing, list):
        for one in thing:
            valid(one)
    elif isinstance(thing, dict) and set(thing) != {"@id"}:
        assert set(thing) - {"@type", "@id", "@context"} <= ALLOWED[thing["@type"]]
        for value in thing.values():
            assert value not in (None, "", [], {})
            valid(value)


@pytest.mark.parametrize("target", ["--claims", "--articles", "--stories"])
def test_schema_org_is_well_formed(shell: Shell, target: str) -> None:
    """Each line is a JSON-LD document of schema.org's types with properties that these types have."""
    things = [json.loads(line) for line in shell(target, "--as", "schema.org").splitlines()]
    assert things
    for thing in things:
        assert thing["@context"] == "https://schema.org"
        valid(thing)


def test_schema_org_keeps_who_said_what_where(shell: Shell) -> None:
    """A claim has its author, its quotation and its article; a translation points to its original."""
    thing = json.loads(shell("--article", "a1", "--as", "schema.org"))
    assert thing["author"] == {"@type": "Person", "name": "Ilse", "identifier": "ilse"}
    assert thing["hasPart"][0]["@type"] == "Quotation"
    assert thing["firstAppearance"] == thing["appearance"]
    assert thing["appearance"]["publisher"]["name"] == "Radio Lumen"
    translation = json.loads(shell("--articles", "--copies", "translation", "--as", "schema.org"))
    assert translation["translationOfWork"] == {"@id": "urn:claimwire:article:a1"}


@pytest.mark.parametrize("query", [[], ["bazaar | the"]])
def test_marks_go_on_where_a_page_ended(
    shell: Shell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, query: list[str]
) -> None:
    """With --after, pages of any size give every document once, also when one page needs several requests."""
    monkeypatch.setattr(finding, "AT_ONCE", 2)
    monkeypatch.setattr(_shown, "AT_ONCE", 2)
    seen: list[str] = []
    mark: list[str] = []
    for _ in CLAIMS:
        assert main(["search", *query, "--limit", "3", "--as", "json", *mark, *shell.where]) == 0
        printed = capsys.readouterr()
        seen += [json.loads(line)["id"] for line in printed.out.splitlines()]
        mark = printed.err.split()[-2:]
        if not mark:
            break
    assert sorted(seen) == sorted(shell.ids(*query, "--limit", "100"))
    assert len(seen) > 3
    assert query or len(seen) == len(CLAIMS)


def test_views_are_kept_and_asked_again(shell: Shell, tmp_path: Path) -> None:
    """A kept question is asked again by name, with options of now before its own; bad names and files are named."""
    shell("--act", "deny", "--limit", "5", "--save", "who denies")
    assert "who denies: --act deny --limit 5" in shell("--views")
    assert shell.ids("--view", "who denies") == ["c3"]
    assert shell.ids("--view", "who denies", "--act", "accuse") == ["c1"]
    assert "--save 'a/b': a name has letters" in shell("--save", "a/b", code=2)
    shell("--forget", "who denies")
    assert "no views are kept" in shell("--views")
    assert "there is no view 'who denies'" in shell("--view", "who denies", code=2)
    (tmp_path / "claimwire" / "views.json").write_text("{broken", encoding="utf-8")
    assert "cannot be read" in shell("--views", code=2)


def test_colours_follow_the_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours show in a terminal only, and never with NO_COLOR; what a feed sends never moves the cursor."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in shell("--contradictions")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shell("--contradictions")
    assert "\x1b]" not in shell("--story", "s2", "--color", "always")


def test_words_of_a_topic_are_marked(shell: Shell) -> None:
    """What made a text fit a topic is marked in it, like the words that were typed."""
    page = shell("--about", "civilian deaths", "--color", "always")
    assert "\x1b[1;33mkilled\x1b[0m 14 \x1b[1;33mvillagers\x1b[0m" in page


def test_json_is_whole_and_harmless(shell: Shell) -> None:
    """JSON keeps every character, those that steer a terminal as escapes."""
    printed = shell("--story", "s2", "--json")
    assert not set(printed) & set("\x1b\x07\u202e")
    assert json.loads(printed)["outlet"] == HOSTILE
