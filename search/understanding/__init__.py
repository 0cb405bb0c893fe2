"""What officials meant by what they typed: layers above the engines, the same for each of them."""
