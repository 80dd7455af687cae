"""Small painted controls the window is made of; colours and sizes come from the theme only."""
