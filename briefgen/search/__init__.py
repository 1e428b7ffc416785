"""The search index: made by Pagefind from the records of a plan, kept until a record changes."""

from briefgen.search.index import build_index
from briefgen.search.program import SearchError, find_pagefind

__all__ = ["SearchError", "build_index", "find_pagefind"]
