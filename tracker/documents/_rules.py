"""The wording that cleaning goes by: what boilerplate, section heads, stamps and share bars look like."""

from __future__ import annotations

import re
from typing import NamedTuple

from tracker.documents.shape import word_set

_I = re.IGNORECASE

SPEAKS = re.compile(
    r"\b(?:said|says|saying|told|tells|adds|added|announce[sd]?|warn(?:s|ed)|according to|reject(?:s|ed)"
    r"|urge[sd]|urging|"
    r"call(?:s|ed) (?:for|on)|pledge[sd]|stated|stresse[sd]|insist(?:s|ed)|rule[sd] out|argue[sd]|wrote|writes"
    r"|tweeted|"
    r"declare[sd]|promise[sd]|refuse[sd]|demand(?:s|ed)|confirm(?:s|ed)|denie[sd]|replied|noted|vowed|agreed)\b"
    r"|[“\"«„][^”\"»“]{15,}[”\"»“]",
    _I,
)


class Wording(NamedTuple):
    """What paragraphs of at most ``longest`` words say that are there for the ``reason``.

    Where a pattern can match anywhere, every match holds one of ``needs`` in lower case; they are looked for first, as
    that is fast, and have no i or s, since `re` takes other letters for those where case plays no part.
    """

    reason: str
    pattern: re.Pattern[str]
    longest: int
    needs: tuple[str, ...] = ("",)


BOILERPLATE = (
    Wording(
        "copyright",
        re.compile(
            r"^\W*(?:©|\(c\)\s|copyright\b)"
            r"|^this (?:article|story|material|content) (?:was|is) (?:originally |first )?(?:published|produced"
            r"|copyright)",
            _I,
        ),
        70,
    ),
    Wording(
        "copyright",
        re.compile(r"\ball rights reserved\b|may not be (?:published|reproduced|redistributed)", _I),
        70,
        ("all r", "may not be "),
    ),
    Wording("cookie notice", re.compile(r"^(?:cookie|privacy) (?:policy|settings|preferences|notice)\W*$", _I), 80),
    Wording(
        "cookie notice",
        re.compile(
            r"\b(?:we|(?:this|our) (?:web)?site|our partners) (?:and our partners )?uses? cookies\b"
            r"|\baccept (?:all )?cookies\b|\byour (?:cookie|privacy) (?:settings|choices)\b",
            _I,
        ),
        80,
        ("cook", "your pr"),
    ),
    Wording(
        "read more",
        re.compile(
            r"^\W*(?:click here\b|tap here\b|read more\b|read also\b|also read\b|read next\b|read the (?:full"
            r"|original) (?:story|article)"
            r"|continue reading\b|keep reading\b|see also\s*:|see more\b|learn more\b|find out more\b"
            r"|more on this\b|go deeper\b"
            r"|(?:watch|listen|video|gallery|in pictures|related|recommended|more|must read|don['’]t miss"
            r"|explained?|see)"
            r"(?: (?:now|live|also|stor(?:y|ies)|articles?|reading|news))?\s*(?::|>>|»|\|))",
            _I,
        ),
        30,
    ),
    Wording(
        "advertisement",
        re.compile(
            r"^\W*(?:advertisement|advertising|sponsored(?: content| by .*)?|ad|story continues below.*"
            r"|article continues (?:below|after).*"
            r"|continues? (?:below|after) (?:the )?ad\w*|scroll (?:down )?to continue.*|skip ad\w*"
            r"|promoted(?: content)?|paid post)\W*$",
            _I,
        ),
        15,
    ),
    Wording(
        "newsletter",
        re.compile(
            r"^\W*(?:please )?(?:subscribe|sign[- ]up|sign in|log ?in|register(?: now| here)?|join us"
            r"|become a (?:member|subscriber)|get (?:the|our|"
            r"your) (?:latest|daily|weekly|free|morning|top)|download (?:the|our) app|support (?:our"
            r"|independent) journalism|donate"
            r"|follow (?:us|our|the \w+(?: \w+)? on)|like us on|stay (?:up to date|informed)|never miss)\b"
            r"|^(?:enter )?your e-?mail(?: address)?\W*$|^thank you for (?:reading|subscribing|signing)",
            _I,
        ),
        45,
    ),
    Wording(
        "newsletter",
        re.compile(
            r"\b(?:our|free|daily|weekly|email) newsletters?\b|\bdelivered (?:straight |directly )?to your inbox\b", _I
        ),
        45,
        ("letter", "nbox"),
    ),
    Wording(
        "agency line",
        re.compile(
            r"^\W*(?:(?:additional )?(?:reporting|writing|editing) by\b|our standards:|the (?:associated press"
            r"|new york times) contributed"
            r"|with files from\b|source link\W*$|source:\s*\S+(?: \S+){0,4}$|original article\W*$)",
            _I,
        ),
        40,
    ),
    Wording(
        "tags", re.compile(r"^\W*(?:tags?|filed under|topics?|categor(?:y|ies)|keywords?|posted in|labels)\s*:", _I), 40
    ),
    Wording(
        "comments",
        re.compile(
            r"^\W*(?:\d+ )?(?:comments?(?: \(?\d+\)?)?|leave a (?:reply|comment)|post a comment|add a comment"
            r"|view comments|"
            r"join the (?:conversation|discussion)|you must be logged in.*"
            r"|your email address will not be published.*)\W*$",
            _I,
        ),
        25,
    ),
    Wording(
        "reading time",
        re.compile(
            r"^\W*(?:\d+\s*(?:min(?:ute)?s?\.?)(?: read| to read)?|(?:reading|read) time.*|listen to (?:this"
            r"|the) article.*)\W*$",
            _I,
        ),
        12,
    ),
    Wording(
        "credit",
        re.compile(
            r"^\W*(?:(?:photo(?:graph)?|image|picture|video|illustration|credit|photos)(?: (?:credit|by|courtesy"
            r"|source)\b|\s*[:/]).*"
            r"|.{0,40}(?:getty images|via reuters|afp via|ap photo|shutterstock|epa-efe)[^.]{0,30})\W*$",
            _I,
        ),
        14,
    ),
    Wording("page number", re.compile(r"^\W*(?:page )?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?\W*$", _I), 5),
)

STAMP = re.compile(
    r"^\W*(?:(?:first |last |originally )?(?:published|posted|updated|modified|created|released|issued"
    r"|date)(?: (?:on|at))?\W*$)",
    _I,
)
BYLINE = re.compile(
    r"^(?:By|BY|Written by|Author|Posted by|Story by)\s*:?\s+(?:[A-Z][\w.'’-]*|and|&|,|for|of|de|van|von|the|\|)"
    r"(?:[,\s]+(?:[A-Z][\w.'’-]*|and|&|for|of|de|van|von|the|\|)){0,12}$"
)

SECTION = re.compile(
    r"^\W*(?:(?:latest|related|recommended|popular|trending|top|more|other|recent|similar|featured|suggested"
    r"|further|sponsored|new)"
    r" (?:\w+ )?(?:articles?|stories|story|posts?|content|news|reads?|reading|coverage|videos?|topics?|links?"
    r"|headlines|items)"
    r"|more like this|more (?:from|on|in|about) .{2,50}|you (?:may|might)(?: also)? (?:like|enjoy"
    r"|be interested in|have missed)|(?:read|up|what to read) next"
    r"|most (?:read|viewed|popular|shared|commented|recent|watched)|(?:view|see|read"
    r"|visit) (?:the )?(?:original )?(?:post|link|source|here)"
    r"|see also|see the (?:article|original)(?: here)?|related|recommended(?: for you)?|trending(?: now)?"
    r"|(?:the )?editor['’]?s['’]? (?:picks?|choice)|in other news"
    r"|around the web|from (?:our partners|the web)|elsewhere on .{2,40}|latest|don['’]t miss|keep reading"
    r"|must[- ]reads?|also read"
    r"|in case you missed it|what others are reading|people also read|you['’]ll also like|live updates"
    r"|continue reading here)\s*[:.…»>]*\s*$",
    _I,
)

SHARE_WORDS = word_set(
    "share tweet facebook twitter x whatsapp telegram linkedin email e-mail mail print copy link pin pinterest "
    "reddit save bookmark follow us on via this article story post like flipboard messenger viber instagram "
    "youtube tumblr vk icon copied to clipboard url rss sms threads bluesky mastodon google news whatsapp, "
    "facebook, twitter, send a friend by with friends more gift listen comments"
)
SHARE_CORE = word_set(
    "share tweet facebook twitter whatsapp telegram linkedin email print pinterest reddit flipboard instagram copy"
)
MENU_LINE = re.compile(
    r"^\W*(?:more|home|menu|search|skip to (?:main )?content|main menu|navigation|toggle \w+|close|open"
    r"|back to top|top|next|previous|"
    r"(?:next|previous) (?:article|post|story)|show (?:more|less)|load more|view all|see all|live"
    r"|breaking(?: news)?|world|politics|news|opinion|"
    r"business|sports?|about(?: us)?|contact(?: us)?|terms (?:of (?:use|service)|and conditions)|help|faq"
    r"|language|english|edition|home page|"
    r"jump to.*|go to .{0,20}|print this page|font size.*|a\+? a-?|facebook|twitter|loading\W*)\W*$",
    _I,
)
NAV_WORDS = re.compile(
    r"home|news|politics|political|world|war|europe|european|ukraine|ukrainian|russia|russian|international"
    r"|business|opinion|latest|breaking|"
    r"live|video|more|menu|category|categories|top|stories|story|usa|us|uk|nato|defen[cs]e|security|analysis"
    r"|economy|conflict|"
    r"global|national|local|featured|headlines?|articles?|blog|posts?|archive|region|army|military|published"
    r"|updated|on|by|in|and"
)
ALTERS_MEANING = word_set(
    "not no never nor neither none without cannot can't won't don't doesn't didn't isn't aren't wasn't "
    "wouldn't will would may might could should must can rejects rejected supports supported opposes opposed "
    "denies denied says said"
)
LINKY = re.compile(
    r"\[[^\]]{4,}\]|\bhttps?://|\bwww\.|\|| - [A-Z][\w.]+(?: [A-Z][\w.]+){0,4}$|\(\d{4}\)$"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$"
)

__all__ = [
    "ALTERS_MEANING",
    "BOILERPLATE",
    "BYLINE",
    "LINKY",
    "MENU_LINE",
    "NAV_WORDS",
    "SECTION",
    "SHARE_CORE",
    "SHARE_WORDS",
    "SPEAKS",
    "STAMP",
]
