"""Clinicians' sign-off: every word of a guide is signed before it becomes public.

parts        what a clinician judges, part by part, each with its digest
signing      makes and finds signatures
refusals     keeps unsigned parts from becoming public
authors      finds who wrote a part and so may not sign it
reviewing    fills in the day of the review when the overview is signed
models       signatures, requests for changes, and emergency publications
tasks, requests, finishing   the step of Wagtail's workflow at which a guide waits for its clinician
texts        judged content as text, to compare
"""
