"""A citation is found by what is pasted, and made where it is chosen."""

import pytest
from django.urls import reverse

from content.model.snippets.identifiers import read_doi, read_pmid
from content.model.snippets.models import Citation

DOI = "10.1111/j.1524-4725.2007.33306.x"


@pytest.mark.parametrize(
    ("pasted", "doi"),
    [
        (DOI, DOI),
        (f" https://doi.org/{DOI} ", DOI),
        (f"http://dx.doi.org/{DOI}", DOI),
        (f"doi:{DOI}", DOI),
        (f"DOI: {DOI}.", DOI),
        ("https://doi.org/10.1002%2Fabc.1", "10.1002/abc.1"),
        ("https://example.com/10.1002/abc", "https://example.com/10.1002/abc"),
        ("", ""),
    ],
)
def test_a_doi_is_read_however_it_is_pasted(pasted, doi):
    assert read_doi(pasted) == doi


@pytest.mark.parametrize(
    ("pasted", "pmid"),
    [
        ("17973664", "17973664"),
        ("PMID: 17973664", "17973664"),
        ("https://pubmed.ncbi.nlm.nih.gov/17973664/", "17973664"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/17973664", "17973664"),
        ("PMC: 5", "PMC: 5"),
    ],
)
def test_a_pmid_is_read_however_it_is_pasted(pasted, pmid):
    assert read_pmid(pasted) == pmid


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "is_public"), [("editor", False), ("publisher", True)])
def test_a_citation_is_made_in_the_chooser_as_a_draft_unless_the_user_may_publish(as_user, name, is_public):
    client, chooser = as_user(name), "wagtailsnippetchoosers_content_citation"
    assert "New citation" in client.get(reverse(f"{chooser}:choose")).json()["html"]
    typed = {"title": "A trial of peels", "source": "Dermatologic Surgery", "evidence_level": "trial"}
    refused = client.post(reverse(f"{chooser}:create"), typed | {"doi": "no doi"}).json()
    assert "A DOI begins with 10." in refused["htmlFragment"]
    pasted = typed | {"doi": f"https://doi.org/{DOI}", "pmid": "PMID: 17973664"}
    chosen = client.post(reverse(f"{chooser}:create"), pasted).json()
    citation = Citation.objects.get(title="A trial of peels")
    assert chosen["result"]["id"] == str(citation.pk)
    assert (citation.doi, citation.pmid, citation.live) == (DOI, "17973664", is_public)
    assert citation.latest_revision.user.username == name
