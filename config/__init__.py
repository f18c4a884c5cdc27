"""Settings, knowledge and lexicons: data files and the code that reads and checks them."""
