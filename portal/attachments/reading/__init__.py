"""Reading the text of a file. Nothing in here knows Django: it runs in a process of its own, under limits.

`sniff` says what a file is by its content, one module per family of formats reads it, `process` is the side of those
who ask. A reader yields `Part`s: the places that a search result can lead to.
"""
