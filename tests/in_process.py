"""Uploads that are worked on in the process of the tests, which is much sooner done."""

from unittest.mock import patch

from setupscope.dashboard.uploads import worker
from setupscope.dashboard.uploads.messages import Reply, UploadedTables
from setupscope.data.storage.building import nothing


class InProcess:
    """Answers as `UploadProcess` does, by the same functions and the same lines of JSON."""

    alive = True

    def __init__(self):
        self.tables, self.sheets = None, []

    def ask(self, message, progress=nothing):
        said = []
        with patch.multiple(worker, say=said.append, limit_seconds=lambda: None):
            if isinstance(message, UploadedTables):
                self.tables = UploadedTables.model_validate_json(message.line())
                self.sheets = worker.take(self.tables)
            else:
                asked = worker.REQUEST.validate_json(message.line())
                worker.answer(self.sheets, self.tables, asked)
        found = Reply()
        for reply in said:
            found = found.followed_by(Reply.model_validate_json(reply.line()))
        return found

    def end(self):
        """There is nothing to end."""
