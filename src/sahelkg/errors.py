"""What can go wrong, as a user is told it.

    SahelKGError
    ├── ArticleError      an article or front matter cannot be read
    ├── OntologyError     a Turtle file of ontology/ or of the user's own is wrong
    ├── ModelError        the reader's model is missing, broken or of another kind
    ├── ExtractionError   an article could be read but not extracted from
    ├── StoreError        the store is missing, locked, full, broken or not writable
    └── QueryError        a query, a parameter or a name in one is wrong

The message of each says what, where (file:line, article) and what to do. The command line prints it as one line.
A sentence that the rules do not understand is no error.
"""


class SahelKGError(Exception):
    """Anything that the user is told in one line."""


class ArticleError(SahelKGError):
    """An article, its encoding or its front matter cannot be read.

    ``reason_code`` is the word under which it is counted (``"encoding"``), ``line`` the line of the file, from 1.
    """

    def __init__(self, message: str, *, reason_code: str = "unreadable", line: int | None = None) -> None:
        super().__init__(message)
        self.reason_code = reason_code
        self.line = line


class OntologyError(SahelKGError):
    """A file of the ontology is missing, unparsable or inconsistent."""


class ModelError(SahelKGError):
    """The model is missing, broken, or labels sentences in another scheme."""


class ExtractionError(SahelKGError):
    """An article was read but its statements could not be extracted."""


class StoreError(SahelKGError):
    """The store is missing, in use, broken, full or not writable."""


class QueryError(SahelKGError):
    """A query cannot be parsed, a parameter is wrong, or a name is unknown or ambiguous."""
