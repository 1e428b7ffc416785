"""briefgen: a static-site generator for sourced briefings."""

__version__ = "0.1.0"
