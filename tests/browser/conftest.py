"""What all browser tests share: a busy machine shows a page late, and late is not wrong."""

from playwright.sync_api import expect

expect.set_options(timeout=20_000)
