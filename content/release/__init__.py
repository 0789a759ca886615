"""A change of what is public: found, decided, and made as one release.

receivers            what was saved, deleted, moved or restricted is marked
subjects, references which guides, branches and offerings that concerns, and which held ones are looked at again
candidates           what could be public of each, language by language
inquiring            the facts of each case, found when they are asked for
deciding             the one decision: Publish, Hold, TakeOff or Refuse
sparing, unchanged   a document without faulty words; whether it was edited since it was published
settle               carries the decisions out: editions, one release, one purge
indexing, search     what a guide is found by
pictures, collecting a picture's life, and the removal of files that nothing names
deletion_refusals, drafts    what may not be deleted, since something needs it
scheduling, consent_expiry   what happens when a day or hour has come
outbox, purging      what is sent after the commit, and tried again until it arrives
rehearsing, overlays what a change would do, shown before it is made
restoring            return to an earlier edition; erase the words of one
claims               what forbidden claims mean for what goes out
notices              recalls
job_waits            how long a job of the worker waits after it failed
"""
