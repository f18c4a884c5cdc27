"""`claimwire search`: the analyst's quick look."""

import argparse
from typing import TYPE_CHECKING

from pipeline.cli._server import add_index_arguments
from pipeline.search.question import ACTS, ORDERS

if TYPE_CHECKING:
    from pipeline.cli._shown import Wanted
    from pipeline.search.finding import Page
    from pipeline.search.question import Named, Question, Target

HELP = """Find claims, articles or stories. Words must all occur; "a phrase", -without and prefix* work.

Names are found by any of their words, and under every name the knowledge base has for them (Daesh finds ISIL).
Numbers are 43, '>=40' (quoted) or 10..20; dates 2016, 2016-02, 2016-02-08, or an age (48h, 7d, 2w).
Without QUERY the newest come first."""
EXAMPLE = """claimwire search "market" --about "civilian deaths" --act deny --act accuse
  claimwire search --about Raqqa --killed '>=40' --sort largest
  claimwire search --about "civilian deaths" --denied-within 7d
  claimwire search --contradictions --since 30d
  claimwire search --copies-of 3f2a91c04b7de8a1
  claimwire search --cluster 1113c1af26cde456b3637066
  claimwire search --act accuse --against Russia --count-by speaker
  claimwire search --act deny --as csv > denials.csv
  claimwire search --speaker Zakharova --act deny --save denials; claimwire search --view denials --since 7d"""

FORMATS = ("text", "json", "csv", "schema.org")
NOT_KEPT = ("command", "run", "beam_arguments", "save", "view", "views", "forget", "version", "elasticsearch", "after")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="?", metavar="QUERY", help="words in the text")
    _add_kinds(parser)
    _add_filters(parser)
    _add_claim_filters(parser)
    _add_article_filters(parser)
    _add_output(parser)
    add_index_arguments(parser)
    parser.set_defaults(default=parser.get_default)


def _add_kinds(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to show (default: claims)")
    kinds = group.add_mutually_exclusive_group()
    for target in ("claims", "articles", "stories"):
        kinds.add_argument(f"--{target}", action="store_const", const=target, dest="target", help=f"find {target}")
    parser.set_defaults(target=None)
    shapes = group.add_mutually_exclusive_group()
    shapes.add_argument("--contradictions", action="store_true", help="claims against each other, the two sides each")
    shapes.add_argument("--cluster", metavar="CLAIM", help="the life of a claim (id or words): who said it when")
    shapes.add_argument(
        "--copies-of", metavar="ARTICLE", help="who ran an article (id, URL or words), what they changed"
    )
    shapes.add_argument("--count-by", metavar="WHAT", help="count: speaker, act, about, against, outlet, day, week …")
    group.add_argument("--every-change", action="store_true", help="with --copies-of: all changes of each copy")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("filters")
    about = "whom or what it is about: a name, or a topic (civilian deaths); repeat it for all of several"
    group.add_argument("--about", action="append", default=[], metavar="NAME", help=about)
    group.add_argument("--outlet", action="append", default=[], metavar="NAME", help="published it: name, id or domain")
    group.add_argument("--outlets", metavar="N", help="in so many outlets (stories: articles; articles: copies)")
    group.add_argument("--since", metavar="DATE", help="published from this day on")
    group.add_argument("--until", metavar="DATE", help="published up to this day")
    group.add_argument("--story", metavar="ID", help="of this story")
    group.add_argument("--contradicted", action="store_true", help="that others contradict (claims, stories)")


def _add_claim_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("filters for claims")
    group.add_argument("--speaker", metavar="NAME", help="who claims: name, other name, role or id")
    group.add_argument("--unnamed", action="store_true", help="whose speaker the text does not give")
    group.add_argument("--act", action="append", default=[], choices=ACTS, help="what is done in saying it")
    group.add_argument("--against", metavar="NAME", help="whom it accuses or praises")
    group.add_argument("--denied-within", metavar="TIME", help="that somebody denied within 36h, 7d, 2w")
    group.add_argument("--figures", metavar="N", help="with a figure like this")
    group.add_argument("--counting", metavar="WHAT", help="with a figure that counts this")
    group.add_argument("--killed", metavar="N", help="that says so many were killed")
    group.add_argument("--wounded", metavar="N", help="that says so many were wounded")
    group.add_argument("--first-said", action="store_true", help="the first of those that say the same")
    group.add_argument("--quoted", action="store_true", help="quoted, at least in part")
    group.add_argument("--unsupported", action="store_true", help="headlines that their article does not bear out")
    group.add_argument("--article", metavar="ID", help="of this article")


def _add_article_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("filters for articles (--mt and --language: for claims as well)")
    group.add_argument("--mt", choices=("only", "none"), help="machine-translated texts only, or none")
    group.add_argument("--language", metavar="CODE", help="of the text: en, ru")
    copies = ("only", "none", "exact", "near", "excerpt", "translation")
    group.add_argument("--copies", choices=copies, help="copies only, none, or of one kind")


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("output")
    group.add_argument("--sort", choices=ORDERS, help="widest: most outlets or copies; largest: most killed")
    group.add_argument("--limit", "--size", type=int, default=10, metavar="N", help="how many to show (default: 10)")
    group.add_argument("--page", type=int, metavar="N", help="the N-th page")
    group.add_argument("--from", type=int, default=0, metavar="N", dest="skip", help="how many to skip first")
    group.add_argument("--after", metavar="MARK", help="go on where the last page ended, however deep")
    group.add_argument("--as", choices=FORMATS, default="text", dest="form", help="how to write it (default: text)")
    group.add_argument("--json", action="store_const", const="json", dest="form", help="whole documents, one a line")
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: in a terminal")
    views = parser.add_argument_group("views").add_mutually_exclusive_group()
    views.add_argument("--save", metavar="NAME", help="keep this question and show it")
    views.add_argument("--view", metavar="NAME", help="ask a kept question; options given here replace its own")
    views.add_argument("--views", action="store_true", help="list the kept questions")
    views.add_argument("--forget", metavar="NAME", help="remove a kept question")


def run(args: argparse.Namespace) -> int:
    if args.views or args.forget:
        return _manage_views(args)
    if args.view:
        _recall(args)
    from pipeline.cli._shown import show
    from pipeline.index.client import connect, explained
    from pipeline.index.connection import checked_prefix
    from pipeline.search.finding import Index

    asked = wanted(args)
    client = connect(args.elasticsearch)
    with explained(client):
        show(Index(client, checked_prefix(args.prefix)), asked)
    if args.save:
        _save(args)
    return 0


def wanted(args: argparse.Namespace) -> "Wanted":
    """Read the options as a question and how to show its answer; UsageError for what does not fit together."""
    from pipeline.cli._shown import Wanted

    return Wanted(
        target=_target(args),
        asked=_question(args),
        page=_page(args),
        order=args.sort,
        form=args.form,
        when_colored=args.color,
        count_by=args.count_by,
        contradictions=args.contradictions,
        copies_of=args.copies_of,
        cluster=args.cluster,
        every_change=args.every_change,
    )


def _target(args: argparse.Namespace) -> "Target":
    from pipeline.errors import UsageError

    implied: Target | None = "articles" if args.copies_of else "claims" if args.cluster else None
    if implied and args.target not in (None, implied):
        option = "--copies-of" if args.copies_of else "--cluster"
        raise UsageError(f"{option} is a filter for {implied}: use it with --{implied}")
    if args.contradictions and args.target == "articles":
        raise UsageError("--contradictions is for claims and stories")
    target: Target = args.target or implied or "claims"
    return target


def _page(args: argparse.Namespace) -> "Page":
    from pipeline.errors import UsageError
    from pipeline.search.finding import DEEPEST, Page

    for option, value, least in (
        ("--limit", args.limit, 0),
        ("--from", args.skip, 0),
        ("--page", 1 if args.page is None else args.page, 1),
    ):
        if value < least:
            raise UsageError(f"{option} {value}: give a number from {least} on")
    skip = args.limit * (args.page - 1) if args.page else args.skip
    if args.after and skip:
        raise UsageError("--after goes on where a page ended: leave out --page and --from")
    if skip >= DEEPEST:
        raise UsageError(f"no further than {DEEPEST} by pages: go on with --after, or narrow the search")
    return Page(limit=args.limit, skip=skip, after=args.after)


def _question(args: argparse.Namespace) -> "Question":
    from pipeline.search.question import Question

    return Question(
        text=args.query,
        speaker=_named(args.speaker, speaks=True) if args.speaker else None,
        about=tuple(_named(name) for name in args.about if name),
        against=_named(args.against) if args.against else None,
        act=tuple(args.act),
        outlet=tuple(args.outlet),
        outlets=args.outlets,
        since=args.since,
        until=args.until,
        story=args.story,
        article=args.article,
        contradicted=args.contradicted or args.contradictions,
        denied_within=args.denied_within,
        figures=args.figures,
        counting=args.counting,
        killed=args.killed,
        wounded=args.wounded,
        first_said=args.first_said,
        unsupported=args.unsupported,
        unnamed=args.unnamed,
        quoted=args.quoted,
        mt=args.mt,
        language=args.language,
        copies=args.copies,
    )


def _named(name: str, *, speaks: bool = False) -> "Named":
    """Add the entities that a name means, without loading all that are known; a capital speaks for its state."""
    from config.knowledge.lookup import look_up
    from pipeline.search.question import Named

    found = look_up(name)
    represented = [entity.metonym_for for entity in found if speaks and entity.metonym_for]
    return Named(name, tuple(dict.fromkeys([*(entity.id for entity in found), *represented])))


def _save(args: argparse.Namespace) -> None:
    import sys

    from pipeline.search.views import save_view

    path = save_view(args.save, _given(args))
    print(f"kept as {args.save} in {path}; ask again: claimwire search --view '{args.save}'", file=sys.stderr)


def _given(args: argparse.Namespace) -> dict[str, object]:
    """Give the options that are not at their defaults."""
    default = args.default
    options = {name: value for name, value in vars(args).items() if name not in (*NOT_KEPT, "default")}
    return {name: value for name, value in options.items() if value != default(name)}


def _recall(args: argparse.Namespace) -> None:
    """Take the kept options, except those given now."""
    from pipeline.errors import UsageError
    from pipeline.search.views import read_view

    kept, given = read_view(args.view), _given(args)
    known = vars(args).keys() - set(NOT_KEPT)
    for name, value in kept.items():
        if name not in known:
            raise UsageError(f"the view {args.view!r} has an option {name!r} of another release: save it again")
        if name not in given:
            setattr(args, name, value)


def _manage_views(args: argparse.Namespace) -> int:
    from pipeline.search.views import forget_view, read_views
    from pipeline.terminal import one_line

    if args.forget:
        forget_view(args.forget)
        return 0
    views = read_views()
    for name, view in views.items():
        print(one_line(f"{name}: {_written(view)}"))
    if not views:
        print("no views are kept; keep one: claimwire search … --save NAME")
    return 0


def _written(view: dict[str, object]) -> str:
    """Write a view as it would be typed."""
    import shlex

    words: list[str] = []
    for name, value in view.items():
        if name == "query":
            words.insert(0, shlex.quote(str(value)))
        elif name == "target":
            words.append(f"--{value}")
        else:
            option = {"skip": "--from", "form": "--as"}.get(name, f"--{name.replace('_', '-')}")
            for one in value if isinstance(value, list) else [value]:
                words += [option] if one is True else [option, shlex.quote(str(one))]
    return " ".join(words)
