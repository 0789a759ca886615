"""A web page -> an outline. Word and Markdown files are made into HTML first and come through here too."""
