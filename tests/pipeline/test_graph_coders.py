"""Where collections of the graph are joined, Beam must take them for the same: other machines' runners insist on it."""

from typing import Any

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions

from pipeline.graph import Claimwire
from pipeline.index.output import ElasticsearchOutput
from pipeline.ledger import RunFacts
from pipeline.sources import FetchPolicy

CLUSTER = ["--runner=PortableRunner", "--environment_type=EXTERNAL", "--environment_config=localhost:1"]


@pytest.fixture(scope="module")
def graph() -> Any:
    """The graph as it is sent to a cluster."""
    pipeline = beam.Pipeline(options=PipelineOptions(CLUSTER))
    facts = RunFacts(id="r", started_at="2025-01-01T00:00:00+00:00", inputs=(), version="", config_digest="")
    output = ElasticsearchOutput("http://localhost:9200")
    _ = pipeline | beam.Create([1]) | Claimwire(output=output, policy=FetchPolicy(), facts=facts)
    return pipeline.to_runner_api().components


def test_joined_collections_have_one_coder(graph: Any) -> None:
    """Flink decodes what a join gives with one coder, and ends the job where an input was written with another."""
    joins = [t for t in graph.transforms.values() if t.spec.urn == "beam:transform:flatten:v1"]
    assert len(joins) > 5
    for join in joins:
        coders = {coder_of(graph, name) for name in (*join.inputs.values(), *join.outputs.values())}
        assert len(coders) == 1, join.unique_name


def coder_of(graph: Any, collection: str) -> str:
    def spelled(identity: str) -> str:
        coder = graph.coders[identity]
        return f"{coder.spec.urn}({','.join(map(spelled, coder.component_coder_ids))})"

    return spelled(graph.pcollections[collection].coder_id)
