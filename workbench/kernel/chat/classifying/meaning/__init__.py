"""What a message means to a function, beyond the words the two share: a small encoder's opinion."""
