"""Who may come in, from where, with how much, and to what: everything between the network and the page."""
