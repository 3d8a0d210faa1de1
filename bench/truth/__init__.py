"""How true the listings are: labelled offers against what the normaliser shows of them."""
