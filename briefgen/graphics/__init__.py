"""Pictures of what a page says in words: shapes with their places, which small templates draw as SVG.

Nothing here knows a page. Values go in, frozen shapes come out; sizes are in units of the drawing's own
`viewBox`, which is as wide as a wide or a narrow page is in CSS pixels.
"""
