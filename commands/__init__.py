"""The commands of `khobao`, by what they are for. Thin: each act stands in crawlers/ or pipeline/.

Heavy modules are imported inside the command that needs them: --help and stats must not pay for Scrapy.
"""
