"""`briefgen new` and `briefgen quote`: an annotation to fill in, and one claim of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from briefgen.annotation import parse_annotation
from briefgen.article import Article, parse_article
from briefgen.drafting import draft_annotation
from briefgen.errors import BuildError, Refused, UsageError, did_you_mean
from briefgen.quoting import claim_block
from briefgen.registries import read_names
from briefgen.sources import find_sources, read_text


def new_annotation(root: Path, word: str) -> tuple[Path, str]:
    """(where the annotation of an article belongs, its text). `word` is the article's id or its file.

    Raises `UsageError` where there is no such article or it is annotated already, `BuildError` where it cannot be read.
    """
    id, article = read_article(root, word)
    path = root / "content/annotations" / f"{id}.yaml"
    if path.exists():
        raise UsageError(f"{path} is there already; 'briefgen quote {id} WORDS' prints a claim to put into it")
    names, has_actors = read_names(root)
    return path, draft_annotation(id, article, names, has_actors=has_actors)


def write_annotation(path: Path, text: str) -> None:
    """Writes a new file; one that somebody made in the meantime is not touched (`UsageError`)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already") from error


def quote_words(root: Path, word: str, words: str, before: str = "", by: str = "") -> str:
    """A claim block for words of an article. Raises what `new_annotation` raises; `BuildError` says why words are refused."""
    id, article = read_article(root, word)
    names, has_actors = read_names(root)
    try:
        return claim_block(article, words, before, by=by, names=names if has_actors else None, taken=_ids_in_use(root, id))
    except Refused as refused:
        raise BuildError(f"content/articles/{id}.md: {refused}" + (f"\n    hint: {refused.hint}" if refused.hint else "")) from refused


def read_article(root: Path, word: str) -> tuple[str, Article]:
    """(id, article) for an id, or for the path of an article's file."""
    ids = [PurePosixPath(path).stem for path in find_sources(root).records["articles"]]
    id = word if word in ids else Path(word).name.removesuffix(".md")
    if id not in ids:
        hint = did_you_mean(id, ids)
        raise UsageError(f"there is no article '{word}' in {root / 'content/articles'}" + (f"; {hint}" if hint else ""))
    path = f"content/articles/{id}.md"
    text, problems = read_text(root, path)
    parsed = parse_article(text, path)
    if parsed.value is None or problems:
        raise BuildError(f"{path} cannot be read as an article; 'briefgen check' says why")
    return id, parsed.value


def _ids_in_use(root: Path, id: str) -> frozenset[str]:
    """The ids of claims and events in the annotation of this id."""
    path = f"content/annotations/{id}.yaml"
    if not (root / path).is_file():
        return frozenset()
    annotation = parse_annotation(read_text(root, path)[0], path).value
    return frozenset((*annotation.claims, *annotation.events)) if annotation else frozenset()
