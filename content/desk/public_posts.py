"""Takes what anybody may send: something small, as JSON, answered like a form and not like the read-only API."""

import json
from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.exceptions import APIException, ParseError
from rest_framework.views import APIView, exception_handler

from cms.bodies import says_at_most


class TooLarge(APIException):
    status_code = 413


class ReceivingView(APIView):
    #: What is longer is not read.
    max_bytes: ClassVar[int]
    too_large: ClassVar[str]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if request.method == "POST" and not says_at_most(request, self.max_bytes):
            raise TooLarge(self.too_large)
        super().initial(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        """DRF's own, in place of the API's problems."""
        return exception_handler

    def read(self, request: HttpRequest) -> Any:
        """What was sent. Raises ParseError where it is no JSON, or none that can be kept."""
        try:
            sent = request.data  # type: ignore[attr-defined]
            json.dumps(sent, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError("This is not JSON that can be read: it is nested too deep.") from error
        except UnicodeEncodeError as error:
            raise ParseError("This is not text: there is half a character in it.") from error
        return sent
