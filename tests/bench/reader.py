"""A reader without a browser: what Streamlit's front end says to its server over a websocket."""

import asyncio
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

ENDED_EARLY = ForwardMsg.FINISHED_EARLY_FOR_RERUN
LONGEST_WAIT = 60.0
"""Seconds after which an answer is given up."""


@dataclass
class Answer:
    """What came of a run: seconds to the first sentence and to the end, errors, buttons."""

    first: float | None = None
    whole: float = 0.0
    errors: list[str] = field(default_factory=list)
    buttons: dict[str, str] = field(default_factory=dict)
    """Ids by label."""
    received: int = 0
    """Bytes."""


class Reader:
    """One session of the pages.

    Parameters
    ----------
    address : str
        Of the server, as a browser shows it.
    """

    answer = Answer

    longest_wait = LONGEST_WAIT
    """Seconds in which an answer has to come."""

    def __init__(self, address):
        self.url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = None
        self.pages = {}
        self.at = ("", "")

    async def __aenter__(self):
        await self.connect()
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def connect(self):
        """Comes to the server; nothing is shown yet."""
        self.socket = await connect(self.url, subprotocols=["streamlit"], max_size=None)

    async def close(self):
        """Leaves."""
        await self.socket.close()

    async def open(self, path="", query=""):
        """Loads a page, as from a link; its answer."""
        return await self._run(path, query, page_name=path)

    async def go(self, path, query):
        """Turns to a page with a slice in the address, as a link on a page does; its answer."""
        return await self._run(path, query, page_script_hash=self.pages[path])

    async def press(self, button):
        """Presses a button of the page, by its id; its answer."""
        path, query = self.at
        message = self._rerun(query, page_script_hash=self.pages[path])
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = button, True
        return await self._answer(message)

    async def _run(self, path, query, **page):
        self.at = (path, query)
        return await self._answer(self._rerun(query, **page))

    def _rerun(self, query, **page):
        message = BackMsg()
        message.rerun_script.query_string = query
        for name, value in page.items():
            setattr(message.rerun_script, name, value)
        message.rerun_script.context_info.timezone = "UTC"
        message.rerun_script.context_info.color_scheme = "light"
        return message

    async def _answer(self, message):
        answer, started = self.answer(), time.perf_counter()
        await self.socket.send(message.SerializeToString())
        async with asyncio.timeout(self.longest_wait):
            while not self._took(answer, started, await self.socket.recv(decode=False)):
                pass
        answer.whole = time.perf_counter() - started
        return answer

    def _took(self, answer, started, content):
        """Takes in a message; whether it is the last of its run."""
        message = ForwardMsg.FromString(content)
        answer.received += len(content)
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(answer, started, message.delta.new_element)
        elif kind == "navigation":
            pages = message.navigation.app_pages
            self.pages = {
                "" if page.is_default else page.url_pathname: page.page_script_hash
                for page in pages
            }
        elif kind == "session_event" and message.session_event.HasField(
            "script_compilation_exception"
        ):
            answer.errors.append(message.session_event.script_compilation_exception.message)
        return kind == "script_finished" and message.script_finished != ENDED_EARLY

    def _see(self, answer, started, element):
        kind = element.WhichOneof("type")
        if kind == "heading" and element.heading.tag == "h2" and answer.first is None:
            answer.first = time.perf_counter() - started
        elif kind == "exception":
            answer.errors.append(element.exception.message)
        elif kind == "button":
            answer.buttons[element.button.label] = element.button.id
