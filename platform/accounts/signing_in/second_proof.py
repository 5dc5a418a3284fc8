"""The second proof: a mailed code after the password, where strangers have used up their guesses at an account.

Its owner then still gets in on a new device. Nobody else learns whether a password was right: right and wrong ones are
answered by the same page, after the same work, and count alike. Only the right one really mails a code.
"""

from allauth.account import app_settings
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage
from django.http import HttpRequest, HttpResponse

from accounts.models import User

CODE_MAIL = "account/email/code_after_password"
_STATE_KEY = "needs_second_proof"


def login_with_second_proof(user: User | None, email: str) -> Login:
    """Return a sign-in that a mailed code must complete. Without a user the password was wrong, and nothing can."""
    return Login(user=user, email=email, state={_STATE_KEY: True})


def needs_second_proof(login: Login | None) -> bool:
    """Tell whether a mailed code must follow the password of this sign-in."""
    return login is not None and bool(login.state.get(_STATE_KEY))


def login_under_way(request: HttpRequest) -> Login | None:
    """Return the sign-in whose stage answers this request, if there is one."""
    stage = getattr(request, "_login_stage", None)
    return stage.login if stage else None


class MailedCodeStage(LoginByCodeStage):
    """The stage of the mailed code. For a second proof one code is mailed for each password that was entered."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if not needs_second_proof(self.login):
            return super().handle()
        # As allauth itself notes it when its page for the code is opened.
        self.request._login_stage = self
        answer = super().handle()
        # A further code would be mailed to owners only, and so tell that the password was right.
        self.state["resend_count"] = app_settings.LOGIN_BY_CODE_MAX_RESEND_COUNT
        return answer
