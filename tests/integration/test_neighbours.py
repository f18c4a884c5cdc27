"""What a round reads of the days around its articles."""

from dataclasses import replace

import pytest

from pipeline.bench.stories import make_items
from pipeline.index import recall
from pipeline.index.actions import write_alias
from pipeline.index.output import ElasticsearchOutput
from pipeline.index.schema import set_up
from transforms.stories import REACH


@pytest.mark.parametrize("page", [2, 3, 500])
def test_articles_of_one_moment_are_all_read(elasticsearch: str, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    """Pages are cut in the order of time: of articles that came out in the same moment none is left out or doubled."""
    monkeypatch.setattr(recall, "PAGE_IN_TIME", page)
    output = ElasticsearchOutput(elasticsearch, f"around-{page}")
    client = output.client()
    set_up(client, output.prefix)
    first, *others = make_items(8, days=1)
    items = [first, *(replace(item, published_at=first.published_at) for item in others)]
    for item in items:
        document = {
            "id": item.id,
            "@timestamp": item.at.isoformat(),
            "source": {"id": item.source_id, "name": ""},
            "title": "",
            "published_at": item.at.isoformat(),
            "published_precision": "minute",
            "first_seen_at": item.at.isoformat(),
            "mt": None,
            "duplicate": None,
            "fingerprint": {
                "content_hash": item.fingerprint.content_hash,
                "words": 350,
                "terms": item.fingerprint.terms,
            },
            "story_id": item.id,
            "thread_id": item.id,
        }
        client.put(f"/{write_alias(output.prefix, 'articles')}/_doc/{item.id}", document)
    client.post(f"/{output.prefix}-articles/_refresh")
    found = output.memory().neighbours([replace(first, id="new")], REACH)
    assert sorted(item.id for item in found) == sorted(item.id for item in items)
