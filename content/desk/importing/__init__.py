"""Imports a clinic's document as a draft of a guide, and accounts for every word of it.

file -> reading -> outline -> placing -> placed guide -> drafting -> draft and report

reading/    a file of any type -> an outline; what is too large or broken is refused
outline     the neutral form of any document: a flat list of lines
facts/      reads facts from sentences: minutes, sessions, downtime
meaning/    judges headings, leads and sentences: which section, for whom, what to do
placing/    an outline -> a placed guide: each line in a section, or in the editors' note
process     reading and placing in a child process with limits, without secrets or the database
witness     a second reader of the same file, without shared code, that reveals lost words
words       how words are counted
drafting/   a placed guide -> a draft, and the report of what went where
models, views    the stored imports, and their screens
"""
