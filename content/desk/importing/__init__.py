"""A clinic's document becomes a draft of a guide, and every word of it is accounted for.

file -> reading -> outline -> placing -> placed guide -> drafting -> draft and report

reading/    a file of any type -> an outline; what is too large or broken is refused
outline     the neutral form of any document: a flat list of lines
facts/      what a sentence states in numbers and choices: minutes, sessions, downtime
meaning/    what a heading, a list's lead or a sentence says: which section, for whom, what to do
placing/    an outline -> a placed guide: each line in a section, or in the editors' note
process     reading and placing, in a process of its own with limits: it has no secrets and no database
witness     a second reader of the same file, which shares no code with the first; lost words are found by it
words       how words are counted
drafting/   a placed guide -> a draft, and the report of what went where
models, views    what is remembered of an import, and its screens
"""
