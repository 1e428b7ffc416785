"""XML by a serialiser, with what XML 1.0 cannot hold taken out."""

from __future__ import annotations

import re
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


def document(root: ElementTree.Element) -> bytes:
    """The document in UTF-8 with its XML declaration."""
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"
