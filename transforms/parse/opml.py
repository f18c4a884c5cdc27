"""OPML lists of feeds: nested outlines, whose names become labels."""

from dataclasses import dataclass

from lxml import etree

from transforms.errors import RecordError
from transforms.parse.build import unique
from transforms.parse.identity import canonical
from transforms.parse.markup import to_line
from transforms.parse.xml_scan import check_markup, root_name


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list, with the names of the folders around it and its categories."""

    url: str
    title: str | None
    labels: tuple[str, ...]
    language: str | None = None


def xml_tree(content: bytes, *, recover: bool = False) -> "etree._Element":
    """Parse XML of bounded size and depth, resolving nothing; RecordError where it is none."""
    check_markup(content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=recover, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        kind = "truncated-xml" if _is_cut(content) else "bad-xml"
        raise RecordError(kind, f"the XML cannot be read: {str(error)[:200]}") from error
    except ValueError as error:
        raise RecordError("bad-xml", f"the XML cannot be read: {error}") from error
    if root is None:
        raise RecordError("bad-xml", "the XML cannot be read: it has no element")
    return root


def local_name(element: "etree._Element") -> str:
    """Give an element's name without its namespace, however odd it is."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_cut(content: bytes) -> bool:
    """Tell XML that ends before its root element does."""
    name = root_name(content[:65_536].decode("utf-8", "replace"))
    return bool(name) and not content[-200:].rstrip().decode("utf-8", "replace").endswith(f"{name}>")


def read_opml(content: bytes) -> list[Outline]:
    """Read the feeds of an OPML list, each address once, in order.

    >>> [o.labels for o in read_opml(b'<opml><body><outline text="War"><outline xmlUrl="http://e.org/f"/></outline></body></opml>')]
    [('War',)]
    """
    root = xml_tree(content)
    if local_name(root).lower() != "opml":
        raise RecordError("not-opml", "the file is XML, but not an OPML list of feeds")
    found: dict[str, Outline] = {}
    for element in root.iter("{*}outline"):
        attributes = {str(name).lower(): str(value) for name, value in element.attrib.items()}
        address = attributes.get("xmlurl") or (attributes.get("url") if attributes.get("type") == "rss" else None)
        if not address or not canonical(address):
            continue
        folders = [_name(parent) for parent in element.iterancestors("{*}outline")][::-1]
        categories = [part.strip("/ ") for part in attributes.get("category", "").split(",")]
        title = _name(element) or None
        labels = unique((*folders, *categories))
        found.setdefault(address.strip(), Outline(address.strip(), title, labels, attributes.get("language") or None))
    return list(found.values())


def _name(element: "etree._Element") -> str:
    return to_line(element.get("title") or element.get("text") or "")
