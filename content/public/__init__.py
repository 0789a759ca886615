"""The read interface: the only part of content, besides the vocabulary, that `api/` may import. Returns frozen values.

served             a document as it is handed out
reading            the group, its branches, labels and recalls, kept for a release
newest             the newest release: has anything changed?
listing            lists of documents, whole or in slices (slices), of guides as cards (cards)
resolving          finds what an address names, by slug, old slug or id
changes            what changed since a release, for synced copies
searching          finds the parts of guides that answer a question
guessing, words    what a question means; excerpts: what is shown of a part
rows               SQL that all of these share
caching            how long an answer may be cached, and under which keys
documents          the shapes of public documents
pictures, signers  prepared pictures; the clinicians who signed a guide
preview_links, previews   drafts, for preview links and editor previews
busy               tells when the database was only busy
"""
