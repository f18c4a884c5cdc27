"""A clock for a graph without end: Flink's own source, so that its watermark is the time and its state stays small.

Beam's PeriodicImpulse would do the same in Python. On Flink each of its ticks leaves a state of 20 KB behind, for ever.
"""

from typing import Any

import apache_beam as beam
import grpc  # type: ignore[import-untyped]
from apache_beam.portability.api import beam_expansion_api_pb2, beam_expansion_api_pb2_grpc, beam_runner_api_pb2
from apache_beam.pvalue import PCollection
from apache_beam.transforms.core import Windowing
from apache_beam.transforms.external import ExternalTransform, ImplicitSchemaPayloadBuilder
from apache_beam.transforms.window import GlobalWindows

from pipeline.errors import RunError

READ = "beam:transform:read:v1"
GENERATE_SEQUENCE = "beam:external:java:generate_sequence:v1"
EVERY_MS = 500
PATIENCE_S = 60.0


def ask_for_ticks(address: str) -> bytes:
    """Have Beam's Java expansion service at HOST:PORT describe the source; RunError where it cannot."""
    rows = ImplicitSchemaPayloadBuilder({"start": 0, "elements_per_period": 1, "period": EVERY_MS})
    spec = beam_runner_api_pb2.FunctionSpec(urn=GENERATE_SEQUENCE, payload=rows.payload())
    transform = beam_runner_api_pb2.PTransform(unique_name="Ticks", spec=spec)
    request = beam_expansion_api_pb2.ExpansionRequest(transform=transform, namespace="ticks")
    try:
        with grpc.insecure_channel(address) as channel:
            stub = beam_expansion_api_pb2_grpc.ExpansionServiceStub(channel)
            answer = stub.Expand(request, timeout=PATIENCE_S, wait_for_ready=True)
    except grpc.RpcError as error:
        raise RunError(
            f"no expansion service answers at {address}: see --expansion_endpoint in docs/flink.md"
        ) from error
    if answer.error:
        raise RunError(f"the expansion service at {address} fails: {answer.error.splitlines()[0][:200]}")
    for found in answer.components.transforms.values():
        if found.spec.urn == READ:
            return bytes(found.spec.payload)
    raise RunError(f"the expansion service at {address} lacks --experiments=use_deprecated_read: see docs/flink.md")


class Ticks(ExternalTransform):
    """An int every half second, at that time; carried out by Flink itself, as the payload says."""

    def __init__(self, payload: bytes) -> None:
        beam.PTransform.__init__(self)
        self.payload = payload

    def default_label(self) -> str:
        return "Ticks"

    def expand(self, begin: Any) -> PCollection[int]:
        self.ticks: PCollection[int] = PCollection(begin.pipeline, element_type=int, is_bounded=False)
        return self.ticks

    def get_windowing(self, inputs: Any) -> Windowing:
        return Windowing(GlobalWindows())

    def infer_output_type(self, unused_input_type: Any) -> type[int]:
        return int

    def to_runner_api_transform(self, context: Any, full_label: str) -> beam_runner_api_pb2.PTransform:
        """Give the source as one that needs none of our workers, as Python's own transforms all do."""
        spec = beam_runner_api_pb2.FunctionSpec(urn=READ, payload=self.payload)
        outputs = {"out": context.pcollections.get_id(self.ticks)}
        return beam_runner_api_pb2.PTransform(unique_name=full_label, spec=spec, outputs=outputs)
