"""How people sign in and prove who they are: the settings of it that are the same in every installation."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "dashboard:public_home"

ACCOUNT_ADAPTER = "accounts.signing_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.sign_in.NewEmailForm",
    "confirm_email_verification_code": "accounts.forms.sign_in.EmailCodeForm",
    "confirm_login_code": "accounts.forms.sign_in.LoginCodeForm",
    "confirm_password_reset_code": "accounts.forms.sign_in.PasswordCodeForm",
    "login": "accounts.forms.sign_in.SignInForm",
    "request_login_code": "accounts.forms.sign_in.RequestCodeForm",
    "reset_password": "accounts.forms.sign_in.ForgottenPasswordForm",
    "signup": "accounts.forms.sign_in.SignUpForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody needs a password: a code comes by mail. Who wants one sets it under "My account".
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.sign_up.NameSignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Allauth offers it to new addresses only, which tells who has an account: one begins anew instead.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Seconds for which a mailed code works. Institutional mail is slow: greylisting alone takes five minutes.
MAILED_CODE_SECONDS = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = MAILED_CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = MAILED_CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = MAILED_CODE_SECONDS
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_REDIRECT_URL = "dashboard:onboarding_work"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {
    # What allauth would count by client address or account alone is counted by door (accounts/signing_in/sign_in_limits.py):
    # strangers must not use up what an account may do, nor one in a town hall what its colleagues may do.
    "login": "",
    "request_login_code": "",
    "reset_password": "",
    "sign_in_at_door": "60/m/key",
    "mail_at_door": "30/m/key",
    # For an account at a door, and for a second factor.
    "login_failed": "5/5m/key,20/d/key",
    "login_failed_at_door": "30/m/key",
    "login_failed_by_strangers": "20/h/key",
    "signup": "20/m/ip",
}
MFA_FORMS = {"add_webauthn": "accounts.forms.sign_in.AddKeyForm"}
MFA_ADAPTER = "accounts.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Praxis"
# Phones whose clock is half a minute off still fit.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Following every request would make each page view a write.
USERSESSIONS_TRACK_ACTIVITY = False
