"""The read interface: the only part of content, besides the vocabulary, that `api/` may import. Returns frozen values.

reading, listing   one document; lists of documents
resolving          finds what an address names, by slug, old slug or id
changes            what changed since a release, for synced copies
searching          finds the parts of guides that answer a question
caching            how long an answer may be cached, and under which keys
documents          the shapes of public documents
pictures, signers  prepared pictures; the clinicians who signed a guide
preview_links, previews   drafts, for preview links and editor previews
busy               tells when the database was only busy
"""
