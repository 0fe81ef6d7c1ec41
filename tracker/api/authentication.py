"""Signing in to the API with a key: `Authorization: Token KEY`."""

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from tracker.accounts.models import User
from tracker.api.actions.tokens import note_use
from tracker.api.models import ApiToken
from tracker.api.selectors import find_valid_token

SCHEME = "Token"


class TokenAuthentication(BaseAuthentication):
    """Answers the person of a valid key; a request without a key is left to the session."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != SCHEME.lower().encode():
            return None
        if len(parts) != 2:  # the scheme and the key
            raise AuthenticationFailed(
                "Write the header as “Authorization: Token KEY”, with one key and no spaces in it."
            )
        now = timezone.now()
        token = find_valid_token(parts[1].decode("latin-1"), at=now)
        if token is None:
            raise AuthenticationFailed("This key is not valid: it is unknown, revoked or expired. Ask for a new one.")
        note_use(token, at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):
    """How the API's description says this; the library finds the class when this module is imported."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“Token KEY”, with a key that an administrator issued to you.",
        }
