"""The words of the product: frozen data, finding codes and errors; no I/O."""
