"""Markdown text to a document, prose to a block; the way past the parser where it is not needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefgen.markup.blocks import Block, Document, MarkupProblem, Piece
from briefgen.markup.conservation import check_conserved
from briefgen.markup.dialect import NOTE, language, markdown
from briefgen.markup.escaping import showable
from briefgen.markup.inline import InlineReader, Pieces, block_of
from briefgen.markup.unmarked import TRIMMED, chunks, is_plain_inline

if TYPE_CHECKING:
    from markdown_it.token import Token

Problems = tuple[MarkupProblem, ...]


def parse_markdown(
    text: str, *, notes: bool = False, top: int = 2
) -> tuple[Document, Problems]:
    """Block Markdown to a document and what is wrong with it; never raises.

    `notes` reads `[^id]`. The document's highest heading becomes `<h{top}>`, the others follow.
    """
    text = _normal(text)
    parts: list[str | Block] = []
    problems: list[MarkupProblem] = []
    for line, chunk, is_paragraph in chunks(text):
        if is_paragraph:
            _add_paragraph(parts, chunk, line + 1, notes)
        else:
            _add_parsed(parts, problems, chunk, line + 1, notes)
    return Document(_shift_headings(tuple(parts), top)), tuple(sorted(problems))


def parse_inline(text: str, *, notes: bool = True) -> tuple[Block, Problems]:
    """Inline Markdown, such as a bottom line, to one block without tags of its own; never raises."""
    text = _normal(text).strip(TRIMMED)
    if is_plain_inline(text):
        return block_of("inline", 1, _plain_pieces(text, notes)), ()
    tokens = markdown(notes).parseInline(text)
    reader = InlineReader(1)
    pieces = reader.read(tokens[0].children or ())
    return block_of("inline", 1, pieces), tuple(reader.problems)


def _normal(text: str) -> str:
    """Line ends as "\\n" (CommonMark §2.1); U+0000 as U+FFFD (§2.3), other controls likewise."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(map(showable, text.split("\n")))


def _plain_pieces(text: str, notes: bool) -> tuple[Piece, ...]:
    if not notes or "[^" not in text:
        return (text,) if text else ()
    pieces = Pieces()
    for index, part in enumerate(NOTE.split(text)):
        if index % 2:
            pieces.note(part)
        else:
            pieces.text(part)
    return pieces.tuple()


def _add_paragraph(parts: list[str | Block], chunk: str, line: int, notes: bool) -> None:
    pieces = _plain_pieces(chunk.strip(TRIMMED), notes)
    if pieces:
        parts.append(block_of("paragraph", line, pieces, "<p>", "</p>\n"))


def _add_parsed(
    parts: list[str | Block],
    problems: list[MarkupProblem],
    chunk: str,
    first_line: int,
    notes: bool,
) -> None:
    tokens = markdown(notes).parse(chunk)
    reader = _BlockReader(first_line)
    reader.read(tokens)
    parts.extend(reader.parts)
    problems.extend(reader.problems)
    for problem in check_conserved(chunk, tokens):
        problems.append(replace(problem, line=problem.line + first_line - 1))


class _BlockReader:
    """markdown-it's block tokens to parts: containers as raw tags, the rest as blocks."""

    def __init__(self, first_line: int) -> None:
        self.parts: list[str | Block] = []
        self.problems: list[MarkupProblem] = []
        self._first_line = first_line

    def read(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.type == "inline":
                self._inline(tokens[index - 1], token)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"):
                self.parts.append(_container(token))

    def _line(self, token: Token) -> int:
        return self._first_line + (token.map[0] if token.map else 0)

    def _inline(self, opening: Token, token: Token) -> None:
        inline = InlineReader(self._line(token))
        pieces = inline.read(token.children or ())
        self.problems.extend(inline.problems)
        line = self._line(token)
        match opening.type:
            case "th_open" | "td_open":
                before, after = _cell(opening), f"</{opening.tag}>\n"
                self.parts.append(block_of("cell", line, pieces, before, after))
            case "heading_open":
                tags = f"<{opening.tag}>", f"</{opening.tag}>\n"
                self.parts.append(block_of("heading", line, pieces, *tags))
            case _ if not pieces:
                pass
            case _ if opening.hidden:
                self.parts.append(block_of("item", line, pieces))
            case _:
                self.parts.append(block_of("paragraph", line, pieces, "<p>", "</p>\n"))

    def _code(self, token: Token) -> None:
        text = token.content.removesuffix("\n")
        word = language(token.info)
        shown = f' class="language-{word}"' if word else ""
        line = self._line(token) + (1 if token.type == "fence" else 0)
        pieces = (text,) if text else ()
        before, after = f"<pre><code{shown}>", "</code></pre>\n"
        self.parts.append(block_of("code", line, pieces, before, after))


def _container(token: Token) -> str:
    """A container's tag; a list's number is the one attribute that Markdown gives."""
    if token.nesting < 0:
        return f"</{token.tag}>\n"
    start = f' start="{token.attrs["start"]}"' if "start" in token.attrs else ""
    return f"<{token.tag}{start}>" + ("" if token.tag == "li" else "\n")


def _cell(token: Token) -> str:
    """A cell's opening tag; a class says its alignment, as the CSP allows no style attribute."""
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f'<{token.tag} class="align-{side}">' if side else f"<{token.tag}>"


def _shift_headings(parts: tuple[str | Block, ...], top: int) -> tuple[str | Block, ...]:
    """The same parts with the highest heading at level `top`, none below 6."""
    levels = {int(part.before[2]) for part in parts if _is_heading(part)}
    if not levels or min(levels) == top:
        return parts
    shift = top - min(levels)
    return tuple(_with_level(part, shift) if _is_heading(part) else part for part in parts)


def _is_heading(part: str | Block) -> bool:
    return isinstance(part, Block) and part.kind == "heading"


def _with_level(block: Block, shift: int) -> Block:
    level = min(6, int(block.before[2]) + shift)
    return replace(block, before=f"<h{level}>", after=f"</h{level}>\n")
