"""Judges the words of a document: which section a heading opens, for whom a treatment is, what a list's lead means.

headings, roles      which section or part of one a heading opens
leads                the first line of a list, and what it makes of the lines under it
safety               sentences of the safety section, and “Name: text” on one line
suitability          for whom a treatment is, and for whom not
side_effects, steps, combinations, names    whether a line is one of these

These modules only judge words; which words deny is known by `content.model.polarity`. `placing` acts on what they say.
"""
