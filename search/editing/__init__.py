"""What editors make the search better with: synonyms, words of the analyser, protected words, promoted results."""
