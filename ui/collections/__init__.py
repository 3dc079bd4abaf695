"""Collections: named sets of articles, which may overlap, and who reads them."""
