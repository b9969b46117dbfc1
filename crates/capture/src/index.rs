//! The index of a capture: one line of CDXJ for each response, sorted by its key, which is the address turned around
//! (SURT), and its time.

use serde_json::json;

use crate::Exchange;
use crate::warc::Place;

pub(crate) fn write(exchanges: &[Exchange], places: &[Place], file_name: &str) -> String {
    let mut lines: Vec<String> = exchanges
        .iter()
        .zip(places)
        .map(|(exchange, place)| {
            let digits: String = exchange.time.chars().filter(char::is_ascii_digit).take(14).collect();
            let media_type = exchange.response.field("Content-Type").unwrap_or("unk");
            let media_type = media_type.split(';').next().unwrap_or_default().trim();
            let status = exchange.response.first_line.split(' ').nth(1).unwrap_or_default();
            let about = json!({
                "url": exchange.url,
                "mime": media_type,
                "status": status,
                "digest": place.payload_digest,
                "length": place.length.to_string(),
                "offset": place.offset.to_string(),
                "filename": file_name,
            });
            format!("{} {digits} {about}\n", key(&exchange.url))
        })
        .collect();
    lines.sort();
    lines.concat()
}

/// `https://www.Example.org/News?b=2&a=1` as `org,example)/news?a=1&b=2`.
fn key(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let (scheme, rest) = lower.split_once("://").unwrap_or(("", &lower));
    let rest = rest.split('#').next().unwrap_or_default();
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (place, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
        _ => (place, ""),
    };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let turned =
        if host.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit())) || host.starts_with('[') {
            host.to_owned()
        } else {
            host.rsplit('.').collect::<Vec<_>>().join(",")
        };
    let port = match (scheme, port) {
        ("http", "80") | ("https", "443") | (_, "") => String::new(),
        (_, port) => format!(":{port}"),
    };
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let path = if path.is_empty() { "/" } else { path };
    let query = query.filter(|query| !query.is_empty()).map(|query| {
        let mut words: Vec<&str> = query.split('&').collect();
        words.sort_unstable();
        format!("?{}", words.join("&"))
    });
    format!("{turned}{port}){path}{}", query.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_turned_around() {
        for (url, turned) in [
            ("https://www.Example.org/News?b=2&a=1", "org,example)/news?a=1&b=2"),
            ("http://example.org", "org,example)/"),
            ("http://example.org/?", "org,example)/"),
            ("https://example.org:443/a/", "org,example)/a"),
            ("https://example.org:8443/a#b", "org,example:8443)/a"),
            ("http://192.0.2.1/x", "192.0.2.1)/x"),
            ("http://[2001:db8::1]:80/x", "[2001:db8::1])/x"),
            ("https://user:word@news.example.org?x", "org,example,news)/?x"),
        ] {
            assert_eq!(key(url), turned, "{url}");
        }
    }
}
