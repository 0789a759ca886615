"""The application that granian runs: reads each request whole, within limits, and then answers it in a thread.

The product itself is a WSGI application (cms/wsgi.py). Slow clients wait here in the event loop, while sending and
while receiving, and so occupy no thread (docs/adr/0011). cms/bodies.py decides whether a body may be sent.
"""

import asyncio
import gc
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import IO, Any

from django.conf import settings
from django.db import Error, close_old_connections
from django.urls import get_resolver

from cms.wsgi import application as wsgi_application  # first: it sets Django up

# isort: split
from cms.bodies import PUBLIC_SECONDS, STAFF_SECONDS, has_body, is_small, may_be_sent
from cms.gateway import IN_MEMORY, Answer, Application, Environ, File, build_environ, call, say
from cms.heads import REFUSAL, is_too_long
from cms.hot import HotAnswers, Question, may_be_kept, read_question
from cms.outages import DATABASE, note_trouble
from content.edition.newest import note_newest, on_release, read_stamp

#: Threads for public reading, and for everything else: log-ins, writes and imports don't delay readers.
READING_THREADS = OTHER_THREADS = 4
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
#: How long a refused body is still received and dropped: a browser that is cut off shows no reason.
LINGER_SECONDS = 5
CLOSE = ("Connection", "close")
LATE = say(408, "The body did not come whole in time.")
#: A client that sends too many requests is answered late. This costs no thread, and slows the client down.
TOO_MANY, REFUSED_SECONDS = 429, 1.0
#: How long a computing thread may keep the interpreter's lock. With Python's default, 5 ms, a reader would wait much
#: longer for the first byte, since each computing thread adds its share.
SWITCH_SECONDS = 0.0002
#: How often the process looks whether the one that started it has ended, and how long it then may take to end itself.
PARENT_SECONDS, PARTING_SECONDS = 1.0, 10.0
#: How often the newest release is asked for. It takes a fifth of a millisecond.
WATCH_SECONDS = 0.05


class Incomplete(Exception):
    """The body did not arrive in time, or not whole."""


class Front:
    def __init__(self, application: Application) -> None:
        self.application = application
        self.reading = ThreadPoolExecutor(READING_THREADS, "reading")
        self.other = ThreadPoolExecutor(OTHER_THREADS, "other")
        self.hot = HotAnswers(settings.HOT_MEGABYTES * 1024 * 1024)
        on_release(self.hot.forget)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.watching = loop.create_task(self.watch())
        self.parting = loop.create_task(end_with(os.getppid()))

    async def watch(self) -> None:
        """Ask for the newest release for ever. While the database can't say it, nothing is taken for known."""
        watching = ThreadPoolExecutor(1, "watching")
        while True:
            before, asked_at = self.hot.release, monotonic()
            try:
                stamp = await self.run(watching, read_stamp)
                note_newest(stamp, asked_at)
                self.hot.confirm(stamp, asked_at, before)
                DATABASE.end()
            except Exception as error:  # whatever it is, the next try may do; one line for each outage
                DATABASE.note(error)
            await asyncio.sleep(WATCH_SECONDS)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        question = read_question(scope) if self.hot.most_bytes else None
        if question and (hot := self.hot.find(question)):
            proto.response_bytes(hot.status, hot.headers, hot.body)
            return
        environ = build_environ(scope)
        if is_too_long(environ):  # checked first, since anything later costs a thread
            send(proto, REFUSAL, CLOSE)
        elif question:
            send(proto, await self.answer_once(question, environ))
        elif not has_body(environ):
            send(proto, await self.answer(environ))
        elif is_small(environ) or await self.run(self.other, ask, environ):
            await self.take(proto, environ)
        else:
            # The application answers with the reason, without the body (cms.bodies.BodyMiddleware).
            send(proto, await self.answer(environ), CLOSE)
            await throw_away(proto)

    async def answer_once(self, question: Question, environ: Environ) -> Answer:
        """Many who ask the same at once wait for one answer, if it is one that everybody gets."""
        release = self.hot.release
        if question in release.unshared:
            return await self.answer(environ)
        if (building := release.find_building(question)) and (shared := await asyncio.shield(building)):
            return shared
        building = asyncio.get_running_loop().create_future()
        release.building[question] = entry = (monotonic(), building)
        kept = None
        try:
            answer = await self.answer(environ)
            if may_be_kept(question, answer):
                kept = answer
                self.hot.keep(question, answer, release)
            elif answer.status < 500:  # a fault may be over the next time
                release.note_unshared(question)
        finally:
            if release.building.get(question) is entry:
                del release.building[question]
            building.set_result(kept)
        return answer

    async def take(self, proto: Any, environ: Environ) -> None:
        seconds = PUBLIC_SECONDS if is_small(environ) else STAFF_SECONDS
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                await read(proto, body, int(environ["CONTENT_LENGTH"]), seconds)
            except Incomplete:
                send(proto, LATE, CLOSE)
                return
            except OSError as error:
                if not (trouble := note_trouble(error)):
                    raise
                send(proto, say(trouble.status, trouble.sentence), CLOSE)
                return
            environ["wsgi.input"] = body
            answer = await self.answer(environ)
        if answer.status == TOO_MANY:
            await asyncio.sleep(REFUSED_SECONDS)
        send(proto, answer)

    async def answer(self, environ: Environ) -> Answer:
        is_read = environ["REQUEST_METHOD"] in SAFE_METHODS and not environ["PATH_INFO"].startswith("/admin/")
        return await self.run(self.reading if is_read else self.other, call, self.application, environ)

    async def run(self, threads: ThreadPoolExecutor, work: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


async def end_with(parent: int) -> None:
    """End this process when the one that started it has: nobody could stop it, and it would keep the port."""
    while os.getppid() == parent:
        await asyncio.sleep(PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.sleep(PARTING_SECONDS)
    os._exit(1)


def ask(environ: Environ) -> bool:
    """Whether the body may be sent. Closes old connections itself, since Django does so only in requests."""
    close_old_connections()
    try:
        return may_be_sent(environ)
    except Error:
        return False  # the application asks again, and has an answer to that
    finally:
        close_old_connections()


async def read(proto: Any, body: IO[bytes], length: int, seconds: float) -> None:
    """Read the request's body into `body`, and rewind it. Raises Incomplete."""
    try:
        async with asyncio.timeout(seconds):
            async for piece in proto:
                body.write(piece)
    except TimeoutError as error:
        raise Incomplete from error
    if body.tell() != length:
        raise Incomplete
    body.seek(0)


async def throw_away(proto: Any) -> None:
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            async for _piece in proto:
                pass
    except TimeoutError:
        pass


def send(proto: Any, answer: Answer, *more: tuple[str, str]) -> None:
    """Hand the whole answer to granian, which sends it at the client's speed."""
    headers = [*answer.headers, *more]
    if isinstance(answer.body, File):
        proto.response_file_range(answer.status, headers, answer.body.path, answer.body.start, answer.body.end)
    else:
        proto.response_bytes(answer.status, headers, answer.body)


def freeze() -> None:
    """Exclude what is loaded at the start from garbage collection, which paused every request for 150 ms."""
    get_resolver().check()  # loads every view
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 10)


sys.setswitchinterval(SWITCH_SECONDS)
freeze()
application = Front(wsgi_application)
