"""Long texts: Markdown, sanitised HTML, code and the rich editor."""
