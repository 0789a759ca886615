"""How well the product does on labelled texts: what the figures of the docs come from."""
