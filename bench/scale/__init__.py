"""A site of many guides and branches, made of copies of the samples, and what it costs to serve it."""
