"""The style sheet and the scripts of the page; a package, so that they are installed with it."""
