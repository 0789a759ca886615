"""Clinicians' sign-off: no word of a guide is public that nobody has signed.

parts        what a clinician judges, part by part, each with its digest
signing      who has signed which digest; signing it
refusals     keeps what is not signed from becoming public
authors      who wrote a part: they may not sign it
models       signatures, and publications in an emergency
tasks, requests, finishing   the step of Wagtail's workflow at which a guide waits for its clinician
texts        what was judged, as text that a person can compare
"""
