"""The product's server with one address more: `/events/` tells each new release. For measuring alone."""

import asyncio
import os
from contextlib import suppress
from typing import Any

from granian.rsgi import ProtocolClosed, ProtocolError

from cms.rsgi import WATCH_SECONDS, Front
from cms.rsgi import application as front

#: Proxies end a connection on which nothing comes for a minute, and the server learns by it who has gone.
HEARTBEAT_SECONDS = float(os.environ.get("HEARTBEAT_SECONDS", "15"))
HEADERS = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")]


class Events:
    def __init__(self, front: Front) -> None:
        self.front = front
        self.changed = asyncio.Event()

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.front.__rsgi_init__(loop)
        self.watching = loop.create_task(self.watch())

    async def watch(self) -> None:
        known = None
        while True:
            if (stamp := self.front.hot.release.stamp) and stamp != known:
                known, self.changed, told = stamp, asyncio.Event(), self.changed
                told.set()
            await asyncio.sleep(WATCH_SECONDS)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if scope.path != "/events/":
            await self.front.__rsgi__(scope, proto)
            return
        stream = proto.response_stream(200, HEADERS)
        with suppress(ProtocolClosed, ProtocolError):
            await stream.send_str(": you are heard\n\n")
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await self.changed.wait()
                    await stream.send_str("event: release\ndata: {}\n\n")
                except TimeoutError:
                    await stream.send_str(":\n\n")


application = Events(front)
