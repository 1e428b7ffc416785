"""markdown-it's inline tokens to the pieces of a block."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefgen.markup.blocks import Block, Kind, MarkupProblem, Note, Piece, Tag
from briefgen.markup.escaping import showable
from briefgen.markup.links import image_tag, is_external, is_internal, link_tag

if TYPE_CHECKING:
    from markdown_it.token import Token

_BREAK = Tag("<br>", "br", "void")
_LINK_END = Tag("</a>", "a", "close")
_SIMPLE = {
    "em_open": Tag("<em>", "em", "open"),
    "em_close": Tag("</em>", "em", "close"),
    "strong_open": Tag("<strong>", "strong", "open"),
    "strong_close": Tag("</strong>", "strong", "close"),
}
_CODE = (Tag("<code>", "code", "open"), Tag("</code>", "code", "close"))
# Emphasis in emphasis shows nothing new long before this; parsers of our pages lose text at 255.
_DEEPEST = 20


class Pieces:
    """The pieces of one block, in the making: neighbouring text is joined, empty links are dropped."""

    def __init__(self) -> None:
        self._done: list[Piece] = []
        self._text: list[str] = []

    def text(self, text: str) -> None:
        if text:
            self._text.append(text)

    def tag(self, tag: Tag) -> None:
        self._flush()
        self._done.append(tag)

    def end_link(self) -> None:
        """Closes the link that is open; one without content goes."""
        self._flush()
        last = self._done[-1]
        if isinstance(last, Tag) and last.name == "a" and last.role == "open":
            self._done.pop()
        else:
            self._done.append(_LINK_END)

    def hard_break(self) -> None:
        self.tag(_BREAK)
        self._done.append("\n")

    def note(self, note_id: str) -> None:
        """A note swallows the white space before it, as a superscript number does in print."""
        text = "".join(self._text).rstrip(" \t\n")
        self._text = [text] if text else []
        self._flush()
        self._done.append(Note(note_id))

    def tuple(self) -> tuple[Piece, ...]:
        self._flush()
        joined: list[Piece] = []
        for piece in self._done:
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            else:
                joined.append(piece)
        return tuple(joined)

    def _flush(self) -> None:
        if self._text:
            self._done.append("".join(self._text))
            self._text = []


class InlineReader:
    """Walks one block's inline tokens; `problems` are the links that it had to refuse."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.problems: list[MarkupProblem] = []
        self._pieces = Pieces()
        self._links: list[bool] = []  # the links we are in: whether each has a tag
        self._depth = 0

    def read(self, tokens: Iterable[Token]) -> tuple[Piece, ...]:
        tokens = list(tokens)
        at = 0
        while at < len(tokens):
            at = self._one(tokens, at)
        return self._pieces.tuple()

    def _one(self, tokens: list[Token], at: int) -> int:
        token = tokens[at]
        match token.type:
            case "text":
                self._pieces.text(showable(token.content))  # `&#13;` is a carriage return
            case "softbreak":
                self._pieces.text("\n")
                self.line += 1
            case "hardbreak":
                self._pieces.hard_break()
                self.line += 1
            case "code_inline":
                self._code(token.content)
            case "note":
                self._pieces.note(token.content)
            case "link_open":
                self._open_link(token)
            case "link_close" | "image_close":
                if self._links.pop():
                    self._pieces.end_link()
            case "image_open":
                return self._image(tokens, at)
            case _:
                self._emphasis(token)
        return at + 1

    def _code(self, content: str) -> None:
        self._pieces.tag(_CODE[0])
        self._pieces.text(content)
        self._pieces.tag(_CODE[1])

    def _emphasis(self, token: Token) -> None:
        if token.nesting < 0:
            self._depth -= 1
        if self._depth < _DEEPEST:
            self._pieces.tag(_SIMPLE[token.type])
        if token.nesting > 0:
            self._depth += 1

    def _open_link(self, token: Token) -> None:
        url = str(token.attrs.get("href", ""))
        tag = link_tag(url, str(token.attrs.get("title", "")))
        if tag is None:
            self.problems.append(_unsafe(self.line, url))
        if tag is not None and not any(self._links):
            self._pieces.tag(tag)
            self._links.append(True)
        else:
            self._links.append(False)

    def _image(self, tokens: list[Token], at: int) -> int:
        """A picture of our own is shown; another host's is a link under its alternative text."""
        url = str(tokens[at].attrs.get("href", ""))
        title = str(tokens[at].attrs.get("title", ""))
        if not is_internal(url):
            if is_external(url):
                self._open_link(tokens[at])
            else:
                self.problems.append(_unsafe(self.line, url))
                self._links.append(False)
            return at + 1
        end = _closing(tokens, at)
        inner = tokens[at + 1 : end]
        alt = "".join("\n" if t.type.endswith("break") else t.content for t in inner)
        self._pieces.tag(image_tag(url, alt, title))
        return end + 1


def block_of(
    kind: Kind, line: int, pieces: tuple[Piece, ...], before: str = "", after: str = ""
) -> Block:
    """A block, its text taken from its pieces."""
    text = "".join([piece for piece in pieces if isinstance(piece, str)])
    return Block(kind, line, pieces, text, before, after)


def _closing(tokens: list[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(tokens)):
        depth += {"image_open": 1, "image_close": -1}.get(tokens[at].type, 0)
        if depth == 0:
            return at
    raise AssertionError("every image_open has its image_close")


def _unsafe(line: int, url: str) -> MarkupProblem:
    said = f"a link may not lead to '{url}'" if url else "a link leads nowhere"
    hint = "a link starts with https:, http:, mailto:, tel:, / or #"
    return MarkupProblem(line, "unsafe-link", said, hint)
