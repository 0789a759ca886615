"""What the words of a document say: which section a heading opens, for whom a treatment is, what a list's lead means.

These modules only judge words. `placing` acts on what they say.
"""
