"""Reads a DOI or a PMID as people paste it: with its address, or its name before it. Nothing is looked up."""

import re
from urllib.parse import unquote

from django import forms

from content.model.forms import ModelEditForm

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:?)\s*(10\..+)", re.IGNORECASE)
_PMID = re.compile(
    r"(?:https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/|PMID:?)\s*(\d+)/?",
    re.IGNORECASE,
)


def read_doi(text: str) -> str:
    """The DOI alone; any other text as it is."""
    found = _DOI.fullmatch(text.strip())
    return unquote(found[1]).rstrip(".,;") if found else text.strip()


def read_pmid(text: str) -> str:
    """The PMID alone; any other text as it is."""
    found = _PMID.fullmatch(text.strip())
    return found[1] if found else text.strip()


class CitationForm(ModelEditForm):
    # Longer than the columns, which keep no address.
    doi = forms.CharField(label="DOI", required=False, max_length=300)
    pmid = forms.CharField(label="PMID", required=False, max_length=100)

    def clean_doi(self) -> str:
        return read_doi(self.cleaned_data["doi"])

    def clean_pmid(self) -> str:
        return read_pmid(self.cleaned_data["pmid"])
