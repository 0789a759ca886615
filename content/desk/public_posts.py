"""The base of views that receive small JSON from the public. Errors are DRF's, not the API's problems."""

import json
from typing import Any, ClassVar

from django.http import HttpRequest
from rest_framework.exceptions import APIException, ParseError
from rest_framework.views import APIView, exception_handler

from cms.bodies import says_at_most


class TooLarge(APIException):
    status_code = 413


class ReceivingView(APIView):
    #: A longer body is not read.
    max_bytes: ClassVar[int]
    too_large: ClassVar[str]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if request.method == "POST" and not says_at_most(request, self.max_bytes):
            raise TooLarge(self.too_large)
        super().initial(request, *args, **kwargs)

    def get_exception_handler(self) -> Any:
        """DRF's own handler instead of the API's."""
        return exception_handler

    def read(self, request: HttpRequest) -> Any:
        """The sent data. Raises ParseError if it is not JSON, or can't be stored."""
        try:
            sent = request.data  # type: ignore[attr-defined]
            json.dumps(sent, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError("This is not JSON that can be read: it is nested too deep.") from error
        except UnicodeEncodeError as error:
            raise ParseError("This is not text: there is half a character in it.") from error
        return sent
