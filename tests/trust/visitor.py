"""A reader without a browser who also says what was shown, and who uploads files."""

import urllib.request
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.reader import Answer, Reader

BOUNDARY = "a-boundary-that-no-table-holds"


@dataclass
class Seen(Answer):
    """What came of a run, with its words: headlines, errors and warnings, ids of uploaders."""

    headlines: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    uploaders: list[str] = field(default_factory=list)

    @property
    def fails(self):
        """Whether the page crashed, or showed nothing."""
        return bool(self.errors) or not (self.headlines or self.said)


class Visitor(Reader):
    """One session of the pages."""

    answer = Seen

    def __init__(self, address):
        super().__init__(address)
        self.address, self.session = address, ""

    async def upload(self, name, content):
        """Brings a file on the page Your metric, as its field does; the answer.

        Raises
        ------
        urllib.error.HTTPError
            When the server refuses the file.
        """
        page = await self.open("your-metric")
        where = await self._place_for(name)
        self._put(where.upload_url, name, content)
        message = self._rerun("", page_script_hash=self.pages["your-metric"])
        state = message.rerun_script.widget_states.widgets.add()
        state.id = page.uploaders[0]
        held = state.file_uploader_state_value.uploaded_file_info.add()
        held.file_id, held.name, held.size = where.file_id, name, len(content)
        held.file_urls.CopyFrom(where)
        self.held = state
        return await self._answer(message)

    async def press_beside(self, button):
        """Presses a button while the uploaded file stays; the answer."""
        message = self._rerun("", page_script_hash=self.pages["your-metric"])
        message.rerun_script.widget_states.widgets.add().CopyFrom(self.held)
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = button, True
        return await self._answer(message)

    async def _place_for(self, name):
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        await self.socket.send(message.SerializeToString())
        while True:
            found = ForwardMsg.FromString(await self.socket.recv(decode=False))
            if found.WhichOneof("type") == "file_urls_response":
                return found.file_urls_response.file_urls[0]

    def _put(self, path, name, content):
        body = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            f"Content-Type: text/csv\r\n\r\n"
        ).encode() + content
        request = urllib.request.Request(
            self.address + path,
            body + f"\r\n--{BOUNDARY}--\r\n".encode(),
            {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", **self._tokens()},
            method="PUT",
        )
        urllib.request.urlopen(request, timeout=60).close()

    def _tokens(self):
        """What a browser sends to show that the page is the server's own."""
        with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=60) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        return {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2]}

    def _took(self, answer, started, content):
        message = ForwardMsg.FromString(content)
        if message.WhichOneof("type") == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
        return super()._took(answer, started, content)

    def _see(self, answer, started, element):
        super()._see(answer, started, element)
        kind = element.WhichOneof("type")
        if kind == "heading" and element.heading.tag == "h2":
            answer.headlines.append(element.heading.body)
        elif kind == "alert":
            answer.said.append(element.alert.body)
        elif kind == "file_uploader":
            answer.uploaders.append(element.file_uploader.id)
