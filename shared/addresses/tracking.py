"""Parameters that tell how a reader came to a page and say nothing of the page.

Gathered from what the named sites append when a page is shared, and from the public lists of ClearURLs and of
browsers that strip tracking. A parameter that some site uses for the page itself (`id`, `p`, `page`, `share_id` …)
is in no list for all sites.
"""

from __future__ import annotations

# Of analytics and advertising, on whatever site.
EVERYWHERE = frozenset(
    {
        "_hsenc", "_hsmi", "_openstat", "_wv", "bd_vid", "chksm", "dclid", "fbclid", "from_source",
        "fromuid", "gbraid", "gclid", "gclsrc", "gs_l", "hmci", "hmcu", "hmkw", "hmpl", "hmsr", "igshid",
        "isappinstalled", "jsessionid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "nsukey", "phpsessid", "pvid",
        "qhclickid", "scm", "share_from", "share_medium", "share_plat", "share_source", "share_token", "shareuid",
        "sharefrom", "sharesource", "sharetype", "share_type", "sourcefrom", "sourcetype", "spm", "spm_id_from",
        "srsltid", "tt_from", "ttclid", "twclid", "unique_k", "vd_source", "wbraid", "weibo_id",
        "wfr", "wxshare_count", "yclid", "ysclid",
    }
)  # fmt: skip
BEGINNINGS = ("utm_", "pk_", "mtm_", "matomo_", "_ga", "at_custom")
# Of one site and its parts, where the name may be the page itself elsewhere.
OF_SITES: dict[str, frozenset[str]] = {
    "163.com": frozenset({"f", "from", "spss", "spsnuid", "spsdevid", "spsvid", "spsshare", "spsts", "spstoken"}),
    "baidu.com": frozenset({"for", "from", "isBdboxFrom", "pageType", "sid_for_share", "sShare", "urlext"}),
    "cctv.com": frozenset({"from", "fromapp", "version", "btime"}),
    "cls.cn": frozenset({"app", "os", "sv"}),
    "ifeng.com": frozenset({"from", "fromtype", "fromvsogou", "ivk_sa"}),
    "people.cn": frozenset({"from", "channelcode", "codelv", "fromuid"}),
    "people.com.cn": frozenset({"from", "channelcode", "codelv"}),
    "qq.com": frozenset({"ADTAG", "from", "shareto", "devid", "qimei", "uid", "suid", "media_id_from", "pgv_ref"}),
    "sina.cn": frozenset({"from", "vt", "cid", "wm", "sourcetype", "HTTPS", "ua"}),
    "sina.com.cn": frozenset({"from", "cre", "mod", "loc", "r", "rfunc", "tj", "tr"}),
    "sohu.com": frozenset({"_trans_", "from", "g", "scm", "spm", "pvid", "_f"}),
    "thepaper.cn": frozenset({"commTag", "from", "allContent"}),
    "xinhuanet.com": frozenset({"from", "baike", "share_from"}),
    "zhihu.com": frozenset({"from", "s_r", "wechatShare", "native", "theme"}),
}
# WeChat appends to whatever is shared in it where that was.
SHARED_IN = frozenset({"timeline", "singlemessage", "groupmessage", "singlemsg", "groupmsg", "appmsg"})


def tracks(host: str, name: str, value: str = "") -> bool:
    """Whether a parameter says nothing of the page on this host."""
    low = name.lower()
    if low in EVERYWHERE or low.startswith(BEGINNINGS) or (low == "from" and value in SHARED_IN):
        return True
    return any(name in names for site, names in OF_SITES.items() if host == site or host.endswith(f".{site}"))
