"""`content/annotations/<id>.yaml` to an `Annotation`."""

from __future__ import annotations

from briefgen.model import Annotation
from briefgen.schema import Parsed, validate
from briefgen.yamltext import parse_yaml


def parse_annotation(text: str, path: str) -> Parsed[Annotation]:
    """The annotation in `text`; `path` is only for problems. Never raises.

    There is no value where part of the text was not read: what it lacks would be called missing.
    """
    data, problems = parse_yaml(text, path)
    if data is None or any(problem.code == "second-document" for problem in problems):
        return Parsed(None, tuple(problems))
    checked = validate(Annotation, data, text, path)
    return Parsed(checked.value, (*problems, *checked.problems), checked.broken, checked.removed)
