"""What every page needs: who is here, forms, rendering, and answers to refusals."""
