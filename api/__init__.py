"""What the world reads: web pages, the phone, embeds, and the API.

parameters     what a request may ask for; `problems` and `lookup` say what is wrong with it, and what is missing
redirects      leads on from an old slug, which `content.public.resolving` has found
answers        stored bytes, ETag, 304
pagination, tokens    places in lists, as opaque text
languages      the names of languages. Which one a request asks for is read by `parameters`, `pages.views` and
               `embeds.requests`
throttling, cors      how much one address may ask for; from which websites
openapi, json_schema  how the API describes itself
"""
