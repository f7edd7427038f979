"""What the browser talks to: pages, the API, the files of the front end, and who may ask at all."""
