"""Sample providers: fictitious schools and trainers, kept as data and served as real websites are.

`vakwijzer demo` crawls them, and so do the end-to-end tests. Every name, price and course is invented by this
project; only places, postcodes and qualification codes are real.

* `sites/<slug>/site.yaml`: the provider, its places, its courses, and which page is made from which template.
* `sites/<slug>/templates/`: the pages of that site, in the markup that it is there to show.
* `sites/<slug>/broken/`: files that are sent as they are, however wrong.
* `declarations.yaml`: one entry per source, as an editor would fill it in.
* `expected.yaml`: what a person reads on those pages; end-to-end tests compare with it.
* `starts.py`, `render.py`, `serve.py`: from a rule to a date, from a site to its pages, from pages to HTTP.
"""
