"""One letter a week to each member."""
