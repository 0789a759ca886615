"""Everything that the public reads: web pages, the phone, embeds, and the API.

parameters     reads the parameters of a request; `problems` are its errors, `lookup` raises those for unknown names
redirects      redirects old slugs, which `content.public.resolving` finds
answers        serves stored bytes with ETag and 304, and files, of which `ranges` reads the part that is asked for
pagination, tokens    places in lists, as opaque text
languages      the names of languages. `parameters`, `pages.views` and `embeds.requests` read which one is requested
throttling, cors      limits per address; access from other websites
openapi, json_schema  descriptions of the API
"""
