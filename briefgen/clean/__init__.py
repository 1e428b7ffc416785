"""Cleaning: a saved page or a raw scrape becomes an article that one can quote.

    bytes --decode--> text --page, plain, markdowntext--> blocks --mending--> blocks without mojibake
          --votes, boilerplate--> a verdict for each block --ledger--> every letter accounted for
          --markdown--> body --front--> `content/articles/<id>.md`

Importing this package is cheap: the libraries that read HTML are loaded when a page is read.
"""
