"""A web page -> an outline. Word and Markdown files are converted to HTML first."""
