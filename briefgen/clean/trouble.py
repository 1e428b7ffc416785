"""What can go wrong while cleaning, as named errors; docs/problems.md prints the same list."""

from __future__ import annotations

CODES: dict[str, str] = {
    "not-text": "The file is not text: a picture, an archive, a PDF, or mostly control characters.",
    "unknown-encoding": "No allowed encoding decodes the file without damage.",
    "empty-file": "The file holds no visible text.",
    "too-large": "The file, or one text in it, is larger than a page of text can be.",
    "too-deep": "The page nests elements deeper than any page that a person wrote.",
    "too-many-elements": "The page has more elements or attributes than cleaning will read.",
    "bad-mhtml": "The file says it is MHTML but holds no HTML page.",
    "no-article": "No block of the page reads like an article.",
    "missing-title": "No title was found, and none was given.",
    "missing-source": "The site's name was not found, and none was given.",
    "missing-date": "No date was found, and none was given.",
    "bad-date": "The given date is not written as YYYY, YYYY-MM, YYYY-MM-DD or with a time.",
    "bad-url": "The given address is no web address.",
    "bad-id": "The given id is not made of lower-case letters, digits and hyphens.",
    "letters-lost": "Cleaning would lose text that no rule dropped. Nothing is written.",
    "edited-article": "The article was edited since it was cleaned; the difference is shown.",
    "id-taken": "Another file was made into an article of the same id.",
    "raw-differs": "Another file of the same name is already kept in content/raw.",
    "took-too-long": "Cleaning the page took longer than allowed and was stopped.",
    "out-of-memory": "Cleaning the page needed more memory than allowed and was stopped.",
    "cleaning-crashed": "A library crashed on the page. Nothing is written; the next file goes on.",
    "missing-library": "A library that finds the text cannot be loaded.",
    "cannot-read": "The file cannot be read.",
    "cannot-write": "The article or its original cannot be written.",
    "encoding-guessed": "Notice: the encoding was not declared, or wrongly, and was found by trial.",
    "text-repaired": "Notice: mis-decoded characters were repaired; the article lists each.",
}


class CleaningError(Exception):
    """A page cannot become an article. `code` is one of `CODES`, `hint` says what to do, `detail` is more to read."""

    def __init__(self, code: str, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        assert code in CODES
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail

    def __reduce__(self) -> tuple[type, tuple[str, str, str, str]]:
        return (CleaningError, (self.code, self.message, self.hint, self.detail))
