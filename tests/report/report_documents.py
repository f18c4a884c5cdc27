"""Documents as a run writes them, for the pages' tests."""

from typing import Any

from pipeline.report.material import Material, article_of, claim_of, run_of, story_of

HOSTILE = (
    "</script><script>window.ran=1</script><img src=x onerror='window.ran=2'>"
    '\u202egnp.exe\u202c \x00\x1b[31m" onmouseover="window.ran=3" x=" </style><svg onload=window.ran=4> {{7*7}} '
    "<!-- ]]> \ud800 &lt;b&gt; javascript:window.ran=5"
)
"""Every way out of its element that a headline has been seen to try."""
HOSTILE_URLS = ("javascript:window.ran=6", "data:text/html,<script>window.ran=7</script>", "https://user@evil.example/")


def span(raw: str, text: str) -> dict[str, Any]:
    start = raw.index(text)
    return {"text": text, "start": start, "end": start + len(text), "raw_start": start, "raw_end": start + len(text)}


def article(identity: str, raw: str, **fields: Any) -> dict[str, Any]:
    return article_of(
        {
            "id": identity,
            "story_id": "s1",
            "title": raw.split("\n")[0],
            "source": {"id": "qarun", "name": "The Qarun Herald", "domain": "herald.example"},
            "url": f"https://herald.example/{identity}",
            "origin": "feed.xml",
            "published_at": "2031-03-01T10:00:00Z",
            "@timestamp": "2031-03-01T10:00:00Z",
            "raw": raw,
            "edits": [],
            "copies": 0,
            "run_id": "r1",
            **fields,
        }
    )


def claim(identity: str, raw: str, text: str, speaker: str | None, **fields: Any) -> dict[str, Any]:
    named = {"name": speaker, "text": speaker, "kind": "name", "role": None} if speaker else None
    return claim_of(
        {
            "id": identity,
            "article_id": "a1",
            "story_id": "s1",
            "outlet": "The Qarun Herald",
            "url": "https://herald.example/a1",
            "@timestamp": "2031-03-01T10:00:00Z",
            "text": text,
            "content": [span(raw, text)],
            "speaker": named,
            "act": "assert",
            "directness": "indirect",
            "links": [],
            **fields,
        }
    )


def link(identity: str, evidence: str = "14 against none") -> dict[str, Any]:
    return {"claim_id": identity, "relation": "contradicts", "score": 0.9, "evidence": evidence}


def story(identity: str, title: str, articles: list[str], **fields: Any) -> dict[str, Any]:
    return story_of(
        {
            "id": identity,
            "title": title,
            "first_at": "2031-03-01T10:00:00Z",
            "last_at": "2031-03-02T10:00:00Z",
            "articles": articles,
            "article_count": len(articles),
            "outlets": ["Radio Lumen", "The Qarun Herald"],
            "entities": ["Qarun", "Ilse Brandão"],
            "claims": 3,
            "contradictions": 1,
            "run_id": "r1",
            **fields,
        }
    )


RUN = run_of({
    "id": "r1",
    "started_at": "2031-03-02T11:00:00Z",
    "state": "done",
    "inputs": ["https://herald.example/rss.xml"],
    "version": "0.1.0",
    "articles": 3,
    "articles_per_second": 2.5,
    "problems": [],
    "counts": [
        {"stage": "parse", "in": 4, "out": 3, "duplicates": 0, "filtered": 0, "dead": 1,
         "reasons": [{"reason": "dead: truncated-xml", "count": 1}]},
    ],
})  # fmt: skip
LETTER = {
    "id": "d1", "stage": "parse", "kind": "truncated-xml", "message": "the feed is cut after its entry 3",
    "origin": "https://lumen.example/rss", "run_id": "r1", "last_at": "2031-03-02T11:00:00Z",
}  # fmt: skip

HERALD = (
    "Shells hit the market of Qarun\n\nQARUN. Fourteen civilians died when shells hit the market, mayor Ilse Brandão "
    "said. She accused the northern army of the attack.\n\nThe bridge will open in spring, she added."
)
LUMEN = (
    "No shells on Qarun\n\nNo civilians were killed in Qarun, said general Oren Tal. The foreign Ministry kept silent."
)


def market() -> Material:
    """Two outlets that say otherwise, and a machine-translated copy."""
    claims = [
        claim("c1", HERALD, "Fourteen civilians died when shells hit the market", "Ilse Brandão", links=[link("c2")],
              figures=[{"text": "Fourteen", "what": "civilians killed"}], about_names=["Qarun"]),
        claim("c2", LUMEN, "No civilians were killed in Qarun", "Oren Tal", article_id="a2", outlet="Radio Lumen",
              act="deny", links=[link("c1")], **{"@timestamp": "2031-03-02T10:00:00Z"}),
        claim("c3", HERALD, "the northern army of the attack", "Ilse Brandão", act="accuse"),
        claim("c4", HERALD, "The bridge will open in spring", "Ilse Brandão", directness="direct"),
    ]  # fmt: skip
    start = LUMEN.index("foreign")
    lumen = article(
        "a2",
        LUMEN,
        source={"id": "lumen", "name": "Radio Lumen"},
        url=None,
        published_at="2031-03-02T10:00:00Z",
        copies=1,
        mt={"is_machine_translated": True, "score": 0.9, "source_language": "ru", "signals": []},
        edits=[{"rule": "name-casing", "before": "foreign", "after": "Foreign", "start": start, "raw_start": start,
                "raw_end": start + 7, "why": "part of a name", "suggestion": None, "confidence": 0.9}],
        **{"@timestamp": "2031-03-02T10:00:00Z"},
    )  # fmt: skip
    copy = article(
        "a3",
        "No shells fell on Qarun\n\nOren Tal said so.",
        source={"id": "post", "name": "Meridian Post"},
        duplicate={"of": "a2", "kind": "translation", "similarity": 0.7},
        published_at="2031-03-02T13:00:00Z",
        **{"@timestamp": "2031-03-02T13:00:00Z"},
    )
    return Material(
        stories=[story("s1", "Shells hit the market of Qarun", ["a1", "a2", "a3"])],
        articles=[article("a1", HERALD), lumen, copy],
        claims=claims,
        letters=[LETTER],
        runs=[RUN],
        all_stories=1,
        all_letters=1,
    )


def hostile() -> Material:
    """A feed that attacks the page in every field that comes from it."""
    raw = f"{HOSTILE}\n\n{HOSTILE} said {HOSTILE}."
    articles = [
        article(f"a{number}", raw, title=HOSTILE, url=url, origin=HOSTILE, authors=[HOSTILE],
                source={"id": "h", "name": HOSTILE}, date_problem=HOSTILE,
                edits=[{"rule": HOSTILE, "before": raw[:9], "after": HOSTILE, "start": 0, "raw_start": 0, "raw_end": 9,
                        "why": HOSTILE, "suggestion": HOSTILE, "confidence": 1.0}],
                mt={"is_machine_translated": True, "score": 0.5, "source_language": HOSTILE})
        for number, url in enumerate(HOSTILE_URLS, 1)
    ]  # fmt: skip
    claims = [
        claim("c1", raw, HOSTILE, HOSTILE, outlet=HOSTILE, url=HOSTILE_URLS[0], about_names=[HOSTILE],
              figures=[{"text": HOSTILE, "what": HOSTILE}], links=[link("c2", HOSTILE)]),
        {**claim("c2", raw, HOSTILE, HOSTILE, article_id="elsewhere", url=HOSTILE_URLS[1], act="deny"),
         "speaker": {"name": HOSTILE, "text": HOSTILE + "?", "kind": "metonym", "role": HOSTILE}},
    ]  # fmt: skip
    hostile_story = story("s1", HOSTILE, ["a1"], entities=[HOSTILE], outlets=[HOSTILE], top_claims=[HOSTILE])
    letter = {**LETTER, "kind": HOSTILE, "message": HOSTILE, "origin": HOSTILE, "id": "<d>"}
    run = {**RUN, "inputs": [HOSTILE], "problems": [HOSTILE], "version": HOSTILE, "state": HOSTILE}
    return Material(
        stories=[hostile_story],
        articles=articles,
        claims=claims,
        letters=[letter],
        runs=[run],
        all_stories=1,
        all_letters=1,
    )


def many(count: int, *, of_story: int = 25) -> Material:
    """So many claims of made-up speakers, each text in its article."""
    speakers = [f"Speaker {chr(65 + n % 26)}{n // 26}" for n in range(200)]
    acts = ("assert", "assert", "assert", "deny", "accuse", "warn")
    stories, articles, claims = [], [], []
    for number in range(count // of_story):
        texts = [f"Convoy {n} reached village {n * 7 % 91} with {n * 13 % 77} tents" for n in range(of_story)]
        raw = f"Convoys of day {number}\n\n" + " ".join(f"{text}, it was said." for text in texts)
        day = f"2031-{number % 12 + 1:02}-{number % 27 + 1:02}T10:00:00Z"
        outlet = f"Outlet {number % 12}"
        stories.append(story(f"s{number}", f"Convoys of day {number}", [f"a{number}"], first_at=day, last_at=day))
        articles.append(
            article(
                f"a{number}", raw, story_id=f"s{number}", source={"id": outlet, "name": outlet}, **{"@timestamp": day}
            )
        )
        for at, text in enumerate(texts):
            claims.append(
                claim(f"c{number}-{at}", raw, text, speakers[(number * 7 + at * 3) % 200], story_id=f"s{number}",
                      article_id=f"a{number}", outlet=outlet, act=acts[(number + at) % 6],
                      figures=[{"text": f"{at * 13 % 77}", "what": "tents"}], about_names=["Qarun", "Red Crescent"],
                      links=[link(f"c{number}-1")] if at == 0 else [], **{"@timestamp": day})
            )  # fmt: skip
    return Material(
        stories=stories, articles=articles, claims=claims, runs=[RUN], all_stories=len(stories), all_letters=0
    )
