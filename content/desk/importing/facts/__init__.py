"""What a sentence states as a fact. `readers` asks all of them; `amounts` and `gaps` are the one parser of numbers."""
