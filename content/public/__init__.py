"""The read door: all that `api/` may import of content, with the vocabulary. It returns frozen values only.

reading, listing   one document; lists of them
resolving          what an address names, by slug or id, old slugs too
changes            what changed since a release, for copies elsewhere
searching          which parts of guides a question is about
caching            how long an answer may be kept, and under which keys
documents          the shapes of what is public
pictures, signers  prepared pictures; who stands for a guide's words
preview_links, previews   drafts, for whoever was given a link or looks at a preview
busy               what is answered while the database is not to be had
"""
