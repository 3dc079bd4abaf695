"""How a follow-up becomes a stand-alone question: dates, what the history offers, what is taken of it, wording."""
