"""Launching a run: inputs checked, output prepared, the graph built and run, the ledger printed and judged."""

import argparse
import hashlib
import json
import os
import shlex
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.errors import RunError, UsageError
from pipeline.ledger import RunFacts, run_action, run_document

LOCAL_RUNNER = "FnApiRunner"
"""Beam's in-memory runner, named outright: DirectRunner would try to download another engine first."""


def run_job(args: argparse.Namespace) -> int:
    """Run the pipeline as the command line says; the result is the exit code."""
    from config.feeds import FeedsConfig
    from pipeline.folders import cache_folder
    from pipeline.graph import Claimwire
    from pipeline.index.output import parse_output
    from pipeline.sources import expand_inputs, field_map, inputs_of, policy_of, read_config

    mapping = field_map(args.map)
    config = read_config(args.config) if args.config else FeedsConfig()
    inputs = [*inputs_of(config, mapping), *expand_inputs(args.input, mapping)]
    if not inputs:
        raise UsageError(f"--config {args.config}: it names no feeds and no inputs; add some, or give --input")
    policy = policy_of(config, allow_networks=args.allow_network, folder=cache_folder() / "fetch")
    knowledge = tuple(str(_existing(path)) for path in args.knowledge)
    runner, options = _runner(args.beam_arguments)
    output = parse_output(args.output, args.prefix)
    facts = _facts(args, [spec.origin for spec in inputs])
    output.prepare()
    output.put(run_action(facts, run_document(facts, None)))
    try:
        with _progress_folder() as folder, output.loading():
            graph = Claimwire(output=output, policy=policy, facts=facts, knowledge=knowledge)
            _run_graph(runner, options, inputs, graph, folder, quiet=args.quiet)
    except KeyboardInterrupt:
        raise
    except Exception as error:
        failed = run_document(facts, None) | {"state": "failed", "problems": [_last_line(error)]}
        with suppress(Exception):  # the first error is the one to report
            output.put(run_action(facts, failed))
        if os.environ.get("CLAIMWIRE_DEBUG"):
            raise
        raise RunError(f"run {facts.id} failed: {_last_line(error)}") from error
    document = output.get("runs", facts.id)
    if args.json:
        print(json.dumps(document))
    else:
        from pipeline.console import print_ledger

        print_ledger(document)
    return _exit_code(document, args.max_dead_letters)


def _exit_code(document: dict[str, Any], most_dead_letters: int | None) -> int:
    if document["problems"] or document["state"] != "done":
        return 1
    if most_dead_letters is not None and document["dead_letters"] > most_dead_letters:
        print(
            f"claimwire: {document['dead_letters']} dead letters, more than {most_dead_letters}: "
            f"see claimwire dead-letters list --run {document['id']}",
            file=sys.stderr,
        )
        return 3
    return 0


def _facts(args: argparse.Namespace, origins: list[str]) -> RunFacts:
    now = datetime.now(UTC)
    settings = json.dumps({"map": args.map, "knowledge": [str(p) for p in args.knowledge], "beam": args.beam_arguments})
    content = args.config.read_bytes() if args.config else b""
    return RunFacts(
        id=args.run_id or f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}",
        started_at=now.isoformat(),
        inputs=tuple(args.input) or tuple(origins),
        version=version("claimwire"),
        config_digest=hashlib.sha256(settings.encode() + content).hexdigest()[:16],
    )


def _run_graph(runner: Any, options: list[str], inputs: list[Any], graph: Any, progress: Path, *, quiet: bool) -> None:
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions

    from pipeline.console import shown_progress

    pipeline = beam.Pipeline(runner=runner, options=PipelineOptions(options))
    _ = pipeline | "Inputs" >> beam.Create(inputs) | "Claimwire" >> graph
    with shown_progress(progress, quiet=quiet):
        pipeline.run().wait_until_finish()


def _runner(arguments: list[str]) -> tuple[Any, list[str]]:
    """Give Beam's runner and the options for it: by default this machine, a worker process a core.

    `--direct_num_workers` says how many processes; one worker is this process itself.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--runner", default=LOCAL_RUNNER)
    parser.add_argument("--direct_num_workers", type=int, default=os.cpu_count() or 1)
    known, rest = parser.parse_known_args(arguments)
    if known.runner != LOCAL_RUNNER:
        return None, arguments
    _refuse_unknown(rest)
    from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner
    from apache_beam.transforms.environments import SubprocessSDKEnvironment

    if known.direct_num_workers == 1:
        return FnApiRunner(), rest
    worker = f"{shlex.quote(sys.executable)} -m pipeline.worker"
    runner = FnApiRunner(default_environment=SubprocessSDKEnvironment.from_command_string(worker))
    return runner, [*rest, f"--direct_num_workers={known.direct_num_workers}"]


def _refuse_unknown(arguments: list[str]) -> None:
    """Refuse what neither Claimwire nor Beam knows: Beam itself would pass over a misspelt option."""
    from apache_beam.options.pipeline_options import PipelineOptions, _BeamArgumentParser

    parser = _BeamArgumentParser(add_help=False, allow_abbrev=False, conflict_handler="resolve")
    for options in PipelineOptions.__subclasses__():
        options._add_argparse_args(parser)
    _, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise UsageError(f"unknown option {unknown[0]}: neither Claimwire's nor Beam's (see claimwire run --help)")


@contextmanager
def _progress_folder() -> Iterator[Path]:
    from pipeline.progress import FOLDER_VARIABLE

    folder = Path(tempfile.mkdtemp(prefix="claimwire-"))
    os.environ[FOLDER_VARIABLE] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop(FOLDER_VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise UsageError(f"--knowledge {path}: there is no such file or folder")
    return path.resolve()


def _last_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__
