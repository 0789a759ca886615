"""Websites of a branch go into headers: only as scheme, host and port, put together anew."""

import pytest
from django.core.exceptions import ValidationError

from cms.origins import read_origin
from content.edition.models import Current
from content.model.branches.models import BranchPage

GOOD = {
    "https://pune.example": "https://pune.example",
    " https://PUNE.example/ ": "https://pune.example",
    "https://pune.example:443": "https://pune.example",
    "http://localhost:8080": "http://localhost:8080",
    "http://127.0.0.1:80": "http://127.0.0.1",
    "https://पुणे.example": "https://xn--g2bn3eza.example",
    "https://[2001:db8::1]:8443": "https://[2001:db8::1]:8443",
}
BAD = [
    "https://x?;script-src-elem",
    "https://x;script-src *",
    "https://x#;a",
    "https://x/path",
    "https://x y",
    "https://x\tscript-src",
    "https://x\n;a",
    "https://*.example",
    "https://*",
    "*",
    "'self'",
    "https://x'unsafe-inline'",
    'https://x"',
    "https://x,https://y",
    "https://user:secret@x",
    "https://x:0",
    "https://x:99999",
    "https://x:",
    "https://x:1;a",
    "https://",
    "https://.",
    "https://-x.example",
    "https://[::1;a]",
    "https://[::1%25eth0]",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://x",
    "//x",
    "x.example",
    "https://" + "a" * 300,
    "https://x\u2028y",
    "https://x\\y",
    "https://\ud800",
    "",
]


@pytest.mark.parametrize("typed", GOOD)
def test_an_origin_is_written_as_browsers_do(typed):
    assert read_origin(typed) == GOOD[typed]
    assert read_origin(GOOD[typed]) == GOOD[typed]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_more_than_an_origin_is_none(typed):
    assert read_origin(typed) is None


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["https://x?;script-src-elem", "https://*.example"])
def test_a_branch_is_not_saved_with_it(typed):
    page = BranchPage.objects.get(slug="mumbai")
    page.website_origins = f"https://ok.example\n{typed}"
    with pytest.raises(ValidationError, match="is not a website address"):
        page.full_clean()


@pytest.mark.django_db
def test_an_old_row_with_it_does_no_harm(client, settings):
    """Neither a page that was saved before it was refused, nor an edition that was compiled of one."""
    page = BranchPage.objects.get(slug="mumbai")
    page.website_origins = "https://ok.example\nhttps://x?;script-src-elem"
    assert page.origins == ["https://ok.example"]
    edition = Current.objects.get(kind="branch", slug="mumbai", locale="en").edition
    bad = bytes(edition.body).replace(b'"websites":[', b'"websites":["https://x?;script-src-elem *",', 1)
    type(edition).objects.filter(pk=edition.pk).update(body=bad)
    settings.EMBED_ANCESTORS = "branch"
    answer = client.get("/embed/frame/branches/mumbai/")
    assert answer.status_code == 200
    assert "script-src-elem" not in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
