"""Chart: lines, bars, areas and pies."""
