"""What the portal tells search engines, feed readers and other programs about its pages."""
