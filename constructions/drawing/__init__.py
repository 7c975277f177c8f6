"""Pictures as inline SVG: networks as flow charts, histograms, curves; nothing is loaded, all text is escaped."""
