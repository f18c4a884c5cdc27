"""What a page says about itself: meta elements, JSON-LD, and trafilatura's reading where these are silent."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from transforms.parse.markup import has_markup, tidy, to_line, to_text

_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "publishdate", "publish-date", "pubdate",
    "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
_ARTICLE_TYPE = re.compile(r"Article|BlogPosting|Report", re.IGNORECASE)
MAX_JSON_LD = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMetadata:
    title: str = ""
    description: str = ""
    published: str | None = None
    updated: str | None = None
    canonical: str | None = None
    site_name: str | None = None
    authors: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    language: str | None = None
    article_body: str = ""


def read_metadata(tree: HtmlElement, url: str | None) -> PageMetadata:
    """Read what a page states; nothing is guessed from its text."""
    metas = _metas(tree)
    article = next(_articles(_json_ld(tree)), {})
    found = extract_metadata(tree, default_url=url, date_config={"original_date": True, "extensive_search": False})
    published = _text(article.get("datePublished")) or _first(metas, _PUBLISHED) or _time(tree) or found.date
    author_names = [_text(name) for name in _list(article.get("author"))] or str(found.author or "").split("; ")
    return PageMetadata(
        title=to_line(str(found.title or "") or metas.get("og:title", "") or _text(article.get("headline"))),
        description=to_line(metas.get("og:description") or metas.get("description") or ""),
        published=published,
        updated=_text(article.get("dateModified")) or _first(metas, _UPDATED),
        canonical=_canonical(tree) or metas.get("og:url"),
        site_name=to_line(metas.get("og:site_name") or _text(article.get("publisher")) or str(found.sitename or ""))
        or None,
        authors=tuple(name for name in author_names if name and "://" not in name),
        labels=tuple(str(label) for label in (*(found.categories or ()), *(found.tags or ())))[:10],
        language=tree.get("lang") or _text(article.get("inLanguage")) or metas.get("og:locale"),
        article_body=_body(_text(article.get("articleBody"))),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            metas.setdefault(name.strip().lower(), content.strip())
    return metas


def _canonical(tree: HtmlElement) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return str(element.get("href") or "") or None
    return None


def _time(tree: HtmlElement) -> str | None:
    for element in tree.iter("time"):
        if element.get("datetime") and (
            element.get("pubdate") is not None or element.get("itemprop") == "datePublished"
        ):
            return str(element.get("datetime"))
    return None


def _first(metas: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _json_ld(tree: HtmlElement) -> Iterator[Any]:
    for element in tree.iter("script"):
        if (element.get("type") or "").strip().lower().startswith("application/ld+json") and element.text:
            try:
                yield json.loads(element.text[:MAX_JSON_LD], strict=False)
            except (ValueError, RecursionError):
                continue


def _articles(values: Iterator[Any]) -> Iterator[Mapping[str, Any]]:
    """Give the objects that describe an article, from lists and graphs too."""
    stack = list(values)[::-1]
    for _ in range(500):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value[:100][::-1])
        elif isinstance(value, Mapping):
            if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in _list(value.get("@type"))):
                yield value
            stack.extend(_list(value.get("@graph"))[:100][::-1])
            stack.extend(_list(value.get("mainEntity")))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Mapping):
        return _text(value.get("name"))
    if isinstance(value, list) and value:
        return _text(value[0])
    return ""


def _body(text: str) -> str:
    text = to_text(text) if has_markup(text) else tidy(text)
    return text if "\n\n" in text else text.replace("\n", "\n\n")
