"""What a reader may be about to type: names of public things, from the rows that search is made from."""
