"""What a gate does when something breaks: each fault with the outcome that is promised for it."""
