"""Everything between the network and the page: from where requests come, of whom, of what size, for which routes."""
