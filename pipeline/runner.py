"""Which of Beam's runners carries a graph out: by default this machine's own, with a worker process a core."""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.forking import ForkServer
from pipeline.prism import find_prism, location_of
from pipeline.worker import keep_heap_whole

LOCAL_RUNNER = "FnApiRunner"
"""Beam's in-memory runner, named outright: DirectRunner would try to download another engine first."""

PRISM_RUNNER = "PrismRunner"

ON_A_CLUSTER = ("--environment_cache_millis=60000", "--environment_expiration_millis=20000")
"""Flink would otherwise end the workers after each stage of a batch, and never forget one that died."""


def is_local(arguments: list[str]) -> bool:
    """Tell whether the options leave the work to this machine's own runner."""
    return bool(_parsed(arguments)[0].runner == LOCAL_RUNNER)


def is_prism(arguments: list[str]) -> bool:
    """Tell whether the options name Beam's Prism, which they, or the path, are to find."""
    return bool(_parsed(arguments)[0].runner == PRISM_RUNNER)


def streams(arguments: list[str]) -> bool:
    """Tell whether a stream can run there."""
    return _parsed(arguments)[0].runner in (LOCAL_RUNNER, PRISM_RUNNER, "PortableRunner")


def workers_of(arguments: list[str]) -> int:
    """Give how many processes the options ask for."""
    return int(_parsed(arguments)[0].direct_num_workers)


@contextmanager
def loading_workers(arguments: list[str], knowledge: Sequence[str | Path]) -> Iterator[None]:
    """Let what local worker processes need be loaded beside the block, which prepares the run and carries it out."""
    known, _ = _parsed(arguments)
    if known.runner != LOCAL_RUNNER or known.direct_num_workers == 1:
        yield
        return
    server = _fork_server(knowledge)
    server.begin()
    try:
        yield
    finally:
        server.end()


def refuse_unknown(arguments: list[str]) -> None:
    """Refuse options of a run here that neither Claimwire nor Beam knows: Beam would pass over a misspelt one."""
    known, rest = _parsed(arguments)
    if known.runner not in (LOCAL_RUNNER, PRISM_RUNNER):
        return
    from apache_beam.options.pipeline_options import PipelineOptions, _BeamArgumentParser

    parser = _BeamArgumentParser(add_help=False, allow_abbrev=False, conflict_handler="resolve")
    for options in PipelineOptions.__subclasses__():
        options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(rest)
    if unknown:
        raise UsageError(f"unknown option {unknown[0]}: neither Claimwire's nor Beam's (see claimwire run --help)")


def run_graph(arguments: list[str], inputs: list[Any], graph: Any, workers: int | None = None) -> None:
    """Run the graph over the inputs and wait for its end.

    `--direct_num_workers`, or `workers`, says how many processes the local runner has; one is this process itself.
    """
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions

    with _runner(arguments, graph.knowledge, workers) as (runner, options):
        pipeline = beam.Pipeline(runner=runner, options=PipelineOptions(options))
        _ = pipeline | "Inputs" >> beam.Create(inputs) | "Claimwire" >> graph
        result = None
        try:
            result = pipeline.run()
            result.wait_until_finish()
        except KeyboardInterrupt:
            if runner is None and result is not None:  # a cluster goes on without us
                result.cancel()
            raise


@contextmanager
def _runner(
    arguments: list[str], knowledge: Sequence[str | Path], workers: int | None
) -> Iterator[tuple[Any, list[str]]]:
    """Give Beam's runner and the options for it; None for the runner where Beam finds it by its name."""
    known, rest = _parsed(arguments)
    if known.runner != LOCAL_RUNNER:
        added: tuple[str, ...] = ON_A_CLUSTER if known.runner != PRISM_RUNNER else ()
        if known.runner == PRISM_RUNNER and location_of(rest) is None:
            added = (f"--prism_location={find_prism()}",)  # Beam would download another one
        stated = {argument.partition("=")[0] for argument in arguments}
        yield None, [*arguments, *(option for option in added if option.partition("=")[0] not in stated)]
        return
    keep_heap_whole()
    from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

    number = workers or known.direct_num_workers
    if number == 1:
        yield FnApiRunner(), rest
        return
    from apache_beam.transforms.environments import ExternalEnvironment

    from pipeline.pool import HANG_UP_S, Pool, serving
    from pipeline.workers import watched_workers

    server = _fork_server(knowledge)
    with watched_workers() as ended:
        pool = Pool(server, tuple(rest), ended, quiet=not os.environ.get("CLAIMWIRE_DEBUG"))
        try:
            with serving(pool) as address:
                options = [*rest, f"--direct_num_workers={number}"]
                yield FnApiRunner(default_environment=ExternalEnvironment(address)), options
        finally:
            pool.wait(HANG_UP_S)
            server.end()  # and with it a worker that goes on


def _fork_server(knowledge: Sequence[str | Path]) -> ForkServer:
    return ForkServer(tuple(str(Path(table).resolve()) for table in knowledge))


def _parsed(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--runner", default=LOCAL_RUNNER)
    parser.add_argument("--direct_num_workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_known_args(arguments)
