"""Machine translation: what is flagged, what is not, and why."""

import json
from pathlib import Path

import pytest

from transforms.normalize import normalize
from transforms.records import Article, MachineTranslation, Source

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the development data are not on this machine")

CASES = Path(__file__).parent / "cases" / "normalize" / "translations.jsonl"
TEXTS = {case["language"]: case["raw"] for case in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())}
NATIVE = TEXTS[None]
TRANSLATED = {language: raw for language, raw in TEXTS.items() if language}


def translation(raw: str) -> MachineTranslation:
    found = normalize(Article(id="a", raw=raw, origin="test", source=Source(id="s", name="s"))).mt
    assert found is not None
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_garbled_text_is_flagged(language: str) -> None:
    """Text with several of a translator's marks is flagged, with the signals and the language of origin."""
    found = translation(TRANSLATED[language])
    assert found.is_machine_translated
    assert found.source_language == language
    assert {"calques", "garbled-casing"} & set(found.signals)


def test_native_text_is_not_flagged() -> None:
    """A native report is not flagged and has no language of origin."""
    found = translation(NATIVE)
    assert not found.is_machine_translated
    assert found.score < 0.2
    assert found.source_language is None


def test_one_slip_is_not_enough() -> None:
    """One garbled name in a native report does not make it a translation."""
    assert not translation(NATIVE.replace("foreign ministry", "foreign Ministry")).is_machine_translated


@pytest.mark.parametrize("text", ["", "A", "Share", "Port reopens\n\nThe port is open again."])
def test_short_text_says_nothing(text: str) -> None:
    """A few words are never flagged."""
    assert not translation(text).is_machine_translated


@needs_data
def test_translations_are_told_apart() -> None:
    """On the development translations machine versions score above human ones (AUC at least .75)."""
    from pipeline.evaluate.normalize import score

    found = score(DATA / "translations" / "wmt21_ru_en_dev.jsonl", limit=30)
    assert float(str(found["auc"])) >= 0.75


@needs_data
def test_native_news_stays_as_it_is() -> None:
    """Clean news is hardly edited (under .5 in 1,000 words) and hardly ever flagged (at most 2 %)."""
    from pipeline.evaluate.normalize import score

    found = score(DATA / "news-2017" / "articles.jsonl", limit=300)
    assert float(str(found["edits_per_1000_words"])) < 0.5
    assert float(str(found["taken_for_machine_translation"])) <= 0.02


@needs_data
@pytest.mark.parametrize(("name", "expected"), [("000", False), ("001", True)])
def test_sample_articles(name: str, expected: bool) -> None:
    """The agency original is not flagged, the translated article is."""
    (path,) = (DATA / "articles").glob(f"{name}_*.txt")
    assert translation(path.read_text(encoding="utf-8")).is_machine_translated is expected


def test_evaluation_reads_its_formats(tmp_path: Path) -> None:
    """Each format of the evaluation is recognized by its keys; a folder is searched."""
    from pipeline.errors import UsageError
    from pipeline.evaluate.normalize import score

    rows = {
        "news": {"text": NATIVE, "title": "Port reopens", "url": "https://example.org/a"},
        "translations": {"id": "1", "versions": {"hyp:a": TRANSLATED["ru"], "ref:b": NATIVE}},
        "sections": {"raw": "Share\n\nThe port is open.", "sections": [["boilerplate", "Share"]]},
    }
    for name, row in rows.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    figures = score(tmp_path)
    assert set(figures) == {f"{name}.jsonl" for name in rows}
    assert figures["translations.jsonl"]["auc"] == 1.0  # type: ignore[index]
    (tmp_path / "other.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="unknown format"):
        score(tmp_path / "other.jsonl")
