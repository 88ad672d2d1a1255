"""One module an area, each with its blueprint `pages`; the application finds them."""
