"""Which of Beam's runners carries a graph out: by default this machine's own, with a worker process a core."""

import argparse
import os
import shlex
import sys
from typing import Any

from pipeline.errors import UsageError

LOCAL_RUNNER = "FnApiRunner"
"""Beam's in-memory runner, named outright: DirectRunner would try to download another engine first."""

WORKERS_KEPT = "--environment_cache_millis=60000"
"""Flink would otherwise end the workers after each stage of a batch and start others for the next."""


def is_local(arguments: list[str]) -> bool:
    """Tell whether the options leave the work to this machine's own runner."""
    return bool(_parsed(arguments)[0].runner == LOCAL_RUNNER)


def takes_rounds(arguments: list[str]) -> bool:
    """Tell whether the runner starts a job in seconds, as a stream's rounds need it."""
    return _parsed(arguments)[0].runner in (LOCAL_RUNNER, "PortableRunner")


def workers_of(arguments: list[str]) -> int:
    """Give how many processes the options ask for."""
    return int(_parsed(arguments)[0].direct_num_workers)


def runner_of(arguments: list[str], workers: int | None = None) -> tuple[Any, list[str]]:
    """Give Beam's runner and the options for it; None for the runner where Beam finds it by its name.

    `--direct_num_workers` says how many processes; one worker is this process itself.
    """
    known, rest = _parsed(arguments)
    if known.runner != LOCAL_RUNNER:
        stated = any(argument.startswith(WORKERS_KEPT.partition("=")[0]) for argument in arguments)
        return None, arguments if stated else [*arguments, WORKERS_KEPT]
    _refuse_unknown(rest)
    from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
    from apache_beam.transforms.environments import SubprocessSDKEnvironment

    number = workers or known.direct_num_workers
    if number == 1:
        return FnApiRunner(), rest
    worker = f"exec {shlex.quote(sys.executable)} -m pipeline.worker"  # our own child, not a shell's: it ends with us
    runner = FnApiRunner(default_environment=SubprocessSDKEnvironment.from_command_string(worker))
    return runner, [*rest, f"--direct_num_workers={number}"]


def run_graph(runner: Any, options: list[str], inputs: list[Any], graph: Any) -> None:
    """Run the graph over the inputs and wait for its end."""
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions

    from pipeline.workers import watched_workers

    pipeline = beam.Pipeline(runner=runner, options=PipelineOptions(options))
    _ = pipeline | "Inputs" >> beam.Create(inputs) | "Claimwire" >> graph
    result = None
    try:
        with watched_workers():
            result = pipeline.run()
        result.wait_until_finish()
    except KeyboardInterrupt:
        if runner is None and result is not None:  # a cluster goes on without us
            result.cancel()
        raise


def _parsed(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--runner", default=LOCAL_RUNNER)
    parser.add_argument("--direct_num_workers", type=int, default=os.cpu_count() or 1)
    return parser.parse_known_args(arguments)


def _refuse_unknown(arguments: list[str]) -> None:
    """Refuse what neither Claimwire nor Beam knows: Beam itself would pass over a misspelt option."""
    from apache_beam.options.pipeline_options import PipelineOptions, _BeamArgumentParser

    parser = _BeamArgumentParser(add_help=False, allow_abbrev=False, conflict_handler="resolve")
    for options in PipelineOptions.__subclasses__():
        options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise UsageError(f"unknown option {unknown[0]}: neither Claimwire's nor Beam's (see claimwire run --help)")
