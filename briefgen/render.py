"""One page to its bytes: pure, from the templates and the page's own values."""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.errors import BuildError, Problem
from briefgen.exports import EXPORTS
from briefgen.graphics.picture import TEMPLATE as PICTURE
from briefgen.graphics.picture import draw_png
from briefgen.templates import TemplateSet
from briefgen.urls import base_path, relative_links, root_of
from briefgen.views.chrome import Page


class RenderError(BuildError):
    """A template failed on a page; `problem` names both, and the line where it is known."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.path}:{problem.line}: {problem.message}")
        self.problem = problem

    def __reduce__(self) -> tuple[type[RenderError], tuple[Problem]]:
        return RenderError, (self.problem,)  # it may come from another process


@dataclass(frozen=True)
class Renderer:
    """Renders pages with one set of templates. `files` is the site's `links: files`."""

    templates: TemplateSet
    files: bool = False

    def render(self, page: Page) -> bytes:
        """The page's bytes: UTF-8, or those of a picture. Raises `RenderError`."""
        export = EXPORTS.get(page.template)
        if export:
            return export(page)
        try:
            data = relative_links(self._draw(page), self._root(page), files=self.files)
        except Exception as error:
            raise RenderError(self._blame(error, page)) from error
        return draw_png(data.decode()) if page.template == PICTURE else data

    def _draw(self, page: Page) -> str:
        """What the page's template draws: HTML, or a picture as SVG."""
        template = self.templates.environment.get_template(page.template)
        context = template.new_context({"site": page.site, "page": page, "view": page.view}, shared=True)
        try:
            return "".join(template.root_render_func(context))
        except Exception:
            self.templates.environment.handle_exception()  # raises again, with lines of the template's text

    def _blame(self, error: Exception, page: Page) -> Problem:
        """What the template did wrong, at the innermost of its own lines."""
        names = {path: name for name, path in self.templates.paths.items()}
        path, line, trace = self.templates.paths[page.template], 1, error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename in names:
                path, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        lines = self.templates.texts[names[path]].split("\n")
        excerpt = lines[line - 1] if line <= len(lines) else ""
        message = f"{error} (while drawing {page.url})"
        return Problem(path, line, 1, "error", "template-failed", message, "see docs/templates.md", excerpt)

    def _root(self, page: Page) -> str:
        """The 404 page is shown at any address, so its links start at the site's root on the host."""
        return base_path(page.site.url) if page.site and page.template == "404.html" else root_of(page.url)
