"""What granian hands over for a request: its scope and its protocol."""

import asyncio
from types import SimpleNamespace


class Headers(list):
    def items(self):
        return self


def make_scope(method="POST", path="/app/mistakes/", headers=(), query="a=1", client="198.51.100.7:4711"):
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        http_version="1.1",
        scheme="http",
        server="127.0.0.1:8000",
        client=client,
        headers=Headers(headers),
    )


class Protocol:
    """What granian gives: the pieces of a body, of which `None` stands for one that never comes."""

    def __init__(self, pieces=()):
        self.pieces, self.answer, self.taken = list(pieces), None, 0

    async def __aiter__(self):
        for piece in self.pieces:
            if piece is None:
                await asyncio.sleep(60)
            self.taken += 1
            yield piece

    def response_bytes(self, status, headers, body):
        self.answer = (status, dict(headers), body)

    def response_file_range(self, status, headers, path, start, end):
        self.answer = (status, dict(headers), (path, start, end))
