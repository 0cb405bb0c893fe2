"""A bare Wagtail site to measure beside ours: what its project template makes, with as many links and pictures as
bakerydemo shows on the same pages. No cache, no index of its own.
"""
