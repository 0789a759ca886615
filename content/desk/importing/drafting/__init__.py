"""A placed guide -> a draft. It is never live, never made twice, and never overwrites edits without consent.

imports       one import from beginning to end, and earlier imports of the same document
draft         the values that an import writes into a page
partners      finds the guides and therapies that combinations name
accounting    finds words of the file that are in no place
comparison    compares two drafts, by digests and as a difference
report        the report of an import
undoing       undoes an import
"""
