"""What the glossary and the guides do."""
