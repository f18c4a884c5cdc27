"""`make demo`: the whole pipeline over the sample feeds, pages and files, on an embedded Elasticsearch."""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from site_server import FEEDS, serve

from pipeline.cli import main
from pipeline.errors import RunError, UsageError
from pipeline.index.client import Client, connect
from pipeline.server import start
from pipeline.terminal import printable

HERE = Path(__file__).parent
PREFIX = "claimwire-demo"
console = Console(highlight=False, soft_wrap=True)


def demo() -> int:
    """Run the pipeline and say what it found; the exit code is the run's."""
    console.print("[bold]Starting Elasticsearch[/bold] (the first time it is fetched: 130 MB) ...")
    url = start().url
    console.print(f"  {url}")
    with serve() as site:
        console.print(f"[bold]Running the pipeline[/bold] over three feeds at {site} and the files in deploy/demo ...")
        inputs = [*(site + path for path in FEEDS), str(HERE / "files"), str(HERE / "broken")]
        arguments = [f"--input={source}" for source in inputs]
        where = [f"--output=elasticsearch:{url}", f"--prefix={PREFIX}", "--allow-network=127.0.0.0/8", "--no-state"]
        code = main(["run", *arguments, *where])
    if code:
        return code
    client = connect(url)
    show_stories(client)
    show_copies(client)
    show_names(client)
    show_civilian_casualties(client)
    show_dead_letters(client)
    report = HERE.parent.parent / "out" / "demo.html"
    report.parent.mkdir(exist_ok=True)
    heading("The same as one page, to read in a browser")
    code = main(["report", f"--output={report}", f"--elasticsearch={url}", f"--prefix={PREFIX}"])
    show_what_next(url)
    return code


def search(client: Client, kind: str, query: dict[str, Any], sort: Any, size: int = 200) -> list[dict[str, Any]]:
    answer = client.post(f"/{PREFIX}-{kind}/_search", {"query": query, "sort": sort, "size": size})
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def heading(text: str) -> None:
    console.print(f"\n[bold reverse] {text} [/bold reverse]")


def show_stories(client: Client) -> None:
    heading("Stories: the same events, told by several outlets")
    stories = search(client, "stories", {"match_all": {}}, [{"article_count": "desc"}, {"id": "asc"}])
    for story in stories:
        if story["article_count"] > 1:
            console.print(
                f"  [bold]{escape(story['title'])}[/bold]\n    {story['article_count']} articles in"
                f" {', '.join(map(escape, story['outlets']))}; {story['claims']} claims,"
                f" {story['contradictions']} contradictions"
            )


def show_copies(client: Client) -> None:
    heading("Copies: one article, its copies known")
    articles = {a["id"]: a for a in search(client, "articles", {"match_all": {}}, [{"id": "asc"}])}
    for article in articles.values():
        if duplicate := article["duplicate"]:
            original = articles.get(duplicate["of"])
            console.print(
                f"  {name(article)}\n    is a [bold]{duplicate['kind']}[/bold] copy ({duplicate['similarity']:.2f})"
                f" of {name(original) if original else duplicate['of']}"
            )


def name(article: dict[str, Any]) -> str:
    return f"{escape(article['source']['name'])}: {escape(article['title'])}"


def show_names(client: Client) -> None:
    heading("Names: garbled in the text, whole in the index")
    garbled: dict[tuple[str, str], str] = {}
    for article in search(client, "articles", {"match_all": {}}, [{"id": "asc"}]):
        for entity in article["entities"]:
            if entity["level"] == "name" and entity["via"] not in ("exact", "model", "alias"):
                garbled.setdefault((entity["text"], entity["name"]), entity["via"])
    for (text, canonical), via in sorted(garbled.items())[:14]:
        if text != canonical:
            console.print(f"  {escape(text)} → [bold]{escape(canonical)}[/bold] ({via})")


def show_civilian_casualties(client: Client) -> None:
    heading("Who said what about civilian casualties in Tel Amran, and who says otherwise?")
    everyone = {claim["id"]: claim for claim in search(client, "claims", {"match_all": {}}, [{"id": "asc"}], 1000)}
    about = {"match": {"text": {"query": "civilian casualties killed", "minimum_should_match": 2}}}
    here = {"match_phrase": {"article_title": "Tel Amran"}}
    clusters: dict[str, list[dict[str, Any]]] = {}
    for claim in search(client, "claims", {"bool": {"must": [about], "filter": [here]}}, [{"@timestamp": "asc"}]):
        clusters.setdefault(claim["cluster_id"], []).append(claim)
    for claims in clusters.values():
        more = f" [dim]and {len(claims) - 1} more who say the same[/dim]" if len(claims) > 1 else ""
        console.print(f"  {said(claims[0])}{more}")
    heading("Claims that contradict each other")
    shown: set[frozenset[str]] = set()
    for claim in sorted(everyone.values(), key=lambda claim: (claim["@timestamp"], claim["id"])):
        for link in claim["links"]:
            pair = frozenset((claim["id"], link["claim_id"]))
            if link["relation"] == "contradicts" and pair not in shown:
                shown.add(pair)
                console.print(f"  {said(claim)}\n    [red]but[/red] {said(everyone[link['claim_id']])}")


def said(claim: dict[str, Any]) -> str:
    speaker = claim["speaker"]["name"] if claim["speaker"] else "unnamed"
    return (
        f"[bold]{escape(speaker)}[/bold] ({claim['act']}; {escape(claim['outlet'])}): “{escape(claim['text'][:180])}”"
    )


def show_dead_letters(client: Client) -> None:
    heading("Dead letters: nothing is lost, and these say why")
    for letter in search(client, "dead-letters", {"match_all": {}}, [{"id": "asc"}]):
        origin = letter["origin"].removeprefix(str(HERE.parent.parent) + "/")
        console.print(f"  {escape(origin)}: [bold]{letter['kind']}[/bold], {escape(letter['message'])}")


def show_what_next(url: str) -> None:
    heading("Where to look next")
    binary = ".venv/bin/claimwire"
    console.print(f"""  The server goes on at {url}; stop it with   {binary} elasticsearch stop
  {binary} search --prefix {PREFIX} --claims --speaker "Russia" --act deny
  {binary} search --prefix {PREFIX} "ferry"
  {binary} serve --prefix {PREFIX}
  {binary} runs --prefix {PREFIX}
  {binary} dead-letters list --prefix {PREFIX}
  {binary} annotate deploy/demo/files/delta-news-1.txt
  {binary} run --input https://your.example/feed.xml""")


def escape(text: str) -> str:
    from rich.markup import escape as escape_markup

    return escape_markup(printable(text))


if __name__ == "__main__":
    try:
        sys.exit(demo())
    except (RunError, UsageError) as error:
        print(f"make demo: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
