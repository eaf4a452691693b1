"""Where and when someone's sessions were last used, for the page that lists and ends them."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from cordboard.base.clock import now

EVERY = timedelta(minutes=1)  # a page view is not worth a write to the database
MOST = 20_000  # sessions remembered


class SessionsMiddleware:
    """The use of a session is on record, to the minute."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self.respond = respond
        self.seen: OrderedDict[tuple[str, str], datetime] = OrderedDict()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; a session used from another address is recorded at once."""
        if request.user.is_authenticated and self._due(request):
            UserSession.objects.create_from_request(request)
        return self.respond(request)

    def _due(self, request: HttpRequest) -> bool:
        key = (str(request.session.session_key), str(request.META.get("REMOTE_ADDR")))
        moment = now()
        if key in self.seen and moment - self.seen[key] < EVERY:
            return False
        self.seen[key] = moment
        self.seen.move_to_end(key)
        if len(self.seen) > MOST:
            self.seen.popitem(last=False)
        return True
