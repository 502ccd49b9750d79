"""In which formats does the command line write tables?

Apart from what writes them, so that the commands start without pandas.
"""

FORMAT_NAMES = ("csv", "json", "latex", "markdown", "parquet")
