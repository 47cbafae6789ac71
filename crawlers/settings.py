"""Scrapy's settings, for `scrapy crawl` and the crawl process alike. Each that is not Scrapy's default says why.

What depends on a site or on khobao.toml (delay, User-Agent) is added by `crawlers.net.politeness`.
"""

BOT_NAME = "khobao"
SPIDER_MODULES = ["crawlers.spiders"]
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Where the archive is for a plain `scrapy crawl`; `-s KHOBAO_HOME=DIR` says otherwise.
KHOBAO_HOME = "."

# Doors into the process that nobody needs: the first one runs code that it is sent over HTTP.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False

# Who asks. The crawl process adds whom to write to, from khobao.toml.
USER_AGENT = "khobao (archive of the regional press; no contact given)"

# Politeness: a publisher's word is kept, and none is asked faster than this where nothing else is said.
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 2.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0  # begin at DOWNLOAD_DELAY; a slow answer slows us down from there
AUTOTHROTTLE_MAX_DELAY = 60.0

# A server that is not who it says it is must not be archived as if it were.
DOWNLOAD_VERIFY_CERTIFICATES = True

# Bounds. Scrapy's 1 GiB body would fill the memory of a small machine; the largest sitemap the standard allows is
# 50 MB. Five redirects are what browsers of old and robots.txt crawlers allow.
DOWNLOAD_MAXSIZE = 52 * 2**20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60
REDIRECT_MAX_TIMES = 5

# No visitor's history: pages must not depend on what was fetched before. Within one chain of redirects ChainCookies
# keeps them.
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"

# 429 and 503 are the spider's: it stops asking the site. The others are a hiccup; the frontier tries again later.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
RETRY_TIMES = 1
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # recorded in the frontier and counted in the crawl's summary

# gzip and deflate are what every WARC tool can replay.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}

TWISTED_DNS_RESOLVER = "crawlers.net.offsite.GuardedResolver"  # a public name may answer with a private address
DNSCACHE_ENABLED = False  # the daemon runs for months, and Scrapy's cache has no age; the system's resolver caches

DOWNLOADER_MIDDLEWARES = {
    "crawlers.net.offsite.StayOnSite": 50,  # before robots.txt is asked of a host that is none of ours
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawlers.net.robots_middleware.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawlers.net.redirects.FollowLeaps": 580,  # in that one's place: of what is unpacked
    "crawlers.net.redirects.ChainCookies": 700,  # nearer the wire than redirects
    "crawlers.net.raw_response.KeepRaw": 900,  # next to the wire: the body as it came, each hop of a redirect
}

# Ours says what happened, a line a crawl, and to machines as well; Scrapy's is a page of statistics.
LOG_LEVEL = "WARNING"
STATS_DUMP = False
MEMUSAGE_ENABLED = False  # by mail only; the supervisor watches the process
EXTENSIONS = {"scrapy.extensions.logstats.LogStats": None}
