"""XML by a serialiser, with what XML 1.0 cannot hold taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

# XML 1.0 (fifth edition), production [2] Char: everything else may not stand in a document at all.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """`text` without the characters that XML 1.0 excludes."""
    return _NOT_XML.sub("", text)


def child(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    """A new element below `parent`."""
    element = ElementTree.SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    if text:
        element.text = xml_text(text)
    return element


def document(root: ElementTree.Element, fragments: Sequence[bytes] = ()) -> bytes:
    """The document in UTF-8 with its XML declaration; `fragments` become the root's last children."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="utf-8")
    if fragments:
        head, _, end = text.rpartition(b"</")
        text = b"".join((head.rstrip(), b"\n", b"\n".join(fragments), b"\n</", end))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text + b"\n"


def fragment(element: ElementTree.Element) -> bytes:
    """An element in UTF-8, to stand in a document."""
    return ElementTree.tostring(element, encoding="unicode").encode()
