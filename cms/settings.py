"""The project's settings: defaults for a single machine (SQLite, local files), changed by environment variables.

docs/operating.md lists the variables.
"""

from pathlib import Path
from zoneinfo import available_timezones

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from cms.bundles import read_bundles
from cms.environment import Environment
from cms.languages import read_languages
from cms.locality import is_local_url
from cms.logs import build_logging
from cms.origins import find_host, read_origin
from cms.privacy import keep_private
from cms.safety import refuse_faults
from cms.schema import describe_api
from cms.stores import build_database, build_files, build_memory, build_search, read_buckets

environment = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "var")
# Made before `keep_private`: the web server in front runs under another account, and may serve these files.
STATIC_ROOT = environment.folder("STATIC_ROOT", DATA_DIR / "static")
keep_private(DATA_DIR)

DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.secret("SECRET_KEY", kept_in=DATA_DIR / "secret_key")
_base_url = environment.text("BASE_URL", "http://localhost:8000")
BASE_URL = read_origin(_base_url) or _base_url  # cms/safety.py refuses an invalid one
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if read_origin(BASE_URL) and find_host(BASE_URL) not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(find_host(BASE_URL))
# Host names that the product had before: they lead to BASE_URL.
FORMER_HOSTS = [host.lower() for host in environment.words("FORMER_HOSTS", [])]
ALLOWED_HOSTS += FORMER_HOSTS
#: Samples, their accounts and DEBUG are allowed only at a local address.
IS_LOCAL = is_local_url(BASE_URL)
IS_HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# How many of our proxies add to X-Forwarded-For. This server has no TLS, so an https address implies one proxy.
PROXIES = environment.number("PROXIES", 1 if IS_HTTPS else 0, at_most=20)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_HTTPS
if IS_HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", 365 * 86_400)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("HSTS_SUBDOMAINS", True)
    # Browsers accept cookies with this prefix only over https, from this very host, and for all its paths.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

INSTALLED_APPS = [
    "cms",
    "content",
    "api",
    "api.pages",
    "api.embeds",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "content.desk.staff.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",  # the admin does not start without it; its menu is hidden
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.health.HealthMiddleware",  # before whatever asks for a host, for https or for the database
    "cms.bodiless.BodilessMiddleware",
    "cms.addresses.ClientAddressMiddleware",
    "cms.compression.CompressionMiddleware",
    "cms.policies.LeanJsonMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.static.StaticFilesMiddleware",
    "api.cors.PublicCorsMiddleware",
    "cms.former_hosts.FormerHostMiddleware",
    "cms.policies.PagePolicyMiddleware",
    "cms.admin_policy.AdminPolicyMiddleware",
    "cms.bodies.BodyMiddleware",  # must come before anything that reads a body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.public_reads.PublicReads",  # public reads go no further
    "content.desk.staff.middleware.GuessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "content.desk.staff.middleware.StaffMiddleware",
    "content.desk.access.guard.AccessGuard",
    "content.desk.listings.choosing.BeginAtTheList",
    "content.desk.launches.middleware.LaunchPreviewMiddleware",
    # Before the transaction of a request: decoding a picture must not hold the write lock.
    "content.model.images.middleware.PicturesFirst",
    "content.desk.claims.middleware.RefusedClaims",
    # Last: it runs the view itself, so that every check above has already passed.
    "content.desk.admin_transaction.PublishingMiddleware",
]

#: Where no address is for readers.
STAFF_PATHS = ("/admin/", "/launch-preview/")
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": build_database(environment, DATA_DIR)}
# Refused guesses have a cache of their own: many guesses must not push out other counters.
CACHES = {"default": build_memory("default"), "refusals": build_memory("refusals")}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Logging in
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
#: A session ends this long after the log-in. Without “Remember me” it also ends when the browser is closed.
SESSION_COOKIE_AGE = environment.number("SESSION_HOURS", 12, at_least=1, at_most=8_760) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
#: Groups whose users need a second factor. “superusers” means all superusers, “nobody” means no one.
SECOND_FACTOR_FOR = environment.words(
    "SECOND_FACTOR_FOR",
    ["Publishers", "Clinical reviewers", "Administrators", "superusers"] if IS_HTTPS else ["nobody"],
)
if SECOND_FACTOR_FOR == ["nobody"]:
    SECOND_FACTOR_FOR = []
OTP_TOTP_ISSUER = "Treatment Guides"
# Codes are limited together with passwords, by address. The library's limit is by device, which locks out its owner.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
WAGTAILADMIN_USER_LOGIN_FORM = "content.desk.staff.forms.LogInForm"
# Our own panel of the account settings asks for the current password (content/desk/staff/account.py).
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

# Languages
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = USE_TZ = True
#: All that are named after places, and UTC. Others (“EST”, “localtime”) are for old programs; browsers refuse some.
WAGTAIL_USER_TIME_ZONES = sorted(
    {name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))} | {"UTC"}
)
FORMAT_MODULE_PATH = "cms.formats"
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = read_languages(environment.words("LANGUAGES", ["en", "hi", "ar"]))
#: What staff may choose for the admin. Wagtail's own list lacks Hindi, and has languages that our labels lack.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Ours, and what the catalogues of Wagtail and Django lack of the words that our screens show.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/libraries"]

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Two folders or buckets: public files, which we made, and private ones. Only our own views read both.
MEDIA_URL = "/media/"
PRIVATE_URL = "/admin/files/"
PUBLIC_ROOT = DATA_DIR / "public"
MEDIA_ROOT = DATA_DIR / "private"
PUBLIC_BUCKET, PRIVATE_BUCKET = read_buckets(environment)
STORAGES = {
    "default": build_files(environment, MEDIA_ROOT, PRIVATE_BUCKET, PRIVATE_URL, overwrite=False),
    # File names are hashes of the content, so overwriting changes nothing.
    "public": build_files(environment, PUBLIC_ROOT, PUBLIC_BUCKET, MEDIA_URL, overwrite=True),
    "renditions": {"BACKEND": "content.model.files.storages.RenditionFiles"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"

# Wagtail
WAGTAIL_SITE_NAME = "Treatment Guides"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "content.GuideImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "content.desk.images.forms.PictureForm"
# For the admin's listings and choosers. The public search is our own, equal on every database (docs/adr/0008).
WAGTAILSEARCH_BACKENDS = {"default": build_search(environment)}
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "content.model.richtext.editor.BoundedEditor"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no e-mail address is sent to another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # no form has more, and decoding a picture can take seconds
IMPORT_MAX_BYTES = environment.number("IMPORT_MAX_BYTES", 5 * 1024 * 1024, at_least=1, at_most=2**30)
# A form may send a document back as base64, which is a third longer, besides its other fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = IMPORT_MAX_BYTES * 4 // 3 + 1024 * 1024

WAGTAIL_FINISH_WORKFLOW_ACTION = "content.approval.signoff.finishing.finish"

# Whether a clinician may sign parts of a guide that they wrote.
AUTHORS_MAY_SIGN = environment.flag("AUTHORS_MAY_SIGN", False)

# Without a mail server, mail goes to the console.
EMAIL_HOST = environment.text("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = environment.number("EMAIL_PORT", 587, at_least=1, at_most=65_535)
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", True)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 20
# Without a mail server no link that sets a password is made: it would be in the console's log.
WAGTAIL_PASSWORD_RESET_ENABLED = bool(EMAIL_HOST)
DEFAULT_FROM_EMAIL = environment.match(
    "DEFAULT_FROM_EMAIL", "guides@localhost", r"[^@<>]*<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+", "one mail address"
)

# The public API
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter like any other (api/parameters.py)
}
SPECTACULAR_SETTINGS = describe_api()
# The search budget of one address per minute: a question costs 1, and each unknown word 1 more.
SEARCH_COST_PER_MINUTE = environment.number("SEARCH_COST_PER_MINUTE", 1_200)
# Whether to check from time to time that the addresses of citations still work. This sends requests to other hosts.
CHECK_CITATIONS = environment.flag("CHECK_CITATIONS", False)
# For how many seconds a browser uses an answer without asking again, even a recalled one.
BROWSER_MAX_AGE = environment.number("BROWSER_MAX_AGE", 10)
# Memory of each process for whole answers, which it then gives without asking the database. 0: none.
HOT_MEGABYTES = environment.number("HOT_MEGABYTES", 64, at_most=1_000_000)
# How long caches may serve an old answer while we can't be reached, and how long a purged CDN keeps answers.
STALE_IF_ERROR = environment.number("STALE_IF_ERROR", 86_400)
CDN_MAX_AGE = environment.number("CDN_MAX_AGE", 0)
PURGE_BACKEND = environment.choice(
    "PURGE_BACKEND",
    {
        "log": "content.release.purging.LogPurge",
        "surrogate-key": "content.release.purging.SurrogateKeyPurge",
        "frontend-cache": "content.release.purging.FrontendCachePurge",
    },
)
PURGE_URL = environment.address("PURGE_URL")
PURGE_METHOD = environment.match("PURGE_METHOD", "POST", r"[A-Z]{3,20}", "a method of HTTP, such as POST or PURGE")
PURGE_TOKEN = environment.text("PURGE_TOKEN", "")
if PURGE_BACKEND.endswith("FrontendCachePurge"):
    WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend", "LOCATION": PURGE_URL}
    }
if not PURGE_BACKEND.endswith("LogPurge") and not PURGE_URL:
    raise ImproperlyConfigured("PURGE_BACKEND needs PURGE_URL: the address that takes purges.")
if CDN_MAX_AGE and not PURGE_BACKEND.endswith("SurrogateKeyPurge"):
    raise ImproperlyConfigured(
        f"CDN_MAX_AGE is {CDN_MAX_AGE}, and nothing purges the CDN by key: it would show what was recalled for so many "
        "seconds. Set PURGE_BACKEND to surrogate-key, or leave CDN_MAX_AGE out."
    )
# Another system that is told of each release (content/release/telling.py), and the key by which it knows us.
RELEASE_HOOK_URL = environment.address("RELEASE_HOOK_URL")
RELEASE_HOOK_KEY = environment.key("RELEASE_HOOK_SECRET") if RELEASE_HOOK_URL else b""
# The clinic's own apps, which may open links to guides: "TEAM1D.com.example.app", "com.example.app:AA:BB:…"
IOS_APP = environment.match("IOS_APP", "", r"\w+\.[\w.-]+", "its team and bundle id, such as TEAM1D.com.example.app")
ANDROID_APP = environment.match(
    "ANDROID_APP",
    "",
    r"[\w.]+:[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2})+",
    "its package and the SHA-256 fingerprint of its certificate, such as com.example.app:AA:BB:…",
)
# Which websites may show a guide in a frame: any, or only those of the frame's branch.
EMBED_ANCESTORS = environment.choice("EMBED_ANCESTORS", {"any": "any", "branch": "branch"})
# One in this many shown embeds sends a sighting: where which version is shown. 0: none.
BEACON_EVERY = environment.number("BEACON_EVERY", 5)
# Signs bundles. Apps have its public key, so keep it when the server moves.
BUNDLE_KEY = environment.secret("BUNDLE_KEY", kept_in=DATA_DIR / "bundle_key")
# Which there are besides one of each language.
BUNDLES = read_bundles(environment.text("BUNDLES", ""), [code for code, _name in LANGUAGES])
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api|media|embed|oembed)/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
# What programs in browsers may send and read: the tables of docs/contract.md.
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match", "if-range", "preview-token", "range"]
CORS_ALLOW_HEADERS += ["traceparent", "tracestate"]
CORS_EXPOSE_HEADERS = ["Accept-Ranges", "Content-Language", "Content-Range", "Deprecation", "ETag", "Link"]
CORS_EXPOSE_HEADERS += ["Retry-After", "Sunset", "Surrogate-Key", "Vary"]

# For web pages: nothing inline, nothing from other hosts. The admin has its own policy (cms/admin_policy.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

_levels = ("WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL")
LOGGING = build_logging(environment.choice("LOG_LEVEL", dict(zip(_levels, _levels, strict=True))))

refuse_faults(globals())
