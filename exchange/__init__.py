"""Other people's formats: trained models in, source code and models out."""
