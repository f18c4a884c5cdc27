"""The agencies' XML: NewsML-G2, NewsML 1 and NITF, one or many items in a file."""

from collections.abc import Iterator

from lxml import etree

from transforms.errors import RecordError
from transforms.parse.build import Facts, build_article
from transforms.parse.markup import element_text, to_line
from transforms.parse.opml import local_name, xml_tree
from transforms.parse.payload import BadRecord, Payload
from transforms.records import Article

_ITEMS = ("newsItem", "NewsItem", "nitf")
_BODIES = ("body.content", "body", "inlineXML", "inlineData", "DataContent")


def read_newsml(payload: Payload) -> Iterator[Article | BadRecord]:
    """Read each news item that holds text; pictures and packages are passed over."""
    root = xml_tree(payload.content)
    for element in root.iter("{*}*"):
        element.tag = local_name(element)
    items = [element for element in root.iter(*_ITEMS) if next(element.iterancestors(*_ITEMS), None) is None]
    count = 0
    for number, item in enumerate(items, start=1):
        facts = _facts(item)
        if not facts.text:
            continue
        count += 1
        origin = payload.origin if len(items) == 1 else f"{payload.origin}#{number}"
        try:
            yield build_article(facts, payload, text_from="record", published_from="feed", origin=origin)
        except RecordError as error:
            yield BadRecord(kind=error.kind, message=str(error), origin=origin, content=etree.tostring(item)[:4000])
    if not count:
        raise RecordError("no-article", "the file holds no news item with text")


def _facts(item: "etree._Element") -> Facts:
    deck = _first(item, "hl2")
    text = _body(item)
    dateline = _first(item, "body.head//dateline", "dateline", "DateLine")
    if dateline and dateline not in text[: len(dateline) + 40]:
        text = f"{dateline} - {text}"
    return Facts(
        title=_first(item, "hl1", "headline", "HeadLine", "title"),
        deck=deck,
        text=text,
        guid=item.get("guid") or _attribute(item, "doc-id", "id-string") or _first(item, "PublicIdentifier") or None,
        published=_date(item, "contentCreated", "firstCreated", "FirstCreated", "date.issue", "versionCreated"),
        updated=_date(item, "versionCreated", "ThisRevisionCreated"),
        outlet=_attribute(item, "provider", "literal") or _provider(item) or None,
        authors=tuple(_names(item)),
        labels=tuple(_labels(item)),
        language=item.get("{http://www.w3.org/XML/1998/namespace}lang") or None,
    )


def _body(item: "etree._Element") -> str:
    for name in _BODIES:
        for element in item.iter(name):
            for head in list(element.iter("body.head", "hedline", "head")):
                parent = head.getparent()
                if parent is not None:
                    parent.remove(head)
            if text := element_text(element):
                return text
    return ""


def _first(item: "etree._Element", *paths: str) -> str:
    for path in paths:
        for element in item.iterfind(f".//{path}"):
            if text := to_line(element_text(element)):
                return text
    return ""


def _attribute(item: "etree._Element", name: str, attribute: str) -> str:
    return next((str(element.get(attribute)) for element in item.iter(name) if element.get(attribute)), "")


def _provider(item: "etree._Element") -> str:
    return _first(item, "provider/name", "infoSource/name", "doc.copyright") or _attribute(
        item, "doc.copyright", "holder"
    )


def _date(item: "etree._Element", *names: str) -> str | None:
    for name in names:
        for element in item.iter(name):
            if stated := (element.get("norm") or (element.text or "").strip()):
                return str(stated)
    return None


def _names(item: "etree._Element") -> Iterator[str]:
    for element in item.iter("by", "byline", "ByLine"):
        name = to_line(element_text(element))
        yield name[3:] if name.lower().startswith("by ") else name


def _labels(item: "etree._Element") -> Iterator[str]:
    for element in item.iter("subject"):
        yield next((to_line(name.text or "") for name in element.iter("name") if name.text), "")
    for element in item.iter("classifier", "tobject.subject"):
        yield str(element.get("value") or element.get("tobject.subject.matter") or "")
