"""A change of what is public: found, decided, and made as one release.

receivers            what was saved, deleted, moved or restricted is marked
subjects, references which guides, branches and offerings a change concerns, and which held ones may go out now
showing              which of them show a guide as it is now, and need not be settled
gathering            reads at once what the next subjects need
candidates           the pages, offerings and lists of a subject that could be public, by language
inquiring            finds the facts that a decision needs
deciding             the one decision: Publish, Hold, TakeOff or Refuse
sparing, unchanged   publish a document without faulty words; tell whether it was edited since it was published
settle               carries out the decisions: editions, one release, one purge
indexing, search     the search terms of guides, and Wagtail's index of what they refer to
pictures, collecting the life of a picture; removal of unused picture files
deletion_refusals, drafts    refuse to delete a thing that something else needs
scheduling, consent_expiry   work that is due at a set time or day
outbox, purging      messages that are sent after the commit, and retried until they arrive
rehearsing, overlays show what a change would do before it is made
restoring            return to an earlier edition; erase the words of one
claims               keep forbidden claims from becoming public
notices              recalls
job_waits            how long a job of the worker waits after it failed
"""
