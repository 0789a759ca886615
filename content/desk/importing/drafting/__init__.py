"""A placed guide -> a draft. Never a live page, never the same one twice, never over somebody's edits unasked.

imports       one import from beginning to end, and the earlier imports of the same document
draft         the values that an import writes into a page
partners      guides and therapies that combinations name
accounting    words of the file that came through nowhere
comparison    a draft against another, in digests and as a difference
report        what went where
undoing       takes an import back
"""
