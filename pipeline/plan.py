"""What the command line asks of a run, checked before anything starts."""

import argparse
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from config.feeds import FeedsConfig
from pipeline.desk_tables import desk_tables
from pipeline.errors import UsageError
from pipeline.feed_state import state_folder
from pipeline.folders import cache_folder
from pipeline.index.output import ElasticsearchOutput, JsonlOutput, parse_output
from pipeline.ledger import RunFacts
from pipeline.rules import claim_rules, text_rules
from pipeline.runner import is_local
from pipeline.sources import FetchPolicy, InputSpec, expand_inputs, field_map, inputs_of, policy_of, read_config
from transforms.normalize import read_profiles


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run to be: `state` is the folder of its feeds' state, None where none is kept."""

    specs: list[InputSpec]
    policy: FetchPolicy
    knowledge: tuple[str, ...]
    output: ElasticsearchOutput | JsonlOutput
    facts: RunFacts
    state: Path | None
    outlet_profiles: str = ""
    """The reviewed table itself: what runs elsewhere cannot read our disk."""


def plan_of(args: argparse.Namespace) -> Plan:
    """Read the options of `claimwire run`; UsageError for the first that cannot be met."""
    mapping = field_map(args.map)
    config = read_config(args.config) if args.config else FeedsConfig()
    named = expand_inputs(args.input, mapping, watch=args.streaming)
    specs = [*inputs_of(config, mapping), *(_with_interval(spec, args.interval) for spec in named)]
    if not specs:
        raise UsageError(f"--config {args.config}: it names no feeds and no inputs; add some, or give --input")
    if not is_local(args.beam_arguments):
        specs = [_with_whole_path(spec) for spec in specs]
    output = parse_output(args.output, args.prefix)
    return Plan(
        specs=[replace(spec, unnamed_outlet=args.outlet) for spec in specs],
        policy=policy_of(config, allow_networks=args.allow_network, folder=cache_folder() / "fetch"),
        knowledge=desk_tables(args.knowledge),
        output=output,
        facts=_facts(args, [spec.origin for spec in specs]),
        state=_state(args, output),
        outlet_profiles=read_outlet_profiles(args.outlet_profiles),
    )


def read_outlet_profiles(file: Path | None) -> str:
    """Read the reviewed table of lines that outlets repeat, or fail in one line."""
    if file is None:
        return ""
    try:
        table = file.read_text("utf-8")
        read_profiles(table)
    except (OSError, ValueError) as error:
        raise UsageError(f"--outlet-profiles {file}: {error}") from None
    return table


def _state(args: argparse.Namespace, output: ElasticsearchOutput | JsonlOutput) -> Path | None:
    """Say where the feeds' state is kept; JSON lines hold one run only, and other machines cannot reach our disk."""
    if not isinstance(output, ElasticsearchOutput):
        if args.state:
            raise UsageError("--state: it goes with Elasticsearch; in JSON lines each run stands alone")
        return None
    if args.no_state:
        if args.state:
            raise UsageError("--state and --no-state: give one of them")
        return None
    polls_here = args.streaming or is_local(args.beam_arguments)
    return state_folder(args.state, output) if polls_here else None


def _with_interval(spec: InputSpec, interval_s: float | None) -> InputSpec:
    if interval_s is None:
        return spec
    return replace(spec, interval_s=interval_s, min_interval_s=interval_s, max_interval_s=interval_s)


def _with_whole_path(spec: InputSpec) -> InputSpec:
    """Name a file so that a worker in another folder finds it; all must have the same file there."""
    if spec.kind not in ("file", "folder") or "://" in spec.location:
        return spec
    return replace(spec, location=str(Path(spec.location).absolute()))


def _facts(args: argparse.Namespace, origins: list[str]) -> RunFacts:
    stated = {"map": args.map, "knowledge": [str(p) for p in args.knowledge], "beam": args.beam_arguments}
    stated |= {"outlet_profiles": str(args.outlet_profiles)} if args.outlet_profiles else {}
    settings = json.dumps(stated | {"outlet": args.outlet, "interval": args.interval})
    content = args.config.read_bytes() if args.config else b""
    digest = hashlib.sha256(settings.encode() + content).hexdigest()[:16]
    inputs = tuple(args.input) or tuple(origins)
    return begin(inputs, knowledge=[str(path) for path in args.knowledge], config_digest=digest, run_id=args.run_id)


def begin(
    inputs: tuple[str, ...], *, knowledge: Sequence[str] = (), config_digest: str = "", run_id: str | None = None
) -> RunFacts:
    """Give the facts of a run that starts now."""
    now = datetime.now(UTC)
    return RunFacts(
        id=run_id or f"{now:%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:6]}",
        started_at=now.isoformat(),
        inputs=inputs,
        version=version("claimwire"),
        config_digest=config_digest,
        text_rules=text_rules(),
        claim_rules=claim_rules(knowledge),
    )
