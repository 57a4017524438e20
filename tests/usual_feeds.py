"""Feeds as the programs write them that most sites run, each with one entry."""

from __future__ import annotations

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"
xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
xmlns:georss="http://www.georss.org/georss" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Port</title>
<atom:link href="https://p.example/feed/" rel="self" type="application/rss+xml" /><link>https://p.example/</link>
<description>News</description><lastBuildDate>Tue, 24 Nov 2026 06:00:00 +0000</lastBuildDate><language>en-US</language>
<sy:updatePeriod>hourly</sy:updatePeriod><generator>https://wordpress.org/?v=7</generator>
<image><url>https://p.example/i.png</url><title>Port</title><link>https://p.example/</link><width>32</width></image>
<site xmlns="com-wordpress:feed-additions:1">1</site>
<item><title>Fog &#8211; again</title><link>https://p.example/fog/</link>
<dc:creator><![CDATA[Ana Lind]]></dc:creator><pubDate>Tue, 24 Nov 2026 06:00:00 +0000</pubDate>
<category><![CDATA[weather]]></category><guid isPermaLink="false">https://p.example/?p=1</guid>
<description><![CDATA[<p>Boats stay in &#8230;</p>]]></description>
<content:encoded><![CDATA[<p>Boats <b>stay</b> in.</p>]]></content:encoded>
<wfw:commentRss>https://p.example/fog/feed/</wfw:commentRss><slash:comments>0</slash:comments>
<post-id xmlns="com-wordpress:feed-additions:1">1</post-id>
<media:content url="https://p.example/a.jpg" medium="image"><media:title type="html">Fog</media:title></media:content>
</item></channel></rss>"""
VIDEOS = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"
xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://v.example/f"/>
<id>yt:channel:1</id><yt:channelId>1</yt:channelId><title>Port</title><link rel="alternate" href="https://v.example/c"/>
<author><name>Port</name><uri>https://v.example/c</uri></author><published>2026-11-24T06:00:00+00:00</published><entry>
<id>yt:video:2</id><yt:videoId>2</yt:videoId><title>Fog</title><link rel="alternate" href="https://v.example/2"/>
<author><name>Port</name><uri>https://v.example/c</uri></author><published>2026-11-24T06:00:00+00:00</published>
<updated>2026-11-24T07:00:00+00:00</updated><media:group><media:title>Fog</media:title>
<media:content url="https://v.example/2.mp4" type="video/mp4" width="640" height="390"/>
<media:thumbnail url="https://v.example/2.jpg" width="480" height="360"/><media:description>Boats.</media:description>
<media:community><media:starRating count="1" average="5.00"/><media:statistics views="9"/></media:community>
</media:group></entry></feed>"""
PODCAST = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>Port</title><link>https://p.example</link><description>Talk</description><itunes:author>Ana</itunes:author>
<itunes:category text="News"><itunes:category text="Daily"/></itunes:category><itunes:explicit>false</itunes:explicit>
<itunes:owner><itunes:name>Ana</itunes:name><itunes:email>ana@p.example</itunes:email></itunes:owner>
<item><title>One</title><itunes:title>One</itunes:title>
<enclosure url="https://p.example/1.mp3" length="1" type="audio/mpeg"/>
<guid>1</guid><pubDate>Tue, 24 Nov 2026 06:00:00 GMT</pubDate><itunes:duration>1:00</itunes:duration>
<itunes:image href="https://p.example/1.jpg"/><itunes:summary>Boats.</itunes:summary><description>Boats!</description>
<podcast:person role="host">Ana</podcast:person></item></channel></rss>"""
BLOG = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:blogger='http://schemas.google.com/blogger/2008'
xmlns:georss='http://www.georss.org/georss' xmlns:gd="http://schemas.google.com/g/2005"
xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:b.example,1999:blog-1</id><updated>2026-11-24T06:00:00.007-08:00</updated>
<category term="weather"/><title type='text'>Port</title><subtitle type='html'></subtitle>
<link rel='alternate' type='text/html' href='https://b.example/'/><author><name>Ana</name><email>noreply@b.example</email></author>
<generator version='7.00' uri='https://www.b.example'>Blogger</generator><openSearch:totalResults>1</openSearch:totalResults>
<entry><id>tag:b.example,1999:post-1</id><published>2026-11-24T05:00:00.000-08:00</published>
<updated>2026-11-24T06:00:00.007-08:00</updated><category scheme='http://www.b.example/ns#' term='weather'/>
<title type='text'>Fog</title><content type='html'>&lt;p&gt;Boats.&lt;/p&gt;</content>
<link rel='replies' type='text/html' href='https://b.example/1#c' title='0 Comments' thr:count='0'/>
<link rel='alternate' type='text/html' href='https://b.example/1' title='Fog'/><author><name>Ana</name></author>
<media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='https://b.example/1.jpg' height='72' width='72'/>
<thr:total>0</thr:total></entry></feed>"""
PAGES = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" ><generator
uri="https://pages.example/" version="4.4.1">Pages</generator><link href="https://p.example/feed.xml" rel="self"
type="application/atom+xml" /><link href="https://p.example/" rel="alternate" type="text/html" />
<updated>2026-11-24T06:00:00+00:00</updated><id>https://p.example/feed.xml</id><title type="html">Port</title>
<subtitle>News</subtitle><author><name>Ana</name></author><entry><title type="html">Fog</title>
<link href="https://p.example/fog/" rel="alternate" type="text/html" title="Fog" />
<published>2026-11-24T06:00:00+00:00</published><updated>2026-11-24T06:00:00+00:00</updated>
<id>https://p.example/fog</id><content type="html" xml:base="https://p.example/fog/"><![CDATA[<p>Boats.</p>]]></content>
<author><name>Ana</name></author><category term="weather" /><summary type="html"><![CDATA[Boats.]]></summary>
<media:thumbnail xmlns:media="http://search.yahoo.com/mrss/" url="https://p.example/1.jpg" />
<media:content medium="image" url="https://p.example/1.jpg" xmlns:media="http://search.yahoo.com/mrss/" />
</entry></feed>"""
PLANET = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Planet</title><id>https://planet.example/</id><updated>2026-11-24T06:00:00Z</updated>
<link rel="self" href="https://planet.example/atom.xml"/><entry xml:lang="de"><title type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">Fog &amp; <em>tide</em></div></title><id>https://p.example/fog</id>
<link rel="alternate" href="https://p.example/fog"/><updated>2026-11-24T05:00:00Z</updated><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Boats.<br/>None.</p><img src="https://p.example/1.jpg" alt="&lt;fog&gt;"/>
</div></content><author><name>Ana</name><uri>https://p.example/</uri></author><source><title type="html">Port</title>
<subtitle type="html">News</subtitle><link rel="self" href="https://p.example/feed.xml"/><id>https://p.example/</id>
<updated>2026-11-24T06:00:00Z</updated></source></entry></feed>"""
WRITTEN = {"wordpress": WORDPRESS, "videos": VIDEOS, "podcast": PODCAST, "blog": BLOG, "pages": PAGES, "planet": PLANET}
